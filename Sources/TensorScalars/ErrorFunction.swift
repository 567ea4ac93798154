extension ScalarFunction {
  /// The integral of the normal distribution.
  static let errorFunctions: [ScalarFunction] = [
    .erf, .erfc,
  ]

  /// The error function.
  public static let erf = ScalarFunction(
    "erf", arity: 1, rule: .trueDivision,
    summary: "The error function.", numpy: "sp.erf(x)",
    facts: [.odd, .increasing], domain: -6...6, ulps: 2,
    partials: [{ x, r in .constant(2 / 1.7724538509055159, r.type) * ScalarFunction.exp(-(x[0] * x[0])) }]
  ) { x in
    .expansion(x[0].type == .f32 ? singleErf(x[0]) : errorFunction(x[0]))
  }

  /// The complementary error function 1 - erf(x), precise for large x.
  public static let erfc = ScalarFunction(
    "erfc", arity: 1, rule: .trueDivision,
    summary: "The complementary error function 1 - erf(x), precise for large x.", numpy: "sp.erfc(x)",
    domain: -6...28, ulps: 2,
    partials: [{ x, r in -(.constant(2 / 1.7724538509055159, r.type) * ScalarFunction.exp(-(x[0] * x[0]))) }],
    image: { x in ElementFacts(0, 2, mayBeNaN: x[0].mayBeNaN) }
  ) { x in
    .expansion(complementaryErrorFunction(x[0]))
  }
}

/// The error function.
public func erf<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.erf, [x], at: .at(file, line))
}

/// The complementary error function 1 - erf(x), precise for large x.
public func erfc<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.erfc, [x], at: .at(file, line))
}

// erf(x) = x + x q(x^2), |x| <= 1: degree 11 and, in f32, 6; largest errors 7.1e-18 and 1.2e-9.
private let series = [
  0.12837916709551256, -0.3761263890318355, 0.11283791670945253, -0.026866170643276233, 0.005223977607423621,
  -0.0008548325989705853, 0.00012055295320815185, -1.4924744670342449e-05, 1.6447517773201075e-06,
  -1.6209176697240427e-07, 1.3722979850269634e-08, -7.801195822297999e-10,
]
private let singleSeries = [
  0.12837916612625122, -0.3761262595653534, 0.11283600330352783, -0.026854444295167923, 0.005189535208046436,
  -0.0008020841050893068, 7.889117841841653e-05,
]
// erfc(x) = e^(-x^2) r((x - 2) / (x + 2)), 1 <= x <= 6: degree 12, largest error relative to 1 5.5e-19.
private let tail = [
  0.25539567631050575, -0.4271858474139568, 0.2416581942424688, -0.07897858101641557, 0.0037328923985395263,
  0.006997461785661214, -0.0008471425905104646, -0.0009819764794911407, 4.353615967136497e-05,
  0.0001742884693509188, 2.7623183878471964e-05, -2.661148278193656e-05, -1.2644095568618602e-05,
]
// erfc(x) = e^(-x^2) r((x - 3) / (x + 3)) / (1 + 2x), 1/2 <= x <= 28 (the form is Shepherd and Laframboise's,
// 1981): degree 22, largest relative error 1.14e-18.
private let farTail = [
  1.2530080582697296, -0.1356211061245812, -0.047562294353450676, 0.1296451587027639, -0.11927366341531331,
  0.06830802734386765, -0.023770514918481478, 0.002529391817776438, 0.001888690355394097, -0.0007798322864029364,
  -0.00010515974947326764, 0.0001250994204683421, 4.94910269639672e-06, -2.010073940078511e-05,
  -7.297734905752556e-07, 3.4725155624417104e-06, 3.519625476102749e-07, -6.160008183493032e-07,
  -1.331600329991051e-07, 9.993863701930272e-08, 3.319777731118989e-08, -1.1085605328054475e-08,
  -3.931088300111798e-09,
]
// erf(t + 5/2), |t| <= 3/2, in f32: degree 13, largest error 3.4e-8.
private let singleTail = [
  0.9995930790901184, 0.002178109949454665, -0.005446991883218288, 0.008352704346179962, -0.00861318688839674,
  0.006105775013566017, -0.0028229812160134315, 0.000565453665331006, 0.0002913362695835531,
  -0.0002743981603998691, 5.96759382460732e-05, 1.910622449941002e-05, -8.748289474169724e-06,
  3.142759226193448e-07,
]

/// Two polynomials in f32: one relative to x, one relative to 1.
private func singleErf(_ x: ScalarExpression) -> ScalarExpression {
  let a = x.magnitude.clamped(below: 4)
  let near = fma(x, polynomial(x * x, singleSeries), x)
  let far = polynomial(a - .constant(2.5, .f32), singleTail).clamped(below: 1)
  return select(a .< .constant(1.0, .f32), near, far.withSign(of: x))
}

/// A polynomial up to 1; `1 - e^(-x^2) r` beyond, where an error relative to 1 counts.
private func errorFunction(_ x: ScalarExpression) -> ScalarExpression {
  let a = x.magnitude.clamped(below: 6)
  let near = fma(x, polynomial(x * x, series), x)
  let two = ScalarExpression.constant(2.0, .f64)
  let parts = ExponentialReduction(-(a * a))
  let ratio = polynomial((a - two) / (a + two), tail)
  let far = fma(-parts.scaled(parts.significand.value), ratio, 1.0)
  return select(a .< .constant(1.0, .f64), near, far.withSign(of: x))
}

/// `e^(-a^2) s / (1 + 9a/8)` for `a = |x|`, and 2 less that below 0.
///
/// The square, the exponential and `s` have two words, and what the divisor loses goes into `s`: so two roundings count, of
/// the product and of the quotient. The slope of `s` is small everywhere: the errors of its argument hardly do.
private func complementaryErrorFunction(_ x: ScalarExpression) -> ScalarExpression {
  let form = x.type == .f32 ? ScaledComplement.single : .double
  let a = x.magnitude.clamped(below: form.greatest)
  let square = DoubleWord.product(a, -a)
  let parts = ExponentialReduction(brief: square.high, low: square.low, keepsError: true)
  let (s, e) = (form.scaled(a), parts.significand)
  // Both sides of the quotient are larger by a power of two, so that only the quotient underflows.
  let (one, slope) = (ScalarExpression.constant(form.excess, x.type), form.slope * form.excess)
  let divisor = fma(a, slope, one)
  let lost = fma(a, slope, one - divisor) * roughReciprocal(divisor)
  let low = fma(-s.high, lost, s.low)
  let product = fma(e.high, s.high, fma(e.low, s.high, e.high * low))
  let far = product * parts.scale(raisedBy: Int(form.excess.exponent)) / divisor
  return select(x .< .constant(0.0, x.type), .constant(2.0, x.type) - far, far)
}

/// `1 / x` within an eighth, for a common `x > 0`: a negative exponent and a mirrored fraction.
private func roughReciprocal(_ x: ScalarExpression) -> ScalarExpression {
  let bits = x.asBits
  let twice: UInt64 = x.type == .f32 ? 0x7EF0_0000 : 0x7FDE_0000_0000_0000
  return (.constant(bits: twice, bits.type) - bits).bitcast(to: x.type)
}

/// `s((a - c) / (a + c)) = e^(a^2) erfc(a) (1 + 9a/8)`, from 0 to where erfc(a) is 0.
private struct ScaledComplement {
  let greatest, center, excess: Double
  let coefficients: [Double]
  /// What the constant term loses.
  let constantLow: Double
  /// About `2 / sqrt(pi)`: so `s` is flat at 0.
  let slope = 1.125

  /// Degree 21, largest relative error 1.3e-17.
  static let double = ScaledComplement(
    greatest: 27.25, center: 4.5, excess: 0x1p64,
    coefficients: [
      0.7425641259101636, -0.1793354626530091, 0.1081459495868747, -0.04667632527175195, 0.004291647232317057,
      0.01737772437360014, -0.022792603349405017, 0.018976012968261475, -0.012207273081757829, 0.006296235705434068,
      -0.0025580178864491156, 0.000750820179020806, -0.00010810152322737817, -2.8625278482602895e-05,
      2.2072775827806917e-05, -4.505243507280479e-06, -1.1090613174663764e-06, 8.553308419134143e-07,
      -6.769524437637885e-08, -9.904073255993825e-08, 1.7937059731848844e-08, 9.77516681631655e-09,
    ],
    constantLow: -3.3550640086168047e-17)
  /// Degree 9, largest relative error 8.2e-9.
  static let single = ScaledComplement(
    greatest: 10.1, center: 2.5, excess: 0x1p32,
    coefficients: [
      0.803699254989624, -0.23146049678325653, 0.054423801600933075, 0.0339648500084877, -0.04046117886900902,
      0.016678782179951668, -0.0005897803930565715, -0.0020616038236767054, 0.00028940089396201074,
      0.00023997762764338404,
    ],
    constantLow: 1.464396048866945e-09)

  /// `s` at `a`, in two words.
  func scaled(_ a: ScalarExpression) -> DoubleWord {
    let c = ScalarExpression.constant(center, a.type)
    let t = (a - c) / (a + c)
    let rest = t * splitPolynomial(t, squared: t * t, Array(coefficients.dropFirst()))
    let sum = DoubleWord.orderedSum(.constant(coefficients[0], a.type), rest)
    return DoubleWord(sum.high, sum.low + .constant(constantLow, a.type))
  }
}

/// `1 - x - x q`, the first difference exactly: `erfc(x)` from -1 to 1/2.
func complementNearZero(_ x: ScalarExpression) -> ScalarExpression {
  let difference = DoubleWord.sum(.constant(1.0, .f64), -x)
  return difference.high + fma(x, -polynomial(x * x, series), difference.low)
}

/// `e^(a^2) erfc(a)` as a quotient, from 1/2 to 28.
func scaledComplement(_ a: ScalarExpression) -> (numerator: DoubleWord, divisor: DoubleWord) {
  let three = ScalarExpression.constant(3.0, .f64)
  let t = DoubleWord.sum(a, -three) / DoubleWord.sum(a, three)
  let ratio = polynomial(t.high, Array(farTail.dropFirst()))
  // The last step of Horner's rule in two words, then the product.
  let product = DoubleWord.product(t.value, ratio)
  let sum = DoubleWord.orderedSum(.constant(farTail[0], .f64), product.high)
  return (
    DoubleWord(sum.high, sum.low + product.low).normalized, DoubleWord.sum(.constant(1.0, .f64), a + a)
  )
}
