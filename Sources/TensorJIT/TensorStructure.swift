import TensorGraph

/// A structure of tensors: what functions take and give beside single tensors, so that the parameters of a model can be
/// one value. The same structure of arrays is its `Arrays`.
///
/// Tensors, arrays, and Swift arrays and dictionaries of structures are structures. A struct becomes one by listing its
/// parts twice: to be visited, and to be made again from arrays.
///
/// ```swift
/// struct Layer<Part> { var weights: Part; var bias: Part }
///
/// extension Layer: TensorStructure where Part: TensorStructure {
///   mutating func visitLeaves(_ visitor: inout some LeafVisitor) {
///     weights.visitLeaves(&visitor)
///     bias.visitLeaves(&visitor)
///   }
///   func arrays(from leaves: inout ArraySlice<NDArray>) -> Layer<Part.Arrays> {
///     Layer<Part.Arrays>(weights: weights.arrays(from: &leaves), bias: bias.arrays(from: &leaves))
///   }
/// }
/// ```
public protocol TensorStructure {
  /// The structure of arrays of this form.
  associatedtype Arrays: TensorStructure
  /// Shows each leaf to a visitor, which may put another in its place. The order is fixed, and that of `arrays(from:)`.
  mutating func visitLeaves(_ visitor: inout some LeafVisitor)
  /// The same structure with arrays at the leaves: taken from the front of the list, and removed from it.
  func arrays(from leaves: inout ArraySlice<NDArray>) -> Arrays
}

/// What walks through a structure: it sees each leaf, and may replace it by one of its kind.
public protocol LeafVisitor {
  mutating func visit(_ tensor: inout Tensor)
  mutating func visit(_ array: inout NDArray)
}

/// What stands at a leaf of a structure. Itself a structure of one leaf, for parts whose kind is that of what they
/// belong to.
public enum TensorLeaf: Sendable {
  case tensor(Tensor)
  case array(NDArray)
}

extension TensorLeaf: TensorStructure {
  public mutating func visitLeaves(_ visitor: inout some LeafVisitor) {
    switch self {
    case .tensor(var tensor):
      visitor.visit(&tensor)
      self = .tensor(tensor)
    case .array(var array):
      visitor.visit(&array)
      self = .array(array)
    }
  }
  public func arrays(from leaves: inout ArraySlice<NDArray>) -> TensorLeaf { .array(leaves.removeFirst()) }
}

extension Tensor: TensorStructure {
  public mutating func visitLeaves(_ visitor: inout some LeafVisitor) { visitor.visit(&self) }
  public func arrays(from leaves: inout ArraySlice<NDArray>) -> NDArray { leaves.removeFirst() }
}

extension NDArray: TensorStructure {
  public mutating func visitLeaves(_ visitor: inout some LeafVisitor) { visitor.visit(&self) }
  public func arrays(from leaves: inout ArraySlice<NDArray>) -> NDArray { leaves.removeFirst() }
}

extension Array: TensorStructure where Element: TensorStructure {
  public mutating func visitLeaves(_ visitor: inout some LeafVisitor) {
    for index in indices { self[index].visitLeaves(&visitor) }
  }
  public func arrays(from leaves: inout ArraySlice<NDArray>) -> [Element.Arrays] {
    var result: [Element.Arrays] = []
    for element in self { result.append(element.arrays(from: &leaves)) }
    return result
  }
}

/// Leaves in the order of the sorted keys.
extension Dictionary: TensorStructure where Key: Comparable, Value: TensorStructure {
  public mutating func visitLeaves(_ visitor: inout some LeafVisitor) {
    for key in keys.sorted() { self[key]?.visitLeaves(&visitor) }
  }
  public func arrays(from leaves: inout ArraySlice<NDArray>) -> [Key: Value.Arrays] {
    var result: [Key: Value.Arrays] = [:]
    for (key, value) in sorted(by: { $0.key < $1.key }) { result[key] = value.arrays(from: &leaves) }
    return result
  }
}

/// Several structures side by side: what a function of several results gives.
///
/// ```swift
/// let f = try compile(x, y) { x, y in TensorTuple(x + y, [x, y]) }
/// let (sum, list) = try f(xs, ys).parts
/// ```
public struct TensorTuple<each Part: TensorStructure>: TensorStructure {
  public var parts: (repeat each Part)

  public init(_ parts: repeat each Part) { self.parts = (repeat each parts) }

  public mutating func visitLeaves(_ visitor: inout some LeafVisitor) {
    parts = (repeat TensorTuple.visited(each parts, &visitor))
  }

  public func arrays(from leaves: inout ArraySlice<NDArray>) -> TensorTuple<repeat (each Part).Arrays> {
    TensorTuple<repeat (each Part).Arrays>(repeat (each parts).arrays(from: &leaves))
  }

  private static func visited<One: TensorStructure>(_ part: One, _ visitor: inout some LeafVisitor) -> One {
    var part = part
    part.visitLeaves(&visitor)
    return part
  }
}

extension TensorTuple: Sendable where repeat each Part: Sendable {}

extension TensorLeaf {
  /// The tensor; an array is a constant.
  func asTensor() throws -> Tensor {
    switch self {
    case .tensor(let tensor): tensor
    case .array(let array): .make(try Constant(array), [], at: .none)
    }
  }
}
