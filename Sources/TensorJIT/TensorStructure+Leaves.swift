import TensorGraph

extension TensorStructure {
  /// The leaves in order.
  public var leaves: [TensorLeaf] {
    var (copy, collector) = (self, LeafCollector())
    copy.visitLeaves(&collector)
    return collector.leaves
  }

  /// The tensors among the leaves, in order.
  public var tensors: [Tensor] {
    leaves.compactMap { if case .tensor(let tensor) = $0 { tensor } else { nil } }
  }

  /// The arrays among the leaves, in order.
  public var arrays: [NDArray] {
    leaves.compactMap { if case .array(let array) = $0 { array } else { nil } }
  }

  /// The same structure with another tensor for each tensor; arrays stay.
  public func mapTensors<Failure: Error>(_ transform: (Tensor) throws(Failure) -> Tensor) throws(Failure) -> Self {
    var replacements: [Tensor] = []
    for tensor in tensors { replacements.append(try transform(tensor)) }
    return replacingTensors(by: replacements)
  }

  /// The same structure with other arrays for its arrays; tensors stay.
  public func mapArrays<Failure: Error>(_ transform: (NDArray) throws(Failure) -> NDArray) throws(Failure) -> Self {
    var replacements: [NDArray] = []
    for array in arrays { replacements.append(try transform(array)) }
    return replacing(tensors: [], arrays: replacements)
  }

  /// An array for each leaf, in a structure of the same form: initial values for parameters, say.
  public func mapToArrays<Failure: Error>(
    _ transform: (TensorLeaf) throws(Failure) -> NDArray
  ) throws(Failure) -> Arrays {
    var replacements: [NDArray] = []
    for leaf in leaves { replacements.append(try transform(leaf)) }
    var rest = replacements[...]
    return arrays(from: &rest)
  }

  /// The same structure with these tensors for its tensors, one for each.
  package func replacingTensors(by tensors: [Tensor]) -> Self { replacing(tensors: tensors, arrays: []) }

  private func replacing(tensors: [Tensor], arrays: [NDArray]) -> Self {
    var (copy, replacer) = (self, LeafReplacer(tensors: tensors[...], arrays: arrays[...]))
    copy.visitLeaves(&replacer)
    return copy
  }
}

private struct LeafCollector: LeafVisitor {
  var leaves: [TensorLeaf] = []
  mutating func visit(_ tensor: inout Tensor) { leaves.append(.tensor(tensor)) }
  mutating func visit(_ array: inout NDArray) { leaves.append(.array(array)) }
}

/// Puts the next of each kind in the place of each leaf; without a next one, the leaf stays.
private struct LeafReplacer: LeafVisitor {
  var tensors: ArraySlice<Tensor>
  var arrays: ArraySlice<NDArray>
  mutating func visit(_ tensor: inout Tensor) { tensor = tensors.popFirst() ?? tensor }
  mutating func visit(_ array: inout NDArray) { array = arrays.popFirst() ?? array }
}
