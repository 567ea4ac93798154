/// One element with its type: the bits as they stand in memory, zero-extended to 64; of a complex number those of the real
/// part, and those of the imaginary part beside them.
///
/// Equality and hashing are those of the bits, so `-0.0` differs from `0.0` and a NaN equals itself: what
/// merging of constants needs.
public struct ScalarValue: Hashable, Sendable {
  public let type: ElementType
  public let bits: UInt64
  /// Of a complex number; else 0.
  public let imaginaryBits: UInt64

  /// The element of `type` whose memory holds the low bits of `bits`; a complex number of these bits is real.
  @inlinable public init(type: ElementType, bits: UInt64) {
    self.type = type
    let width = type.realType.bitWidth
    self.bits = width == 64 ? bits : bits & ((1 << UInt64(width)) - 1)
    imaginaryBits = 0
  }

  /// The complex number of two parts of one type, f32 or f64.
  @inlinable public init(real: ScalarValue, imaginary: ScalarValue) {
    type = real.type.complexType
    (bits, imaginaryBits) = (real.bits, imaginary.bits)
  }

  @inlinable public init(_ value: ComplexNumber<Float>) {
    self.init(real: ScalarValue(value.real), imaginary: ScalarValue(value.imaginary))
  }
  @inlinable public init(_ value: ComplexNumber<Double>) {
    self.init(real: ScalarValue(value.real), imaginary: ScalarValue(value.imaginary))
  }

  /// The real part, of a real number itself.
  @inlinable public var real: ScalarValue { ScalarValue(type: type.realType, bits: bits) }
  /// The imaginary part, of a real number 0 in its type.
  @inlinable public var imaginary: ScalarValue { ScalarValue(type: type.realType, bits: imaginaryBits) }

  @inlinable public init(_ value: Double) { self.init(type: .f64, bits: value.bitPattern) }
  @inlinable public init(_ value: Float) { self.init(type: .f32, bits: UInt64(value.bitPattern)) }
  @inlinable public init(_ value: Bool) { self.init(type: .bool, bits: value ? 1 : 0) }
  /// An integer wrapped to the width of `type`, which is an integer type or bool (zero or not).
  @inlinable public init(integer value: Int64, type: ElementType) {
    self.init(type: type, bits: type == .bool ? (value == 0 ? 0 : 1) : UInt64(bitPattern: value))
  }

  /// The nearest element of `type` to a weak value; integers wrap, floats truncate as casts do.
  public init(_ value: WeakValue, type: ElementType) {
    switch value {
    case .bool(let flag): self = ScalarValue(flag).converted(to: type)
    case .integer(let number): self = ScalarValue(integer: Int64(number), type: .i64).converted(to: type)
    case .float(let number): self = ScalarValue(number).converted(to: type)
    case .complex(let real, let imaginary): self = ScalarValue(Complex128(real, imaginary)).converted(to: type)
    }
  }

  /// The bits of a signed or unsigned integer (or bool), sign-extended where the type is signed.
  @inlinable public var integer: Int64 {
    guard type.isSignedInteger, type.bitWidth < 64 else { return Int64(bitPattern: bits) }
    let unused = Int64(64 - type.bitWidth)
    return (Int64(bitPattern: bits) << unused) >> unused
  }

  @inlinable public var double: Double { Double(bitPattern: bits) }
  @inlinable public var float: Float { Float(bitPattern: UInt32(truncatingIfNeeded: bits)) }
  @inlinable public var isTrue: Bool { bits != 0 }

  /// The value as a `Double`, whatever the type (64-bit integers round); of a complex number the real part.
  public var asDouble: Double {
    switch type {
    case .f16: Double(HalfBits.float(half: bits))
    case .bf16: Double(HalfBits.float(brain: bits))
    case .f32, .c64: Double(float)
    case .f64, .c128: double
    case .bool, .u8, .u16, .u32, .u64: Double(bits)
    case .i8, .i16, .i32, .i64: Double(integer)
    }
  }

  /// The nearest element of a float type.
  public init(_ value: Double, float type: ElementType) {
    switch type {
    case .f16: self.init(type: .f16, bits: HalfBits.half(value))
    case .bf16: self.init(type: .bf16, bits: HalfBits.brain(Float(value)))
    case .f32: self.init(Float(value))
    case .f64, .bool, .i8, .i16, .i32, .i64, .u8, .u16, .u32, .u64, .c64, .c128: self.init(value)
    }
  }

  /// Whether this is the number `value` exactly.
  public func isNumber(_ value: Int64) -> Bool {
    switch type.kind {
    case .float: asDouble == Double(value)
    case .complex: asDouble == Double(value) && imaginary.asDouble == 0
    case .bool, .signed: integer == value
    case .unsigned: value >= 0 && bits == UInt64(value)
    }
  }
}

extension ScalarValue: CustomStringConvertible {
  /// The shortest text that reads back as this value: `2.5`, `-3`, `true`, `nan`.
  public var description: String {
    switch type.kind {
    case .bool: isTrue ? "true" : "false"
    case .signed: String(integer)
    case .unsigned: String(bits)
    case .float: type == .f64 ? "\(double)" : "\(Float(asDouble))"
    case .complex: "(\(real), \(imaginary))"
    }
  }
}
