import TensorJIT

/// A rule by which parameters follow their gradients, as an update of the graph.
///
/// Nothing is computed here: `update` gives expressions for the next parameters and the next state, so that loss,
/// gradients and update are one compiled function.
///
/// ```swift
/// let optimizer = Adam(learningRate: 1e-3)
/// let state = try optimizer.state(for: network)
/// let step = try compile(network, state, x, y) { network, state, x, y in
///   let (loss, slopes) = valueAndGradient(at: network) { network in mean(square(network(x) - y)) }
///   let (next, nextState) = try optimizer.update(network, slopes, state)
///   return TensorTuple(loss, next, nextState)
/// }
/// ```
///
/// An optimizer of your own says what its state is (`layout`) and how a step goes (`step`); structures, types and
/// states are checked for it.
public protocol Optimizer: Sendable {
  /// The name in errors.
  var name: String { get }
  /// Where it was made, for errors.
  var place: SourcePlace { get }
  /// The state it keeps.
  var layout: OptimizerLayout { get }
  /// Errors: hyperparameters that are out of their range.
  func check() throws(TensorError)
  /// One step. Types and names are as `layout` has them.
  func step(_ step: OptimizerStep) throws(TensorError) -> OptimizerStep
}

/// What a step works on, the leaves of structures as lists: all lists have the order of the parameters.
public struct OptimizerStep: Sendable {
  public var parameters: [Tensor]
  public let gradients: [Tensor]
  public var shared: [String: Tensor]
  public var slots: [String: [Tensor]]
}

extension Optimizer {
  public var place: SourcePlace { .none }
  public func check() throws(TensorError) {}

  /// The next parameters and the next state.
  ///
  /// - Parameters:
  ///   - parameters: any structure of float tensors, of any shapes, f32 and f64 also mixed.
  ///   - gradients: a structure of the same form, of equal types: what `gradient(of:withRespectTo:)` gives.
  ///   - state: as `state(for:)` makes it.
  /// - Throws: `TensorError` if a hyperparameter is out of its range, if structures, shapes or element types do not
  ///   fit, and what was wrong with the expressions that are given.
  public func update<Parameters: TensorStructure>(
    _ parameters: Parameters, _ gradients: Parameters, _ state: OptimizerState<Parameters>
  ) throws(TensorError) -> (parameters: Parameters, state: OptimizerState<Parameters>) {
    rebuilt(try step(try checkedStep(parameters, gradients, state)), parameters, state)
  }

  /// The lists of a step, checked.
  func checkedStep<Parameters: TensorStructure>(
    _ parameters: Parameters, _ gradients: Parameters, _ state: OptimizerState<Parameters>
  ) throws(TensorError) -> OptimizerStep {
    try check()
    let tensors = try checkedTensors(of: parameters, "a parameter")
    let slopes = try checkedTensors(of: gradients, "a gradient")
    try checkTypes(slopes, tensors.map(\.type), "gradient")
    var step = OptimizerStep(parameters: tensors, gradients: slopes, shared: [:], slots: [:])
    let layout = layout
    try checkNames(state.shared.keys, layout.shared.keys)
    try checkNames(state.slots.keys, layout.slots.keys)
    for (name, shared) in layout.shared.sorted(by: { $0.key < $1.key }) {
      guard case .tensor(let tensor) = state.shared[name] else {
        throw failure("\(name) of the state is an array, not a tensor")
      }
      try checkTypes([tensor], [layout.type(ofShared: shared)], name)
      step.shared[name] = tensor
    }
    for (name, slot) in state.slots.sorted(by: { $0.key < $1.key }) {
      let leading = layout.slots[name] ?? []
      let parts = try checkedTensors(of: slot, "\(name) of the state")
      try checkTypes(parts, tensors.map { layout.type(ofSlot: leading, $0.type) }, name)
      step.slots[name] = parts
    }
    return step
  }

  func rebuilt<Parameters: TensorStructure>(
    _ step: OptimizerStep, _ parameters: Parameters, _ state: OptimizerState<Parameters>
  ) -> (parameters: Parameters, state: OptimizerState<Parameters>) {
    let slots = step.slots.mapValues { parameters.replacingTensors(by: $0) }
    let next = OptimizerState(shared: step.shared.mapValues { TensorLeaf.tensor($0) }, slots: slots)
    return (parameters.replacingTensors(by: step.parameters), next)
  }
}

// What is wrong is said before a graph is built, in the words of structures.
extension Optimizer {
  func checkedTensors(of structure: some TensorStructure, _ what: String) throws(TensorError) -> [Tensor] {
    var result: [Tensor] = []
    for leaf in structure.leaves {
      guard case .tensor(let tensor) = leaf else {
        throw failure("\(what) is an array, not a tensor", hint: "give arrays to the compiled function")
      }
      if let error = tensor.error { throw error }
      guard tensor.elementType.isFloat else {
        throw failure("\(what) is \(tensor.type): only floats are optimized", operands: [tensor.type])
      }
      result.append(tensor)
    }
    return result
  }

  private func checkTypes(_ tensors: [Tensor], _ expected: [TensorType], _ what: String) throws(TensorError) {
    guard tensors.count == expected.count else {
      throw failure("\(what): a structure of \(tensors.count) tensors for \(expected.count) parameters")
    }
    for (position, (tensor, type)) in zip(tensors, expected).enumerated() {
      if let error = tensor.error { throw error }
      guard tensor.shape == type.shape, tensor.elementType == type.elementType else {
        throw failure("\(what) of leaf \(position) is \(tensor.type), expected \(type)", operands: [tensor.type, type])
      }
    }
  }

  private func checkNames(_ got: some Collection<String>, _ expected: some Collection<String>) throws(TensorError) {
    guard Set(got) == Set(expected) else {
      let (got, expected) = (got.sorted().joined(separator: ", "), expected.sorted().joined(separator: ", "))
      throw failure("a state of [\(got)], expected [\(expected)]", hint: "make it by state(for:) of the same optimizer")
    }
  }
}

extension Tensor {
  /// A scalar in the element type of what it is multiplied with: a strong f64 would make f32 parameters f64.
  func scalar(like other: Tensor) -> Tensor {
    type.isWeak || elementType == other.elementType ? self : astype(other.elementType)
  }
}
