import TensorJIT

/// What an optimizer remembers from step to step: a structure, given to the compiled step and got back from it.
///
/// Its arrays have the same form, `OptimizerState<Parameters.Arrays>`. Parts have the names of their optimizer's
/// documentation.
public struct OptimizerState<Parameters: TensorStructure> {
  /// What there is once: a counter of steps, say.
  public var shared: [String: TensorLeaf]
  /// What there is for each parameter: running means of gradients, say.
  public var slots: [String: Parameters]

  public init(shared: [String: TensorLeaf] = [:], slots: [String: Parameters] = [:]) {
    (self.shared, self.slots) = (shared, slots)
  }
}

extension OptimizerState: Sendable where Parameters: Sendable {}

extension OptimizerState: TensorStructure {
  public mutating func visitLeaves(_ visitor: inout some LeafVisitor) {
    shared.visitLeaves(&visitor)
    slots.visitLeaves(&visitor)
  }

  public func arrays(from leaves: inout ArraySlice<NDArray>) -> OptimizerState<Parameters.Arrays> {
    let shared = shared.arrays(from: &leaves)
    return OptimizerState<Parameters.Arrays>(shared: shared, slots: slots.arrays(from: &leaves))
  }
}

/// The names and types of an optimizer's state. All of it is zero before the first step.
public struct OptimizerLayout: Hashable, Sendable {
  /// Parts that there are once: an element type and fixed extents.
  public struct Shared: Hashable, Sendable {
    public var elementType: ElementType
    public var shape: [Int]

    public init(_ elementType: ElementType, _ shape: [Int] = []) {
      (self.elementType, self.shape) = (elementType, shape)
    }
  }

  public var shared: [String: Shared]
  /// Parts that there are for each parameter, of its element type: these extents in front of the parameter's.
  public var slots: [String: [Int]]

  public init(shared: [String: Shared] = [:], slots: [String: [Int]] = [:]) {
    (self.shared, self.slots) = (shared, slots)
  }

  func type(ofShared shared: Shared) -> TensorType {
    TensorType(shared.elementType, shared.shape.map { Dimension($0) })
  }

  func type(ofSlot leading: [Int], _ parameter: TensorType) -> TensorType {
    TensorType(parameter.elementType, leading.map { Dimension($0) } + parameter.shape)
  }
}

extension Optimizer {
  /// The state as parameters of a function to compile: a tensor for each array of the state.
  ///
  /// - Parameter parameters: what is optimized, float tensors.
  /// - Throws: `TensorError` if a hyperparameter is out of its range, if a leaf is an array or no float.
  public func state<Parameters: TensorStructure>(
    for parameters: Parameters
  ) throws(TensorError) -> OptimizerState<Parameters> {
    try check()
    _ = try checkedTensors(of: parameters, "a parameter")
    let layout = layout
    var state = OptimizerState<Parameters>()
    for (name, shared) in layout.shared {
      state.shared[name] = .tensor(Tensor(parameter: name, layout.type(ofShared: shared), at: place))
    }
    for (name, leading) in layout.slots {
      state.slots[name] = parameters.mapTensors { parameter in
        let label = (parameter.node.operation as? Parameter)?.label ?? "?"
        return Tensor(parameter: "\(name) of \(label)", layout.type(ofSlot: leading, parameter.type), at: place)
      }
    }
    return state
  }

  /// The state before the first step: zeros, in the shapes of the parameters.
  ///
  /// - Parameter parameters: their arrays, or tensors whose extents are numbers.
  /// - Throws: `TensorError` if a hyperparameter is out of its range, if a leaf is no float or has an extent that is no
  ///   number.
  public func initialState<Parameters: TensorStructure>(
    for parameters: Parameters
  ) throws(TensorError) -> OptimizerState<Parameters.Arrays> {
    try check()
    var state = OptimizerState<Parameters.Arrays>()
    for (name, shared) in layout.shared { state.shared[name] = .array(try zeros(shared.shape, shared.elementType)) }
    for (name, leading) in layout.slots {
      state.slots[name] = try parameters.mapToArrays { (leaf) throws(TensorError) in
        let (shape, type) = try extents(of: leaf)
        return try zeros(leading + shape, type)
      }
    }
    return state
  }

  private func extents(of leaf: TensorLeaf) throws(TensorError) -> ([Int], ElementType) {
    switch leaf {
    case .array(let array):
      guard array.elementType.isFloat else {
        throw failure("a parameter is an array of \(array.elementType.name): only floats are optimized")
      }
      return (Array(array.shape), array.elementType)
    case .tensor(let tensor):
      let types = try checkedTensors(of: tensor, "a parameter").map(\.type)
      var shape: [Int] = []
      for extent in types[0].shape {
        guard let number = extent.constant else {
          throw failure(
            "the extent \(extent) of a parameter is no number", operands: types,
            hint: "make the initial state from the parameters' arrays")
        }
        shape.append(number)
      }
      return (shape, types[0].elementType)
    }
  }

  private func zeros(_ shape: [Int], _ type: ElementType) throws(TensorError) -> NDArray {
    do { return try NDArray.zeros(Shape(shape), type: type) } catch { throw failure("the initial state: \(error)") }
  }
}
