extension ScalarFunction {
  /// Functions of angles in radians.
  static let trigonometric: [ScalarFunction] = [.sin, .cos, .tan, .deg2rad, .rad2deg]

  /// The sine.
  public static let sin: ScalarFunction = ScalarFunction(
    "sin", arity: 1, rule: .float, summary: "The sine of an angle in radians.", numpy: "np.sin(x)",
    facts: [.odd], domain: -40...40, ulps: 1,
    partials: [{ x, r in ScalarFunction.cos(x[0]) }],
    image: { x in ElementFacts(-1, 1, mayBeNaN: x[0].mayBeNaN || x[0].mayBeInfinite, mayBeNegativeZero: true) },
    complex: .sin
  ) { x in
    angleForm(x[0]) { x, angle in
      let (sine, cosine) = sineAndCosine(angle.r)
      return select(x .== .constant(0.0, x.type), x, turned(sine, cosine, angle.quadrant))
    }
  }

  /// The cosine.
  public static let cos: ScalarFunction = ScalarFunction(
    "cos", arity: 1, rule: .float, summary: "The cosine of an angle in radians.", numpy: "np.cos(x)",
    facts: [.even], domain: -40...40, ulps: 1,
    partials: [{ x, r in -ScalarFunction.sin(x[0]) }],
    image: { x in ElementFacts(-1, 1, mayBeNaN: x[0].mayBeNaN || x[0].mayBeInfinite, mayBeNegativeZero: true) },
    complex: .cos
  ) { x in
    angleForm(x[0]) { x, angle in
      let (sine, cosine) = sineAndCosine(angle.r)
      return turned(sine, cosine, angle.quadrant + .constant(1, angle.quadrant.type))
    }
  }

  /// The tangent.
  public static let tan = ScalarFunction(
    "tan", arity: 1, rule: .float, summary: "The tangent of an angle in radians.", numpy: "np.tan(x)",
    facts: [.odd], domain: -40...40, ulps: 1,
    partials: [{ x, r in fma(r, r, 1.0) }],
    complex: .tan
  ) { x in
    tangentForm(x[0])
  }

  /// Degrees to radians.
  public static let deg2rad = ScalarFunction(
    "deg2rad", aliases: ["radians"], arity: 1, rule: .float,
    summary: "The angle in radians of x degrees.", numpy: "np.deg2rad(x)", facts: [.odd, .increasing],
    partials: [{ x, r in .constant(0.017453292519943295, r.type) }]
  ) { x in
    .expansion(x[0] * .constant(0.017453292519943295, x[0].type))
  }

  /// Radians to degrees.
  public static let rad2deg = ScalarFunction(
    "rad2deg", aliases: ["degrees"], arity: 1, rule: .float,
    summary: "The angle in degrees of x radians.", numpy: "np.rad2deg(x)", facts: [.odd, .increasing],
    partials: [{ x, r in .constant(57.29577951308232, r.type) }]
  ) { x in
    .expansion(x[0] * .constant(x[0].type == .f32 ? 57.295776 : 57.29577951308232, x[0].type))
  }
}

/// The sine of an angle in radians.
public func sin<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.sin, [x], at: .at(file, line))
}

/// The cosine of an angle in radians.
public func cos<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.cos, [x], at: .at(file, line))
}

/// The tangent of an angle in radians.
public func tan<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.tan, [x], at: .at(file, line))
}

/// The angle in radians of x degrees.
public func deg2rad<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.deg2rad, [x], at: .at(file, line))
}

/// The angle in degrees of x radians.
public func rad2deg<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.rad2deg, [x], at: .at(file, line))
}

/// The fast form up to the limit of Cody and Waite's reduction, Payne and Hanek's (in f64) beyond it.
private func angleForm(
  _ x: ScalarExpression, _ finish: (ScalarExpression, AngleReduction) -> ScalarExpression
) -> MachineForm {
  .rareCase(
    fast: finish(x, x.type == .f32 ? AngleReduction(single: x) : AngleReduction(x)),
    rare: x.magnitude .> .constant(AngleReduction.limit(x.type), x.type),
    exact: inDouble(x) { x in
      select(x.magnitude .== .constant(.infinity, .f64), .nan, finish(x, AngleReduction.huge(x)))
    })
}

// sin(r) = r + r^3 p(r^2), cos(r) = 1 - r^2 / 2 + r^4 q(r^2), |r| <= pi/4; largest relative errors
// 3.4e-18 and 4.7e-20 (f64, degree 5), 3.6e-9 and 9.6e-11 (f32, degree 2).
private let sineSeries = [
  -0.16666666666666632, 0.008333333333322413, -0.00019841269829807865, 2.7557313691941534e-06,
  -2.5050758119152935e-08, 1.5896795873775974e-10,
]
private let cosineSeries = [
  0.0416666666666666, -0.0013888888888874125, 2.4801587289482344e-05, -2.7557314352377933e-07,
  2.0875723279083273e-09, -1.1359648088324223e-11,
]
private let singleSineSeries = [-0.16666655242443085, 0.008332177996635437, -0.0001951723243109882]
private let singleCosineSeries = [0.04166664555668831, -0.0013887366512790322, 2.443839912302792e-05]

/// Sine and cosine of a reduced angle, each as a leading word and what is to be added to it.
private func sineAndCosine(_ r: DoubleWord) -> (sine: DoubleWord, cosine: DoubleWord) {
  let isSingle = r.high.type == .f32
  let one = ScalarExpression.constant(1.0, r.high.type)
  let z = r.high * r.high
  let half = z * .constant(0.5, r.high.type)
  let leading = one - half
  let (cube, square) = (r.high * z, z * z)
  if isSingle {
    let quartic = square * polynomial(z, singleCosineSeries)
    return (
      DoubleWord(r.high, cube * polynomial(z, singleSineSeries)),
      DoubleWord(leading, ((one - leading) - half) + quartic)
    )
  }
  let sineRest = fma(cube, polynomial(z, sineSeries), r.low * leading)
  let quartic = square * polynomial(z, cosineSeries)
  let cosineRest = ((one - leading) - half) + fma(r.high, -r.low, quartic)
  return (DoubleWord(r.high, sineRest), DoubleWord(leading, cosineRest))
}

/// The sine of the angle turned by quadrants.
private func turned(_ sine: DoubleWord, _ cosine: DoubleWord, _ quadrant: ScalarExpression) -> ScalarExpression {
  let isEven = quadrant.masked(1) .== .constant(0, quadrant.type)
  let value = DoubleWord.select(isEven, sine, cosine).value
  let sign = quadrant.masked(2).shifted(left: quadrant.type == .i32 ? 30 : 62)
  return (value.asBits ^ sign).bitcast(to: value.type)
}

private func tangentForm(_ x: ScalarExpression) -> MachineForm {
  func finish(_ x: ScalarExpression, _ angle: AngleReduction) -> ScalarExpression {
    let (sine, plain) = sineAndCosine(angle.r)
    // The error of r^2 counts too here.
    let square = DoubleWord.product(angle.r.high, angle.r.high)
    let cosine = DoubleWord(plain.high, fma(square.low, -0.5, plain.low))
    let isEven = angle.quadrant.masked(1) .== .constant(0, angle.quadrant.type)
    let (n, d) = (DoubleWord.select(isEven, sine, -cosine), DoubleWord.select(isEven, cosine, sine))
    let quotient = n.normalized / d.normalized
    return select(x .== .constant(0.0, x.type), x, quotient.value)
  }
  guard x.type == .f32 else { return angleForm(x, finish) }
  // In f64 throughout, to its own limit.
  return .rareCase(
    fast: inDouble(x) { finish($0, AngleReduction($0)) },
    rare: x.magnitude .> .constant(AngleReduction.limit(.f64), .f32),
    exact: inDouble(x) { x in
      select(x.magnitude .== .constant(.infinity, .f64), .nan, finish(x, AngleReduction.huge(x)))
    })
}
