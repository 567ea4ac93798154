import TensorScalars

/// The extents of an array along its axes; `[]` is the shape of a scalar.
public struct Shape: Hashable, Sendable {
  @usableFromInline var extents: IndexVector

  @inlinable public init(_ extents: IndexVector) { self.extents = extents }
  @inlinable public init(_ extents: some Collection<Int>) { self.extents = IndexVector(extents) }

  /// The number of axes; NumPy's `ndim`.
  @inlinable public var rank: Int { extents.count }

  /// The number of elements of an array that exists, whose extents were checked when it was made.
  ///
  /// For extents that come from outside use `checkedElementCount()`.
  @inlinable public var elementCount: Int {
    var product = 1
    for i in 0..<extents.count { product &*= extents[i] }
    return product
  }

  /// The number of elements, or an error when an extent is negative or the product does not fit an `Int`.
  ///
  /// As in NumPy, extents of zero do not excuse the others: the product of the non-zero extents must fit.
  @inlinable public func checkedElementCount() throws(ArrayError) -> Int {
    var product = 1
    var isEmpty = false
    for i in 0..<extents.count {
      let extent = extents[i]
      if extent < 0 { throw .negativeExtent(shape: self) }
      if extent == 0 {
        isEmpty = true
        continue
      }
      let (next, overflow) = product.multipliedReportingOverflow(by: extent)
      if overflow { throw .tooLarge(shape: self, elementType: nil) }
      product = next
    }
    return isEmpty ? 0 : product
  }

  /// The bytes that an array of this shape takes, or an error as in `checkedElementCount()`.
  @inlinable public func checkedByteCount(of type: ElementType) throws(ArrayError) -> Int {
    var product = type.byteCount
    var isEmpty = false
    for i in 0..<extents.count {
      let extent = extents[i]
      if extent < 0 { throw .negativeExtent(shape: self) }
      if extent == 0 {
        isEmpty = true
        continue
      }
      let (next, overflow) = product.multipliedReportingOverflow(by: extent)
      if overflow { throw .tooLarge(shape: self, elementType: type) }
      product = next
    }
    return isEmpty ? 0 : product
  }

  /// The strides of an array of this shape whose last axis varies fastest.
  @inlinable public var rowMajorStrides: Strides {
    let inline = extents.inline
    switch rank {
    case 0: return Strides(inline: (0, 0, 0, 0), count: 0)
    case 1: return Strides(inline: (1, 0, 0, 0), count: 1)
    case 2: return Strides(inline: (Swift.max(1, inline.1), 1, 0, 0), count: 2)
    case 3:
      let last = Swift.max(1, inline.2)
      return Strides(inline: (Swift.max(1, inline.1) &* last, last, 1, 0), count: 3)
    case 4:
      let last = Swift.max(1, inline.3)
      let two = Swift.max(1, inline.2) &* last
      return Strides(inline: (Swift.max(1, inline.1) &* two, two, last, 1), count: 4)
    default: return generalRowMajorStrides
    }
  }

  @usableFromInline var generalRowMajorStrides: Strides {
    var strides = Strides(repeating: 1, count: rank)
    var stride = 1
    var axis = rank - 1
    while axis >= 0 {
      strides[axis] = stride
      stride &*= Swift.max(1, extents[axis])
      axis -= 1
    }
    return strides
  }

  /// The strides of an array of this shape whose first axis varies fastest (Fortran's order).
  @inlinable public var columnMajorStrides: Strides {
    var strides = Strides(repeating: 1, count: rank)
    var stride = 1
    for axis in 0..<rank {
      strides[axis] = stride
      stride &*= Swift.max(1, extents[axis])
    }
    return strides
  }

  /// The shape to which both broadcast by NumPy's rule, or an error.
  public static func broadcast(_ a: Shape, _ b: Shape) throws(ArrayError) -> Shape {
    let rank = Swift.max(a.rank, b.rank)
    var result = IndexVector(repeating: 1, count: rank)
    for axis in 0..<rank {
      let m = axis < rank - a.rank ? 1 : a[axis - (rank - a.rank)]
      let n = axis < rank - b.rank ? 1 : b[axis - (rank - b.rank)]
      guard m == n || m == 1 || n == 1 else { throw .cannotBroadcast(from: a, to: b) }
      result[axis] = m == 1 ? n : m
    }
    return Shape(result)
  }

  /// The axis counted from the front for one that may be negative (counted from the end), or an error.
  public func normalizedAxis(_ axis: Int) throws(ArrayError) -> Int {
    guard axis >= -rank && axis < rank else { throw .axisOutOfRange(axis: axis, rank: rank) }
    return axis < 0 ? axis + rank : axis
  }
}

extension Shape: RandomAccessCollection, MutableCollection, ExpressibleByArrayLiteral {
  @inlinable public var startIndex: Int { 0 }
  @inlinable public var endIndex: Int { extents.count }
  @inlinable public subscript(position: Int) -> Int {
    get { extents[position] }
    set { extents[position] = newValue }
  }
  @inlinable public init(arrayLiteral elements: Int...) { extents = IndexVector(elements) }
}

extension Shape: CustomStringConvertible {
  /// As NumPy prints a shape: `()`, `(3,)`, `(3, 4)`.
  public var description: String { extents.description }
}
