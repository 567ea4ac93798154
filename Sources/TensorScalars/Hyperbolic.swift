extension ScalarFunction {
  /// Hyperbolic functions and their inverses.
  static let hyperbolic: [ScalarFunction] = [
    .sinh, .cosh, .tanh, .arcsinh, .arccosh, .arctanh,
  ]

  /// The hyperbolic sine.
  public static let sinh: ScalarFunction = ScalarFunction(
    "sinh", arity: 1, rule: .float,
    summary: "The hyperbolic sine.", numpy: "np.sinh(x)",
    facts: [.odd, .increasing], domain: -700...700, ulps: 1,
    partials: [{ x, r in ScalarFunction.cosh(x[0]) }],
    complex: .sinh
  ) { x in
    .expansion(inDouble(x[0], hyperbolicSine))
  }

  /// The hyperbolic cosine.
  public static let cosh: ScalarFunction = ScalarFunction(
    "cosh", arity: 1, rule: .float,
    summary: "The hyperbolic cosine.", numpy: "np.cosh(x)",
    facts: [.even], domain: -700...700, ulps: 1,
    partials: [{ x, r in ScalarFunction.sinh(x[0]) }],
    image: { x in ElementFacts(1, .infinity, mayBeNaN: x[0].mayBeNaN) },
    complex: .cosh
  ) { x in
    .expansion(inDouble(x[0], hyperbolicCosine))
  }

  /// The hyperbolic tangent.
  public static let tanh = ScalarFunction(
    "tanh", arity: 1, rule: .float,
    summary: "The hyperbolic tangent.", numpy: "np.tanh(x)",
    facts: [.odd, .increasing], domain: -20...20, ulps: 1,
    partials: [{ x, r in fma(-r, r, 1.0) }],
    complex: .tanh
  ) { x in
    .expansion(x[0].type == .f32 ? singleHyperbolicTangent(x[0]) : hyperbolicTangent(x[0]))
  }

  /// The inverse hyperbolic sine.
  public static let arcsinh = ScalarFunction(
    "arcsinh", aliases: ["asinh"], arity: 1, rule: .float,
    summary: "The inverse hyperbolic sine.", numpy: "np.arcsinh(x)",
    facts: [.odd, .increasing], ulps: 1,
    partials: [{ x, r in .constant(1.0, r.type) / fma(x[0], x[0], 1.0).squareRoot }],
    complex: .arcsinh
  ) { x in
    .expansion(inDouble(x[0], inverseSine))
  }

  /// The inverse hyperbolic cosine; NaN below 1.
  public static let arccosh = ScalarFunction(
    "arccosh", aliases: ["acosh"], arity: 1, rule: .float,
    summary: "The inverse hyperbolic cosine; NaN below 1.", numpy: "np.arccosh(x)",
    facts: [.increasing], domain: 1...1000, ulps: 1,
    partials: [
      { x, r in
        // (The root of z^2 - 1 has another sign on the left of the complex plane.)
        guard r.type.isComplex else { return .constant(1.0, r.type) / fma(x[0], x[0], -1.0).squareRoot }
        let one = ScalarExpression.constant(1.0, r.type)
        return one / ((x[0] - one).squareRoot * (x[0] + one).squareRoot)
      }
    ],
    complex: .arccosh
  ) { x in
    .expansion(inDouble(x[0], inverseCosine))
  }

  /// The inverse hyperbolic tangent; NaN beyond 1 in magnitude.
  public static let arctanh = ScalarFunction(
    "arctanh", aliases: ["atanh"], arity: 1, rule: .float,
    summary: "The inverse hyperbolic tangent; NaN beyond 1 in magnitude.", numpy: "np.arctanh(x)",
    facts: [.odd, .increasing], domain: -1...1, ulps: 1,
    partials: [{ x, r in .constant(1.0, r.type) / fma(-x[0], x[0], 1.0) }],
    complex: .arctanh
  ) { x in
    .expansion(inDouble(x[0], inverseTangent))
  }
}

/// The hyperbolic sine.
public func sinh<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.sinh, [x], at: .at(file, line))
}

/// The hyperbolic cosine.
public func cosh<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.cosh, [x], at: .at(file, line))
}

/// The hyperbolic tangent.
public func tanh<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.tanh, [x], at: .at(file, line))
}

/// The inverse hyperbolic sine.
public func arcsinh<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.arcsinh, [x], at: .at(file, line))
}

/// The inverse hyperbolic cosine; NaN below 1.
public func arccosh<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.arccosh, [x], at: .at(file, line))
}

/// The inverse hyperbolic tangent; NaN beyond 1 in magnitude.
public func arctanh<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.arctanh, [x], at: .at(file, line))
}

private func hyperbolicSine(_ x: ScalarExpression) -> ScalarExpression {
  // With q = e^|x| / 4 and d = q - 1/4: sinh / 2 = d + d / (4 q).
  let (exponential, less) = ExponentialReduction.quarters(x.magnitude.clamped(below: 710.5))
  let divisor = DoubleWord(exponential.high * .constant(4.0, .f64), exponential.low * .constant(4.0, .f64))
  // 4 q overflows before the result does; then the quotient is 1/4.
  let isLarge = x.magnitude .> .constant(40.0, .f64)
  let quotient = less / DoubleWord.select(isLarge, .constant(1, 0, .f64), divisor)
  let sum = DoubleWord.orderedSum(less.high, select(isLarge, 0.0, quotient.high))
  let half = sum.high + (sum.low + (less.low + select(isLarge, 0.0, quotient.low)))
  let isTiny = x.magnitude .< .constant(0x1p-28, .f64)
  return select(isTiny, x, (half + half).withSign(of: x))
}

private func hyperbolicCosine(_ x: ScalarExpression) -> ScalarExpression {
  // cosh / 2 = q + 1 / (16 q).
  let q = ExponentialReduction.quarters(x.magnitude.clamped(below: 710.5)).exponential
  let inverse = DoubleWord.constant(1.0 / 16, 0, .f64) / q
  let sum = DoubleWord.orderedSum(q.high, inverse.high)
  let half = sum.high + (sum.low + (q.low + inverse.low))
  return half + half
}

private func hyperbolicTangent(_ x: ScalarExpression) -> ScalarExpression {
  // With d = (e^(2|x|) - 1) / 4: tanh = d / (d + 1/2).
  let twice = x.magnitude + x.magnitude
  let less = ExponentialReduction.quarters(twice.clamped(below: 44)).less
  let quotient = less / (less + .constant(0.5, .f64)).normalized
  let isTiny = x.magnitude .< .constant(0x1p-28, .f64)
  return select(isTiny, x, quotient.value.withSign(of: x))
}

// tanh(x) = x + x^3 p(x^2), x <= 0.55, in f32: degree 4, largest relative error 1e-9.
private let singleTangentSeries = [
  -0.33333319425582886, 0.13332602381706238, -0.05385385826230049, 0.021077757701277733, -0.006282471586018801,
]

/// In f32: a polynomial up to 0.55, beyond it 1 - 2 / (e^(2|x|) + 1), where errors count relative to 1.
private func singleHyperbolicTangent(_ x: ScalarExpression) -> ScalarExpression {
  let (one, two) = (ScalarExpression.constant(1.0, .f32), ScalarExpression.constant(2.0, .f32))
  let z = x * x
  let near = fma(x * z, polynomial(z, singleTangentSeries), x)
  let a = x.magnitude.clamped(below: 9.5)
  let parts = ExponentialReduction(a + a)
  let scale = parts.scale()
  let exponential = fma(parts.r + parts.rest, scale, scale)
  let far = one - two / (exponential + one)
  // The series gives +0 for -0.
  return select(a .< .constant(0.55, .f32), near, far).withSign(of: x)
}

private func inverseSine(_ x: ScalarExpression) -> ScalarExpression {
  // log(1 + y), y = a + a^2 / (1 + sqrt(1 + a^2)); a huge a gives log(2 a).
  let a = x.magnitude
  let isLarge = a .> .constant(0x1p60, .f64)
  let inside = select(isLarge, 1.0, a)
  let square = DoubleWord.product(inside, inside)
  let root = (square + .constant(1.0, .f64)).normalized.squareRoot
  let quotient = square.normalized / (root + .constant(1.0, .f64)).normalized
  let y = DoubleWord.sum(inside, quotient.high)
  let sum = DoubleWord.orderedSum(y.high, y.low + quotient.low)
  let small = LogarithmReduction.ofOnePlusAny(.select(isLarge, DoubleWord(a, .constant(0.0, .f64)), sum))
  let result = select(isLarge, small + .constant(0x1.62e42fefa39efp-1, .f64), small).value
  let finite = select(a .< .constant(.infinity, .f64), result, a)
  return select(a .< .constant(0x1p-28, .f64), x, finite.withSign(of: x))
}

private func inverseCosine(_ x: ScalarExpression) -> ScalarExpression {
  // log(1 + t + sqrt(t (2 + t))), t = x - 1, exact as a double word.
  let isLarge = x .> .constant(0x1p60, .f64)
  let t = DoubleWord.sum(select(isLarge, 1.0, x), .constant(-1.0, .f64))
  let radicand = (t * (t + .constant(2.0, .f64)).normalized).normalized
  let root = radicand.squareRoot
  let rooted = DoubleWord(root.high, select(radicand.high .> .constant(0.0, .f64), root.low, 0.0))
  let y = (t + rooted).normalized
  let word = LogarithmReduction.ofOnePlusAny(.select(isLarge, DoubleWord(x, .constant(0.0, .f64)), y))
  let result = select(isLarge, word + .constant(0x1.62e42fefa39efp-1, .f64), word).value
  let finite = select(x .< .constant(.infinity, .f64), result, x)
  return select(x .< .constant(1.0, .f64), .nan, finite)
}

private func inverseTangent(_ x: ScalarExpression) -> ScalarExpression {
  // log(1 + y) / 2, y = 2 a / (1 - a).
  let a = x.magnitude
  let divisor = DoubleWord.orderedSum(.constant(1.0, .f64), -a)
  let quotient = DoubleWord(a + a, .constant(0.0, .f64)) / divisor
  let word = LogarithmReduction.ofOnePlusAny(quotient.normalized)
  let half = word.value * .constant(0.5, .f64)
  let inside = select(a .< .constant(0x1p-28, .f64), x, half.withSign(of: x))
  let one = ScalarExpression.constant(1.0, .f64)
  let edge = select(a .== one, ScalarExpression.constant(.infinity, .f64).withSign(of: x), inside)
  return select(a .> one, .nan, edge)
}

private func select(_ condition: ScalarExpression, _ a: DoubleWord, _ b: DoubleWord) -> DoubleWord {
  DoubleWord.select(condition, a, b)
}
