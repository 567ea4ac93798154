/// One element with its type: the bits as they stand in memory, zero-extended to 64.
///
/// Equality and hashing are those of the bits, so `-0.0` differs from `0.0` and a NaN equals itself: what
/// merging of constants needs.
public struct ScalarValue: Hashable, Sendable {
  public let type: ElementType
  public let bits: UInt64

  /// The element of `type` whose memory holds the low bits of `bits`.
  @inlinable public init(type: ElementType, bits: UInt64) {
    self.type = type
    self.bits = type.bitWidth == 64 ? bits : bits & ((1 << UInt64(type.bitWidth)) - 1)
  }

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
    case .bool(let flag): self = Primitive.convert(type).evaluate([ScalarValue(flag)])
    case .integer(let number):
      self = Primitive.convert(type).evaluate([ScalarValue(integer: Int64(number), type: .i64)])
    case .float(let number): self = Primitive.convert(type).evaluate([ScalarValue(number)])
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

  /// The value as a `Double`, whatever the type (64-bit integers round).
  public var asDouble: Double {
    switch type.kind {
    case .float: type == .f32 ? Double(float) : double
    case .unsigned, .bool: Double(bits)
    case .signed: Double(integer)
    }
  }

  /// Whether this is the number `value` exactly.
  public func isNumber(_ value: Int64) -> Bool {
    switch type.kind {
    case .float: asDouble == Double(value)
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
    case .float: type == .f32 ? "\(float)" : "\(double)"
    }
  }
}
