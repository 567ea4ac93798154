import CTensorSupport

precedencegroup PowerPrecedence {
  associativity: right
  higherThan: BitwiseShiftPrecedence
}

/// The power `x ** y`; binds tighter than `*`. (A prefix minus binds tighter still: `-x ** 2` is `(-x) ** 2`.)
infix operator ** : PowerPrecedence
/// Logical and, or, elementwise, where both sides are always computed.
infix operator .&& : LogicalConjunctionPrecedence
infix operator .|| : LogicalDisjunctionPrecedence

// Operators take no `#line`, so each notes the address it returns to and must not be inlined itself; what they
// share is inlined into them.
extension Algebra {
  @inline(__always) private static func unary(_ function: ScalarFunction, _ a: Self) -> Self {
    apply(function, [a], at: .address(tensor_return_address()))
  }

  @inline(__always) private static func binary(_ function: ScalarFunction, _ a: Self, _ b: Self) -> Self {
    apply(function, [a, b], at: .address(tensor_return_address()))
  }

  @inline(__always) private static func binary(_ function: ScalarFunction, _ a: Self, _ b: some WeakNumber) -> Self {
    apply(function, [a, weak(b.weakValue, like: a)], at: .address(tensor_return_address()))
  }

  @inline(__always) private static func binary(_ function: ScalarFunction, _ a: some WeakNumber, _ b: Self) -> Self {
    apply(function, [weak(a.weakValue, like: b), b], at: .address(tensor_return_address()))
  }
}

// Arithmetic.
extension Algebra {
  /// The negative.
  @inline(never) public static prefix func - (a: Self) -> Self { unary(.negative, a) }
  /// Each bit turned; the logical not of bools.
  @inline(never) public static prefix func ~ (a: Self) -> Self { unary(.invert, a) }
  /// Where the value is zero.
  @inline(never) public static prefix func .! (a: Self) -> Self { unary(.logicalNot, a) }

  /// The sum.
  @inline(never) public static func + (a: Self, b: Self) -> Self { binary(.add, a, b) }
  @inline(never) public static func + (a: Self, b: Double) -> Self { binary(.add, a, b) }
  @inline(never) public static func + (a: Double, b: Self) -> Self { binary(.add, a, b) }
  @inline(never) public static func + (a: Self, b: Int) -> Self { binary(.add, a, b) }
  @inline(never) public static func + (a: Int, b: Self) -> Self { binary(.add, a, b) }

  /// The difference.
  @inline(never) public static func - (a: Self, b: Self) -> Self { binary(.subtract, a, b) }
  @inline(never) public static func - (a: Self, b: Double) -> Self { binary(.subtract, a, b) }
  @inline(never) public static func - (a: Double, b: Self) -> Self { binary(.subtract, a, b) }
  @inline(never) public static func - (a: Self, b: Int) -> Self { binary(.subtract, a, b) }
  @inline(never) public static func - (a: Int, b: Self) -> Self { binary(.subtract, a, b) }

  /// The product.
  @inline(never) public static func * (a: Self, b: Self) -> Self { binary(.multiply, a, b) }
  @inline(never) public static func * (a: Self, b: Double) -> Self { binary(.multiply, a, b) }
  @inline(never) public static func * (a: Double, b: Self) -> Self { binary(.multiply, a, b) }
  @inline(never) public static func * (a: Self, b: Int) -> Self { binary(.multiply, a, b) }
  @inline(never) public static func * (a: Int, b: Self) -> Self { binary(.multiply, a, b) }

  /// The true quotient: integers give `f64`.
  @inline(never) public static func / (a: Self, b: Self) -> Self { binary(.divide, a, b) }
  @inline(never) public static func / (a: Self, b: Double) -> Self { binary(.divide, a, b) }
  @inline(never) public static func / (a: Double, b: Self) -> Self { binary(.divide, a, b) }
  @inline(never) public static func / (a: Self, b: Int) -> Self { binary(.divide, a, b) }
  @inline(never) public static func / (a: Int, b: Self) -> Self { binary(.divide, a, b) }

  /// The remainder with the sign of the divisor, as in Python.
  @inline(never) public static func % (a: Self, b: Self) -> Self { binary(.remainder, a, b) }
  @inline(never) public static func % (a: Self, b: Double) -> Self { binary(.remainder, a, b) }
  @inline(never) public static func % (a: Double, b: Self) -> Self { binary(.remainder, a, b) }
  @inline(never) public static func % (a: Self, b: Int) -> Self { binary(.remainder, a, b) }
  @inline(never) public static func % (a: Int, b: Self) -> Self { binary(.remainder, a, b) }

  /// The power.
  @inline(never) public static func ** (a: Self, b: Self) -> Self { binary(.power, a, b) }
  @inline(never) public static func ** (a: Self, b: Double) -> Self { binary(.power, a, b) }
  @inline(never) public static func ** (a: Double, b: Self) -> Self { binary(.power, a, b) }
  @inline(never) public static func ** (a: Self, b: Int) -> Self { binary(.power, a, b) }
  @inline(never) public static func ** (a: Int, b: Self) -> Self { binary(.power, a, b) }
}

// Comparisons.
extension Algebra {
  /// Where the two are equal.
  @inline(never) public static func .== (a: Self, b: Self) -> Self { binary(.equal, a, b) }
  @inline(never) public static func .== (a: Self, b: Double) -> Self { binary(.equal, a, b) }
  @inline(never) public static func .== (a: Double, b: Self) -> Self { binary(.equal, a, b) }
  @inline(never) public static func .== (a: Self, b: Int) -> Self { binary(.equal, a, b) }
  @inline(never) public static func .== (a: Int, b: Self) -> Self { binary(.equal, a, b) }

  /// Where the two differ.
  @inline(never) public static func .!= (a: Self, b: Self) -> Self { binary(.notEqual, a, b) }
  @inline(never) public static func .!= (a: Self, b: Double) -> Self { binary(.notEqual, a, b) }
  @inline(never) public static func .!= (a: Double, b: Self) -> Self { binary(.notEqual, a, b) }
  @inline(never) public static func .!= (a: Self, b: Int) -> Self { binary(.notEqual, a, b) }
  @inline(never) public static func .!= (a: Int, b: Self) -> Self { binary(.notEqual, a, b) }

  /// Where the first is less.
  @inline(never) public static func .< (a: Self, b: Self) -> Self { binary(.less, a, b) }
  @inline(never) public static func .< (a: Self, b: Double) -> Self { binary(.less, a, b) }
  @inline(never) public static func .< (a: Double, b: Self) -> Self { binary(.less, a, b) }
  @inline(never) public static func .< (a: Self, b: Int) -> Self { binary(.less, a, b) }
  @inline(never) public static func .< (a: Int, b: Self) -> Self { binary(.less, a, b) }

  /// Where the first is less or equal.
  @inline(never) public static func .<= (a: Self, b: Self) -> Self { binary(.lessEqual, a, b) }
  @inline(never) public static func .<= (a: Self, b: Double) -> Self { binary(.lessEqual, a, b) }
  @inline(never) public static func .<= (a: Double, b: Self) -> Self { binary(.lessEqual, a, b) }
  @inline(never) public static func .<= (a: Self, b: Int) -> Self { binary(.lessEqual, a, b) }
  @inline(never) public static func .<= (a: Int, b: Self) -> Self { binary(.lessEqual, a, b) }

  /// Where the first is greater.
  @inline(never) public static func .> (a: Self, b: Self) -> Self { binary(.greater, a, b) }
  @inline(never) public static func .> (a: Self, b: Double) -> Self { binary(.greater, a, b) }
  @inline(never) public static func .> (a: Double, b: Self) -> Self { binary(.greater, a, b) }
  @inline(never) public static func .> (a: Self, b: Int) -> Self { binary(.greater, a, b) }
  @inline(never) public static func .> (a: Int, b: Self) -> Self { binary(.greater, a, b) }

  /// Where the first is greater or equal.
  @inline(never) public static func .>= (a: Self, b: Self) -> Self { binary(.greaterEqual, a, b) }
  @inline(never) public static func .>= (a: Self, b: Double) -> Self { binary(.greaterEqual, a, b) }
  @inline(never) public static func .>= (a: Double, b: Self) -> Self { binary(.greaterEqual, a, b) }
  @inline(never) public static func .>= (a: Self, b: Int) -> Self { binary(.greaterEqual, a, b) }
  @inline(never) public static func .>= (a: Int, b: Self) -> Self { binary(.greaterEqual, a, b) }
}

// Bits and logic.
extension Algebra {
  /// Bitwise and; the logical and of bools.
  @inline(never) public static func & (a: Self, b: Self) -> Self { binary(.bitwiseAnd, a, b) }
  @inline(never) public static func & (a: Self, b: Int) -> Self { binary(.bitwiseAnd, a, b) }
  @inline(never) public static func & (a: Int, b: Self) -> Self { binary(.bitwiseAnd, a, b) }

  /// Bitwise or; the logical or of bools.
  @inline(never) public static func | (a: Self, b: Self) -> Self { binary(.bitwiseOr, a, b) }
  @inline(never) public static func | (a: Self, b: Int) -> Self { binary(.bitwiseOr, a, b) }
  @inline(never) public static func | (a: Int, b: Self) -> Self { binary(.bitwiseOr, a, b) }

  /// Bitwise exclusive or.
  @inline(never) public static func ^ (a: Self, b: Self) -> Self { binary(.bitwiseXor, a, b) }
  @inline(never) public static func ^ (a: Self, b: Int) -> Self { binary(.bitwiseXor, a, b) }
  @inline(never) public static func ^ (a: Int, b: Self) -> Self { binary(.bitwiseXor, a, b) }

  /// The bits shifted left.
  @inline(never) public static func << (a: Self, b: Self) -> Self { binary(.leftShift, a, b) }
  @inline(never) public static func << (a: Self, b: Int) -> Self { binary(.leftShift, a, b) }
  @inline(never) public static func << (a: Int, b: Self) -> Self { binary(.leftShift, a, b) }

  /// The bits shifted right; the sign is kept.
  @inline(never) public static func >> (a: Self, b: Self) -> Self { binary(.rightShift, a, b) }
  @inline(never) public static func >> (a: Self, b: Int) -> Self { binary(.rightShift, a, b) }
  @inline(never) public static func >> (a: Int, b: Self) -> Self { binary(.rightShift, a, b) }

  /// Where both are nonzero.
  @inline(never) public static func .&& (a: Self, b: Self) -> Self { binary(.logicalAnd, a, b) }
  /// Where one is nonzero.
  @inline(never) public static func .|| (a: Self, b: Self) -> Self { binary(.logicalOr, a, b) }
}
