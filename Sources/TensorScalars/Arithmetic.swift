extension ScalarFunction {
  /// Sums, products and their kin.
  static let arithmetic: [ScalarFunction] = [
    .add, .subtract, .multiply, .divide, .negative, .positive, .absolute, .sign, .square, .reciprocal, .sqrt,
  ]

  /// `x + y`; on bool the logical or.
  public static let add = ScalarFunction(
    "add", arity: 2, rule: .promoted,
    summary: "The sum x + y.", numpy: "np.add(x, y)",
    facts: [.commutative, .associative],
    partials: [{ x, r in .constant(1.0, r.type) }, { x, r in .constant(1.0, r.type) }],
    image: { x in ElementFacts.sum(x[0], x[1]) },
    complex: .add
  ) { x in
    .expansion(.primitive(x[0].type == .bool ? .or : .add, x[0], x[1]))
  }

  /// The difference x - y.
  public static let subtract = ScalarFunction(
    "subtract", arity: 2, rule: .promotedNumbers,
    summary: "The difference x - y.", numpy: "np.subtract(x, y)",
    partials: [{ x, r in .constant(1.0, r.type) }, { x, r in .constant(-1.0, r.type) }],
    image: { x in ElementFacts.sum(x[0], -x[1]) },
    complex: .subtract
  ) { x in
    .expansion(.primitive(.subtract, x[0], x[1]))
  }

  /// `x * y`; on bool the logical and.
  public static let multiply = ScalarFunction(
    "multiply", arity: 2, rule: .promoted,
    summary: "The product x * y.", numpy: "np.multiply(x, y)",
    facts: [.commutative, .associative],
    partials: [{ x, r in x[1] }, { x, r in x[0] }],
    image: { x in ElementFacts.product(x[0], x[1]) },
    complex: .multiply
  ) { x in
    .expansion(.primitive(x[0].type == .bool ? .and : .multiply, x[0], x[1]))
  }

  /// The true quotient x / y; integers give f64.
  public static let divide = ScalarFunction(
    "divide", aliases: ["true_divide"], arity: 2, rule: .trueDivision,
    summary: "The true quotient x / y; integers give f64.", numpy: "np.divide(x, y)",
    partials: [{ x, r in .constant(1.0, r.type) / x[1] }, { x, r in -r / x[1] }],
    image: { x in ElementFacts.quotient(x[0], x[1]) },
    complex: .divide
  ) { x in
    .expansion(.primitive(.divide, x[0], x[1]))
  }

  /// The negative -x.
  public static let negative = ScalarFunction(
    "negative", arity: 1, rule: .promotedNumbers,
    summary: "The negative -x.", numpy: "np.negative(x)",
    facts: [.odd],
    partials: [{ x, r in .constant(-1.0, r.type) }],
    image: { x in -x[0] },
    complex: .negative
  ) { x in
    .expansion(.primitive(.negate, x[0]))
  }

  /// The value +x itself.
  public static let positive = ScalarFunction(
    "positive", arity: 1, rule: .promotedNumbers,
    summary: "The value +x itself.", numpy: "np.positive(x)",
    facts: [.increasing, .odd, .idempotent],
    partials: [{ x, r in .constant(1.0, r.type) }],
    image: { x in x[0] },
    complex: .positive
  ) { x in
    .expansion(x[0])
  }

  /// `|x|`; the most negative integer stays as it is.
  public static let absolute = ScalarFunction(
    "absolute", aliases: ["abs"], arity: 1, rule: .promoted,
    summary: "The magnitude |x|.", numpy: "np.absolute(x)",
    facts: [.even, .idempotent],
    partials: [{ x, r in ScalarFunction.sign(x[0]) }],
    image: { x in x[0].magnitude },
    complex: .absolute
  ) { x in
    .expansion(
      x[0].type.isFloat || x[0].type.isSignedInteger ? .primitive(.absolute, x[0]) : x[0])
  }

  /// The sign of x: -1, 0 or 1; NaN stays NaN.
  public static let sign = ScalarFunction(
    "sign", arity: 1, rule: .promotedNumbers,
    summary: "The sign of x: -1, 0 or 1; NaN stays NaN.", numpy: "np.sign(x)",
    facts: [.odd, .increasing],
    partials: [{ x, r in .constant(0.0, r.type) }],
    image: { x in x[0].sign },
    complex: .sign
  ) { x in
    .expansion(signOf(x[0]))
  }

  /// The square x * x.
  public static let square = ScalarFunction(
    "square", arity: 1, rule: .promotedBoolAsByte,
    summary: "The square x * x.", numpy: "np.square(x)",
    facts: [.even],
    partials: [{ x, r in x[0] + x[0] }],
    image: { x in ElementFacts.product(x[0].magnitude, x[0].magnitude) },
    complex: .square
  ) { x in
    .expansion(.primitive(.multiply, x[0], x[0]))
  }

  /// The reciprocal 1 / x; integers round to zero.
  public static let reciprocal = ScalarFunction(
    "reciprocal", arity: 1, rule: .promotedBoolAsByte,
    summary: "The reciprocal 1 / x; integers round to zero.", numpy: "np.reciprocal(x)",
    facts: [.odd],
    partials: [{ x, r in -(r * r) }],
    image: { x in ElementFacts.quotient(ElementFacts(1, 1), x[0]) },
    complex: .reciprocal
  ) { x in
    .expansion(reciprocalOf(x[0]))
  }

  /// The square root.
  public static let sqrt = ScalarFunction(
    "sqrt", arity: 1, rule: .float,
    summary: "The square root.", numpy: "np.sqrt(x)",
    facts: [.increasing], domain: 0...1e6,
    partials: [{ x, r in .constant(0.5, r.type) / r }],
    image: { x in x[0].squareRoot },
    complex: .sqrt
  ) { x in
    .expansion(x[0].squareRoot)
  }
}

/// The sum x + y.
public func add<A: Algebra>(
  _ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.add, [x, y], at: .at(file, line))
}

public func add<A: Algebra>(
  _ x: A, _ y: some WeakNumber, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.add, [x, .weak(y.weakValue, like: x)], at: .at(file, line))
}

public func add<A: Algebra>(
  _ x: some WeakNumber, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.add, [.weak(x.weakValue, like: y), y], at: .at(file, line))
}

/// The difference x - y.
public func subtract<A: Algebra>(
  _ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.subtract, [x, y], at: .at(file, line))
}

public func subtract<A: Algebra>(
  _ x: A, _ y: some WeakNumber, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.subtract, [x, .weak(y.weakValue, like: x)], at: .at(file, line))
}

public func subtract<A: Algebra>(
  _ x: some WeakNumber, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.subtract, [.weak(x.weakValue, like: y), y], at: .at(file, line))
}

/// The product x * y.
public func multiply<A: Algebra>(
  _ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.multiply, [x, y], at: .at(file, line))
}

public func multiply<A: Algebra>(
  _ x: A, _ y: some WeakNumber, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.multiply, [x, .weak(y.weakValue, like: x)], at: .at(file, line))
}

public func multiply<A: Algebra>(
  _ x: some WeakNumber, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.multiply, [.weak(x.weakValue, like: y), y], at: .at(file, line))
}

/// The true quotient x / y; integers give f64.
public func divide<A: Algebra>(
  _ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.divide, [x, y], at: .at(file, line))
}

public func divide<A: Algebra>(
  _ x: A, _ y: some WeakNumber, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.divide, [x, .weak(y.weakValue, like: x)], at: .at(file, line))
}

public func divide<A: Algebra>(
  _ x: some WeakNumber, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.divide, [.weak(x.weakValue, like: y), y], at: .at(file, line))
}

/// The negative -x.
public func negative<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.negative, [x], at: .at(file, line))
}

/// The value +x itself.
public func positive<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.positive, [x], at: .at(file, line))
}

/// The magnitude |x|.
public func abs<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.absolute, [x], at: .at(file, line))
}

/// The sign of x: -1, 0 or 1; NaN stays NaN.
public func sign<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.sign, [x], at: .at(file, line))
}

/// The square x * x.
public func square<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.square, [x], at: .at(file, line))
}

/// The reciprocal 1 / x; integers round to zero.
public func reciprocal<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.reciprocal, [x], at: .at(file, line))
}

/// The square root.
public func sqrt<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.sqrt, [x], at: .at(file, line))
}

private func signOf(_ x: ScalarExpression) -> ScalarExpression {
  let zero = ScalarExpression.constant(0, x.type)
  let one = ScalarExpression.constant(1, x.type)
  let positive = select(x .> zero, one, zero)
  if x.type.isUnsignedInteger { return positive }
  let signed = select(x .< zero, .constant(-1, x.type), positive)
  return x.type.isFloat ? select(x.isNaN, x, signed) : signed
}

/// NumPy computes `1.0 / x` in f64 and casts: 1 and -1 stay, 0 gives what the cast of infinity gives.
private func reciprocalOf(_ x: ScalarExpression) -> ScalarExpression {
  if x.type.isFloat { return .constant(1.0, x.type) / x }
  return (ScalarExpression.constant(1.0, .f64) / x.converted(to: .f64)).converted(to: x.type)
}
