extension ScalarFunction {
  /// Exponentials added to one and to each other.
  static let logistic: [ScalarFunction] = [
    .expit, .softplus, .logaddexp,
  ]

  /// The logistic function 1 / (1 + e^-x).
  public static let expit = ScalarFunction(
    "expit", aliases: ["sigmoid"], arity: 1, rule: .trueDivision,
    summary: "The logistic function 1 / (1 + e^-x).", numpy: "sp.expit(x)",
    facts: [.increasing], domain: -700...40, ulps: 2,
    partials: [{ x, r in r * (.constant(1.0, r.type) - r) }],
    image: { x in ElementFacts(0, 1, mayBeNaN: x[0].mayBeNaN) }
  ) { x in
    .expansion(logisticFunction(x[0]))
  }

  /// log(1 + e^x), without overflow.
  public static let softplus = ScalarFunction(
    "softplus", arity: 1, rule: .float,
    summary: "log(1 + e^x), without overflow.", numpy: "np.logaddexp(np.zeros_like(x), x)",
    facts: [.increasing], domain: -700...700, ulps: 2,
    partials: [{ x, r in ScalarFunction.expit(x[0]) }],
    image: { x in ElementFacts(0, .infinity, mayBeNaN: x[0].mayBeNaN) }
  ) { x in
    .expansion(inDouble(x[0], softPlus))
  }

  /// log(e^x + e^y), without overflow.
  public static let logaddexp = ScalarFunction(
    "logaddexp", arity: 2, rule: .float,
    summary: "log(e^x + e^y), without overflow.", numpy: "np.logaddexp(x, y)",
    facts: [.commutative], domain: -700...700, ulps: 2,
    partials: [{ x, r in weight(x[0], x[1]) }, { x, r in weight(x[1], x[0]) }]
  ) { x in
    let (a, b) = (x[0].converted(to: .f64), x[1].converted(to: .f64))
    let fast = logarithmOfSum(a, b)
    let greater = select(a .> b, a, b)
    let cancels = fast.magnitude .< greater.magnitude * .constant(0x1p-3, .f64)
    let exact = logarithmOfSumNearOne(greater, select(a .> b, b, a))
    return .rareCase(fast: fast.converted(to: x[0].type), rare: cancels, exact: exact.converted(to: x[0].type))
  }
}

/// The logistic function 1 / (1 + e^-x).
public func expit<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.expit, [x], at: .at(file, line))
}

/// log(1 + e^x), without overflow.
public func softplus<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.softplus, [x], at: .at(file, line))
}

/// log(e^x + e^y), without overflow.
public func logaddexp<A: Algebra>(_ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.logaddexp, [x, y], at: .at(file, line))
}

public func logaddexp<A: Algebra>(
  _ x: A, _ y: some WeakNumber, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.logaddexp, [x, .weak(y.weakValue, like: x)], at: .at(file, line))
}

public func logaddexp<A: Algebra>(
  _ x: some WeakNumber, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.logaddexp, [.weak(x.weakValue, like: y), y], at: .at(file, line))
}

/// With e = e^-|x|: 1 / (1 + e) for positive x, e / (1 + e) for negative. Three roundings count.
private func logisticFunction(_ x: ScalarExpression) -> ScalarExpression {
  let e = exponential(-x.magnitude)
  let one = ScalarExpression.constant(1.0, x.type)
  return select(x .< .constant(0.0, x.type), e, one) / (one + e)
}

private func softPlus(_ x: ScalarExpression) -> ScalarExpression {
  let zero = ScalarExpression.constant(0.0, .f64)
  return select(x .> zero, x, zero) + logarithmOfOnePlus(exponential(-x.magnitude))
}

/// `max + log(1 + e^-|x - y|)` in double words: the two may cancel.
private func logarithmOfSum(_ x: ScalarExpression, _ y: ScalarExpression) -> ScalarExpression {
  let (greater, lesser) = (select(x .> y, x, y), select(x .> y, y, x))
  let difference = DoubleWord.sum(lesser, -greater)
  let isFar = ScalarExpression.primitive(.not, difference.high .> .constant(-800.0, .f64))
  let inside = DoubleWord.select(isFar, .constant(-800, 0, .f64), difference)
  let parts = ExponentialReduction(inside.high, low: inside.low)
  let significand = parts.significand
  let ratio = DoubleWord(parts.scaled(significand.high), parts.scaled(significand.low))
  let logarithm = LogarithmReduction.ofOnePlusAny(ratio)
  let small = DoubleWord.select(ratio.high .< .constant(0x1p-60, .f64), ratio, logarithm)
  let sum = DoubleWord.sum(greater, small.high)
  let value = sum.high + (sum.low + small.low)
  let isInfinite = greater.magnitude .== .constant(.infinity, .f64)
  return select(x.isNaN | y.isNaN, x + y, select(isInfinite, greater, value))
}

/// `log(e^x + e^y)` where the sum is near 1, so that `x` lies in about [-ln(2), 0]: what is left of `e^x - 1 + e^y` after
/// cancelling has some 40 bits more than a float.
private func logarithmOfSumNearOne(_ x: ScalarExpression, _ y: ScalarExpression) -> ScalarExpression {
  let lesser = LongExponential(y.clamped(below: 1).clamped(above: -800))
  let sum = LongExponential(x.clamped(below: 1).clamped(above: -1)).lessOne + lesser.value
  let excess = DoubleWord.sum(sum.high, sum.low)
  let logarithm = LogarithmReduction.ofOnePlusAny(excess)
  return select(excess.high.magnitude .< .constant(0x1p-60, .f64), excess.value, logarithm.value)
}

/// The derivative of `logaddexp` by one argument: of equal ones, infinities too, half. (The distance to the result has fewer digits.)
private func weight(_ mine: ScalarExpression, _ other: ScalarExpression) -> ScalarExpression {
  select(mine .== other, .constant(0.5, mine.type), ScalarFunction.expit(mine - other))
}
