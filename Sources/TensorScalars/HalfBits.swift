/// Conversions between the bits of the floats of 16 bits and `f32` and `f64`, the same on every processor.
public enum HalfBits {
  /// The value of binary16 bits; exact.
  @inlinable public static func float(half bits: UInt64) -> Float {
    let sign = UInt32(truncatingIfNeeded: bits & 0x8000) << 16
    let magnitude = UInt32(truncatingIfNeeded: bits & 0x7fff)
    if magnitude >= 0x7c00 { return Float(bitPattern: sign | 0x7f80_0000 | (magnitude & 0x3ff) << 13) }
    if magnitude < 0x400 { return (sign == 0 ? 1 : -1) * Float(magnitude) * 0x1p-24 }
    return Float(bitPattern: sign | (magnitude + (112 << 10)) << 13)
  }

  /// The bits of the nearest binary16 value, ties to even. Rounds once, also from f64.
  @inlinable public static func half(_ value: Double) -> UInt64 {
    let sign: UInt64 = value.sign == .minus ? 0x8000 : 0
    let magnitude = value.magnitude
    if magnitude.isNaN {
      // The upper bits of the payload, as processors keep them; quiet.
      return sign | 0x7e00 | (value.bitPattern >> 42) & 0x1ff
    }
    if magnitude >= 65520 { return sign | 0x7c00 }
    if magnitude < 0x1p-14 { return sign | UInt64((magnitude * 0x1p24).rounded(.toNearestOrEven)) }
    let bits = magnitude.bitPattern
    // 42 bits fall away; what carries out of the significand raises the exponent.
    let rounded = (bits + 0x1ff_ffff_ffff + (bits >> 42 & 1)) >> 42
    return sign | (rounded - (1008 << 10))
  }

  /// The value of bfloat16 bits; exact.
  @inlinable public static func float(brain bits: UInt64) -> Float {
    Float(bitPattern: UInt32(truncatingIfNeeded: bits) << 16)
  }

  /// The bits of the nearest bfloat16 value, ties to even.
  @inlinable public static func brain(_ value: Float) -> UInt64 {
    let bits = value.bitPattern
    if value.isNaN { return UInt64(bits >> 16 | 0x40) }
    return UInt64((UInt64(bits) + 0x7fff + UInt64(bits >> 16 & 1)) >> 16)
  }
}
