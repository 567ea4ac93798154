import TensorOperators

/// What stands for a variable of PyTensor's while its graph is read.
enum ImportedValue {
  case tensor(ImportedTensor)
  /// `None`, where an Op takes it for an argument.
  case none
  /// A slice as a variable; nil where Python has nothing.
  case slice(start: ImportedTensor?, stop: ImportedTensor?, step: ImportedTensor?)

  static func tensor(_ tensor: Tensor) -> ImportedValue { .tensor(ImportedTensor(tensor)) }
}

/// A tensor, and what is known of its values.
///
/// In PyTensor shapes are tensors like others: they are taken apart, computed with, and put together again before they are used.
/// `elements` follows such values as extents, so that a reshape to `(x.shape[0] // 2, 2)` has symbolic extents and needs nothing at run time.
struct ImportedTensor {
  var tensor: Tensor
  /// The elements in row-major order, where they are integers (or bools, 0 and 1) known up to extents.
  var elements: [Dimension]?
  /// The elements along the last axis, where they are the same in all rows (`RepeatedElements`).
  var row: [Dimension]?
  /// The scalar of which the tensor is a view with axes of extent 1.
  var scalar: Tensor?

  init(_ tensor: Tensor, elements: [Dimension]? = nil, scalar: Tensor? = nil) {
    (self.tensor, self.elements) = (tensor, elements)
    self.scalar = tensor.rank == 0 ? tensor : scalar
  }

  /// The only element, of a scalar.
  var element: Dimension? { tensor.rank == 0 ? elements?.first : nil }

  /// As many elements are followed at most: shapes are short.
  static let elementLimit = 64

  /// A scalar or vector of integers given by its elements.
  static func integers(
    _ elements: [Dimension], isVector: Bool, type: ElementType = .i64, at place: SourcePlace
  ) -> ImportedTensor {
    func scalar(_ element: Dimension) -> Tensor {
      if let constant = element.constant { return Tensor(ScalarValue(.integer(constant), type: type), at: place) }
      return Tensor.make(Extent(element, isWeak: false), [], at: place).converted(to: type, at: place)
    }
    guard isVector else { return ImportedTensor(scalar(elements[0]), elements: elements) }
    let constants = elements.compactMap(\.constant)
    if constants.count == elements.count, let array = try? NDArray(constants.map(Int64.init)).astype(type) {
      return ImportedTensor(Tensor(constant: array, at: place), elements: elements)
    }
    let parts = elements.map { scalar($0).expanded([0], at: place) }
    return ImportedTensor(Tensor.single(Concatenate(axis: 0), parts, at: place), elements: elements)
  }

  /// A constant of a file.
  static func constant(_ array: NDArray, at place: SourcePlace) -> ImportedTensor {
    guard array.elementType == .bool || array.elementType.isInteger, array.rank <= 1, array.count <= elementLimit,
      let numbers = try? array.astype(.i64).withUnsafeBufferPointer(as: Int64.self, { $0.map { Dimension(Int($0)) } }),
      array.elementType != .u64 || numbers.allSatisfy({ ($0.constant ?? -1) >= 0 })
    else { return ImportedTensor(tensor(of: array, at: place)) }
    return ImportedTensor(tensor(of: array, at: place), elements: numbers)
  }

  /// Numbers become literals, which rewrite rules see through.
  private static func tensor(of array: NDArray, at place: SourcePlace) -> Tensor {
    guard array.rank == 0, array.elementType.byteCount <= 8,
      let bits = try? array.withUnsafeBytes({ bytes in
        bytes.enumerated().reduce(UInt64(0)) { $0 | UInt64($1.element) << UInt64(8 * $1.offset) }
      })
    else { return Tensor(constant: array, at: place) }
    return Tensor(ScalarValue(type: array.elementType, bits: bits), at: place)
  }
}
