extension ScalarFunction {
  /// Integers and bools as rows of bits.
  static let bitwise: [ScalarFunction] = [
    .bitwiseAnd, .bitwiseOr, .bitwiseXor, .invert, .leftShift, .rightShift, .bitCount,
  ]

  /// The bits set in both.
  public static let bitwiseAnd = ScalarFunction(
    "bitwise_and", arity: 2, rule: .bitwise,
    summary: "The bits set in both.", numpy: "np.bitwise_and(x, y)",
    facts: [.commutative, .associative, .idempotent]
  ) { x in
    .expansion(x[0] & x[1])
  }

  /// The bits set in one or both.
  public static let bitwiseOr = ScalarFunction(
    "bitwise_or", arity: 2, rule: .bitwise,
    summary: "The bits set in one or both.", numpy: "np.bitwise_or(x, y)",
    facts: [.commutative, .associative, .idempotent]
  ) { x in
    .expansion(x[0] | x[1])
  }

  /// The bits set in exactly one.
  public static let bitwiseXor = ScalarFunction(
    "bitwise_xor", arity: 2, rule: .bitwise,
    summary: "The bits set in exactly one.", numpy: "np.bitwise_xor(x, y)",
    facts: [.commutative, .associative]
  ) { x in
    .expansion(x[0] ^ x[1])
  }

  /// Every bit turned; the logical not of a bool.
  public static let invert = ScalarFunction(
    "invert", aliases: ["bitwise_not", "bitwise_invert"], arity: 1, rule: .bitwise,
    summary: "Every bit turned; the logical not of a bool.", numpy: "np.invert(x)"
  ) { x in
    .expansion(.primitive(.not, x[0]))
  }

  /// The bits of x shifted left by y; by the width or more gives 0.
  public static let leftShift = ScalarFunction(
    "left_shift", aliases: ["bitwise_left_shift"], arity: 2, rule: .shift,
    summary: "The bits of x shifted left by y; by the width or more gives 0.", numpy: "np.left_shift(x, y)"
  ) { x in
    .expansion(.primitive(.shiftLeft, x[0], x[1]))
  }

  /// The bits of x shifted right by y; the sign is kept.
  public static let rightShift = ScalarFunction(
    "right_shift", aliases: ["bitwise_right_shift"], arity: 2, rule: .shift,
    summary: "The bits of x shifted right by y; the sign is kept.", numpy: "np.right_shift(x, y)"
  ) { x in
    .expansion(.primitive(.shiftRight, x[0], x[1]))
  }

  /// The number of one bits of |x|, a u8.
  public static let bitCount = ScalarFunction(
    "bit_count", aliases: ["bitwise_count"], arity: 1, rule: .bitCount,
    summary: "The number of one bits of |x|, a u8.", numpy: "np.bitwise_count(x)"
  ) { x in
    .expansion(bitCountOf(x[0]))
  }
}

/// The bits set in both.
public func bitwiseAnd<A: Algebra>(
  _ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.bitwiseAnd, [x, y], at: .at(file, line))
}

public func bitwiseAnd<A: Algebra>(
  _ x: A, _ y: some WeakNumber, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.bitwiseAnd, [x, .weak(y.weakValue, like: x)], at: .at(file, line))
}

public func bitwiseAnd<A: Algebra>(
  _ x: some WeakNumber, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.bitwiseAnd, [.weak(x.weakValue, like: y), y], at: .at(file, line))
}

/// The bits set in one or both.
public func bitwiseOr<A: Algebra>(
  _ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.bitwiseOr, [x, y], at: .at(file, line))
}

public func bitwiseOr<A: Algebra>(
  _ x: A, _ y: some WeakNumber, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.bitwiseOr, [x, .weak(y.weakValue, like: x)], at: .at(file, line))
}

public func bitwiseOr<A: Algebra>(
  _ x: some WeakNumber, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.bitwiseOr, [.weak(x.weakValue, like: y), y], at: .at(file, line))
}

/// The bits set in exactly one.
public func bitwiseXor<A: Algebra>(
  _ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.bitwiseXor, [x, y], at: .at(file, line))
}

public func bitwiseXor<A: Algebra>(
  _ x: A, _ y: some WeakNumber, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.bitwiseXor, [x, .weak(y.weakValue, like: x)], at: .at(file, line))
}

public func bitwiseXor<A: Algebra>(
  _ x: some WeakNumber, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.bitwiseXor, [.weak(x.weakValue, like: y), y], at: .at(file, line))
}

/// Every bit turned; the logical not of a bool.
public func invert<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.invert, [x], at: .at(file, line))
}

/// The bits of x shifted left by y; by the width or more gives 0.
public func leftShift<A: Algebra>(
  _ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.leftShift, [x, y], at: .at(file, line))
}

public func leftShift<A: Algebra>(
  _ x: A, _ y: some WeakNumber, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.leftShift, [x, .weak(y.weakValue, like: x)], at: .at(file, line))
}

public func leftShift<A: Algebra>(
  _ x: some WeakNumber, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.leftShift, [.weak(x.weakValue, like: y), y], at: .at(file, line))
}

/// The bits of x shifted right by y; the sign is kept.
public func rightShift<A: Algebra>(
  _ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.rightShift, [x, y], at: .at(file, line))
}

public func rightShift<A: Algebra>(
  _ x: A, _ y: some WeakNumber, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.rightShift, [x, .weak(y.weakValue, like: x)], at: .at(file, line))
}

public func rightShift<A: Algebra>(
  _ x: some WeakNumber, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.rightShift, [.weak(x.weakValue, like: y), y], at: .at(file, line))
}

/// The number of one bits of |x|, a u8.
public func bitCount<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.bitCount, [x], at: .at(file, line))
}

private func bitCountOf(_ x: ScalarExpression) -> ScalarExpression {
  if x.type == .bool { return x.converted(to: .u8) }
  let magnitude = x.type.isSignedInteger ? ScalarExpression.primitive(.absolute, x) : x
  return ScalarExpression.primitive(.bitCount, magnitude).converted(to: .u8)
}
