extension ScalarFunction {
  /// The standard normal distribution.
  static let normalDistribution: [ScalarFunction] = [.logNdtr]

  /// The logarithm of the distribution function of the standard normal distribution.
  public static let logNdtr = ScalarFunction(
    "log_ndtr", arity: 1, rule: .trueDivision,
    summary: "The logarithm of the standard normal distribution function.", numpy: "sp.log_ndtr(x)",
    facts: [.increasing], domain: -40...40, ulps: 3,
    partials: [{ x, r in densityOverDistribution(x[0], logarithm: r) }]
  ) { x in
    .expansion(inDouble(x[0], logarithmOfNormal))
  }
}

/// log((1 + erf(x / sqrt(2))) / 2): the logarithm of the probability that a standard normal number is below x.
public func logNdtr<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.logNdtr, [x], at: .at(file, line))
}

/// The derivative of the logarithm, the density over the distribution function. Far to the left, where the difference of their logarithms has
/// no digits left, by the asymptotic series of Mills' ratio (Abramowitz and Stegun 26.2.12).
private func densityOverDistribution(_ x: ScalarExpression, logarithm: ScalarExpression) -> ScalarExpression {
  let type = logarithm.type
  // The first term that is left out is below the type's last digit from here on.
  let isFar = x .< .constant(type == .f64 ? -25.0 : -9.0, type)
  // What is not chosen stays finite, and so do its derivatives.
  let far = select(isFar, x, .constant(-100.0, type))
  let near = select(isFar, .constant(0.0, type), x)
  let z = .constant(1.0, type) / (far * far)
  let ratio = polynomial(z, [1, -1, 3, -15, 105, -945, 10_395, -135_135])
  let exponent = -(.constant(0.5, type) * (near * near)) - select(isFar, .constant(0.0, type), logarithm)
  return select(isFar, -far / ratio, .constant(0.3989422804014327, type) * ScalarFunction.exp(exponent))
}

/// `log1p(-t)` above 0 and `log(t)` down to -1, where `t` is the probability beyond `|x|`; below that `-x^2 / 2` plus the
/// logarithm of what is left of `t` without the exponential.
private func logarithmOfNormal(_ x: ScalarExpression) -> ScalarExpression {
  let half = ScalarExpression.constant(0.5, .f64)
  // |x| / sqrt(2), and what that loses, by the derivative of the function.
  let root = DoubleWord.constant(0x1.6a09e667f3bcdp-1, -0x1.bdd3413b26456p-55, .f64) * x.magnitude
  let a = root.high
  let inside = a.clamped(below: 28)
  let (numerator, divisor) = scaledComplement(inside)
  let ratio = (numerator / divisor).value
  let slope = inside + inside - .constant(1.1283791670955126, .f64) / ratio
  let correction = select(a .< .constant(28.0, .f64), root.low * slope, 0.0)
  let y = x.magnitude.clamped(below: 40)
  let square = DoubleWord.product(y, y * half)
  let parts = ExponentialReduction(-square.high, low: -square.low)
  let far = parts.scaled(((parts.significand.normalized * numerator).normalized / divisor).value)
  let beyond = half * select(a .< half, complementNearZero(a), fma(far, correction, far))
  let positive = ScalarFunction.log1p(-beyond)
  let scaled = select(a .> .constant(28.0, .f64), farComplement(a), ratio)
  let whole = DoubleWord.product(x, x * half)
  let low = select(whole.high .< .constant(.infinity, .f64), whole.low, 0.0)
  let deep = -whole.high + (ScalarFunction.log(half * scaled) - low)
  let negative = select(x .> .constant(-1.0, .f64), ScalarFunction.log(beyond), deep)
  return select(x .< .constant(0.0, .f64), negative, select(x.isNaN, x, positive))
}

/// `e^(a^2) erfc(a)` above 28, by its asymptotic series (Abramowitz and Stegun 7.1.23).
private func farComplement(_ a: ScalarExpression) -> ScalarExpression {
  let z = .constant(0.5, .f64) / (a * a)
  return polynomial(z, [1, -1, 3, -15, 105]) * .constant(0.5641895835477563, .f64) / a
}
