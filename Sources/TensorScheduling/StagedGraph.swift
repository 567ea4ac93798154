import TensorGraph
import TensorOperators

/// A graph some of whose extents are values that it computes itself, cut into stages: the extents of each are known when it starts.
///
/// A stage is an ordinary graph with a program of its own. Between stages the caller reads the scalars that are extents of the next, checks what
/// is asked of them, and goes on. What a later stage needs of an earlier one is an array among its parameters, unless it takes only a few
/// instructions for each element: then the later stage computes it again from the same arrays, as it would inside one loop.
public struct StagedGraph: Sendable {
  /// Symbols that get one value.
  public struct Binding: Sendable {
    public enum Source: Sendable {
      /// The only element of an array that an earlier stage has made.
      case slot(Int)
      /// Computed from arguments and extents by the caller.
      case host(HostScalar)
    }

    public var source: Source
    public var symbols: [Symbol]
  }

  public struct Stage: Sendable {
    /// What becomes known before the stage.
    public var bindings: [Binding] = []
    /// Those of the whole graph, then arrays of earlier stages.
    public var parameters: [Tensor] = []
    /// Where the latter come from.
    public var inputSlots: [Int] = []
    public var outputs: [Tensor] = []
    /// Where the outputs go.
    public var outputSlots: [Int] = []
    /// Arrays that no later stage reads and that are no results.
    public var lastUses: [Int] = []
    /// The symbols of values that the stage's program is given, those of one value together.
    public var given: [[Symbol]] = []
  }

  public private(set) var stages: [Stage] = []
  /// The slots of the results.
  public private(set) var results: [Int] = []
  /// The first stage at which a symbol is known; symbols of shapes are known at 0.
  public private(set) var firstStage: [Symbol: Int] = [:]

  /// The scalars whose values are extents in the graphs of the tensors.
  public static func scalars(of tensors: [Tensor]) -> [Tensor] {
    guard ExtentDefinition.exist else { return [] }
    var seen: Set<Tensor> = []
    return Traversal.nodes(of: tensors).flatMap(\.extents).map(\.scalar).filter { seen.insert($0).inserted }
  }

  /// Cuts a graph.
  ///
  /// - Parameters:
  ///   - outputs: what is computed.
  ///   - parameters: of the whole graph.
  ///   - scalars: scalars whose values are extents, as rules have rewritten them.
  ///   - constraints: what is asked of extents; those in them are computed too.
  /// - Returns: nil where all extents are functions of shapes.
  public init?(
    outputs: [Tensor], parameters: [Tensor], scalars: [Tensor: Tensor], constraints: [ShapeConstraint]
  ) {
    if scalars.isEmpty { return nil }
    var cutter = Cutter(outputs: outputs, parameters: parameters, scalars: scalars, constraints: constraints)
    guard cutter.hasExtents else { return nil }
    cutter.cut()
    (stages, results, firstStage) = (cutter.stages, cutter.results, cutter.firstStage)
  }

  /// The stage at which an extent is known.
  public func stage(of dimension: Dimension) -> Int {
    dimension.extentDefinitions.reduce(0) { max($0, firstStage[$1.symbol] ?? 0) }
  }
}

/// The way from a graph to its stages.
private struct Cutter {
  private(set) var stages: [StagedGraph.Stage] = []
  private(set) var results: [Int] = []
  private(set) var firstStage: [Symbol: Int] = [:]
  var hasExtents: Bool { !definitions.isEmpty }

  private let parameters: [Tensor]
  private let outputs: [Tensor]
  /// Every value that is an extent, by its symbol, with the scalar in its normal form.
  private var definitions: [(symbol: Symbol, use: ExtentDefinition.Use, scalar: Tensor)] = []
  private var nodes: [Node] = []
  /// The first stage at which all extents of a node and of what it is made of are known.
  private var levels: [ObjectIdentifier: Int] = [:]
  private var hosts: [Tensor: HostScalar] = [:]
  /// The stage in which a node is computed: as late as its users allow.
  private var homes: [ObjectIdentifier: Int] = [:]
  private var weights: [ObjectIdentifier: Int] = [:]
  private var slots: [Tensor: Int] = [:]
  private var lastStage: [Int: Int] = [:]

  /// Expressions of fewer instructions are computed again where they are used.
  private static let recomputed = 8

  init(outputs: [Tensor], parameters: [Tensor], scalars: [Tensor: Tensor], constraints: [ShapeConstraint]) {
    self.parameters = parameters
    var normalizer = GraphNormalizer(scalars: scalars)
    var roots = normalizer.normalize(outputs)
    self.outputs = roots
    // What only conditions ask for.
    for constraint in constraints {
      let asked = constraint.first.extentDefinitions + constraint.second.extentDefinitions
      roots += normalizer.normalize(asked.map { scalars[$0.scalar] ?? $0.scalar })
    }
    var known: Set<Symbol> = []
    var next = roots[...]
    var all: [Tensor] = roots
    while !next.isEmpty {
      let start = all.count
      let asked = Traversal.nodes(of: Array(next), withExtents: false).flatMap(\.extents)
        + (next.startIndex == 0 ? constraints.flatMap { $0.first.extentDefinitions + $0.second.extentDefinitions } : [])
      for extent in asked where known.insert(extent.symbol).inserted {
        guard let scalar = normalizer.normalized(extent) else { continue }
        definitions.append((extent.symbol, extent.use, scalar))
        all.append(scalar)
      }
      next = all[start...]
    }
    nodes = order(all)
  }

  /// Operands and scalars that are extents before their users.
  private func order(_ tensors: [Tensor]) -> [Node] {
    let scalars = Dictionary(definitions.map { ($0.symbol, $0.scalar.node) }) { first, _ in first }
    var seen: Set<ObjectIdentifier> = []
    var result: [Node] = []
    var stack: [(node: Node, ready: Bool)] = tensors.reversed().map { ($0.node, false) }
    while let (node, ready) = stack.popLast() {
      if ready {
        result.append(node)
        continue
      }
      guard seen.insert(ObjectIdentifier(node)).inserted else { continue }
      stack.append((node, true))
      for input in node.inputs.reversed() where !seen.contains(ObjectIdentifier(input.node)) { stack.append((input.node, false)) }
      for extent in node.extents {
        if let scalar = scalars[extent.symbol], !seen.contains(ObjectIdentifier(scalar)) { stack.append((scalar, false)) }
      }
    }
    return result
  }

  // MARK: Levels

  mutating func cut() {
    findLevels()
    let bindings = groups()
    let count = (levels.values.max() ?? 0) + 1
    stages = Array(repeating: StagedGraph.Stage(), count: max(count, (firstStage.values.max() ?? 0) + 1))
    for group in bindings { stages[firstStage[group.symbols[0]] ?? 0].bindings.append(group) }
    findHomes(bindings)
    build(bindings)
    dropEmptyEnds()
  }

  private mutating func findLevels() {
    let places = Dictionary(uniqueKeysWithValues: parameters.enumerated().map { ($1, $0) })
    let symbols = Dictionary(grouping: definitions, by: \.scalar)
    for node in nodes {
      var level = 0
      for input in node.inputs { level = max(level, levels[ObjectIdentifier(input.node)] ?? 0) }
      for extent in node.extents { level = max(level, firstStage[extent.symbol] ?? 0) }
      levels[ObjectIdentifier(node)] = level
      weights[ObjectIdentifier(node)] = weight(node)
      guard let asked = symbols[Tensor(node: node)] else { continue }
      // What the caller computes is known as soon as what is in it.
      var first = level + 1
      if let host = HostScalar(Tensor(node: node), parameters: places) {
        hosts[Tensor(node: node)] = host
        first = host.extents.flatMap(\.extentDefinitions).reduce(0) { max($0, firstStage[$1.symbol] ?? 0) }
      }
      for definition in asked { firstStage[definition.symbol] = first }
    }
  }

  /// The instructions for an element, counted down to what is stored.
  private func weight(_ node: Node) -> Int {
    let inputs = node.inputs.reduce(0) { $0 + (isRecomputed($1.node) ? weights[ObjectIdentifier($1.node)] ?? 0 : 0) }
    switch node.operation.lowering {
    case .elements:
      guard let elementwise = node.operation as? Elementwise,
        let signature = Elementwise.signature(of: elementwise.function, node.inputs.map(\.type))
      else { return inputs + 1 }
      return inputs + ScalarCost.instructions(elementwise.function, signature.arguments)
    case .reshape: return inputs
    case .leaf: return 0
    case .reduction, .scan, .recurrence, .scatter, .overwrite, .concatenation, .matrixProduct, .routine, .compaction, .composite:
      return Cutter.recomputed
    }
  }

  private func isRecomputed(_ node: Node) -> Bool {
    if case .leaf = node.operation.lowering { return true }
    // A number in memory costs nothing.
    if node.types[0].rank == 0, !(node.operation is Literal), !(node.operation is Extent) { return false }
    return (weights[ObjectIdentifier(node)] ?? Cutter.recomputed) < Cutter.recomputed
  }

  /// Symbols with one scalar have one value; bounds that are cut off may have another. Those that are made of others' values come after them.
  private func groups() -> [StagedGraph.Binding] {
    let places = Dictionary(uniqueKeysWithValues: nodes.enumerated().map { (ObjectIdentifier($1), $0) })
    let definitions = definitions.enumerated().sorted {
      let (first, second) = (places[ObjectIdentifier($0.element.scalar.node)] ?? 0, places[ObjectIdentifier($1.element.scalar.node)] ?? 0)
      return (first, $0.offset) < (second, $1.offset)
    }.map(\.element)
    var groups: [(scalar: Tensor, isBound: Bool, symbols: [Symbol])] = []
    for definition in definitions {
      let isBound = definition.use == .bound
      if let place = groups.firstIndex(where: { $0.scalar == definition.scalar && $0.isBound == isBound }) {
        groups[place].symbols.append(definition.symbol)
      } else {
        groups.append((definition.scalar, isBound, [definition.symbol]))
      }
    }
    return groups.map { group in
      // Slots are given when the graph is built.
      StagedGraph.Binding(source: hosts[group.scalar].map { .host($0) } ?? .slot(-1), symbols: group.symbols)
    }
  }

  private func scalar(of group: StagedGraph.Binding) -> Tensor? { definitions.first { $0.symbol == group.symbols[0] }?.scalar }

  // MARK: Homes

  /// What is computed in which stage: outputs and scalars as early as can be, all else as late.
  private mutating func findHomes(_ bindings: [StagedGraph.Binding]) {
    for output in outputs { pin(output.node) }
    for group in bindings {
      if case .slot = group.source, let scalar = scalar(of: group) { pin(scalar.node) }
    }
    for node in nodes.reversed() {
      guard let home = homes[ObjectIdentifier(node)] else { continue }
      for input in node.inputs {
        let key = ObjectIdentifier(input.node)
        homes[key] = min(homes[key] ?? home, home)
      }
    }
  }

  private mutating func pin(_ node: Node) {
    let key = ObjectIdentifier(node)
    homes[key] = min(homes[key] ?? .max, levels[key] ?? 0)
  }

  // MARK: Stages

  private mutating func build(_ bindings: [StagedGraph.Binding]) {
    var wanted = Array(repeating: [Tensor](), count: stages.count)
    func home(_ tensor: Tensor) -> Int { homes[ObjectIdentifier(tensor.node)] ?? 0 }
    for output in outputs where !wanted[home(output)].contains(output) { wanted[home(output)].append(output) }
    for group in bindings {
      guard case .slot = group.source, let scalar = scalar(of: group), !wanted[home(scalar)].contains(scalar) else { continue }
      wanted[home(scalar)].append(scalar)
    }
    // Later stages say what earlier ones must store.
    var built = Array(repeating: [Tensor](), count: stages.count)
    var inputs = Array(repeating: [(tensor: Tensor, parameter: Tensor)](), count: stages.count)
    for number in stages.indices.reversed() {
      var builder = StageBuilder(number, homes: homes) { [self] in isRecomputed($0) }
      built[number] = wanted[number].map { builder.build($0) }
      inputs[number] = builder.inputs
      for input in builder.inputs {
        let home = home(input.tensor)
        if !wanted[home].contains(input.tensor) { wanted[home].append(input.tensor) }
      }
    }
    var count = 0
    for number in stages.indices {
      for tensor in wanted[number] {
        slots[tensor] = count
        stages[number].outputSlots.append(count)
        lastStage[count] = number
        count += 1
      }
      stages[number].outputs = built[number]
      stages[number].parameters = parameters + inputs[number].map(\.parameter)
      stages[number].inputSlots = inputs[number].compactMap { slots[$0.tensor] }
      for slot in stages[number].inputSlots { lastStage[slot] = number }
      let used = Set(Traversal.nodes(of: built[number], withExtents: false).flatMap(\.extents).map(\.symbol))
      stages[number].given = bindings.map { $0.symbols.filter(used.contains) }.filter { !$0.isEmpty }
      for place in stages[number].bindings.indices {
        guard case .slot = stages[number].bindings[place].source, let scalar = scalar(of: stages[number].bindings[place]),
          let slot = slots[scalar]
        else { continue }
        stages[number].bindings[place].source = .slot(slot)
        lastStage[slot] = max(lastStage[slot] ?? 0, number)
      }
    }
    results = outputs.compactMap { slots[$0] }
    for (slot, stage) in lastStage.sorted(by: { $0.key < $1.key }) where !results.contains(slot) {
      stages[stage].lastUses.append(slot)
    }
  }

  /// Stages at the end in which there is nothing to do.
  private mutating func dropEmptyEnds() {
    while let last = stages.last, last.bindings.isEmpty, last.outputs.isEmpty, stages.count > 1 { stages.removeLast() }
  }
}

/// Rebuilds what one stage computes.
private struct StageBuilder {
  /// What earlier stages have stored, and what stands for it.
  private(set) var inputs: [(tensor: Tensor, parameter: Tensor)] = []
  private let number: Int
  private let homes: [ObjectIdentifier: Int]
  private let isRecomputed: (Node) -> Bool
  private var known: [Tensor: Tensor] = [:]

  init(_ number: Int, homes: [ObjectIdentifier: Int], isRecomputed: @escaping (Node) -> Bool) {
    (self.number, self.homes, self.isRecomputed) = (number, homes, isRecomputed)
  }

  /// Walks with a stack of its own: graphs may be deep.
  mutating func build(_ tensor: Tensor) -> Tensor {
    var stack = [tensor]
    while let next = stack.last {
      if known[next] != nil {
        stack.removeLast()
        continue
      }
      let node = next.node
      let isStored = (homes[ObjectIdentifier(node)] ?? 0) < number && !isRecomputed(node)
      if isStored {
        let parameter = Tensor(parameter: "stored", next.type, at: node.places.first ?? .none)
        inputs.append((next, parameter))
        known[next] = parameter
        continue
      }
      let missing = node.inputs.filter { known[$0] == nil }
      guard missing.isEmpty else {
        stack += missing.reversed()
        continue
      }
      let operands = node.inputs.compactMap { known[$0] }
      let rebuilt =
        operands == node.inputs
        ? node
        : Node(node.operation, operands, types: node.types, constraints: node.constraints, places: node.places)
      known[next] = Tensor(node: rebuilt, index: next.index)
    }
    return known[tensor] ?? tensor
  }
}
