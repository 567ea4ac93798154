extension ScalarFunction {
  /// Exponentials of one argument.
  static let exponentials: [ScalarFunction] = [.exp, .exp2, .expm1]

  /// `e^x`.
  public static let exp = ScalarFunction(
    "exp", arity: 1, rule: .float, summary: "The exponential e^x.", numpy: "np.exp(x)",
    facts: [.increasing], domain: -700...700, ulps: 1,
    partials: [{ x, r in r }],
    image: { x in ElementFacts(0, .infinity, mayBeNaN: x[0].mayBeNaN) },
    complex: .exp
  ) { x in
    .expansion(exponential(x[0]))
  }

  /// `2^x`.
  public static let exp2 = ScalarFunction(
    "exp2", arity: 1, rule: .float, summary: "The power 2^x.", numpy: "np.exp2(x)",
    facts: [.increasing], domain: -1000...1000, ulps: 1,
    partials: [{ x, r in r * .constant(0.6931471805599453, r.type) }],
    image: { x in ElementFacts(0, .infinity, mayBeNaN: x[0].mayBeNaN) },
    complex: .exp2
  ) { x in
    .expansion(inDouble(x[0], powerOfTwo))
  }

  /// `e^x - 1`, precise near 0.
  public static let expm1 = ScalarFunction(
    "expm1", arity: 1, rule: .float, summary: "e^x - 1, precise near 0.", numpy: "np.expm1(x)",
    facts: [.increasing], domain: -700...700, ulps: 1,
    partials: [{ x, r in r + .constant(1.0, r.type) }],
    image: { x in ElementFacts(-1, .infinity, mayBeNaN: x[0].mayBeNaN, mayBeNegativeZero: true) },
    complex: .expm1
  ) { x in
    .expansion(inDouble(x[0], exponentialLessOne))
  }
}

/// The exponential e^x.
public func exp<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.exp, [x], at: .at(file, line))
}

/// The power 2^x.
public func exp2<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.exp2, [x], at: .at(file, line))
}

/// e^x - 1, precise near 0.
public func expm1<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.expm1, [x], at: .at(file, line))
}

/// Clamped where the result has long been 0 or infinity; a NaN passes the clamps.
func exponential(_ x: ScalarExpression) -> ScalarExpression {
  let (least, greatest) = exponentialLimits(x.type)
  let inside = x.clamped(below: greatest).clamped(above: least)
  let parts = ExponentialReduction(inside)
  return parts.scaled(parts.significand.value)
}

/// Beyond these `e^x` is 0 and infinity.
func exponentialLimits(_ type: ElementType) -> (least: Double, greatest: Double) {
  type == .f32 ? (-104, 89) : (-746, 710)
}

private func powerOfTwo(_ x: ScalarExpression) -> ScalarExpression {
  let inside = x.clamped(below: 1025).clamped(above: -1076)
  let whole = inside.rounded
  let fraction = DoubleWord.constant(0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56, x.type) * (inside - whole)
  // |fraction| <= ln(2) / 2: the reduction leaves it alone, and k is the whole part.
  let significand = ExponentialReduction.significand(fraction)
  let carrier = whole + .constant(0x1.8p52 + 2046, .f64)
  return ExponentialReduction.scaled(significand.value, by: carrier)
}

private func exponentialLessOne(_ x: ScalarExpression) -> ScalarExpression {
  let inside = x.clamped(below: 710).clamped(above: -80)
  let quarter = ExponentialReduction.quarters(inside).less
  // The quarter of a denormal would lose bits.
  let isTiny = x.magnitude .< .constant(0x1p-54, x.type)
  return select(isTiny, x, quarter.value * .constant(4.0, x.type))
}
