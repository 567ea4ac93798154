import TensorScalars

/// What can be wrong with a request on arrays.
public enum ArrayError: Error, Hashable, Sendable {
  case negativeExtent(shape: Shape)
  /// The number of elements (or of bytes, when the type is given) does not fit an `Int`.
  case tooLarge(shape: Shape, elementType: ElementType?)
  /// The memory is not there, or the pool's limit on memory in use forbids it.
  case outOfMemory(byteCount: Int, inUse: Int, limit: Int)
  case countMismatch(count: Int, shape: Shape)
  case elementTypeMismatch(expected: ElementType, got: ElementType)
  case cannotReshape(from: Shape, to: Shape)
  case cannotBroadcast(from: Shape, to: Shape)
  case cannotSqueeze(axis: Int, shape: Shape)
  case axisOutOfRange(axis: Int, rank: Int)
  case notAPermutation(axes: [Int], rank: Int)
  case repeatedAxis(axis: Int)
  case indexOutOfRange(index: Int, axis: Int, extent: Int)
  case tooManyIndices(count: Int, rank: Int)
  case repeatedEllipsis
  case zeroStep
  case notAScalar(shape: Shape)
  /// A layout reaches elements outside the buffer given for it.
  case outsideBuffer(shape: Shape, strides: Strides, byteCount: Int)
  case misalignedBuffer(elementType: ElementType)
  case invalidRange(String)
  case raggedRows
}

extension ArrayError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .negativeExtent(let shape): "the shape \(shape) has a negative extent"
    case .tooLarge(let shape, nil): "the number of elements of the shape \(shape) does not fit 63 bits"
    case .tooLarge(let shape, let type?): 
      "the size in bytes of a \(type.name) array of shape \(shape) does not fit 63 bits"
    case .outOfMemory(let byteCount, let inUse, let limit):
      "cannot allocate \(byteCount) bytes (\(inUse) bytes in use, limit \(limit) bytes)"
    case .countMismatch(let count, let shape):
      "\(count) values do not fill the shape \(shape)"
    case .elementTypeMismatch(let expected, let got):
      "expected an array of \(expected.name), got one of \(got.name); convert with astype(.\(expected.name))"
    case .cannotReshape(let from, let to): "cannot reshape an array of shape \(from) to the shape \(to)"
    case .cannotBroadcast(let from, let to): "cannot broadcast the shape \(from) to \(to)"
    case .cannotSqueeze(let axis, let shape): "cannot squeeze axis \(axis) of the shape \(shape): its extent is not 1"
    case .axisOutOfRange(let axis, let rank): "axis \(axis) is out of range for an array of \(rank) axes"
    case .notAPermutation(let axes, let rank): "the axes \(axes) are not a permutation of \(rank) axes"
    case .repeatedAxis(let axis): "axis \(axis) is given twice"
    case .indexOutOfRange(let index, let axis, let extent):
      "index \(index) is out of range for axis \(axis) of extent \(extent)"
    case .tooManyIndices(let count, let rank): "\(count) indices for an array of \(rank) axes"
    case .repeatedEllipsis: "an index can have one ellipsis only"
    case .zeroStep: "the step of a slice cannot be zero"
    case .notAScalar(let shape): "expected an array of one element, got the shape \(shape)"
    case .outsideBuffer(let shape, let strides, let byteCount):
      "the shape \(shape) with strides \(strides) reaches outside a buffer of \(byteCount) bytes"
    case .misalignedBuffer(let type): "the buffer is not aligned for elements of type \(type.name)"
    case .invalidRange(let problem): problem
    case .raggedRows: "the rows differ in length"
    }
  }
}
