import TensorScalars

/// One element of an array, whatever its type.
public enum ElementValue: Hashable, Sendable {
  case bool(Bool)
  case signed(Int64)
  case unsigned(UInt64)
  case float(Double)
  case complex(Double, Double)
}

extension NDArray {
  /// One element, converted to `T` as `astype` does where the array has another type; writing converts back.
  ///
  /// Indices may be negative. One that is out of range is a programming error, as in Swift's arrays; `element(at:)`
  /// gives an error value. Writing copies first if the memory is shared.
  public subscript<T: TensorElement>(indices: Int..., as type: T.Type) -> T {
    get {
      do {
        return loadElement(at: try layout.place(of: indices))
      } catch {
        preconditionFailure("\(error)")
      }
    }
    set {
      do {
        try setElement(at: indices, to: newValue)
      } catch {
        preconditionFailure("\(error)")
      }
    }
  }

  /// One element, converted to `T` where the array has another type; an index out of range is an error.
  public func element<T: TensorElement>(at indices: [Int], as type: T.Type = T.self) throws(ArrayError) -> T {
    loadElement(at: try layout.place(of: indices))
  }

  /// Writes one element, converted from `T` where the array has another type.
  public mutating func setElement<T: TensorElement>(at indices: [Int], to value: T) throws(ArrayError) {
    _ = try layout.place(of: indices)
    try makeWritable(contiguous: false)
    storeElement(at: try layout.place(of: indices), from: NDArray(scalar: value))
  }

  /// The only element of an array that has one, converted to `T`.
  public func scalar<T: TensorElement>(as type: T.Type = T.self) throws(ArrayError) -> T {
    guard count == 1 else { throw .notAScalar(shape: shape) }
    return loadElement(at: layout.offset)
  }

  /// The only element of an array that has one.
  public func item() throws(ArrayError) -> ElementValue {
    guard count == 1 else { throw .notAScalar(shape: shape) }
    return value(at: layout.offset)
  }

  /// The elements in row-major order, converted to `T` as `astype` does.
  public func toArray<T: TensorElement>(of type: T.Type = T.self) -> [T] {
    Array(unsafeUninitializedCapacity: count) { buffer, initializedCount in
      if let start = buffer.baseAddress { convertElements(into: start, as: T.elementType) }
      initializedCount = count
    }
  }

  /// Calls `body` with the elements in row-major order as they stand in memory (a copy if they are scattered).
  ///
  /// Errors: the elements are not of type `T`; no memory for the copy; what `body` throws.
  public func withUnsafeBufferPointer<T: TensorElement, R>(
    as type: T.Type, _ body: (UnsafeBufferPointer<T>) throws -> R
  ) throws -> R {
    guard T.elementType == elementType else {
      throw ArrayError.elementTypeMismatch(expected: T.elementType, got: elementType)
    }
    return try withUnsafeBytes { try $0.withMemoryRebound(to: T.self, body) }
  }

  /// Calls `body` with the bytes of the elements in row-major order (a copy if they are scattered).
  public func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) throws -> R {
    let whole = try contiguous()
    return try withExtendedLifetime(whole) {
      try body(UnsafeRawBufferPointer(start: whole.baseAddress, count: count * elementType.byteCount))
    }
  }

  /// Calls `body` with the elements in row-major order for writing; copies first if the memory is shared.
  ///
  /// Errors: the elements are not of type `T`; no memory for the copy; what `body` throws.
  public mutating func withUnsafeMutableBufferPointer<T: TensorElement, R>(
    as type: T.Type, _ body: (UnsafeMutableBufferPointer<T>) throws -> R
  ) throws -> R {
    guard T.elementType == elementType else {
      throw ArrayError.elementTypeMismatch(expected: T.elementType, got: elementType)
    }
    return try withUnsafeMutableBytes { try $0.withMemoryRebound(to: T.self, body) }
  }

  /// Calls `body` with the bytes of the elements in row-major order for writing; copies first if they are shared.
  ///
  /// A bool must be written as 0 or 1.
  public mutating func withUnsafeMutableBytes<R>(
    _ body: (UnsafeMutableRawBufferPointer) throws -> R
  ) throws -> R {
    try makeWritable(contiguous: true)
    let bytes = UnsafeMutableRawBufferPointer(start: baseAddress, count: count * elementType.byteCount)
    defer { withExtendedLifetime(storage) {} }
    return try body(bytes)
  }

  func loadElement<T: TensorElement>(at place: Int) -> T {
    if T.elementType == elementType && T.elementType != .bool {
      return storage.start.load(fromByteOffset: place &* MemoryLayout<T>.stride, as: T.self)
    }
    let one = Layout(shape: [], strides: [], offset: place)
    return withUnsafeTemporaryAllocation(byteCount: 16, alignment: 16) { buffer in
      guard let target = buffer.baseAddress else { preconditionFailure("Sixteen bytes on the stack are always there.") }
      ElementConverter(source: storage.start, layout: one, target: target).convert(from: elementType, to: T.elementType)
      return target.load(as: T.self)
    }
  }

  func value(at place: Int) -> ElementValue {
    switch elementType.kind {
    case .bool: .bool(loadElement(at: place))
    case .signed: .signed(loadElement(at: place))
    case .unsigned: .unsigned(loadElement(at: place))
    case .float: .float(loadElement(at: place))
    case .complex:
      {
        let value: Complex128 = loadElement(at: place)
        return .complex(value.real, value.imaginary)
      }()
    }
  }

  /// Writes one element from an array of one element; the storage must be writable and not shared.
  func storeElement(at place: Int, from scalar: NDArray) {
    scalar.convertElements(into: storage.start + place &* elementType.byteCount, as: elementType)
  }
}
