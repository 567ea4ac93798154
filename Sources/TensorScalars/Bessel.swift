extension ScalarFunction {
  /// Modified Bessel functions of the first kind.
  static let bessel: [ScalarFunction] = [.i0, .i1]

  /// The modified Bessel function of order 0.
  public static let i0: ScalarFunction = ScalarFunction(
    "i0", arity: 1, rule: .trueDivision, summary: "The modified Bessel function of the first kind of order 0.", numpy: "sp.i0(x)",
    facts: [.even], domain: -700...700, ulps: 4,
    partials: [{ x, r in ScalarFunction.i1(x[0]) }],
    image: { x in ElementFacts(1, .infinity, mayBeNaN: !x[0].isFinite) }
  ) { x in
    .expansion(besselI(x[0], x[0].type == .f32 ? (singleNear0, singleFar0) : (near0, far0), isOdd: false))
  }

  /// The modified Bessel function of order 1.
  public static let i1: ScalarFunction = ScalarFunction(
    "i1", arity: 1, rule: .trueDivision, summary: "The modified Bessel function of the first kind of order 1.", numpy: "sp.i1(x)",
    facts: [.odd, .increasing], domain: -700...700, ulps: 4,
    partials: [{ x, r in
      // i1(x) / x is 1/2 at 0.
      ScalarFunction.i0(x[0])
        - ScalarFunction.where(
          ScalarFunction.equal(x[0], .constant(0, r.type)), .constant(0.5, r.type), r / x[0])
    }]
  ) { x in
    .expansion(besselI(x[0], x[0].type == .f32 ? (singleNear1, singleFar1) : (near1, far1), isOdd: true))
  }
}

/// The modified Bessel function of the first kind of order 0.
public func i0<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.i0, [x], at: .at(file, line))
}

/// The modified Bessel function of the first kind of order 1.
public func i1<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.i1, [x], at: .at(file, line))
}

/// The power series where it is short, else `e^x / sqrt(x)` times a polynomial in `1 / x`: Blair's forms (Rational Chebyshev approximations
/// for the modified Bessel functions I0 and I1, Mathematics of Computation 28, 1974), with polynomials of our own (`scripts/minimax.py`).
///
/// f32 is computed in f64, by shorter polynomials.
private func besselI(_ given: ScalarExpression, _ forms: (near: [Double], far: [Double]), isOdd: Bool) -> ScalarExpression {
  let x = given.type == .f64 ? given : .primitive(.convert(.f64), given)
  let a = x.magnitude
  let half = 0.5 * a.clamped(below: 7.75)
  let y = half * half
  // What rounding the square lost counts several times: it is added with the derivative of the series.
  let series = fma(y, polynomial(y, forms.near), 1.0)
  let slope = polynomial(y, forms.near.enumerated().map { Double($0.offset + 1) * $0.element })
  let corrected = fma(fma(half, half, -y), slope, series)
  let near = isOdd ? half * corrected : corrected
  // e^x is infinite before the function is: from 700 on it is two equal factors. (At infinity that is NaN, as SciPy has it.)
  let large = a.clamped(above: 7.75)
  let isHuge = large .> .constant(700.0, .f64)
  let growth = ScalarFunction.exp(select(isHuge, 0.5 * large, large))
  let factor = polynomial(.constant(1.0, .f64) / large, forms.far) / large.squareRoot
  let far = (growth * factor) * select(isHuge, growth, 1.0)
  let value = select(a .< .constant(7.75, .f64), near, far)
  // NaN is neither below nor above.
  let whole = select(x.isNaN, x, value)
  let result = isOdd ? whole.withSign(of: x) : whole
  return given.type == .f64 ? result : .primitive(.convert(given.type), result)
}

// i0(x) = 1 + y p(y), y = x^2 / 4, |x| <= 7.75: degree 13, largest relative error 2.628e-17.
private let near0 = [
  0.9999999999999992, 0.25000000000000755, 0.02777777777775505, 0.00173611111114407, 6.944444441719222e-05,
  1.929012359794593e-06, 3.936759403999031e-08, 6.151198790276173e-10, 7.593868489033427e-12, 7.596279334162815e-14,
  6.257893356080935e-16, 4.460049338453129e-18, 2.2125078456186375e-20, 2.0658501902938615e-22,
]
// i0(x) = e^x / sqrt(x) p(1 / x), x >= 7.75: degree 22, largest relative error 6.224e-17.
private let far0 = [
  0.39894228040143265, 0.049867785050355745, 0.028050628882039644, 0.029219502714188078, 0.04471836085582691,
  0.09412634765473386, -0.11132219521426705, 23.04866093550021, -1020.5117212399107, 32020.75899088278,
  -617653.0689689689, 3221328.6345465197, 222871709.68837434, -8729750674.88049, 183403401302.50464,
  -2637672056221.297, 27546816505908.188, -211947825126934.5, 1192817450509841.5, -4783515521932513.0,
  1.2960693077153578e+16, -2.1284927124137356e+16, 1.6014737026617734e+16,
]
// For f32: degree 9, largest relative error 1.6e-10.
private let singleNear0 = [
  0.9999999968059815, 0.2500000171855702, 0.027777748533187, 0.0017361340622178182, 6.943466805474431e-05,
  1.9314699156186804e-06, 3.8988330759232494e-08, 6.512201181658433e-10, 5.551397697612335e-12,
  1.370112525293087e-13,
]
// For f32: degree 7, largest relative error 1.9e-10.
private let singleFar0 = [
  0.39894228047788655, 0.049867756649911825, 0.028051290372603486, 0.029344419147450326, 0.037240921521910046,
  0.25642656714290923, -1.443511718784864, 7.47951265463055,
]
// i1(x) = x / 2 (1 + y p(y)), y = x^2 / 4, |x| <= 7.75: degree 13, largest relative error 4.174e-18.
private let near1 = [
  0.4999999999999999, 0.08333333333333423, 0.006944444444442025, 0.00034722222222543413, 1.1574074071610102e-05,
  2.755731934368532e-07, 4.920949472174793e-09, 6.834661350563399e-11, 7.593919197993175e-13, 6.9052580159221706e-15,
  5.217638290635194e-17, 3.4200846651437373e-19, 1.6050332178778223e-21, 1.3520339692524252e-23,
]
// i1(x) = e^x / sqrt(x) p(1 / x), x >= 7.75: degree 22, largest relative error 6.308e-17.
private let far1 = [
  0.3989422804014327, -0.1496033551507147, -0.04675104827648422, -0.04090726375239986, -0.057502337286835334,
  -0.11414866095598077, 0.054032669627182575, -21.653614820990118, 918.1988725392742, -26892.94351335489,
  421920.5319943661, 2543258.0285041714, -355340939.7562609, 11119182473.016714, -217289449801.87424,
  3014498361561.005, -30808671050859.855, 233638890612741.4, -1301295712679099.0, 5177732644468386.0,
  -1.39426611894136e+16, 2.278387856442864e+16, -1.7072057772206608e+16,
]
// For f32: degree 9, largest relative error 3.4e-11.
private let singleNear1 = [
  0.49999999945731494, 0.08333333583298859, 0.006944440683206036, 0.0003472248958709248, 1.1573023548417523e-05,
  2.7582023159494126e-07, 4.884888092977459e-09, 7.162266095966295e-11, 5.811225556164687e-13,
  1.2070187651003897e-14,
]
// For f32: degree 7, largest relative error 1.9e-10.
private let singleFar1 = [
  0.39894228032515594, -0.14960333562329645, -0.04675011769434152, -0.04112934535056085, -0.04722404990862495,
  -0.31871954177162864, 1.7289080332808606, -8.671195626963168,
]
