import TensorGraph
import TensorGraphRewrites
import TensorOperators

/// Reverse-mode differentiation: cotangents flow from results to what these depend on, each node once.
///
/// Source: A. Griewank, A. Walther, Evaluating Derivatives (2008), chapter 3. Sums of cotangents are made in the order of the graph, so
/// equal graphs have equal gradients.
struct ReverseMode {
  /// Tensors whose cotangents are asked for.
  private let variables: [Tensor]
  /// What the results depend on is cut off there.
  private let areLeaves: Bool
  private var cotangents: [Tensor: Tensor] = [:]
  private var active: Set<Tensor> = []
  private var settled: Set<Tensor> = []

  init(_ variables: [Tensor], areLeaves: Bool = false) { (self.variables, self.areLeaves) = (variables, areLeaves) }

  /// The cotangents of the variables, given those of results; nil where nothing flows.
  ///
  /// Those of `known` tensors are as given, whatever flows to them from the results.
  mutating func run(
    _ seeds: [(result: Tensor, cotangent: Tensor)], known: [(result: Tensor, cotangent: Tensor)] = []
  ) throws(TensorError) -> [Tensor?] {
    let nodes = Traversal.nodes(of: (seeds + known).map(\.result))
    active = Set(variables)
    for node in nodes where node.inputs.contains(where: active.contains) {
      for (index, type) in node.types.enumerated() where type.elementType.isInexact {
        active.insert(Tensor(node: node, index: index))
      }
    }
    for one in known where active.contains(one.result) { cotangents[one.result] = one.cotangent }
    settled = Set(known.map(\.result))
    for seed in seeds where active.contains(seed.result) { add(seed.cotangent, to: seed.result) }
    for node in nodes.reversed() where !node.inputs.isEmpty {
      if areLeaves, variables.contains(where: { $0.node === node }) { continue }
      try step(back: node)
    }
    return variables.map { cotangents[$0] }
  }

  private mutating func add(_ cotangent: Tensor, to tensor: Tensor) {
    if settled.contains(tensor) { return }
    cotangents[tensor] = cotangents[tensor].map { $0.added(to: cotangent, at: tensor.node.places.first ?? .none) } ?? cotangent
  }

  private mutating func step(back node: Node) throws(TensorError) {
    let results = node.types.indices.map { cotangents[Tensor(node: node, index: $0)] }
    guard results.contains(where: { $0 != nil }) else { return }
    let step = ReverseStep(node, cotangents: results, wanted: node.inputs.map(active.contains))
    guard step.wanted.contains(true) else { return }
    for (input, cotangent) in zip(node.inputs, try ReverseMode.cotangents(step)) {
      guard let cotangent, active.contains(input) else { continue }
      if let error = cotangent.error { throw error }
      add(ReverseMode.fitted(cotangent.choicesLifted(), input, at: step.place), to: input)
    }
  }

  /// By the operation's own rule.
  private static func cotangents(_ step: ReverseStep) throws(TensorError) -> [Tensor?] {
    let operation = step.node.operation
    switch operation.derivative {
    case .partials: return (operation as? Elementwise)?.cotangents(step) ?? []
    case .reverse(let rule): return rule(step)
    case .flat: return step.inputs.map { _ in nil }
    case .ofLowering: return try throughLowering(step, operands: step.inputs)
    case .recomputed:
      let waited = step.cotangents.compactMap(\.self)
      let barrier = Barrier(FreshNumbers.next())
      return try throughLowering(step, operands: step.inputs.map { .make(barrier, [$0] + waited, at: step.place) })
    case .none(let reason):
      throw TensorError(
        operation: operation.name, message: "has no derivative: \(reason)", operands: step.inputs.map(\.type),
        places: step.node.places, hint: "keep the variable out of it, or stop its gradient with stop_gradient")
    }
  }

  /// Through the simpler operations that an operation stands for, of these operands.
  private static func throughLowering(_ step: ReverseStep, operands actual: [Tensor]) throws(TensorError) -> [Tensor?] {
    guard case .composite(let expand) = step.node.operation.lowering else { return step.inputs.map { _ in nil } }
    // Stand-ins, so that nothing below the operands is walked.
    let operands = step.inputs.map { Tensor(parameter: "operand", $0.type, at: step.place) }
    let results = rewrite(expand(operands), plan: stabilizing).results
    var inner = ReverseMode(zip(operands, step.wanted).filter(\.1).map(\.0), areLeaves: true)
    let seeds = zip(results, step.cotangents).compactMap { result, cotangent in cotangent.map { (result, $0) } }
    let found = try inner.run(seeds.map { (result: $0.0, cotangent: $0.1) })
    let replacements = Dictionary(uniqueKeysWithValues: zip(operands, actual))
    // All at once: they share what they are made of.
    var flowing = Traversal.substitute(replacements, in: found.compactMap(\.self))[...]
    var remaining = found[...]
    return step.wanted.map { isWanted in
      guard isWanted, remaining.removeFirst() != nil else { return nil }
      return flowing.removeFirst()
    }
  }

  /// A cotangent in the type and shape of what it belongs to.
  static func fitted(_ cotangent: Tensor, _ tensor: Tensor, at place: SourcePlace) -> Tensor {
    var result = cotangent
    if result.type.isWeak || result.elementType != tensor.elementType {
      result = result.converted(to: tensor.elementType, at: place).choicesLifted()
    }
    if result.shape == tensor.shape { return result }
    if result.rank < tensor.rank { return result.broadcast(to: tensor.shape, at: place).choicesLifted() }
    return .single(SumTo(tensor.shape), [result], at: place)
  }
}
