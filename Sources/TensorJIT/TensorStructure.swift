import TensorGraph

/// A structure of tensors: what functions take and give beside single tensors, so that the parameters of a model can be
/// one value. The same structure of arrays is its `Values`.
///
/// Conform a struct by listing its tensors and building it from a list of them:
///
/// ```swift
/// struct Layer<Leaf>: TensorStructure { var weights: Leaf; var bias: Leaf ... }
/// ```
public protocol TensorStructure {
  /// The tensors, or arrays, at the leaves.
  associatedtype Leaf
  /// The leaves in a fixed order.
  var leaves: [Leaf] { get }
  /// The same structure with other leaves, taken from the front of the list, which are removed from it.
  func rebuilt(from leaves: inout ArraySlice<Leaf>) -> Self
}

extension Tensor: TensorStructure {
  public var leaves: [Tensor] { [self] }
  public func rebuilt(from leaves: inout ArraySlice<Tensor>) -> Tensor { leaves.removeFirst() }
}

extension NDArray: TensorStructure {
  public var leaves: [NDArray] { [self] }
  public func rebuilt(from leaves: inout ArraySlice<NDArray>) -> NDArray { leaves.removeFirst() }
}

extension Array: TensorStructure where Element: TensorStructure {
  public var leaves: [Element.Leaf] { flatMap(\.leaves) }
  public func rebuilt(from leaves: inout ArraySlice<Element.Leaf>) -> [Element] {
    var result: [Element] = []
    for element in self { result.append(element.rebuilt(from: &leaves)) }
    return result
  }
}

/// Leaves in the order of the sorted keys.
extension Dictionary: TensorStructure where Key: Comparable, Value: TensorStructure {
  public var leaves: [Value.Leaf] { sorted { $0.key < $1.key }.flatMap(\.value.leaves) }
  public func rebuilt(from leaves: inout ArraySlice<Value.Leaf>) -> [Key: Value] {
    var result: [Key: Value] = [:]
    for (key, value) in sorted(by: { $0.key < $1.key }) { result[key] = value.rebuilt(from: &leaves) }
    return result
  }
}
