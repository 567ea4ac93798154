extension ScalarFunction {
  /// Cube roots and lengths.
  static let roots: [ScalarFunction] = [
    .cbrt, .hypot,
  ]

  /// The cube root, of negative numbers too.
  public static let cbrt = ScalarFunction(
    "cbrt", arity: 1, rule: .float,
    summary: "The cube root, of negative numbers too.", numpy: "np.cbrt(x)",
    facts: [.odd, .increasing], ulps: 1,
    partials: [{ x, r in .constant(1.0, r.type) / (.constant(3.0, r.type) * (r * r)) }]
  ) { x in
    .expansion(inDouble(x[0], cubeRoot))
  }

  /// The length sqrt(x^2 + y^2), without overflow.
  public static let hypot = ScalarFunction(
    "hypot", arity: 2, rule: .float,
    summary: "The length sqrt(x^2 + y^2), without overflow.", numpy: "np.hypot(x, y)",
    facts: [.commutative], ulps: 2,
    // 0 in the corner, as lengths have it.
    partials: [
      { x, r in select(r .== 0.0, .constant(0.0, r.type), x[0] / r) },
      { x, r in select(r .== 0.0, .constant(0.0, r.type), x[1] / r) },
    ],
    image: { x in ElementFacts(0, .infinity, mayBeNaN: x[0].mayBeNaN || x[1].mayBeNaN) }
  ) { x in
    .expansion(x[0].type == .f32 ? singleLength(x[0], x[1]) : length(x[0], x[1]))
  }
}

/// The cube root, of negative numbers too.
public func cbrt<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.cbrt, [x], at: .at(file, line))
}

/// The length sqrt(x^2 + y^2), without overflow.
public func hypot<A: Algebra>(_ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.hypot, [x, y], at: .at(file, line))
}

public func hypot<A: Algebra>(
  _ x: A, _ y: some WeakNumber, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.hypot, [x, .weak(y.weakValue, like: x)], at: .at(file, line))
}

public func hypot<A: Algebra>(
  _ x: some WeakNumber, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.hypot, [.weak(x.weakValue, like: y), y], at: .at(file, line))
}

// (1 + f)^(-1/3), 1 + f in [sqrt(1/2), sqrt(2)]: degree 5, largest error 5.8e-6.
private let inverseCubeRoot = [
  1.0000043464594357, -0.3332672645481912, 0.22155499248301452, -0.17558705672507657, 0.1609980248274543,
  -0.10999319486479762,
]

/// The inverse cube root by one step of fourth order from a polynomial, then one Newton step for the root itself
/// with the residual in double words; no division.
private func cubeRoot(_ x: ScalarExpression) -> ScalarExpression {
  let parts = LogarithmReduction(x.magnitude)
  let third = ScalarExpression.primitive(.floor, fma(parts.k, 1.0 / 3, 0.5 / 3))
  let rest = fma(third, -3.0, parts.k)
  let (isOne, isTwo) = (rest .== .constant(1.0, .f64), rest .== .constant(2.0, .f64))
  let factor = select(isTwo, 4.0, select(isOne, 2.0, .constant(1.0, .f64)))
  let inverse = select(isTwo, 0x1.428a2f98d728bp-1, select(isOne, 0x1.965fea53d6e3dp-1, .constant(1.0, .f64)))
  let a = (parts.f + .constant(1.0, .f64)) * factor
  let z = polynomial(parts.f, inverseCubeRoot) * inverse
  // z (1 - h)^(-1/3), h = 1 - a z^3.
  let h = fma(-(a * z), z * z, 1.0)
  let better = fma(z * h, polynomial(h, [1.0 / 3, 2.0 / 9, 14.0 / 81]), z)
  let square = better * better
  let root = a * square
  let cube = DoubleWord.product(root, root) * root
  let residual = (a - cube.high) - cube.low
  let refined = fma(residual, square * .constant(0x1.5555555555555p-2, .f64), root)
  let scaled = ExponentialReduction.scaled(refined, by: third + .constant(0x1.8p52 + 2046, .f64)).withSign(of: x)
  let isPlain = (x.magnitude .< .constant(.infinity, .f64)) & .primitive(.notEqual, x, .constant(0.0, .f64))
  return select(isPlain, scaled, x)
}

/// The squares of f32 neither over- nor underflow in f64.
private func singleLength(_ x: ScalarExpression, _ y: ScalarExpression) -> ScalarExpression {
  let root = inDouble(x, y) { x, y in fma(x, x, y * y).squareRoot }
  return finishedLength(x, y, root)
}

private func length(_ x: ScalarExpression, _ y: ScalarExpression) -> ScalarExpression {
  let (a, b) = (x.magnitude, y.magnitude)
  let (greater, lesser) = (select(a .> b, a, b), select(a .> b, b, a))
  let isHuge = greater .> .constant(0x1p500, .f64)
  let isTiny = greater .< .constant(0x1p-450, .f64)
  let one = ScalarExpression.constant(1.0, .f64)
  let scale = select(isHuge, 0x1p-600, select(isTiny, 0x1p600, one))
  let inverse = select(isHuge, 0x1p600, select(isTiny, 0x1p-600, one))
  let (u, v) = (greater * scale, lesser * scale)
  let square = DoubleWord.product(u, u)
  let root = (square.high + fma(v, v, square.low)).squareRoot * inverse
  return finishedLength(x, y, root)
}

private func finishedLength(
  _ x: ScalarExpression, _ y: ScalarExpression, _ root: ScalarExpression
) -> ScalarExpression {
  let infinity = ScalarExpression.constant(.infinity, x.type)
  let isInfinite = (x.magnitude .== infinity) | (y.magnitude .== infinity)
  return select(isInfinite, infinity, select(x.isNaN | y.isNaN, x + y, root))
}
