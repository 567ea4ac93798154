/// One entry of NumPy's whole index grammar: what basic indexing has, and arrays.
public enum IndexingEntry<Operand: ArrayAlgebra> {
  /// A place, a range, a new axis, an ellipsis.
  case basic(SliceEntry)
  /// Integers of any shape, each a place of the axis; or bools, which stand for as many axes as they have, and name the places where they are true.
  case array(Operand)
}

/// What has no value of its own to stand between the brackets.
extension IndexingEntry {
  /// A new axis of extent 1; Python's `None`.
  public static var newAxis: IndexingEntry { .basic(.newAxis) }
  /// As many whole axes as are not named otherwise; Python's `...`.
  public static var ellipsis: IndexingEntry { .basic(.ellipsis) }
  /// The whole axis; Python's `:`.
  public static var all: IndexingEntry { .basic(.all) }
  /// One place; negative counts from the end.
  public static func index(_ place: Dimension) -> IndexingEntry { .basic(.index(place)) }
  /// Python's `start:stop:step`; nil where Python has nothing.
  public static func range(start: Dimension?, stop: Dimension?, step: Int = 1) -> IndexingEntry {
    .basic(.range(start: start, stop: stop, step: step))
  }
}

extension IndexingEntry: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: Int) { self = .basic(.index(Dimension(value))) }
}

/// What can stand between the brackets of an index into a tensor: what basic indexing has, tensors, arrays, and Swift arrays of integers or bools.
public protocol TensorIndexConvertible {
  var tensorIndex: IndexingEntry<Tensor> { get }
}

extension SliceEntryConvertible { public var tensorIndex: IndexingEntry<Tensor> { .basic(sliceEntry) } }
extension Range<Int>: TensorIndexConvertible {}
extension ClosedRange<Int>: TensorIndexConvertible {}
extension PartialRangeFrom<Int>: TensorIndexConvertible {}
extension PartialRangeUpTo<Int>: TensorIndexConvertible {}
extension PartialRangeThrough<Int>: TensorIndexConvertible {}
extension IndexingEntry<Tensor>: TensorIndexConvertible { public var tensorIndex: IndexingEntry<Tensor> { self } }
extension Tensor: TensorIndexConvertible { public var tensorIndex: IndexingEntry<Tensor> { .array(self) } }
extension NDArray: TensorIndexConvertible { public var tensorIndex: IndexingEntry<Tensor> { .array(Tensor(constant: self, at: .none)) } }
extension Bool: TensorIndexConvertible { public var tensorIndex: IndexingEntry<Tensor> { .array(Tensor(ScalarValue(self))) } }
extension Array: TensorIndexConvertible where Element: TensorElement {
  public var tensorIndex: IndexingEntry<Tensor> { NDArray(self).tensorIndex }
}
