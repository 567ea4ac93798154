import TensorGraph

/// What `np.array` makes of nested lists of numbers.
enum ArrayShape {
  /// The shape, if all rows agree in theirs.
  static func shape(of parts: TextParts) -> [Int]? {
    guard let first = parts.values.first else { return [0] }
    guard let inner = shape(of: first) else { return nil }
    for value in parts.values.dropFirst() where shape(of: value) != inner { return nil }
    return [parts.values.count] + inner
  }

  private static func shape(of value: TextValue) -> [Int]? {
    switch value {
    case .list(let parts), .tuple(let parts): shape(of: parts)
    case .number, .extent, .tensor, .elementType, .text, .none, .function: []
    }
  }

  /// bool where all are, i64 (or u64, if one needs it) for integers, c128 if one is complex, else f64; f64 for none at all.
  static func elementType(of numbers: [PythonNumber]) -> ElementType {
    var type: ElementType?
    for number in numbers {
      let own: ElementType
      switch number {
      case .flag: own = .bool
      case .integer(let value): own = value > Int128(Int64.max) ? .u64 : .i64
      case .float: own = .f64
      case .complex: return .c128
      }
      type = type.map { ElementType.promoted($0, own) } ?? own
    }
    return type ?? .f64
  }

  /// A row-major array of elements.
  static func array(_ elements: [ScalarValue], _ type: ElementType, _ shape: [Int]) throws(ArrayError) -> NDArray {
    let width = type.realType.byteCount
    let bytes = elements.flatMap { value in
      (0..<type.byteCount).map { byte in
        UInt8(truncatingIfNeeded: (byte < width ? value.bits : value.imaginaryBits) >> UInt64(8 * (byte % width)))
      }
    }
    return try NDArray(bytes: bytes, type: type, shape: Shape(shape))
  }
}

extension NDArray {
  /// A row-major array with these bytes, little-endian.
  init(bytes: [UInt8], type: ElementType, shape: Shape) throws(ArrayError) {
    var array = try NDArray.allocate(shape: shape, type: type)
    do {
      try array.withUnsafeMutableBytes { target in
        target.copyBytes(from: bytes.prefix(target.count))
      }
    } catch let error as ArrayError {
      throw error
    } catch {
      preconditionFailure("Copying bytes throws no other error.")
    }
    self = array
  }
}
