import Synchronization
import TensorRuntime
import TensorScheduling

/// A function compiled from a graph: native code for any shapes that fit its parameters' types.
///
/// Code is generated when a call first needs it, and again for memory layouts and extents of 1 that it did not
/// foresee (a few variants are kept; none changes a bit of a result). Calls may come from any number of threads at once.
/// The code is freed with the function.
public final class CompiledFunction: Sendable {
  public let name: String
  public let parameterNames: [String]
  public let parameterTypes: [TensorType]
  public let outputTypes: [TensorType]
  public let options: CompilationOptions

  /// What is computed: the outputs as the rewrite rules left them.
  public let graph: [Tensor]

  let parameters: [Tensor]
  let requirements: [Requirement]
  /// What a call must find to be arrays.
  let sizes: [ResultSize]
  /// Indices that a call looks at by itself where they are of no element.
  private let unread: UnreadIndices
  /// Symbols whose small values are worth a variant of their own.
  let unrollable: [Symbol: Int]
  /// Extents of what is placed among zeros, which decide whether anything is read.
  private let placed: [Dimension]
  let threads: Int
  /// Symbols whose values are given beside the arguments: of a stage.
  let given: [[Symbol]]
  /// What runs instead where extents are values that the function computes.
  let staged: StagedFunction?
  private let state = Mutex(State())

  struct State: Sendable {
    var variants: [Specialization: Variant] = [:]
    /// The plans of recent calls, the latest first.
    var plans: [CallPlan] = []
  }

  /// Plans kept for repeated calls with the same shapes.
  private static let planLimit = 8
  /// Variants with compiled-in small extents; beyond, only the facts that decide broadcasting are compiled in.
  private static let unrolledVariantLimit = 8
  private static let variantLimit = 64

  init(name: String, parameters: [Tensor], outputs: [Tensor], options: CompilationOptions) {
    (self.name, self.parameters, self.options) = (name, parameters, options)
    let scalars = StagedGraph.scalars(of: outputs)
    let rewritten = options.rewriting.rewritten(outputs + scalars, evaluator: InterpretingEvaluator())
    graph = Array(rewritten.prefix(outputs.count))
    parameterNames = parameters.map { ($0.node.operation as? Parameter)?.label ?? "?" }
    parameterTypes = parameters.map(\.type)
    outputTypes = outputs.map(\.type)
    // Also what rules have dropped must fit.
    let all = Requirement.all(of: outputs + scalars + rewritten)
    let stages = StagedGraph(
      outputs: graph, parameters: parameters,
      scalars: Dictionary(uniqueKeysWithValues: zip(scalars, rewritten.dropFirst(outputs.count))),
      constraints: scalars.isEmpty ? [] : all.map(\.constraint))
    requirements = stages == nil ? all : Requirement.ofShapes(all)
    let results = ResultSize.all(of: outputs + scalars)
    sizes = stages == nil ? results : results.filter { !$0.mentionsValues }
    unread = UnreadIndices(of: outputs, name: name, parameters: parameters, options: options)
    unrollable = stages == nil ? SmallExtents.symbols(in: graph) : [:]
    placed = stages == nil ? PlacedExtents.all(in: graph) : []
    threads = max(1, options.threads ?? ThreadPool.defaultThreads)
    given = []
    staged = stages.map { StagedFunction(name, $0, requirements: all, sizes: results, options: options) }
  }

  /// The program of one stage of a function.
  ///
  /// - Parameter all: what the whole function asks of extents. It decides how operands broadcast, also where only an extent tells of that here.
  init(stage: StagedGraph.Stage, name: String, requirements all: [Requirement], options: CompilationOptions) {
    (self.name, self.parameters, self.options, graph, given) = (name, stage.parameters, options, stage.outputs, stage.given)
    parameterNames = parameters.map { ($0.node.operation as? Parameter)?.label ?? "?" }
    parameterTypes = parameters.map(\.type)
    outputTypes = graph.map(\.type)
    requirements = all + Requirement.ofStage(graph)
    (sizes, unread) = ([], .none)
    // A value may be another one at each call: compiling for it would not pay.
    let values = Set(given.joined())
    unrollable = SmallExtents.symbols(in: graph).filter { !values.contains($0.key) }
    placed = PlacedExtents.all(in: graph)
    threads = max(1, options.threads ?? ThreadPool.defaultThreads)
    staged = nil
  }

  /// Runs the function on arrays in the order of the parameters.
  ///
  /// - Throws: `CallError` if the arguments do not fit, or if something fails while computing.
  public func callAsFunction(_ arguments: [NDArray]) throws -> [NDArray] {
    let arguments = try checked(arguments)
    if let staged {
      var values = try bindSymbols(arguments)
      try check(values)
      let results = try staged.run(arguments, &values)
      try unread.check(unread.numbers(values), arguments)
      return results
    }
    let plan = try plan(for: arguments)
    try unread.check(plan.unread, arguments)
    return try plan.run(arguments, threads: threads)
  }

  public func callAsFunction(_ arguments: NDArray...) throws -> [NDArray] { try callAsFunction(arguments) }

  /// Runs the function on arrays by the names of the parameters.
  public func callAsFunction(_ arguments: [String: NDArray]) throws -> [NDArray] {
    for name in arguments.keys.sorted() where !parameterNames.contains(name) {
      throw CallError(.arguments, "\(self.name) has no parameter \(name); it takes \(parameterNames.joined(separator: ", "))")
    }
    return try callAsFunction(
      zip(parameterNames, parameterTypes).map { parameter, type in
        guard let argument = arguments[parameter] else {
          throw CallError(.arguments, "\(self.name) needs an argument for parameter \(parameter): \(type)")
        }
        return argument
      })
  }

  /// The bytes that a call with arguments of these shapes takes for what is neither argument nor result.
  ///
  /// - Throws: what a call with them would throw before it computes.
  ///
  /// Of a function some of whose extents are values that it computes, the first stage's: the others' are known when it is run.
  public func temporaryByteCount(_ arguments: [NDArray]) throws -> Int {
    let arguments = try checked(arguments)
    guard let staged else { return try plan(for: arguments).temporaryByteCount }
    let values = try bindSymbols(arguments)
    guard let first = staged.functions[0], first.given.isEmpty else { return 0 }
    return try first.plan(for: arguments, values).temporaryByteCount
  }

  /// The loops of the function for row-major arguments, stage by stage.
  public func scheduledPrograms() -> [ScheduledProgram] {
    if let staged { return staged.functions.compactMap { $0?.scheduledPrograms() }.flatMap(\.self) }
    return [
      Scheduler.schedule(
        name: name, outputs: graph, parameters: parameters, specialization: .standard(for: parameterTypes), given: given)
    ]
  }

  /// Runs a stage.
  ///
  /// - Parameter values: of all symbols.
  func run(_ arguments: [NDArray], _ values: [Symbol: Int]) throws -> [NDArray] {
    try plan(for: arguments, values).run(arguments, threads: threads)
  }

  /// The plan for arguments of these shapes and strides, made if there is none.
  func plan(for arguments: [NDArray]) throws -> CallPlan {
    if let plan = state.withLock({ state in state.plans.first { $0.fits(arguments) } }) { return plan }
    let values = try bindSymbols(arguments)
    try check(values)
    return try newPlan(arguments, values)
  }

  /// What the function asks of extents, in the order in which the errors say most.
  private func check(_ values: [Symbol: Int]) throws(CallError) {
    try Requirement.check(requirements, values)
    try ResultSize.check(sizes, values)
  }

  /// The same for a stage, whose conditions have been checked.
  private func plan(for arguments: [NDArray], _ values: [Symbol: Int]) throws -> CallPlan {
    let numbers = given.map { values[$0[0]] ?? 0 }
    if let plan = state.withLock({ state in state.plans.first { $0.fits(arguments, numbers) } }) { return plan }
    return try newPlan(arguments, values, given: numbers)
  }

  private func newPlan(_ arguments: [NDArray], _ values: [Symbol: Int], given: [Int] = []) throws -> CallPlan {
    let variant = try variant(for: specialization(arguments, values))
    let plan = try CallPlan(
      variant: variant, results: graph, arguments: arguments, values: values, given: given, unread: unread.numbers(values),
      threads: threads)
    state.withLock { state in
      state.plans.insert(plan, at: 0)
      if state.plans.count > CompiledFunction.planLimit { state.plans.removeLast() }
    }
    return plan
  }

  /// The code for a specialization, compiled if there is none.
  func variant(for specialization: Specialization) throws -> Variant {
    if let variant = state.withLock({ $0.variants[specialization] }) { return variant }
    let variant = try Variant(self, specialization)
    return state.withLock { state in
      if let earlier = state.variants[specialization] { return earlier }
      if state.variants.count >= CompiledFunction.variantLimit { state.variants = [:] }
      state.variants[specialization] = variant
      return variant
    }
  }

  /// What a call's arrays let the compiler take for granted.
  private func specialization(_ arguments: [NDArray], _ values: [Symbol: Int]) -> Specialization {
    var known: [Symbol: Int] = [:]
    for requirement in requirements { requirement.addDecidingSymbols(values, to: &known) }
    PlacedExtents.addDecidingSymbols(placed, values, to: &known)
    if state.withLock({ $0.variants.count }) < CompiledFunction.unrolledVariantLimit {
      for (symbol, limit) in unrollable {
        if let value = values[symbol], value <= limit { known[symbol] = value }
      }
    }
    return Specialization(strides: arguments.map { StrideClassifier.classes(of: $0) }, known: known)
  }
}

/// Compiles expressions to a function.
///
/// - Parameters:
///   - inputs: the parameters, in the order in which calls give them. All that the outputs depend on must be there.
///   - outputs: what the function computes.
/// - Throws: `TensorError` if an expression is wrong, with the line where it was written.
public func compile(
  inputs: [Tensor], outputs: [Tensor], name: String = "main", options: CompilationOptions = .standard
) throws -> CompiledFunction {
  for tensor in outputs { if let error = tensor.error { throw error } }
  for (position, tensor) in inputs.enumerated() {
    guard tensor.node.operation is Parameter else {
      throw TensorError(
        operation: "compile", message: "input \(position) is not a parameter but the result of \(tensor.node.operation.name)",
        places: tensor.node.places)
    }
    if inputs[..<position].contains(tensor) {
      throw TensorError(operation: "compile", message: "input \(position) is listed twice", places: tensor.node.places)
    }
  }
  for tensor in Traversal.parameters(of: outputs) where !inputs.contains(tensor) {
    let label = (tensor.node.operation as? Parameter)?.label ?? "?"
    throw TensorError(
      operation: "compile", message: "the outputs depend on \(label), which is not among the inputs",
      operands: [tensor.type], places: tensor.node.places, hint: "add it to inputs")
  }
  if let (symbol, node) = undetermined(outputs, inputs) {
    throw TensorError(
      operation: "compile", message: "nothing says what the extent \(symbol) is: no input has an axis of that extent",
      operands: node.types, places: node.places, hint: "use the extent of an input, or a number")
  }
  return CompiledFunction(name: name, parameters: inputs, outputs: outputs, options: options)
}

/// An extent that no call determines, and what has it.
private func undetermined(_ outputs: [Tensor], _ inputs: [Tensor]) -> (Symbol, Node)? {
  let known = Set(inputs.flatMap { $0.shape.compactMap(\.bareSymbol) })
  func isKnown(_ symbol: Symbol) -> Bool { known.contains(symbol) || symbol.extentDefinition != nil }
  for node in Traversal.nodes(of: outputs) {
    for extent in node.types.flatMap(\.shape) where extent.constant == nil {
      var missing: Symbol?
      _ = extent.evaluate { atom in
        if case .symbol(let symbol) = atom, !isKnown(symbol) { missing = missing ?? symbol }
        return 1
      }
      if let missing { return (missing, node) }
    }
  }
  return nil
}
