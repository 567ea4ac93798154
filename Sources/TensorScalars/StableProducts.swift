extension ScalarFunction {
  /// Logarithms of products and powers, and exponentials of sums, where the plain formula over- or underflows or cancels.
  static let stableProducts: [ScalarFunction] = [
    .logProduct, .logQuotient, .logPower, .log1pProduct, .expSum, .expDifference,
  ]

  /// log(x y), also where the product over- or underflows.
  public static let logProduct = ScalarFunction(
    "log_product", arity: 2, rule: .float, summary: "log(x * y), also where the product over- or underflows.",
    numpy: inLongDouble("np.log(np.longdouble(np.float64(x)) * np.longdouble(np.float64(y)))"), facts: [.commutative], domain: 0...1000, ulps: 2,
    partials: [{ x, r in .constant(1.0, r.type) / x[0] }, { x, r in .constant(1.0, r.type) / x[1] }]
  ) { x in
    let product = x[0] * x[1]
    let lost = fma(x[0], x[1], -product)
    // An infinite product is left to the exact form.
    let inside = LogarithmReduction(product, isNormal: true).natural(including: lost)
    let zero = ScalarExpression.constant(0.0, product.type)
    let atZero = select(product .== zero, -.infinity, .constant(.nan, product.type))
    let fast = select(product .> zero, inside, atZero)
    let exact = inDouble(x[0], x[1]) { x, y in
      logarithm(ofPlain: x * y, x, y, ScalarFunction.log(x.magnitude) + ScalarFunction.log(y.magnitude))
    }
    // Products with zeros, negative ones and NaN are as common as they come.
    let hasUnderflowed = isTiny(product) & isNotZero(x[0]) & isNotZero(x[1])
    return .rareCase(fast: fast, rare: hasUnderflowed | isInfinite(product), exact: exact)
  }

  /// log(x / y), also where the quotient over- or underflows, and precise where it is near 1.
  public static let logQuotient = ScalarFunction(
    "log_quotient", arity: 2, rule: .trueDivision, summary: "log(x / y), also where the quotient over- or underflows.",
    numpy: inLongDouble("np.log(np.longdouble(np.float64(x)) / np.longdouble(np.float64(y)))", as: "np.divide(x, y)"), domain: 0...1000, ulps: 2,
    partials: [{ x, r in .constant(1.0, r.type) / x[0] }, { x, r in .constant(-1.0, r.type) / x[1] }]
  ) { x in
    let quotient = x[0] / x[1]
    let lost = fma(-quotient, x[1], x[0])
    let fast = logarithm(of: quotient, LogarithmReduction(quotient, isNormal: true).natural(low: lost / x[0]))
    let exact = inDouble(x[0], x[1]) { x, y in
      let scale = ScalarExpression.constant(0x1p120, .f64)
      let plain = select(x.magnitude .< .constant(0x1p-800, .f64), (x * scale) / (y * scale), x / y)
      return logarithm(ofPlain: plain, x, y, ScalarFunction.log(x.magnitude) - ScalarFunction.log(y.magnitude))
    }
    let hasUnderflowed = (isTiny(quotient) | isTiny(x[0])) & isNotZero(x[0])
    return .rareCase(fast: fast, rare: hasUnderflowed | (isInfinite(quotient) & isNotZero(x[1])), exact: exact)
  }

  /// log(x ** y), also where the power over- or underflows.
  public static let logPower = ScalarFunction(
    "log_power", arity: 2, rule: .float, summary: "log(x ** y), also where the power over- or underflows.",
    numpy: inLongDouble(
      "(lambda a, b, p: np.where(np.isfinite(a) & np.isfinite(b) & (a != 0) & (np.isinf(p) | (p == 0) | (a > 0)), "
        + "np.where(np.signbit(p), np.nan, b * np.log(np.abs(a)) + 0.0), np.log(p)))"
        + "(np.longdouble(np.float64(x)), np.longdouble(np.float64(y)), "
        + "np.power(np.longdouble(np.float64(x)), np.longdouble(np.float64(y))))"),
    domain: 0...100, ulps: 2,
    partials: [{ x, r in x[1] / x[0] }, { x, r in ScalarFunction.log(x[0].magnitude) }]
  ) { x in
    let (zero, infinity) = (ScalarExpression.constant(0.0, x[0].type), ScalarExpression.constant(.infinity, x[0].type))
    let isPlain = ((x[0] .> zero) | ((x[0] .== zero) & (x[1] .> zero))) & (x[0] .< infinity) & (x[1].magnitude .< infinity)
    let exact = inDouble(x[0], x[1]) { x, y in
      let isNegative = (x .< .constant(0.0, .f64)) & (x.magnitude .< .constant(.infinity, .f64))
      let half = y * .constant(0.5, .f64)
      let isWhole = (ScalarExpression.primitive(.truncate, y) .== y) & (y.magnitude .< .constant(.infinity, .f64))
      let isEven = (ScalarExpression.primitive(.truncate, half) .== half) & isWhole
      let power = ScalarFunction.log(ScalarFunction.power(x, y))
      // Odd powers of negative numbers are negative, however small.
      return select(
        isNegative & isEven, fma(y, ScalarFunction.log(x.magnitude), 0.0), select(isNegative & isWhole, .constant(.nan, .f64), power))
    }
    // The logarithm of 1 is 0, not -0, whatever the exponent's sign.
    return .rareCase(fast: fma(x[1], ScalarFunction.log(x[0]), 0.0), rare: .primitive(.not, isPlain), exact: exact)
  }

  /// log(1 + x y), also where the product overflows.
  public static let log1pProduct = ScalarFunction(
    "log1p_product", arity: 2, rule: .float, summary: "log(1 + x * y), also where the product overflows.",
    numpy: inLongDouble("np.log1p(np.longdouble(np.float64(x)) * np.longdouble(np.float64(y)))"), facts: [.commutative], domain: 0...1000, ulps: 2,
    partials: [
      { x, r in x[1] / fma(x[0], x[1], 1.0) }, { x, r in x[0] / fma(x[0], x[1], 1.0) },
    ]
  ) { x in
    let product = x[0] * x[1]
    let exact = inDouble(x[0], x[1]) { x, y in
      let plain = x * y
      let value = logarithm(ofPlain: plain, x, y, ScalarFunction.log(x.magnitude) + ScalarFunction.log(y.magnitude))
      return select(plain.magnitude .< .constant(.infinity, .f64), ScalarFunction.log1p(plain), value)
    }
    return .rareCase(fast: logarithmOfOnePlus(product, of: x[0], x[1]), rare: isInfinite(product), exact: exact)
  }

  /// e^(x + y), with what the sum loses.
  public static let expSum = ScalarFunction(
    "exp_sum", arity: 2, rule: .float, summary: "e^x e^y = e^(x + y), with what the sum loses.",
    numpy: inLongDouble("np.exp(np.longdouble(np.float64(x)) + np.longdouble(np.float64(y)))"), facts: [.commutative], domain: -350...350, ulps: 1,
    partials: [{ x, r in r }, { x, r in r }]
  ) { x in
    .expansion(exponentialOfSum(x[0], x[1]))
  }

  /// e^x - e^y, precise also where both are near each other.
  public static let expDifference = ScalarFunction(
    "exp_difference", arity: 2, rule: .float, summary: "e^x - e^y, precise also where both are near each other.",
    numpy: inLongDouble(
      "(lambda a, b: np.where((a == b) & (a < np.inf), 0, np.where(a > b, "
        + "-np.expm1(b - a) * np.exp(a), np.expm1(a - b) * np.exp(b))))(np.longdouble(np.float64(x)), np.longdouble(np.float64(y)))"),
    domain: -700...700, ulps: 3,
    partials: [{ x, r in ScalarFunction.exp(x[0]) }, { x, r in -ScalarFunction.exp(x[1]) }]
  ) { x in
    .expansion(inDouble(x[0], x[1], differenceOfExponentials))
  }
}

/// log(x * y), also where the product over- or underflows.
public func logProduct<A: Algebra>(_ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.logProduct, [x, y], at: .at(file, line))
}

/// log(x / y), also where the quotient over- or underflows, and precise where it is near 1.
public func logQuotient<A: Algebra>(_ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.logQuotient, [x, y], at: .at(file, line))
}

/// log(x ** y), also where the power over- or underflows.
public func logPower<A: Algebra>(_ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.logPower, [x, y], at: .at(file, line))
}

/// log(1 + x * y), also where the product overflows.
public func log1pProduct<A: Algebra>(_ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.log1pProduct, [x, y], at: .at(file, line))
}

/// e^(x + y), with what the sum loses: e^x e^y without overflow between.
public func expSum<A: Algebra>(_ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.expSum, [x, y], at: .at(file, line))
}

/// e^x - e^y, precise also where both are near each other.
public func expDifference<A: Algebra>(_ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.expDifference, [x, y], at: .at(file, line))
}

/// The 80-bit float has the exponents that products of two doubles need.
private func inLongDouble(_ formula: String, as type: String = "np.copysign(x, y)") -> String {
  "(\(formula)).astype(\(type).dtype)"
}

/// Below this the rounding error of a product may be lost.
private func leastCommon(_ type: ElementType) -> ScalarExpression { .constant(type == .f32 ? 0x1p-100 : 0x1p-960, type) }

private func isTiny(_ value: ScalarExpression) -> ScalarExpression { value.magnitude .< leastCommon(value.type) }

private func isInfinite(_ value: ScalarExpression) -> ScalarExpression {
  value.magnitude .== .constant(.infinity, value.type)
}

private func isNotZero(_ value: ScalarExpression) -> ScalarExpression {
  .primitive(.notEqual, value, .constant(0.0, value.type))
}

private func isUncommon(_ value: ScalarExpression) -> ScalarExpression {
  let isCommon = (value .> leastCommon(value.type)) & (value .< .constant(.infinity, value.type))
  return .primitive(.not, isCommon)
}

/// The logarithm of a product or quotient of `x` and `y`: of its computed value where that is common or has its special value
/// for good, NaN below 0, else `outside`.
private func logarithm(
  ofPlain value: ScalarExpression, _ x: ScalarExpression, _ y: ScalarExpression, _ outside: ScalarExpression
) -> ScalarExpression {
  let (zero, infinity) = (ScalarExpression.constant(0.0, .f64), ScalarExpression.constant(.infinity, .f64))
  let isSpecial = (x .== zero) | (y .== zero) | (x.magnitude .== infinity) | (y.magnitude .== infinity) | value.isNaN
  let isPlain = isSpecial | .primitive(.not, isUncommon(value))
  let isNegative = (x .< zero) ^ (y .< zero)
  return select(isPlain, ScalarFunction.log(value), select(isNegative, .nan, outside))
}

private func exponentialOfSum(_ x: ScalarExpression, _ y: ScalarExpression) -> ScalarExpression {
  let sum = DoubleWord.sum(x, y)
  let (least, greatest) = exponentialLimits(x.type)
  let inside = sum.high.clamped(below: greatest).clamped(above: least)
  // Where the power is 0 or infinite the low word does not count: that of an infinity is NaN.
  let low = select(inside .== sum.high, sum.low, 0.0)
  let parts = ExponentialReduction(brief: inside, low: low, keepsError: false)
  return parts.scaled(parts.significand.value)
}

/// `e^x (1 - e^(y - x))` for `x >= y`, else its mirror image: no error of the difference is larger in the result.
private func differenceOfExponentials(_ x: ScalarExpression, _ y: ScalarExpression) -> ScalarExpression {
  let isGreater = x .> y
  let (greater, lesser) = (select(isGreater, x, y), select(isGreater, y, x))
  let difference = DoubleWord.sum(lesser, -greater)
  let less = ScalarFunction.expm1(difference.high)
  let isInside = difference.high.magnitude .< .constant(800.0, .f64)
  let corrected = select(isInside, less + difference.low * (less + .constant(1.0, .f64)), less)
  let value = exponential(greater) * corrected
  let isZero = (x .== y) & (x .< .constant(.infinity, .f64))
  return select(isZero, 0.0, select(isGreater, -value, value))
}
