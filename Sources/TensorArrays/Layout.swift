import TensorScalars

/// Where the elements of an array stand in its buffer: element `[i, j, ...]` at `offset + i * strides[0] + ...`.
///
/// Strides and offset are counted in elements. A layout never owns memory; every function here is arithmetic.
public struct Layout: Hashable, Sendable {
  public var shape: Shape
  public var strides: Strides
  /// The place of element `[0, ..., 0]`.
  public var offset: Int

  /// The layout of a whole buffer, the last axis varying fastest.
  @inlinable public init(rowMajor shape: Shape) {
    self.shape = shape
    strides = shape.rowMajorStrides
    offset = 0
  }

  /// A layout with given strides, as many as the shape has axes.
  @inlinable public init(shape: Shape, strides: Strides, offset: Int = 0) {
    precondition(strides.count == shape.rank, "A layout needs one stride for each axis.")
    self.shape = shape
    self.strides = strides
    self.offset = offset
  }

  @inlinable public var rank: Int { shape.rank }
  @inlinable public var elementCount: Int { shape.elementCount }

  /// Whether the elements follow each other in row-major order without gaps (the offset does not matter).
  @inlinable public var isContiguous: Bool {
    var expected = 1
    var contiguous = true
    var axis = rank - 1
    while axis >= 0 {
      let extent = shape[axis]
      if extent == 0 { return true }
      if extent != 1 {
        if strides[axis] != expected { contiguous = false }
        expected &*= extent
      }
      axis -= 1
    }
    return contiguous
  }

  /// Whether different indices may name the same element, as after a broadcast.
  ///
  /// The test is sufficient, not exact: sorted by stride, each axis must step over all the smaller ones.
  public var mayOverlap: Bool {
    var axes = (0..<rank).filter { shape[$0] > 1 }
    if shape.contains(0) { return false }
    axes.sort { strides[$0].magnitude < strides[$1].magnitude }
    var reach = 0
    for axis in axes {
      let stride = Int(clamping: strides[axis].magnitude)
      if stride <= reach { return true }
      let (span, overflow) = stride.multipliedReportingOverflow(by: shape[axis] - 1)
      let (sum, overflow2) = reach.addingReportingOverflow(span)
      if overflow || overflow2 { return true }
      reach = sum
    }
    return false
  }

  /// The lowest and the highest place an element has; `nil` without elements; an error if a place does not fit.
  public func placeRange() throws(ArrayError) -> ClosedRange<Int>? {
    if try shape.checkedElementCount() == 0 { return nil }
    var low = offset
    var high = offset
    for axis in 0..<rank {
      let (span, overflow) = strides[axis].multipliedReportingOverflow(by: shape[axis] - 1)
      let (end, overflow2) = (span < 0 ? low : high).addingReportingOverflow(span)
      if overflow || overflow2 { throw .tooLarge(shape: shape, elementType: nil) }
      if span < 0 { low = end } else { high = end }
    }
    return low...high
  }

  /// The place of one element; indices may be negative (counted from the end of their axis).
  @inlinable public func place(of indices: some Collection<Int>) throws(ArrayError) -> Int {
    guard indices.count == rank else { throw .tooManyIndices(count: indices.count, rank: rank) }
    var place = offset
    var axis = 0
    for index in indices {
      let extent = shape[axis]
      guard index >= -extent && index < extent else {
        throw .indexOutOfRange(index: index, axis: axis, extent: extent)
      }
      place &+= (index < 0 ? index + extent : index) &* strides[axis]
      axis += 1
    }
    return place
  }
}
