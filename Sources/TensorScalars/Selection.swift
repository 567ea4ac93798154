extension ScalarFunction {
  /// Choosing between values, and asking what kind of value one is.
  static let selection: [ScalarFunction] = [
    .minimum, .maximum, .fmin, .fmax, .clip, .where, .copysign, .heaviside, .isnan, .isinf, .isfinite, .signbit,
  ]

  /// The lesser value; NaN if either is NaN.
  public static let minimum = ScalarFunction(
    "minimum", arity: 2, rule: .promoted,
    summary: "The lesser value; NaN if either is NaN.", numpy: "np.minimum(x, y)",
    facts: [.commutative, .associative, .idempotent],
    partials: [{ x, r in share(x[0], x[1], r) }, { x, r in share(x[1], x[0], r) }],
    image: { x in x[0].lesser(x[1]) },
    complex: .minimum
  ) { x in
    .expansion(x[0].type == .bool ? x[0] & x[1] : .primitive(.minimum, x[0], x[1]))
  }

  /// The greater value; NaN if either is NaN.
  public static let maximum = ScalarFunction(
    "maximum", arity: 2, rule: .promoted,
    summary: "The greater value; NaN if either is NaN.", numpy: "np.maximum(x, y)",
    facts: [.commutative, .associative, .idempotent],
    partials: [{ x, r in share(x[0], x[1], r) }, { x, r in share(x[1], x[0], r) }],
    image: { x in x[0].greater(x[1]) },
    complex: .maximum
  ) { x in
    .expansion(x[0].type == .bool ? x[0] | x[1] : .primitive(.maximum, x[0], x[1]))
  }

  /// The lesser value; a NaN gives way to the other.
  public static let fmin = ScalarFunction(
    "fmin", arity: 2, rule: .promoted,
    summary: "The lesser value; a NaN gives way to the other.", numpy: "np.fmin(x, y)",
    facts: [.commutative, .associative, .idempotent],
    partials: [{ x, r in share(x[0], x[1], r) }, { x, r in share(x[1], x[0], r) }],
    image: { x in x[0].union(x[1]) },
    complex: .fmin
  ) { x in
    .expansion(ignoringNaN(.minimum, x[0], x[1]))
  }

  /// The greater value; a NaN gives way to the other.
  public static let fmax = ScalarFunction(
    "fmax", arity: 2, rule: .promoted,
    summary: "The greater value; a NaN gives way to the other.", numpy: "np.fmax(x, y)",
    facts: [.commutative, .associative, .idempotent],
    partials: [{ x, r in share(x[0], x[1], r) }, { x, r in share(x[1], x[0], r) }],
    image: { x in x[0].union(x[1]) },
    complex: .fmax
  ) { x in
    .expansion(ignoringNaN(.maximum, x[0], x[1]))
  }

  /// `min(max(x, y), z)`.
  public static let clip = ScalarFunction(
    "clip", arity: 3, rule: .promoted,
    summary: "The value x limited to [y, z].", numpy: "np.clip(x, y, z)",
    partials: [{ x, r in clipShare(0, x, r) }, { x, r in clipShare(1, x, r) }, { x, r in clipShare(2, x, r) }],
    image: { x in x[0].greater(x[1]).lesser(x[2]) },
    complex: .clip
  ) { x in
    .expansion(clipped(x[0], x[1], x[2]))
  }

  /// The value y where x holds, else z.
  public static let `where` = ScalarFunction(
    "where", arity: 3, rule: .selection,
    summary: "The value y where x holds, else z.", numpy: "np.where(x, y, z)",
    partials: [
      { x, r in .constant(0.0, r.type) },
      { x, r in select(condition(x[0]), .constant(1.0, r.type), .constant(0.0, r.type)) },
      { x, r in select(condition(x[0]), .constant(0.0, r.type), .constant(1.0, r.type)) },
    ],
    image: { x in x[1].union(x[2]) }, worksOnBits: true,
    complex: .where
  ) { x in
    .expansion(select(x[0], x[1], x[2]))
  }

  /// The magnitude of x with the sign of y.
  public static let copysign = ScalarFunction(
    "copysign", arity: 2, rule: .float,
    summary: "The magnitude of x with the sign of y.", numpy: "np.copysign(x, y)",
    partials: [{ x, r in ScalarFunction.sign(x[0]) * ScalarFunction.sign(r) }, { x, r in .constant(0.0, r.type) }]
  ) { x in
    .expansion(x[0].withSign(of: x[1]))
  }

  /// 0 below 0, y at 0, 1 above; NaN stays NaN.
  public static let heaviside = ScalarFunction(
    "heaviside", arity: 2, rule: .float,
    summary: "0 below 0, y at 0, 1 above; NaN stays NaN.", numpy: "np.heaviside(x, y)",
    partials: [
      { x, r in .constant(0.0, r.type) },
      { x, r in select(x[0] .== .constant(0.0, r.type), .constant(1.0, r.type), .constant(0.0, r.type)) },
    ]
  ) { x in
    .expansion(step(x[0], x[1]))
  }

  /// Whether x is NaN.
  public static let isnan = ScalarFunction(
    "isnan", arity: 1, rule: .predicate,
    summary: "Whether x is NaN.", numpy: "np.isnan(x)",
    complex: .isnan
  ) { x in
    .expansion(x[0].type.isFloat ? x[0].isNaN : .constant(0, .bool))
  }

  /// Whether x is infinite.
  public static let isinf = ScalarFunction(
    "isinf", arity: 1, rule: .predicate,
    summary: "Whether x is infinite.", numpy: "np.isinf(x)",
    facts: [.even],
    complex: .isinf
  ) { x in
    .expansion(x[0].type.isFloat ? x[0].magnitude .== .constant(.infinity, x[0].type) : .constant(0, .bool))
  }

  /// Whether x is neither NaN nor infinite.
  public static let isfinite = ScalarFunction(
    "isfinite", arity: 1, rule: .predicate,
    summary: "Whether x is neither NaN nor infinite.", numpy: "np.isfinite(x)",
    facts: [.even],
    complex: .isfinite
  ) { x in
    .expansion(x[0].type.isFloat ? x[0].magnitude .< .constant(.infinity, x[0].type) : .constant(1, .bool))
  }

  /// Whether the sign bit is set, -0 and NaN included.
  public static let signbit = ScalarFunction(
    "signbit", arity: 1, rule: .floatPredicate,
    summary: "Whether the sign bit is set, -0 and NaN included.", numpy: "np.signbit(x)"
  ) { x in
    .expansion(x[0].asBits .< .constant(0, x[0].asBits.type))
  }
}

/// The lesser value; NaN if either is NaN.
public func minimum<A: Algebra>(
  _ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.minimum, [x, y], at: .at(file, line))
}

public func minimum<A: Algebra>(
  _ x: A, _ y: some WeakNumber, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.minimum, [x, .weak(y.weakValue, like: x)], at: .at(file, line))
}

public func minimum<A: Algebra>(
  _ x: some WeakNumber, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.minimum, [.weak(x.weakValue, like: y), y], at: .at(file, line))
}

/// The greater value; NaN if either is NaN.
public func maximum<A: Algebra>(
  _ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.maximum, [x, y], at: .at(file, line))
}

public func maximum<A: Algebra>(
  _ x: A, _ y: some WeakNumber, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.maximum, [x, .weak(y.weakValue, like: x)], at: .at(file, line))
}

public func maximum<A: Algebra>(
  _ x: some WeakNumber, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.maximum, [.weak(x.weakValue, like: y), y], at: .at(file, line))
}

/// The lesser value; a NaN gives way to the other.
public func fmin<A: Algebra>(
  _ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.fmin, [x, y], at: .at(file, line))
}

public func fmin<A: Algebra>(
  _ x: A, _ y: some WeakNumber, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.fmin, [x, .weak(y.weakValue, like: x)], at: .at(file, line))
}

public func fmin<A: Algebra>(
  _ x: some WeakNumber, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.fmin, [.weak(x.weakValue, like: y), y], at: .at(file, line))
}

/// The greater value; a NaN gives way to the other.
public func fmax<A: Algebra>(
  _ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.fmax, [x, y], at: .at(file, line))
}

public func fmax<A: Algebra>(
  _ x: A, _ y: some WeakNumber, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.fmax, [x, .weak(y.weakValue, like: x)], at: .at(file, line))
}

public func fmax<A: Algebra>(
  _ x: some WeakNumber, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.fmax, [.weak(x.weakValue, like: y), y], at: .at(file, line))
}

/// The magnitude of x with the sign of y.
public func copysign<A: Algebra>(
  _ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.copysign, [x, y], at: .at(file, line))
}

public func copysign<A: Algebra>(
  _ x: A, _ y: some WeakNumber, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.copysign, [x, .weak(y.weakValue, like: x)], at: .at(file, line))
}

public func copysign<A: Algebra>(
  _ x: some WeakNumber, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.copysign, [.weak(x.weakValue, like: y), y], at: .at(file, line))
}

/// 0 below 0, y at 0, 1 above; NaN stays NaN.
public func heaviside<A: Algebra>(
  _ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.heaviside, [x, y], at: .at(file, line))
}

public func heaviside<A: Algebra>(
  _ x: A, _ y: some WeakNumber, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.heaviside, [x, .weak(y.weakValue, like: x)], at: .at(file, line))
}

public func heaviside<A: Algebra>(
  _ x: some WeakNumber, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.heaviside, [.weak(x.weakValue, like: y), y], at: .at(file, line))
}

/// Whether x is NaN.
public func isnan<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.isnan, [x], at: .at(file, line))
}

/// Whether x is infinite.
public func isinf<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.isinf, [x], at: .at(file, line))
}

/// Whether x is neither NaN nor infinite.
public func isfinite<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.isfinite, [x], at: .at(file, line))
}

/// Whether the sign bit is set, -0 and NaN included.
public func signbit<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.signbit, [x], at: .at(file, line))
}

/// The value limited to `[low, high]`: `minimum(maximum(x, low), high)`.
public func clip<A: Algebra>(_ x: A, _ low: A, _ high: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.clip, [x, low, high], at: .at(file, line))
}

public func clip<A: Algebra>(
  _ x: A, _ low: some WeakNumber, _ high: some WeakNumber, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.clip, [x, .weak(low.weakValue, like: x), .weak(high.weakValue, like: x)], at: .at(file, line))
}

/// `a` where the condition holds (is nonzero), else `b`; NumPy's three-argument `where`.
public func which<A: Algebra>(_ condition: A, _ a: A, _ b: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.where, [condition, a, b], at: .at(file, line))
}

public func which<A: Algebra>(
  _ condition: A, _ a: A, _ b: some WeakNumber, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.where, [condition, a, .weak(b.weakValue, like: a)], at: .at(file, line))
}

public func which<A: Algebra>(
  _ condition: A, _ a: some WeakNumber, _ b: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.where, [condition, .weak(a.weakValue, like: b), b], at: .at(file, line))
}

private func ignoringNaN(_ order: Primitive, _ a: ScalarExpression, _ b: ScalarExpression) -> ScalarExpression {
  if a.type == .bool { return order == .minimum ? a & b : a | b }
  let ordered = ScalarExpression.primitive(order, a, b)
  return a.type.isFloat ? select(a.isNaN, b, select(b.isNaN, a, ordered)) : ordered
}

private func clipped(_ x: ScalarExpression, _ low: ScalarExpression, _ high: ScalarExpression) -> ScalarExpression {
  if x.type == .bool { return (x | low) & high }
  return .primitive(.minimum, .primitive(.maximum, x, low), high)
}

private func step(_ x: ScalarExpression, _ atZero: ScalarExpression) -> ScalarExpression {
  let zero = ScalarExpression.constant(0.0, x.type)
  let sides = select(x .> zero, .constant(1.0, x.type), zero)
  return select(x.isNaN, x, select(x .== zero, atZero, sides))
}

private func condition(_ x: ScalarExpression) -> ScalarExpression { x.converted(to: .bool) }

/// The derivative of a choice by one candidate: 1 where it was chosen, 1/2 at a tie.
private func share(
  _ mine: ScalarExpression, _ other: ScalarExpression, _ result: ScalarExpression
) -> ScalarExpression {
  let whole = select(mine .== result, .constant(1.0, result.type), .constant(0.0, result.type))
  return select(mine .== other, .constant(0.5, result.type), whole)
}

/// The chain rule through `minimum(maximum(x, low), high)` for one of its three arguments.
private func clipShare(_ index: Int, _ x: [ScalarExpression], _ result: ScalarExpression) -> ScalarExpression {
  let raised = maximum(x[0], x[1])
  if index == 2 { return share(x[2], raised, result) }
  return share(raised, x[2], result) * share(x[index], x[1 - index], raised)
}
