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

// Operators take no `#line`, so each notes the address it returns to and must not be inlined itself. Each is one call, of
// a function that is not inlined either: LLVM would merge larger operators into one that each of them calls, and the
// address would lie in the operator.

/// Where the function in which this stands returns to.
@_transparent private func caller() -> UInt { tensor_return_address() }

extension Algebra {
  @inline(never) private static func unary(_ function: () -> ScalarFunction, _ a: Self, _ address: UInt) -> Self {
    apply(function(), [a], at: .address(address))
  }

  @inline(never) private static func binary(
    _ function: () -> ScalarFunction, _ a: Self, _ b: Self, _ address: UInt
  ) -> Self {
    apply(function(), [a, b], at: .address(address))
  }

  @inline(never) private static func binary(
    _ function: () -> ScalarFunction, _ a: Self, _ b: some WeakNumber, _ address: UInt
  ) -> Self {
    apply(function(), [a, weak(b.weakValue, like: a)], at: .address(address))
  }

  @inline(never) private static func binary(
    _ function: () -> ScalarFunction, _ a: some WeakNumber, _ b: Self, _ address: UInt
  ) -> Self {
    apply(function(), [weak(a.weakValue, like: b), b], at: .address(address))
  }
}

// Arithmetic.
extension Algebra {
  /// The negative.
  @inline(never) public static prefix func - (a: Self) -> Self { unary({ .negative }, a, caller()) }
  /// Each bit turned; the logical not of bools.
  @inline(never) public static prefix func ~ (a: Self) -> Self { unary({ .invert }, a, caller()) }
  /// Where the value is zero.
  @inline(never) public static prefix func .! (a: Self) -> Self { unary({ .logicalNot }, a, caller()) }

  /// The sum.
  @inline(never) public static func + (a: Self, b: Self) -> Self { binary({ .add }, a, b, caller()) }
  @inline(never) public static func + (a: Self, b: Double) -> Self { binary({ .add }, a, b, caller()) }
  @inline(never) public static func + (a: Double, b: Self) -> Self { binary({ .add }, a, b, caller()) }
  @inline(never) public static func + (a: Self, b: Int) -> Self { binary({ .add }, a, b, caller()) }
  @inline(never) public static func + (a: Int, b: Self) -> Self { binary({ .add }, a, b, caller()) }

  /// The difference.
  @inline(never) public static func - (a: Self, b: Self) -> Self { binary({ .subtract }, a, b, caller()) }
  @inline(never) public static func - (a: Self, b: Double) -> Self { binary({ .subtract }, a, b, caller()) }
  @inline(never) public static func - (a: Double, b: Self) -> Self { binary({ .subtract }, a, b, caller()) }
  @inline(never) public static func - (a: Self, b: Int) -> Self { binary({ .subtract }, a, b, caller()) }
  @inline(never) public static func - (a: Int, b: Self) -> Self { binary({ .subtract }, a, b, caller()) }

  /// The product.
  @inline(never) public static func * (a: Self, b: Self) -> Self { binary({ .multiply }, a, b, caller()) }
  @inline(never) public static func * (a: Self, b: Double) -> Self { binary({ .multiply }, a, b, caller()) }
  @inline(never) public static func * (a: Double, b: Self) -> Self { binary({ .multiply }, a, b, caller()) }
  @inline(never) public static func * (a: Self, b: Int) -> Self { binary({ .multiply }, a, b, caller()) }
  @inline(never) public static func * (a: Int, b: Self) -> Self { binary({ .multiply }, a, b, caller()) }

  /// The true quotient: integers give `f64`.
  @inline(never) public static func / (a: Self, b: Self) -> Self { binary({ .divide }, a, b, caller()) }
  @inline(never) public static func / (a: Self, b: Double) -> Self { binary({ .divide }, a, b, caller()) }
  @inline(never) public static func / (a: Double, b: Self) -> Self { binary({ .divide }, a, b, caller()) }
  @inline(never) public static func / (a: Self, b: Int) -> Self { binary({ .divide }, a, b, caller()) }
  @inline(never) public static func / (a: Int, b: Self) -> Self { binary({ .divide }, a, b, caller()) }

  /// The remainder with the sign of the divisor, as in Python.
  @inline(never) public static func % (a: Self, b: Self) -> Self { binary({ .remainder }, a, b, caller()) }
  @inline(never) public static func % (a: Self, b: Double) -> Self { binary({ .remainder }, a, b, caller()) }
  @inline(never) public static func % (a: Double, b: Self) -> Self { binary({ .remainder }, a, b, caller()) }
  @inline(never) public static func % (a: Self, b: Int) -> Self { binary({ .remainder }, a, b, caller()) }
  @inline(never) public static func % (a: Int, b: Self) -> Self { binary({ .remainder }, a, b, caller()) }

  /// The power.
  @inline(never) public static func ** (a: Self, b: Self) -> Self { binary({ .power }, a, b, caller()) }
  @inline(never) public static func ** (a: Self, b: Double) -> Self { binary({ .power }, a, b, caller()) }
  @inline(never) public static func ** (a: Double, b: Self) -> Self { binary({ .power }, a, b, caller()) }
  @inline(never) public static func ** (a: Self, b: Int) -> Self { binary({ .power }, a, b, caller()) }
  @inline(never) public static func ** (a: Int, b: Self) -> Self { binary({ .power }, a, b, caller()) }
}

// Comparisons.
extension Algebra {
  /// Where the two are equal.
  @inline(never) public static func .== (a: Self, b: Self) -> Self { binary({ .equal }, a, b, caller()) }
  @inline(never) public static func .== (a: Self, b: Double) -> Self { binary({ .equal }, a, b, caller()) }
  @inline(never) public static func .== (a: Double, b: Self) -> Self { binary({ .equal }, a, b, caller()) }
  @inline(never) public static func .== (a: Self, b: Int) -> Self { binary({ .equal }, a, b, caller()) }
  @inline(never) public static func .== (a: Int, b: Self) -> Self { binary({ .equal }, a, b, caller()) }

  /// Where the two differ.
  @inline(never) public static func .!= (a: Self, b: Self) -> Self { binary({ .notEqual }, a, b, caller()) }
  @inline(never) public static func .!= (a: Self, b: Double) -> Self { binary({ .notEqual }, a, b, caller()) }
  @inline(never) public static func .!= (a: Double, b: Self) -> Self { binary({ .notEqual }, a, b, caller()) }
  @inline(never) public static func .!= (a: Self, b: Int) -> Self { binary({ .notEqual }, a, b, caller()) }
  @inline(never) public static func .!= (a: Int, b: Self) -> Self { binary({ .notEqual }, a, b, caller()) }

  /// Where the first is less.
  @inline(never) public static func .< (a: Self, b: Self) -> Self { binary({ .less }, a, b, caller()) }
  @inline(never) public static func .< (a: Self, b: Double) -> Self { binary({ .less }, a, b, caller()) }
  @inline(never) public static func .< (a: Double, b: Self) -> Self { binary({ .less }, a, b, caller()) }
  @inline(never) public static func .< (a: Self, b: Int) -> Self { binary({ .less }, a, b, caller()) }
  @inline(never) public static func .< (a: Int, b: Self) -> Self { binary({ .less }, a, b, caller()) }

  /// Where the first is less or equal.
  @inline(never) public static func .<= (a: Self, b: Self) -> Self { binary({ .lessEqual }, a, b, caller()) }
  @inline(never) public static func .<= (a: Self, b: Double) -> Self { binary({ .lessEqual }, a, b, caller()) }
  @inline(never) public static func .<= (a: Double, b: Self) -> Self { binary({ .lessEqual }, a, b, caller()) }
  @inline(never) public static func .<= (a: Self, b: Int) -> Self { binary({ .lessEqual }, a, b, caller()) }
  @inline(never) public static func .<= (a: Int, b: Self) -> Self { binary({ .lessEqual }, a, b, caller()) }

  /// Where the first is greater.
  @inline(never) public static func .> (a: Self, b: Self) -> Self { binary({ .greater }, a, b, caller()) }
  @inline(never) public static func .> (a: Self, b: Double) -> Self { binary({ .greater }, a, b, caller()) }
  @inline(never) public static func .> (a: Double, b: Self) -> Self { binary({ .greater }, a, b, caller()) }
  @inline(never) public static func .> (a: Self, b: Int) -> Self { binary({ .greater }, a, b, caller()) }
  @inline(never) public static func .> (a: Int, b: Self) -> Self { binary({ .greater }, a, b, caller()) }

  /// Where the first is greater or equal.
  @inline(never) public static func .>= (a: Self, b: Self) -> Self { binary({ .greaterEqual }, a, b, caller()) }
  @inline(never) public static func .>= (a: Self, b: Double) -> Self { binary({ .greaterEqual }, a, b, caller()) }
  @inline(never) public static func .>= (a: Double, b: Self) -> Self { binary({ .greaterEqual }, a, b, caller()) }
  @inline(never) public static func .>= (a: Self, b: Int) -> Self { binary({ .greaterEqual }, a, b, caller()) }
  @inline(never) public static func .>= (a: Int, b: Self) -> Self { binary({ .greaterEqual }, a, b, caller()) }
}

// Bits and logic.
extension Algebra {
  /// Bitwise and; the logical and of bools.
  @inline(never) public static func & (a: Self, b: Self) -> Self { binary({ .bitwiseAnd }, a, b, caller()) }
  @inline(never) public static func & (a: Self, b: Int) -> Self { binary({ .bitwiseAnd }, a, b, caller()) }
  @inline(never) public static func & (a: Int, b: Self) -> Self { binary({ .bitwiseAnd }, a, b, caller()) }

  /// Bitwise or; the logical or of bools.
  @inline(never) public static func | (a: Self, b: Self) -> Self { binary({ .bitwiseOr }, a, b, caller()) }
  @inline(never) public static func | (a: Self, b: Int) -> Self { binary({ .bitwiseOr }, a, b, caller()) }
  @inline(never) public static func | (a: Int, b: Self) -> Self { binary({ .bitwiseOr }, a, b, caller()) }

  /// Bitwise exclusive or.
  @inline(never) public static func ^ (a: Self, b: Self) -> Self { binary({ .bitwiseXor }, a, b, caller()) }
  @inline(never) public static func ^ (a: Self, b: Int) -> Self { binary({ .bitwiseXor }, a, b, caller()) }
  @inline(never) public static func ^ (a: Int, b: Self) -> Self { binary({ .bitwiseXor }, a, b, caller()) }

  /// The bits shifted left.
  @inline(never) public static func << (a: Self, b: Self) -> Self { binary({ .leftShift }, a, b, caller()) }
  @inline(never) public static func << (a: Self, b: Int) -> Self { binary({ .leftShift }, a, b, caller()) }
  @inline(never) public static func << (a: Int, b: Self) -> Self { binary({ .leftShift }, a, b, caller()) }

  /// The bits shifted right; the sign is kept.
  @inline(never) public static func >> (a: Self, b: Self) -> Self { binary({ .rightShift }, a, b, caller()) }
  @inline(never) public static func >> (a: Self, b: Int) -> Self { binary({ .rightShift }, a, b, caller()) }
  @inline(never) public static func >> (a: Int, b: Self) -> Self { binary({ .rightShift }, a, b, caller()) }

  /// Where both are nonzero.
  @inline(never) public static func .&& (a: Self, b: Self) -> Self { binary({ .logicalAnd }, a, b, caller()) }
  /// Where one is nonzero.
  @inline(never) public static func .|| (a: Self, b: Self) -> Self { binary({ .logicalOr }, a, b, caller()) }
}
