import TensorOperators

/// What can stand between the brackets of `a.at[...]`: what basic indexing has, eager arrays, and Swift arrays of integers or bools.
public protocol ArrayIndexConvertible {
  var arrayIndex: IndexingEntry<NDArray> { get }
}

extension NDArray: ArrayIndexConvertible { public var arrayIndex: IndexingEntry<NDArray> { .array(self) } }
extension IndexingEntry<NDArray>: ArrayIndexConvertible { public var arrayIndex: IndexingEntry<NDArray> { self } }
extension Bool: ArrayIndexConvertible { public var arrayIndex: IndexingEntry<NDArray> { .array(NDArray(scalar: self)) } }
extension Array: ArrayIndexConvertible where Element: TensorElement { public var arrayIndex: IndexingEntry<NDArray> { .array(NDArray(self)) } }
extension Int: ArrayIndexConvertible { public var arrayIndex: IndexingEntry<NDArray> { .basic(sliceEntry) } }
extension IndexEntry: ArrayIndexConvertible { public var arrayIndex: IndexingEntry<NDArray> { .basic(sliceEntry) } }
extension Range<Int>: ArrayIndexConvertible { public var arrayIndex: IndexingEntry<NDArray> { .basic(sliceEntry) } }
extension ClosedRange<Int>: ArrayIndexConvertible { public var arrayIndex: IndexingEntry<NDArray> { .basic(sliceEntry) } }
extension PartialRangeFrom<Int>: ArrayIndexConvertible { public var arrayIndex: IndexingEntry<NDArray> { .basic(sliceEntry) } }
extension PartialRangeUpTo<Int>: ArrayIndexConvertible { public var arrayIndex: IndexingEntry<NDArray> { .basic(sliceEntry) } }
extension PartialRangeThrough<Int>: ArrayIndexConvertible { public var arrayIndex: IndexingEntry<NDArray> { .basic(sliceEntry) } }

/// `a.at` of an eager array, which wants brackets behind it.
public struct ArrayPlaces {
  let array: NDArray

  public subscript(entries: any ArrayIndexConvertible...) -> IndexedPart<NDArray> { IndexedPart(array, entries.map(\.arrayIndex)) }
  public subscript(entries: IndexingEntry<NDArray>...) -> IndexedPart<NDArray> { IndexedPart(array, entries) }
}

extension NDArray {
  /// What an index of NumPy's whole grammar names, to be read or written: `a.at[mask].get()`, `a.at[i, 1...].set(y)`.
  public var at: ArrayPlaces { ArrayPlaces(array: self) }
}
