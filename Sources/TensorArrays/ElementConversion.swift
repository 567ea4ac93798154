import TensorScalars

/// Conversion of elements as NumPy does it on x86.
///
/// Integers wrap. A float is truncated; where that does not fit (or is NaN), i32 and i64 give their minimum, i8,
/// u8, i16 and u16 what is left of the i32, u32 what is left of the i64; u64 takes numbers from 2^63 on less 2^63
/// through i64 and adds that again. Anything but zero is true.
protocol ConversionTarget: BitwiseCopyable {
  init(wrapping integer: some FixedWidthInteger)
  init(truncating float: Double)
}

/// binary16 as it stands in memory.
struct HalfElement: BitwiseCopyable, ConversionSource, ConversionTarget {
  var bits: UInt16

  @inline(__always) init(wrapping integer: some FixedWidthInteger) { self.init(truncating: Double(Float(integer))) }
  @inline(__always) init(truncating float: Double) { bits = UInt16(HalfBits.half(float)) }
  @inline(__always) func converted<T: ConversionTarget>(to: T.Type) -> T {
    T(truncating: Double(HalfBits.float(half: UInt64(bits))))
  }
}

/// bfloat16 as it stands in memory.
struct BrainElement: BitwiseCopyable, ConversionSource, ConversionTarget {
  var bits: UInt16

  @inline(__always) init(wrapping integer: some FixedWidthInteger) { bits = UInt16(HalfBits.brain(Float(integer))) }
  @inline(__always) init(truncating float: Double) { bits = UInt16(HalfBits.brain(Float(float))) }
  @inline(__always) func converted<T: ConversionTarget>(to: T.Type) -> T {
    T(truncating: Double(HalfBits.float(brain: UInt64(bits))))
  }
}

extension ComplexNumber: ConversionTarget where Part: ConversionTarget {
  @inline(__always) init(wrapping integer: some FixedWidthInteger) { self.init(Part(wrapping: integer)) }
  @inline(__always) init(truncating float: Double) { self.init(Part(truncating: float)) }
}

/// A complex number loses its imaginary part in real types, where it is true unless both parts are 0.
extension ComplexNumber: ConversionSource where Part: ConversionSource {
  @inline(__always) func converted<T: ConversionTarget>(to: T.Type) -> T {
    if T.self == BoolByte.self { return T(wrapping: real == 0 && imaginary == 0 ? 0 : 1 as UInt8) }
    return T(truncating: Double(real))
  }
}

/// A stored element that can be converted to all types.
protocol ConversionSource: BitwiseCopyable {
  func converted<T: ConversionTarget>(to: T.Type) -> T
}

/// A bool as it stands in memory, where any byte but 0 counts as true.
struct BoolByte: BitwiseCopyable, ConversionSource, ConversionTarget {
  var byte: UInt8

  @inline(__always) init(wrapping integer: some FixedWidthInteger) { byte = integer == 0 ? 0 : 1 }
  @inline(__always) init(truncating float: Double) { byte = float == 0 ? 0 : 1 }
  @inline(__always) func converted<T: ConversionTarget>(to: T.Type) -> T { T(wrapping: byte == 0 ? 0 : 1 as UInt8) }
}

@inline(__always) private func truncated32(_ x: Double) -> Int32 {
  x > -2_147_483_649 && x < 0x1p31 ? unsafe32(x) : Int32.min
}
@inline(__always) private func unsafe32(_ x: Double) -> Int32 { Int32(truncatingIfNeeded: Int64(x)) }
@inline(__always) private func truncated64(_ x: Double) -> Int64 {
  x >= -0x1p63 && x < 0x1p63 ? Int64(x) : Int64.min
}

extension ConversionTarget where Self: FixedWidthInteger {
  @inline(__always) init(wrapping integer: some FixedWidthInteger) { self.init(truncatingIfNeeded: integer) }
}
extension ConversionSource where Self: FixedWidthInteger {
  @inline(__always) func converted<T: ConversionTarget>(to: T.Type) -> T { T(wrapping: self) }
}

extension Int8: ConversionSource, ConversionTarget {
  @inline(__always) init(truncating float: Double) { self.init(truncatingIfNeeded: truncated32(float)) }
}
extension Int16: ConversionSource, ConversionTarget {
  @inline(__always) init(truncating float: Double) { self.init(truncatingIfNeeded: truncated32(float)) }
}
extension Int32: ConversionSource, ConversionTarget {
  @inline(__always) init(truncating float: Double) { self = truncated32(float) }
}
extension Int64: ConversionSource, ConversionTarget {
  @inline(__always) init(truncating float: Double) { self = truncated64(float) }
}
extension UInt8: ConversionSource, ConversionTarget {
  @inline(__always) init(truncating float: Double) { self.init(truncatingIfNeeded: truncated32(float)) }
}
extension UInt16: ConversionSource, ConversionTarget {
  @inline(__always) init(truncating float: Double) { self.init(truncatingIfNeeded: truncated32(float)) }
}
extension UInt32: ConversionSource, ConversionTarget {
  @inline(__always) init(truncating float: Double) { self.init(truncatingIfNeeded: truncated64(float)) }
}
extension UInt64: ConversionSource, ConversionTarget {
  @inline(__always) init(truncating float: Double) {
    let isHigh = float >= 0x1p63
    let low = UInt64(truncatingIfNeeded: truncated64(isHigh ? float - 0x1p63 : float))
    self = isHigh ? low ^ (1 << 63) : low
  }
}
extension Float: ConversionSource, ConversionTarget {
  @inline(__always) init(wrapping integer: some FixedWidthInteger) { self.init(integer) }
  @inline(__always) init(truncating float: Double) { self.init(float) }
  @inline(__always) func converted<T: ConversionTarget>(to: T.Type) -> T { T(truncating: Double(self)) }
}
extension Double: ConversionSource, ConversionTarget {
  @inline(__always) init(wrapping integer: some FixedWidthInteger) { self.init(integer) }
  @inline(__always) init(truncating float: Double) { self = float }
  @inline(__always) func converted<T: ConversionTarget>(to: T.Type) -> T { T(truncating: self) }
}

/// Converts elements in row-major order into consecutive places.
struct ElementConverter {
  var source: UnsafeRawPointer
  var layout: Layout
  var target: UnsafeMutableRawPointer

  func convert(from sourceType: ElementType, to targetType: ElementType) {
    if sourceType == targetType && sourceType != .bool { return copy(sourceType.byteCount) }
    switch sourceType {
    case .bool: convert(from: BoolByte.self, to: targetType)
    case .i8: convert(from: Int8.self, to: targetType)
    case .i16: convert(from: Int16.self, to: targetType)
    case .i32: convert(from: Int32.self, to: targetType)
    case .i64: convert(from: Int64.self, to: targetType)
    case .u8: convert(from: UInt8.self, to: targetType)
    case .u16: convert(from: UInt16.self, to: targetType)
    case .u32: convert(from: UInt32.self, to: targetType)
    case .u64: convert(from: UInt64.self, to: targetType)
    case .f32: convert(from: Float.self, to: targetType)
    case .f64: convert(from: Double.self, to: targetType)
    case .f16: convert(from: HalfElement.self, to: targetType)
    case .bf16: convert(from: BrainElement.self, to: targetType)
    case .c64:
      if targetType == .c128 { return move { (z: Complex64) in Complex128(Double(z.real), Double(z.imaginary)) } }
      convert(from: Complex64.self, to: targetType)
    case .c128:
      if targetType == .c64 { return move { (z: Complex128) in Complex64(Float(z.real), Float(z.imaginary)) } }
      convert(from: Complex128.self, to: targetType)
    }
  }

  @inline(__always)
  private func convert<S: ConversionSource>(from: S.Type, to type: ElementType) {
    switch type {
    case .bool: run(S.self, BoolByte.self)
    case .i8: run(S.self, Int8.self)
    case .i16: run(S.self, Int16.self)
    case .i32: run(S.self, Int32.self)
    case .i64: run(S.self, Int64.self)
    case .u8: run(S.self, UInt8.self)
    case .u16: run(S.self, UInt16.self)
    case .u32: run(S.self, UInt32.self)
    case .u64: run(S.self, UInt64.self)
    case .f32: run(S.self, Float.self)
    case .f64: run(S.self, Double.self)
    case .f16: run(S.self, HalfElement.self)
    case .bf16: run(S.self, BrainElement.self)
    case .c64: run(S.self, Complex64.self)
    case .c128: run(S.self, Complex128.self)
    }
  }

  private func run<S: ConversionSource, T: ConversionTarget>(_: S.Type, _: T.Type) {
    move { (element: S) -> T in element.converted(to: T.self) }
  }

  /// Elements of the same type are moved as numbers of their width; what they mean does not matter.
  private func copy(_ byteCount: Int) {
    switch byteCount {
    case 1: move { (element: UInt8) in element }
    case 2: move { (element: UInt16) in element }
    case 4: move { (element: UInt32) in element }
    case 8: move { (element: UInt64) in element }
    default: move { (element: Complex128) in element }
    }
  }

  @inline(__always)
  private func move<S: BitwiseCopyable, T: BitwiseCopyable>(_ transform: (S) -> T) {
    let runs = StridedRuns(layout)
    let (count, stride) = (runs.runCount, runs.runStride)
    let (planeCount, planeStride) = (runs.planeCount, runs.planeStride)
    var output = target.assumingMemoryBound(to: T.self)
    let input = source.assumingMemoryBound(to: S.self)
    runs.forEachPlane { place in
      let first = input + place
      if planeCount > 1 {
        for row in Swift.stride(from: 0, to: planeCount, by: StridedRuns.tile) {
          let rowEnd = min(row + StridedRuns.tile, planeCount)
          for column in Swift.stride(from: 0, to: count, by: StridedRuns.tile) {
            let columnEnd = min(column + StridedRuns.tile, count)
            for i in row..<rowEnd {
              for j in column..<columnEnd {
                output[i &* count &+ j] = transform(first[i &* planeStride &+ j &* stride])
              }
            }
          }
        }
      } else if stride == 1 {
        for j in 0..<count { output[j] = transform(first[j]) }
      } else {
        for j in 0..<count { output[j] = transform(first[j &* stride]) }
      }
      output += planeCount &* count
    }
  }
}

extension NDArray {
  /// Writes all elements in row-major order to `target`, converted to `type`.
  package func convertElements(into target: UnsafeMutableRawPointer, as type: ElementType) {
    ElementConverter(source: storage.start, layout: layout, target: target).convert(from: elementType, to: type)
  }
}
