extension ScalarFunction {
  /// Order, equality and logic; results are bools.
  static let comparison: [ScalarFunction] = [
    .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual, .logicalAnd, .logicalOr, .logicalXor,
    .logicalNot,
  ]

  /// Whether x == y.
  public static let equal = ScalarFunction(
    "equal", arity: 2, rule: .comparison,
    summary: "Whether x == y.", numpy: "np.equal(x, y)",
    facts: [.commutative],
    complex: .equal
  ) { x in
    .expansion(compared(.equal, x[0], x[1]))
  }

  /// Whether x != y.
  public static let notEqual = ScalarFunction(
    "not_equal", arity: 2, rule: .comparison,
    summary: "Whether x != y.", numpy: "np.not_equal(x, y)",
    facts: [.commutative],
    complex: .notEqual
  ) { x in
    .expansion(compared(.notEqual, x[0], x[1]))
  }

  /// Whether x < y.
  public static let less = ScalarFunction(
    "less", arity: 2, rule: .comparison,
    summary: "Whether x < y.", numpy: "np.less(x, y)",
    complex: .less
  ) { x in
    .expansion(compared(.less, x[0], x[1]))
  }

  /// Whether x <= y.
  public static let lessEqual = ScalarFunction(
    "less_equal", arity: 2, rule: .comparison,
    summary: "Whether x <= y.", numpy: "np.less_equal(x, y)",
    complex: .lessEqual
  ) { x in
    .expansion(compared(.lessOrEqual, x[0], x[1]))
  }

  /// Whether x > y.
  public static let greater = ScalarFunction(
    "greater", arity: 2, rule: .comparison,
    summary: "Whether x > y.", numpy: "np.greater(x, y)",
    complex: .greater
  ) { x in
    .expansion(compared(.greater, x[0], x[1]))
  }

  /// Whether x >= y.
  public static let greaterEqual = ScalarFunction(
    "greater_equal", arity: 2, rule: .comparison,
    summary: "Whether x >= y.", numpy: "np.greater_equal(x, y)",
    complex: .greaterEqual
  ) { x in
    .expansion(compared(.greaterOrEqual, x[0], x[1]))
  }

  /// Whether both are nonzero.
  public static let logicalAnd = ScalarFunction(
    "logical_and", arity: 2, rule: .logical,
    summary: "Whether both are nonzero.", numpy: "np.logical_and(x, y)",
    facts: [.commutative, .associative, .idempotent]
  ) { x in
    .expansion(x[0] & x[1])
  }

  /// Whether one is nonzero.
  public static let logicalOr = ScalarFunction(
    "logical_or", arity: 2, rule: .logical,
    summary: "Whether one is nonzero.", numpy: "np.logical_or(x, y)",
    facts: [.commutative, .associative, .idempotent]
  ) { x in
    .expansion(x[0] | x[1])
  }

  /// Whether exactly one is nonzero.
  public static let logicalXor = ScalarFunction(
    "logical_xor", arity: 2, rule: .logical,
    summary: "Whether exactly one is nonzero.", numpy: "np.logical_xor(x, y)",
    facts: [.commutative, .associative]
  ) { x in
    .expansion(x[0] ^ x[1])
  }

  /// Whether x is zero.
  public static let logicalNot = ScalarFunction(
    "logical_not", arity: 1, rule: .logical,
    summary: "Whether x is zero.", numpy: "np.logical_not(x)"
  ) { x in
    .expansion(.primitive(.not, x[0]))
  }
}

/// Whether x == y.
public func equal<A: Algebra>(
  _ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.equal, [x, y], at: .at(file, line))
}

public func equal<A: Algebra>(
  _ x: A, _ y: some WeakNumber, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.equal, [x, .weak(y.weakValue, like: x)], at: .at(file, line))
}

public func equal<A: Algebra>(
  _ x: some WeakNumber, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.equal, [.weak(x.weakValue, like: y), y], at: .at(file, line))
}

/// Whether x != y.
public func notEqual<A: Algebra>(
  _ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.notEqual, [x, y], at: .at(file, line))
}

public func notEqual<A: Algebra>(
  _ x: A, _ y: some WeakNumber, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.notEqual, [x, .weak(y.weakValue, like: x)], at: .at(file, line))
}

public func notEqual<A: Algebra>(
  _ x: some WeakNumber, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.notEqual, [.weak(x.weakValue, like: y), y], at: .at(file, line))
}

/// Whether x < y.
public func less<A: Algebra>(
  _ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.less, [x, y], at: .at(file, line))
}

public func less<A: Algebra>(
  _ x: A, _ y: some WeakNumber, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.less, [x, .weak(y.weakValue, like: x)], at: .at(file, line))
}

public func less<A: Algebra>(
  _ x: some WeakNumber, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.less, [.weak(x.weakValue, like: y), y], at: .at(file, line))
}

/// Whether x <= y.
public func lessEqual<A: Algebra>(
  _ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.lessEqual, [x, y], at: .at(file, line))
}

public func lessEqual<A: Algebra>(
  _ x: A, _ y: some WeakNumber, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.lessEqual, [x, .weak(y.weakValue, like: x)], at: .at(file, line))
}

public func lessEqual<A: Algebra>(
  _ x: some WeakNumber, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.lessEqual, [.weak(x.weakValue, like: y), y], at: .at(file, line))
}

/// Whether x > y.
public func greater<A: Algebra>(
  _ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.greater, [x, y], at: .at(file, line))
}

public func greater<A: Algebra>(
  _ x: A, _ y: some WeakNumber, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.greater, [x, .weak(y.weakValue, like: x)], at: .at(file, line))
}

public func greater<A: Algebra>(
  _ x: some WeakNumber, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.greater, [.weak(x.weakValue, like: y), y], at: .at(file, line))
}

/// Whether x >= y.
public func greaterEqual<A: Algebra>(
  _ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.greaterEqual, [x, y], at: .at(file, line))
}

public func greaterEqual<A: Algebra>(
  _ x: A, _ y: some WeakNumber, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.greaterEqual, [x, .weak(y.weakValue, like: x)], at: .at(file, line))
}

public func greaterEqual<A: Algebra>(
  _ x: some WeakNumber, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.greaterEqual, [.weak(x.weakValue, like: y), y], at: .at(file, line))
}

/// Whether both are nonzero.
public func logicalAnd<A: Algebra>(
  _ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.logicalAnd, [x, y], at: .at(file, line))
}

public func logicalAnd<A: Algebra>(
  _ x: A, _ y: some WeakNumber, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.logicalAnd, [x, .weak(y.weakValue, like: x)], at: .at(file, line))
}

public func logicalAnd<A: Algebra>(
  _ x: some WeakNumber, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.logicalAnd, [.weak(x.weakValue, like: y), y], at: .at(file, line))
}

/// Whether one is nonzero.
public func logicalOr<A: Algebra>(
  _ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.logicalOr, [x, y], at: .at(file, line))
}

public func logicalOr<A: Algebra>(
  _ x: A, _ y: some WeakNumber, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.logicalOr, [x, .weak(y.weakValue, like: x)], at: .at(file, line))
}

public func logicalOr<A: Algebra>(
  _ x: some WeakNumber, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.logicalOr, [.weak(x.weakValue, like: y), y], at: .at(file, line))
}

/// Whether exactly one is nonzero.
public func logicalXor<A: Algebra>(
  _ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.logicalXor, [x, y], at: .at(file, line))
}

public func logicalXor<A: Algebra>(
  _ x: A, _ y: some WeakNumber, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.logicalXor, [x, .weak(y.weakValue, like: x)], at: .at(file, line))
}

public func logicalXor<A: Algebra>(
  _ x: some WeakNumber, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.logicalXor, [.weak(x.weakValue, like: y), y], at: .at(file, line))
}

/// Whether x is zero.
public func logicalNot<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.logicalNot, [x], at: .at(file, line))
}

/// A comparison; `u64` with a signed integer meets without rounding, as in NumPy.
private func compared(_ relation: Primitive, _ a: ScalarExpression, _ b: ScalarExpression) -> ScalarExpression {
  if a.type == b.type { return .primitive(relation, a, b) }
  if a.type == .u64 { return compared(relation.mirrored, b, a) }
  // `a` is i64 and `b` is u64: a negative `a` is less than any `b`.
  let unsigned = ScalarExpression.primitive(relation, a.bitcast(to: .u64), b)
  let isNegative = a .< .constant(0, .i64)
  let whenNegative = relation == .less || relation == .lessOrEqual || relation == .notEqual
  return select(isNegative, .constant(whenNegative ? 1 : 0, .bool), unsigned)
}

extension Primitive {
  /// The comparison with its operands exchanged; other instructions are themselves.
  fileprivate var mirrored: Primitive {
    switch self {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    case .add, .subtract, .multiply, .negate, .divide, .fusedMultiplyAdd, .squareRoot, .absolute, .copySign, .minimum,
      .maximum, .floor, .ceiling, .truncate, .roundToEven, .floorQuotient, .floorRemainder, .quotient, .remainder,
      .multiplyHigh, .and, .or, .xor, .not, .shiftLeft, .shiftRight, .bitCount, .leadingZeros, .equal, .notEqual,
      .select, .convert, .bitcast, .lookup:
      self
    }
  }
}
