extension ScalarFunction {
  /// Logarithms of expressions in exponentials, where the plain formula overflows or cancels.
  static let stableLogarithms: [ScalarFunction] = [.logExpit, .log1mexp, .logcosh, .logsubexp]

  /// log(1 / (1 + e^-x)) = -log(1 + e^-x).
  public static let logExpit = ScalarFunction(
    "log_expit", aliases: ["log_sigmoid"], arity: 1, rule: .trueDivision,
    summary: "The logarithm of the logistic function, -log(1 + e^-x).", numpy: "sp.log_expit(x)",
    facts: [.increasing], domain: -700...700, ulps: 2,
    partials: [{ x, r in ScalarFunction.expit(-x[0]) }],
    image: { x in ElementFacts(-.infinity, 0, mayBeNaN: x[0].mayBeNaN, mayBeNegativeZero: true) }
  ) { x in
    .expansion(-ScalarFunction.softplus(-x[0]))
  }

  /// log(1 - e^x), for x below 0.
  public static let log1mexp = ScalarFunction(
    "log1mexp", arity: 1, rule: .float, summary: "log(1 - e^x) for x below 0, precise everywhere.",
    numpy: "np.where(x > -0.6931471805599453, np.log(-np.expm1(x)), np.log1p(-np.exp(x)))", domain: -40...0, ulps: 3,
    partials: [{ x, r in .constant(-1.0, r.type) / ScalarFunction.expm1(-x[0]) }]
  ) { x in
    .expansion(inDouble(x[0], logarithmOfOneMinusExponential))
  }

  /// log(cosh(x)), without overflow and precise near 0.
  public static let logcosh = ScalarFunction(
    "logcosh", arity: 1, rule: .trueDivision, summary: "log(cosh(x)), without overflow and precise near 0.",
    numpy: "(lambda x: np.where(x < 1, np.log1p(2 * np.sinh(x / 2) ** 2), "
      + "x + (np.log1p(np.exp(-2 * x)) - 0.6931471805599453)))(np.abs(x / 1))",
    facts: [.even], domain: -700...700, ulps: 2, partials: [{ x, r in ScalarFunction.tanh(x[0]) }],
    image: { x in ElementFacts(0, .infinity, mayBeNaN: x[0].mayBeNaN) }
  ) { x in
    .expansion(inDouble(x[0], logarithmOfCosine))
  }

  /// log(e^x - e^y) for x above y, without overflow.
  public static let logsubexp = ScalarFunction(
    "logsubexp", arity: 2, rule: .float, summary: "log(e^x - e^y) for x above y, without overflow.",
    numpy: "(lambda x, y: np.where(y == -np.inf, x, np.where((x == np.inf) & (y < x), x, "
      + "x + np.where(y - x > -0.6931471805599453, np.log(-np.expm1(y - x)), np.log1p(-np.exp(y - x))))))"
      + "(np.copysign(x, x), np.copysign(y, y))",
    domain: -700...700, ulps: 4,
    partials: [
      { x, r in .constant(-1.0, r.type) / ScalarFunction.expm1(x[1] - x[0]) },
      { x, r in .constant(-1.0, r.type) / ScalarFunction.expm1(x[0] - x[1]) },
    ]
  ) { x in
    let (a, b) = (x[0].converted(to: .f64), x[1].converted(to: .f64))
    let ratio = logarithmOfRatio(a, b)
    let fast = logarithmOfDifference(a, b, ratio)
    // Where the logarithm outweighs the sum, its error does too.
    let cancels = fast.magnitude .< ratio.magnitude * .constant(0.75, .f64)
    let exact = logarithmOfDifferenceNearOne(a, b)
    return .rareCase(fast: fast.converted(to: x[0].type), rare: cancels, exact: exact.converted(to: x[0].type))
  }
}

/// The logarithm of the logistic function, -log(1 + e^-x).
public func logExpit<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.logExpit, [x], at: .at(file, line))
}

/// log(1 - e^x) for x below 0, precise everywhere; -inf at 0, NaN above.
public func log1mexp<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.log1mexp, [x], at: .at(file, line))
}

/// log(cosh(x)), without overflow and precise near 0.
public func logcosh<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.logcosh, [x], at: .at(file, line))
}

/// log(e^x - e^y), without overflow; -inf where x = y, NaN where x is less.
public func logsubexp<A: Algebra>(_ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.logsubexp, [x, y], at: .at(file, line))
}

public func logsubexp<A: Algebra>(
  _ x: A, _ y: some WeakNumber, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.logsubexp, [x, .weak(y.weakValue, like: x)], at: .at(file, line))
}

public func logsubexp<A: Algebra>(
  _ x: some WeakNumber, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.logsubexp, [.weak(x.weakValue, like: y), y], at: .at(file, line))
}

/// M. Maechler, Accurately computing log(1 - exp(-|a|)), 2012: of `expm1` down to -ln(2), of `exp` below.
private func logarithmOfOneMinusExponential(_ x: ScalarExpression) -> ScalarExpression {
  let near = ScalarFunction.log(-ScalarFunction.expm1(x))
  let far = ScalarFunction.log1p(-exponential(x))
  return select(x .> .constant(-0.6931471805599453, .f64), near, far)
}

/// `log1p(cosh(x) - 1)` with `cosh(x) - 1 = (e^|x| - 1)^2 / (2 e^|x|)` up to 1; `|x| - log(2) + log1p(e^-2|x|)` beyond.
private func logarithmOfCosine(_ x: ScalarExpression) -> ScalarExpression {
  let a = x.magnitude
  let (power, less) = ExponentialReduction.quarters(a.clamped(below: 1))
  let ratio = ((less.normalized * less.normalized).normalized / power).normalized
  let excess = DoubleWord(ratio.high + ratio.high, ratio.low + ratio.low)
  let near = LogarithmReduction.ofOnePlusAny(excess).value
  let shifted = DoubleWord.sum(a, .constant(-0x1.62e42fefa39efp-1, .f64))
  let far = shifted.high + (shifted.low + (logarithmOfOnePlus(exponential(-a - a)) - .constant(0x1.abc9e3b39803fp-56, .f64)))
  let tiny = x * x * .constant(0.5, .f64)
  let isTiny = a .< .constant(0x1p-27, .f64)
  let finite = select(isTiny, tiny, select(a .< .constant(1.0, .f64), near, far))
  return select(a .== .constant(.infinity, .f64), a, finite)
}

/// `log(1 - e^(y - x))`, with what the difference loses.
private func logarithmOfRatio(_ x: ScalarExpression, _ y: ScalarExpression) -> ScalarExpression {
  let difference = DoubleWord.sum(y, -x)
  let less = ScalarFunction.expm1(difference.high)
  let near = ScalarFunction.log(-(less + difference.low * (less + .constant(1.0, .f64))))
  let power = exponential(difference.high)
  let far = ScalarFunction.log1p(-(power + power * difference.low))
  return select(difference.high .> .constant(-0.6931471805599453, .f64), near, far)
}

/// `x` plus the logarithm of `1 - e^(y - x)`, with what belongs at infinities.
private func logarithmOfDifference(
  _ x: ScalarExpression, _ y: ScalarExpression, _ ratio: ScalarExpression
) -> ScalarExpression {
  let infinity = ScalarExpression.constant(.infinity, .f64)
  let value = x + ratio
  let ofInfinity = select(y .== infinity, .nan, x + y.magnitude)
  return select(y .== -infinity, x, select(x .== infinity, ofInfinity, value))
}

/// Where `x` and `log(1 - e^(y - x))` cancel: from exponentials of some 95 bits.
private func logarithmOfDifferenceNearOne(_ x: ScalarExpression, _ y: ScalarExpression) -> ScalarExpression {
  let lesser = LongExponential(y.clamped(below: 60).clamped(above: -800)).value
  let excess = LongExponential(x.clamped(below: 60).clamped(above: -1)).lessOne + DoubleWord(-lesser.high, -lesser.low)
  let normal = DoubleWord.sum(excess.high, excess.low)
  let logarithm = LogarithmReduction.ofOnePlusAny(normal)
  return select(normal.high.magnitude .< .constant(0x1p-60, .f64), normal.value, logarithm.value)
}
