import TensorScalars

extension NDArray {
  /// Whether both have the same type and shape, and the same bits in every element.
  ///
  /// So NaN equals itself bit for bit, and 0 differs from -0.
  public func isBitwiseEqual(to other: NDArray) throws(ArrayError) -> Bool {
    guard elementType == other.elementType, shape == other.shape else { return false }
    let (a, b) = (try contiguous(), try other.contiguous())
    let byteCount = count * elementType.byteCount
    return withExtendedLifetime((a, b)) {
      UnsafeRawBufferPointer(start: a.baseAddress, count: byteCount)
        .elementsEqual(UnsafeRawBufferPointer(start: b.baseAddress, count: byteCount))
    }
  }

  /// Whether both have the same shape and equal elements; arrays of different types are compared in their
  /// promoted type. NaN equals nothing, and 0 equals -0, as in NumPy's `array_equal`.
  public func elementsEqual(_ other: NDArray) throws(ArrayError) -> Bool {
    guard shape == other.shape else { return false }
    let type = ElementType.promoted(elementType, other.elementType)
    let (a, b) = (try astype(type).contiguous(), try other.astype(type).contiguous())
    switch type {
    case .f32: return NDArray.equal(a, b, Float.self)
    case .f64: return NDArray.equal(a, b, Double.self)
    case .c64: return NDArray.equal(a, b, Complex64.self)
    case .c128: return NDArray.equal(a, b, Complex128.self)
    case .f16, .bf16: return NDArray.equal(try a.astype(.f32), try b.astype(.f32), Float.self)
    case .bool, .i8, .i16, .i32, .i64, .u8, .u16, .u32, .u64: return try a.isBitwiseEqual(to: b)
    }
  }

  private static func equal<T: TensorElement>(_ a: NDArray, _ b: NDArray, _: T.Type) -> Bool {
    let x = a.baseAddress.assumingMemoryBound(to: T.self)
    let y = b.baseAddress.assumingMemoryBound(to: T.self)
    return (0..<a.count).allSatisfy { x[$0] == y[$0] }
  }
}
