/// The upper half of an `f32`: its exponent and 7 bits of its significand.
public struct BFloat16: Hashable, Sendable, BitwiseCopyable {
  public var bitPattern: UInt16

  @inlinable public init(bitPattern: UInt16) { self.bitPattern = bitPattern }

  /// The nearest value, ties to even; a NaN stays one.
  @inlinable public init(_ value: Float) { bitPattern = UInt16(HalfBits.brain(value)) }
  /// By way of `f32`, as ml_dtypes converts.
  @inlinable public init(_ value: Double) { self.init(Float(value)) }
}

extension BFloat16: TensorElement { public static var elementType: ElementType { .bf16 } }

extension BFloat16: ExpressibleByFloatLiteral, CustomStringConvertible {
  public init(floatLiteral value: Double) { self.init(value) }
  public var description: String { Float(self).description }
}

extension Float {
  @inlinable public init(_ value: BFloat16) { self.init(bitPattern: UInt32(value.bitPattern) << 16) }
}

/// A complex number as it stands in memory: the real part, then the imaginary one.
///
/// Only what crossing the border takes; swift-numerics' `Complex` has the arithmetic, and the same layout.
public struct ComplexNumber<Part: BinaryFloatingPoint & BitwiseCopyable & Sendable>: Hashable, Sendable, BitwiseCopyable {
  public var real: Part
  public var imaginary: Part

  @inlinable public init(_ real: Part, _ imaginary: Part = 0) { (self.real, self.imaginary) = (real, imaginary) }
}

/// `c64` in Swift.
public typealias Complex64 = ComplexNumber<Float>
/// `c128` in Swift.
public typealias Complex128 = ComplexNumber<Double>

extension ComplexNumber: TensorElement {
  public static var elementType: ElementType { MemoryLayout<Part>.size == 4 ? .c64 : .c128 }
}

extension ComplexNumber: CustomStringConvertible {
  /// As Python writes it: `(1-2j)`.
  public var description: String {
    let sign = imaginary.sign == .minus && !imaginary.isNaN ? "-" : "+"
    return "(\(real)\(sign)\(imaginary.magnitude)j)"
  }
}
