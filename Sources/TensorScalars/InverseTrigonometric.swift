extension ScalarFunction {
  /// Angles from their sines, cosines and tangents.
  static let inverseTrigonometric: [ScalarFunction] = [
    .arcsin, .arccos, .arctan, .arctan2,
  ]

  /// The angle in [-pi/2, pi/2] whose sine is x.
  public static let arcsin = ScalarFunction(
    "arcsin", aliases: ["asin"], arity: 1, rule: .float,
    summary: "The angle in [-pi/2, pi/2] whose sine is x.", numpy: "np.arcsin(x)",
    facts: [.odd, .increasing], domain: -1...1, ulps: 1,
    partials: [{ x, r in .constant(1.0, r.type) / fma(x[0], -x[0], 1.0).squareRoot }],
    complex: .arcsin
  ) { x in
    .expansion(inDouble(x[0], arcSine))
  }

  /// The angle in [0, pi] whose cosine is x.
  public static let arccos = ScalarFunction(
    "arccos", aliases: ["acos"], arity: 1, rule: .float,
    summary: "The angle in [0, pi] whose cosine is x.", numpy: "np.arccos(x)",
    domain: -1...1, ulps: 1,
    partials: [{ x, r in .constant(-1.0, r.type) / fma(x[0], -x[0], 1.0).squareRoot }],
    complex: .arccos
  ) { x in
    .expansion(inDouble(x[0], arcCosine))
  }

  /// The angle in [-pi/2, pi/2] whose tangent is x.
  public static let arctan = ScalarFunction(
    "arctan", aliases: ["atan"], arity: 1, rule: .float,
    summary: "The angle in [-pi/2, pi/2] whose tangent is x.", numpy: "np.arctan(x)",
    facts: [.odd, .increasing], ulps: 1,
    partials: [{ x, r in .constant(1.0, r.type) / fma(x[0], x[0], 1.0) }],
    complex: .arctan
  ) { x in
    .expansion(inDouble(x[0], arcTangent))
  }

  /// The angle of the point with ordinate x and abscissa y, in all quadrants.
  public static let arctan2 = ScalarFunction(
    "arctan2", aliases: ["atan2"], arity: 2, rule: .float,
    summary: "The angle of the point with ordinate x and abscissa y, in all quadrants.", numpy: "np.arctan2(x, y)",
    ulps: 2,
    partials: [{ x, r in overSquaredLength(x[1], x) }, { x, r in overSquaredLength(-x[0], x) }]
  ) { x in
    .expansion(inDouble(x[0], x[1], angle))
  }
}

/// The angle in [-pi/2, pi/2] whose sine is x.
public func arcsin<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.arcsin, [x], at: .at(file, line))
}

/// The angle in [0, pi] whose cosine is x.
public func arccos<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.arccos, [x], at: .at(file, line))
}

/// The angle in [-pi/2, pi/2] whose tangent is x.
public func arctan<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.arctan, [x], at: .at(file, line))
}

/// The angle of the point with ordinate x and abscissa y, in all quadrants.
public func arctan2<A: Algebra>(_ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.arctan2, [x, y], at: .at(file, line))
}

public func arctan2<A: Algebra>(
  _ x: A, _ y: some WeakNumber, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.arctan2, [x, .weak(y.weakValue, like: x)], at: .at(file, line))
}

public func arctan2<A: Algebra>(
  _ x: some WeakNumber, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.arctan2, [.weak(x.weakValue, like: y), y], at: .at(file, line))
}

// arcsin(s) = s + s^3 p(s^2), s <= 1/2: degree 12, and arctan(t) = t + t^3 p(t^2), t <= tan(pi/8): degree 10;
// largest relative errors 1e-18.
private let arcSineSeries = [
  0.16666666666666763, 0.07499999999970255, 0.04464285717512722, 0.03038194268333816, 0.022372215667286886,
  0.017351599981234138, 0.01398096261718571, 0.011397767605009084, 0.010786570371448269, 0.0036829045994033237,
  0.02176379363058676, -0.02107765953579382, 0.03267709222786745,
]
private let arcTangentSeries = [
  -0.333333333333332, 0.19999999999954043, -0.14285714280244324, 0.11111110785915557, -0.09090897829739206,
  0.07692061512841476, -0.06663118921635093, 0.05847997950854571, -0.05039794762055724, 0.038077000090578024,
  -0.017920800671526793,
]
private let halfPi = (high: 0x1.921fb54442d18p+0, low: 0x1.1a62633145c07p-54)

/// What arcsine and arccosine share: `s + rest`, the arcsine of `|x|` up to 1/2 and of `sqrt((1 - |x|) / 2)` above.
private func arcSineParts(_ x: ScalarExpression) -> (isLarge: ScalarExpression, word: DoubleWord) {
  let a = x.magnitude
  let isLarge = a .> .constant(0.5, .f64)
  let halved = fma(a, -0.5, 0.5)
  let z = select(isLarge, halved, a * a)
  let root = DoubleWord(halved, .constant(0.0, .f64)).squareRoot
  let low = select(halved .> .constant(0.0, .f64), root.low, 0.0)
  let s = DoubleWord.select(isLarge, DoubleWord(root.high, low), DoubleWord(a, .constant(0.0, .f64)))
  return (isLarge, DoubleWord(s.high, fma(s.high * z, polynomial(z, arcSineSeries), s.low)))
}

private func arcSine(_ x: ScalarExpression) -> ScalarExpression {
  let (isLarge, word) = arcSineParts(x)
  let two = ScalarExpression.constant(-2.0, .f64)
  let above = DoubleWord.orderedSum(.constant(halfPi.high, .f64), word.high * two)
  let large = above.high + (above.low + fma(word.low, two, halfPi.low))
  return select(isLarge, large, word.value).withSign(of: x)
}

private func arcCosine(_ x: ScalarExpression) -> ScalarExpression {
  let (isLarge, word) = arcSineParts(x)
  let isNegative = x .< .constant(0.0, .f64)
  // 2 s for x > 1/2; pi - 2 s for x < -1/2; pi/2 - s (with the sign of x) between.
  let factor = select(isLarge, .constant(-2.0, .f64), .constant(-1.0, .f64).withSign(of: x))
  let signed = select(isLarge & .primitive(.not, isNegative), -factor, select(isLarge, factor, -x.unit))
  let base = DoubleWord.constant(halfPi.high, halfPi.low, .f64)
  let double = DoubleWord(base.high + base.high, base.low + base.low)
  let none = DoubleWord.constant(0, 0, .f64)
  let start = DoubleWord.select(isLarge, .select(isNegative, double, none), base)
  let sum = DoubleWord.sum(start.high, word.high * signed)
  return sum.high + (sum.low + fma(word.low, signed, start.low))
}

extension ScalarExpression {
  /// 1 with the sign of this value.
  fileprivate var unit: ScalarExpression { ScalarExpression.constant(1.0, type).withSign(of: self) }
}

private func arcTangent(_ x: ScalarExpression) -> ScalarExpression {
  let one = DoubleWord.constant(1, 0, .f64)
  // Beyond 2^60 the angle is that of infinity; so nothing overflows.
  let a = x.magnitude.clamped(below: 0x1p60)
  let word = angle(DoubleWord(a, .constant(0.0, .f64)), one, isBelow: nil)
  return select(a .< .constant(0x1p-30, .f64), x, word.value.withSign(of: x))
}

/// The angle in [0, pi/2] of a positive ordinate over a positive abscissa, turned by 0, 45 or 90 degrees so that
/// the quotient is at most tan(pi/8); `isBelow` mirrors it to [pi/2, pi] (a negative abscissa).
private func angle(_ y: DoubleWord, _ x: DoubleWord, isBelow: ScalarExpression?) -> DoubleWord {
  let isSteep = y.high .> x.high * .constant(2.414213562373095, .f64)
  let isFlat = y.high .< x.high * .constant(0.41421356237309503, .f64)
  let (difference, sum) = (DoubleWord.sum(y.high, -x.high), DoubleWord.sum(y.high, x.high))
  let n = DoubleWord.select(isSteep, -x, .select(isFlat, y, difference))
  let d = DoubleWord.select(isSteep, y, .select(isFlat, x, sum))
  let t = n / d
  let z = t.high * t.high
  let rest = fma(t.high * z, polynomial(z, arcTangentSeries), t.low)
  let quarter = DoubleWord.constant(halfPi.high / 2, halfPi.low / 2, .f64)
  let half = DoubleWord.constant(halfPi.high, halfPi.low, .f64)
  let base = DoubleWord.select(isSteep, half, .select(isFlat, .constant(0, 0, .f64), quarter))
  guard let isBelow else {
    let turned = DoubleWord.orderedSum(base.high, t.high)
    return DoubleWord(turned.high, turned.low + (base.low + rest))
  }
  let pi = DoubleWord.constant(2 * halfPi.high, 2 * halfPi.low, .f64)
  let mirrored = DoubleWord(pi.high - base.high, pi.low - base.low)
  let start = DoubleWord.select(isBelow, mirrored, base)
  let turned = DoubleWord.orderedSum(start.high, select(isBelow, -t.high, t.high))
  return DoubleWord(turned.high, turned.low + (start.low + select(isBelow, -rest, rest)))
}

/// The angle of a point; both coordinates are scaled so that nothing over- or underflows on the way.
private func angle(_ y: ScalarExpression, _ x: ScalarExpression) -> ScalarExpression {
  let zero = ScalarExpression.constant(0.0, .f64)
  let infinity = ScalarExpression.constant(.infinity, .f64)
  // Two infinities are a diagonal; one is as good as a quotient beyond 2^60, so is a huge quotient itself.
  let isDiagonal = (x.magnitude .== infinity) & (y.magnitude .== infinity)
  let (a, b) = (select(isDiagonal, 1.0, y.magnitude), select(isDiagonal, 1.0, x.magnitude))
  let largest = select(a .> b, a, b)
  let isHuge = largest .> .constant(0x1p900, .f64)
  let scale = select(isHuge, 0x1p-200, select(largest .< .constant(0x1p-800, .f64), 0x1p200, .constant(1.0, .f64)))
  let (c, d) = ((a * scale).clamped(below: 0x1p960), (b * scale).clamped(below: 0x1p960))
  let isNegative = x.asBits .< .constant(0, .i64)
  let word = angle(DoubleWord(c, zero), DoubleWord(d, zero), isBelow: isNegative)
  // A quotient that underflows, rounded once: only where the abscissa is positive.
  let isTiny = a .< b * .constant(0x1p-60, .f64)
  let small = select(isTiny & .primitive(.not, isNegative), a / b, word.value)
  // On the axes, exactly; 0 over 0 too.
  let along = select(isNegative, 2 * halfPi.high, zero)
  let result = select(a .== zero, along, small)
  return select(x.isNaN | y.isNaN, x + y, result.withSign(of: y))
}

/// `a / (x^2 + y^2)` without squares, which over- and underflow; 0 in infinity.
private func overSquaredLength(_ a: ScalarExpression, _ x: [ScalarExpression]) -> ScalarExpression {
  let length = ScalarFunction.hypot(x[0], x[1])
  return select(length .== .constant(.infinity, a.type), .constant(0.0, a.type), a / length / length)
}
