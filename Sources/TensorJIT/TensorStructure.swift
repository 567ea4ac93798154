import TensorGraph

/// A structure of tensors: what functions take and give beside single tensors, so that the parameters of a model can be
/// one value. The same structure of arrays is its `Arrays`.
///
/// Tensors, arrays, and Swift arrays and dictionaries of structures are structures. A struct becomes one by listing its
/// parts twice:
///
/// ```swift
/// struct Layer<Part> { var weights: Part; var bias: Part }
///
/// extension Layer: TensorStructure where Part: TensorStructure {
///   var leaves: [TensorLeaf] { weights.leaves + bias.leaves }
///   func arrays(from leaves: inout ArraySlice<NDArray>) -> Layer<Part.Arrays> {
///     Layer<Part.Arrays>(weights: weights.arrays(from: &leaves), bias: bias.arrays(from: &leaves))
///   }
/// }
/// ```
public protocol TensorStructure {
  /// The structure of arrays of this form.
  associatedtype Arrays: TensorStructure
  /// The leaves in a fixed order.
  var leaves: [TensorLeaf] { get }
  /// The same structure with arrays at the leaves: taken from the front of the list, and removed from it.
  func arrays(from leaves: inout ArraySlice<NDArray>) -> Arrays
}

/// What stands at a leaf of a structure.
public enum TensorLeaf: Sendable {
  case tensor(Tensor)
  case array(NDArray)
}

extension Tensor: TensorStructure {
  public var leaves: [TensorLeaf] { [.tensor(self)] }
  public func arrays(from leaves: inout ArraySlice<NDArray>) -> NDArray { leaves.removeFirst() }
}

extension NDArray: TensorStructure {
  public var leaves: [TensorLeaf] { [.array(self)] }
  public func arrays(from leaves: inout ArraySlice<NDArray>) -> NDArray { leaves.removeFirst() }
}

extension Array: TensorStructure where Element: TensorStructure {
  public var leaves: [TensorLeaf] { flatMap(\.leaves) }
  public func arrays(from leaves: inout ArraySlice<NDArray>) -> [Element.Arrays] {
    var result: [Element.Arrays] = []
    for element in self { result.append(element.arrays(from: &leaves)) }
    return result
  }
}

/// Leaves in the order of the sorted keys.
extension Dictionary: TensorStructure where Key: Comparable, Value: TensorStructure {
  public var leaves: [TensorLeaf] { sorted { $0.key < $1.key }.flatMap(\.value.leaves) }
  public func arrays(from leaves: inout ArraySlice<NDArray>) -> [Key: Value.Arrays] {
    var result: [Key: Value.Arrays] = [:]
    for (key, value) in sorted(by: { $0.key < $1.key }) { result[key] = value.arrays(from: &leaves) }
    return result
  }
}

extension TensorLeaf {
  /// The tensor; an array is a constant.
  func asTensor() throws -> Tensor {
    switch self {
    case .tensor(let tensor): tensor
    case .array(let array): .make(try Constant(array), [], at: .none)
    }
  }
}
