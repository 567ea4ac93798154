import TensorScalars

/// An array of any rank whose elements all have one type, known at run time.
///
/// A value: a copy shares the memory until one of the two is written. Views (slices, transposes, broadcasts)
/// share it too. Making one from the pool takes some tens of nanoseconds; reading shape or address a few.
public struct NDArray: Sendable {
  /// The type of every element; NumPy's `dtype`.
  public let elementType: ElementType
  /// Where the elements stand in the storage.
  public package(set) var layout: Layout
  /// The memory, shared with copies and views.
  public package(set) var storage: ArrayStorage

  /// An array over a part of a storage; the caller vouches that every element of the layout lies inside it.
  package init(storage: ArrayStorage, layout: Layout, elementType: ElementType) {
    self.storage = storage
    self.layout = layout
    self.elementType = elementType
  }

  @inlinable public var shape: Shape { layout.shape }
  /// The distance between neighbours along each axis, in elements.
  @inlinable public var strides: Strides { layout.strides }
  /// The number of axes; NumPy's `ndim`.
  @inlinable public var rank: Int { layout.rank }
  /// The number of elements; NumPy's `size`.
  @inlinable public var count: Int { layout.elementCount }
  /// Whether the elements follow each other in memory in row-major order.
  @inlinable public var isContiguous: Bool { layout.isContiguous }

  /// The address of element `[0, ..., 0]`. Aligned to the element; to 64 bytes only for whole arrays of ours
  /// (not for views, mapped files and memory from elsewhere).
  ///
  /// Valid while the array lives: keep it alive with `withExtendedLifetime` around the use. To write through it
  /// the array must be the only user of its storage (`isUniquelyOwned()`) or not yet published.
  @inlinable package var baseAddress: UnsafeMutableRawPointer {
    storage.start + layout.offset &* elementType.byteCount
  }

  /// Whether nobody else holds the storage and its bytes may be written: what a donated input must satisfy.
  package mutating func isUniquelyOwned() -> Bool {
    isKnownUniquelyReferenced(&storage) && storage.isWritable
  }

  /// A new row-major array with undefined contents from the pool.
  ///
  /// Errors: a negative extent, a size that does not fit, no memory.
  public static func allocate(shape: Shape, type: ElementType) throws(ArrayError) -> NDArray {
    let byteCount = try shape.checkedByteCount(of: type)
    return NDArray(
      storage: try ArrayStorage(byteCount: byteCount), layout: Layout(rowMajor: shape), elementType: type)
  }

  /// The same from a pool of one's own.
  public static func allocate(
    shape: Shape, type: ElementType, pool: BufferPool
  ) throws(ArrayError) -> NDArray {
    let byteCount = try shape.checkedByteCount(of: type)
    return NDArray(
      storage: try ArrayStorage(byteCount: byteCount, pool: pool), layout: Layout(rowMajor: shape),
      elementType: type)
  }

  /// Replaces the contents by a copy of their own, in row-major order, unless nobody else can see a write.
  mutating func makeWritable(contiguous: Bool) throws(ArrayError) {
    if isUniquelyOwned(), contiguous ? layout.isContiguous : !layout.mayOverlap { return }
    self = try copy()
  }

  /// A row-major copy with memory of its own.
  public func copy() throws(ArrayError) -> NDArray {
    let result = try NDArray.allocate(shape: shape, type: elementType)
    convertElements(into: result.storage.start, as: elementType)
    return result
  }

  /// The array itself if its elements follow each other in row-major order, else a copy in which they do.
  public func contiguous() throws(ArrayError) -> NDArray { isContiguous ? self : try copy() }

  /// The elements converted to another type, by the rules of NumPy on x86 (see `ElementConversion`).
  public func astype(_ type: ElementType) throws(ArrayError) -> NDArray {
    if type == elementType { return self }
    let result = try NDArray.allocate(shape: shape, type: type)
    convertElements(into: result.storage.start, as: type)
    return result
  }
}
