/// The closed set of scalar instructions that every backend implements.
///
/// Arguments of one instruction have one type unless its case says otherwise. Every instruction is total: no
/// input traps, and the result is the same on every backend, in every lane, bit by bit (NaN payloads aside).
/// Expansions of scalar functions, loop bodies and derivatives are made of these.
public enum Primitive: Hashable, Sendable {
  /// Integers wrap; floats round once. Not for bool (use the logical ones).
  case add, subtract, multiply, negate
  /// IEEE division; floats only.
  case divide
  /// `a * b + c` rounded once; floats only.
  case fusedMultiplyAdd
  /// Correctly rounded square root; floats only.
  case squareRoot
  /// Magnitude; the most negative integer stays as it is. Clears the sign of floats, NaN included.
  case absolute
  /// The magnitude of the first with the sign bit of the second; floats only.
  case copySign
  /// NaN if either is NaN, and -0 < +0 (IEEE 754-2019 minimum and maximum); plain order on integers.
  case minimum, maximum
  /// Rounding to an integral value: down, up, to zero, to nearest with ties to even; floats only.
  case floor, ceiling, truncate, roundToEven
  /// Integer quotient and remainder, rounded down as Python does; by zero both are 0, MIN / -1 is MIN rest 0.
  case floorQuotient, floorRemainder
  /// Integer quotient and remainder, rounded to zero as C does; by zero both are 0, MIN / -1 is MIN rest 0.
  case quotient, remainder
  /// The upper half of the double-width product; 64-bit unsigned only.
  case multiplyHigh
  /// Bitwise; on integers and bool.
  case and, or, xor, not
  /// Shifts by the second argument, read as unsigned; by the width or more gives 0, or the sign for `shiftRight`
  /// of a signed type. `shiftRight` is arithmetic for signed types, logical for unsigned ones.
  case shiftLeft, shiftRight
  /// The number of one bits of an integer, in its own type.
  case bitCount
  /// The number of leading zero bits of an integer (the width for zero), in its own type.
  case leadingZeros
  /// Comparisons give bool; anything with NaN is false, but `notEqual` is true. Any type, bool included.
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
  /// `(condition: bool, a, b)`: `a` where the condition holds, else `b`.
  case select
  /// NumPy's cast on x86: float to integer truncates; out of range and NaN give the minimum for i32 and i64,
  /// narrower types convert through i32 and wrap; to u32 through i64 and wraps; to u64 as `i64` below
  /// 2^63 and offset above.
  /// To bool: not zero. Integers wrap. Integer to float rounds to nearest even.
  case convert(ElementType)
  /// The same bits read as another type of the same width.
  case bitcast(ElementType)
  /// The element of a constant table at an index (i64, clamped into the table); the result is u64.
  case lookup(LookupTable)

  /// The number of arguments.
  public var arity: Int {
    switch self {
    case .negate, .squareRoot, .absolute, .floor, .ceiling, .truncate, .roundToEven, .not, .bitCount,
      .leadingZeros, .convert, .bitcast, .lookup:
      1
    case .fusedMultiplyAdd, .select: 3
    case .add, .subtract, .multiply, .divide, .copySign, .minimum, .maximum, .floorQuotient, .floorRemainder,
      .quotient, .remainder, .multiplyHigh, .and, .or, .xor, .shiftLeft, .shiftRight, .equal, .notEqual, .less,
      .lessOrEqual, .greater, .greaterOrEqual:
      2
    }
  }

  /// Whether it computes with the numbers that its operands stand for, which floats of 16 bits do in f32; else it only
  /// moves, converts or names bits.
  package var isArithmetic: Bool {
    switch self {
    case .select, .convert, .bitcast, .lookup, .and, .or, .xor, .not, .shiftLeft, .shiftRight, .bitCount, .leadingZeros, .multiplyHigh:
      false
    case .add, .subtract, .multiply, .negate, .divide, .fusedMultiplyAdd, .squareRoot, .absolute, .copySign, .minimum, .maximum,
      .floor, .ceiling, .truncate, .roundToEven, .floorQuotient, .floorRemainder, .quotient, .remainder, .equal, .notEqual, .less,
      .lessOrEqual, .greater, .greaterOrEqual:
      true
    }
  }

  /// The type of the result for arguments of these types (which satisfy the case's conditions).
  public func resultType(_ arguments: [ElementType]) -> ElementType {
    switch self {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: .bool
    case .select: arguments[1]
    case .convert(let type), .bitcast(let type): type
    case .lookup: .u64
    case .add, .subtract, .multiply, .negate, .divide, .fusedMultiplyAdd, .squareRoot, .absolute, .copySign,
      .minimum, .maximum, .floor, .ceiling, .truncate, .roundToEven, .floorQuotient, .floorRemainder, .quotient,
      .remainder, .multiplyHigh, .and, .or, .xor, .not, .shiftLeft, .shiftRight, .bitCount, .leadingZeros:
      arguments[0]
    }
  }
}

/// A named constant table of 64-bit words that an expansion reads (the bits of 2/pi, say).
public struct LookupTable: Hashable, Sendable {
  public let name: String
  public let words: [UInt64]

  public init(name: String, words: [UInt64]) {
    self.name = name
    self.words = words
  }
}
