extension ScalarFunction {
  static let cardinalSines: [ScalarFunction] = [.sinc]

  /// `sin(pi x) / (pi x)`, 1 at 0.
  public static let sinc = ScalarFunction(
    "sinc", arity: 1, rule: .trueDivision,
    summary: "sin(pi x) / (pi x), 1 at 0.", numpy: "np.sinc(x)",
    facts: [.even], domain: -100...100, ulps: 3,
    partials: [
      { x, r in
        // (cos(pi x) - sinc(x)) / x, by its series where that cancels.
        let (x, pi) = (x[0], ScalarExpression.constant(Double.pi, r.type))
        let near = x * polynomial(x * x, slopeSeries)
        let isNear = x.magnitude .< .constant(0.25, r.type)
        let apart = select(isNear, .constant(1.0, r.type), x)
        // (The imaginary part of a complex number does not turn.)
        let turned = x.type.isComplex ? x : halfTurns(x)
        return select(isNear, near, (ScalarFunction.cos(pi * turned) - r) / apart)
      }
    ],
    // Rounding may go a little beyond 1.
    image: { _ in ElementFacts(-0.25, 1.0000005, mayBeNaN: true, mayBeNegativeZero: true) }, complex: .sinc
  ) { x in
    .expansion(inDouble(x[0], cardinalSine))
  }
}

/// `sin(pi x) / (pi x)`, 1 at 0; exact in the reduction of x, so 0 at other integers.
public func sinc<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.sinc, [x], at: .at(file, line))
}

// (-1)^k 2k pi^(2k) / (2k + 1)!, k = 1, 2, ...
private let slopeSeries: [Double] = (1...9).map { k in
  let factorial = (1...2 * k + 1).reduce(1.0) { $0 * Double($1) }
  var power = 1.0
  for _ in 0..<2 * k { power *= Double.pi }
  return (k.isMultiple(of: 2) ? 1 : -1) * 2 * Double(k) * power / factorial
}

/// `x` less the nearest even integer: in [-1, 1], exact.
private func halfTurns(_ x: ScalarExpression) -> ScalarExpression {
  let half = (x * .constant(0.5, x.type)).rounded
  return x - (half + half)
}

// sin(pi r) = pi r + r^3 p(r^2), |r| <= 1/2: pi in two words, and the Taylor series to r^23.
private let sineSeries: [Double] = (1...11).map { k in
  let factorial = (1...2 * k + 1).reduce(1.0) { $0 * Double($1) }
  var power = Double.pi
  for _ in 0..<2 * k { power *= Double.pi }
  return (k.isMultiple(of: 2) ? 1 : -1) * power / factorial
}

private func cardinalSine(_ x: ScalarExpression) -> ScalarExpression {
  let (one, half) = (ScalarExpression.constant(1.0, .f64), ScalarExpression.constant(0.5, .f64))
  let turned = halfTurns(x.magnitude)
  // sin(pi r) = sin(pi (1 - r)).
  let size = turned.magnitude
  let r = select(size .> half, one - size, size)
  let z = r * r
  let tail = fma(r * z, polynomial(z, sineSeries), r * .constant(0x1.1a62633145c07p-53, .f64))
  let sine = fma(r, 0x1.921fb54442d18p1, tail).withSign(of: turned)
  let quotient = sine / (x.magnitude * .constant(Double.pi, .f64))
  let value = select(x .== .constant(0.0, .f64), one, quotient)
  return select(x.magnitude .== .constant(.infinity, .f64), .nan, value)
}
