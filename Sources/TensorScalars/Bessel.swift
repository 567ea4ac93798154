extension ScalarFunction {
  /// Modified Bessel functions of the first kind.
  static let bessel: [ScalarFunction] = [.i0, .i1]

  /// The modified Bessel function of order 0.
  public static let i0: ScalarFunction = ScalarFunction(
    "i0", arity: 1, rule: .trueDivision, summary: "The modified Bessel function of the first kind of order 0.", numpy: "sp.i0(x)",
    facts: [.even], domain: -700...700, ulps: 8,
    partials: [{ x, r in ScalarFunction.i1(x[0]) }],
    image: { x in ElementFacts(1, .infinity, mayBeNaN: x[0].mayBeNaN) }
  ) { x in
    .expansion(besselI(x[0], x[0].type == .f32 ? (singleNear0, singleFar0) : (near0, far0), isOdd: false))
  }

  /// The modified Bessel function of order 1.
  public static let i1: ScalarFunction = ScalarFunction(
    "i1", arity: 1, rule: .trueDivision, summary: "The modified Bessel function of the first kind of order 1.", numpy: "sp.i1(x)",
    facts: [.odd, .increasing], domain: -700...700, ulps: 8,
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
private func besselI(_ x: ScalarExpression, _ forms: (near: [Double], far: [Double]), isOdd: Bool) -> ScalarExpression {
  let a = x.magnitude
  let small = a.clamped(below: 7.75)
  let half = 0.5 * small
  let y = half * half
  let series = fma(y, polynomial(y, forms.near), 1.0)
  let near = isOdd ? half * series : series
  // e^x in two factors: it is infinite before the function is. Beyond 800 all is infinite.
  let large = a.clamped(below: 800).clamped(above: 7.75)
  let root = ScalarFunction.exp(0.5 * large)
  let far = (root * (polynomial(.constant(1, x.type) / large, forms.far) / large.squareRoot)) * root
  let value = select(a .< .constant(7.75, x.type), near, far)
  // NaN is neither below nor above.
  let whole = select(x.isNaN, x, value)
  return isOdd ? whole.withSign(of: x) : whole
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
// The same in f32: degree 7, largest relative error 1.531e-7.
private let singleNear0 = [
  0.9999977350234985, 0.2500087320804596, 0.0277676060795784, 0.0017413469031453133, 6.805851444369182e-05,
  2.129867880285019e-06, 2.349247907318386e-08, 1.233974589176512e-09,
]
// The same in f32: degree 4, largest relative error 7.279e-8.
private let singleFar0 = [
  0.39894232153892517, 0.04985768720507622, 0.028606336563825607, 0.01892682909965515, 0.11423876136541367,
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
// The same in f32: degree 7, largest relative error 3.827e-8.
private let singleNear1 = [
  0.4999995529651642, 0.08333476632833481, 0.0069429827854037285, 0.0003478999715298414, 1.1408904356358107e-05,
  2.9798147238579986e-07, 3.2407130312606114e-09, 1.3126161269028103e-10,
]
// The same in f32: degree 4, largest relative error 8.43e-8.
private let singleFar1 = [
  0.398942232131958, -0.1495916247367859, -0.04739862680435181, -0.02885894849896431, -0.1395438313484192,
]
