/// `e^x` as `2^k * (1 + r + rest)` with `|r| <= ln(2) / 2`: what all exponentials share.
///
/// The integer `k` comes from adding 1.5 * 2^(p-1), which leaves it in the low bits of the sum (no conversion); `r`
/// from two fused steps, the first of which is exact; `rest` from a minimax polynomial (Muller, Elementary
/// Functions, chapters 4 and 11; coefficients by scripts/minimax.py).
struct ExponentialReduction {
  /// The sum whose low bits hold `k` plus twice the exponent bias.
  let carrier: ScalarExpression
  /// `k` as a float.
  let exponent: ScalarExpression
  let r: ScalarExpression
  /// `e^r - 1 - r`, without the low word of the argument.
  let rest: ScalarExpression

  private struct Precision {
    let carrier, ln2High, ln2Low: Double
    let coefficients: [Double]
  }

  // exp: degree 9 on |r| <= 0.3466, largest relative error of e^r 3.6e-18; expf: degree 4, 3.1e-9.
  private static let double = Precision(
    carrier: 0x1.8p52 + 2046, ln2High: 0x1.62e42fefa39efp-1, ln2Low: 0x1.abc9e3b39803fp-56,
    coefficients: [
      0.5000000000000011, 0.16666666666666413, 0.04166666666653016, 0.008333333333494465, 0.0013888888943628945,
      0.0001984126950656571, 2.480149310007098e-05, 2.755758638843295e-06, 2.7630247990155085e-07,
      2.5000056708160523e-08,
    ])
  private static let single = Precision(
    carrier: 0x1.8p23 + 254, ln2High: 0x1.62e43p-1, ln2Low: -0x1.05c61p-29,
    coefficients: [
      0.4999999403953552, 0.1666652113199234, 0.04166838899254799, 0.0083687175065279, 0.001381459878757596,
    ])
  /// For functions that need `e^r - 1` relative to itself: degree 10, largest relative error 2.6e-19.
  private static let relative = [
    0.5, 0.16666666666666677, 0.0416666666666667, 0.008333333333321615, 0.0013888888888866783,
    0.00019841269886158766, 2.480158736064858e-05, 2.755724418146198e-06, 2.7557242688610376e-07,
    2.510904508572255e-08, 2.092446390249643e-09,
  ]

  /// - Parameters:
  ///   - x: an argument small enough that `k` fits the exponent range twice.
  ///   - low: a second word of the argument.
  ///   - isRelative: whether `r + rest` must be precise relative to itself (f64).
  init(_ x: ScalarExpression, low: ScalarExpression? = nil, isRelative: Bool = false) {
    let precision = x.type == .f32 ? Self.single : Self.double
    carrier = fma(x, 1.4426950408889634, precision.carrier)
    let k = carrier - .constant(precision.carrier, x.type)
    exponent = k
    let high = fma(k, -precision.ln2High, x)
    if isRelative || low != nil {
      // The rounding error of r counts: it goes into the rest.
      let tail = low.map { fma(k, -precision.ln2Low, $0) } ?? k * .constant(-precision.ln2Low, x.type)
      r = high + tail
      let error = (high - r) + tail
      rest = Self.rest(r, error)
    } else {
      r = fma(k, -precision.ln2Low, high)
      let square = r * r
      rest = square * polynomial(r, precision.coefficients)
    }
  }

  /// `e^(x + low)` by the polynomial of `exp`, the low word to first order.
  ///
  /// - Parameters:
  ///   - low: at most about an ulp of `x`.
  ///   - keepsError: whether the rounding error of `r`, up to a quarter of an ulp of the result, goes into the rest.
  init(brief x: ScalarExpression, low: ScalarExpression, keepsError: Bool) {
    let precision = x.type == .f32 ? Self.single : Self.double
    carrier = fma(x, 1.4426950408889634, precision.carrier)
    exponent = carrier - .constant(precision.carrier, x.type)
    let word = DoubleWord.orderedSum(fma(exponent, -precision.ln2High, x), fma(exponent, -precision.ln2Low, low))
    r = word.high
    let square = r * r
    let polynomial = splitPolynomial(r, squared: square, precision.coefficients)
    rest = keepsError ? fma(square, polynomial, word.low) : square * polynomial
  }

  /// `1 + r + rest` with the rounding error of `1 + r` in the low word.
  var significand: DoubleWord {
    let sum = DoubleWord.orderedSum(.constant(1.0, r.type), r)
    return DoubleWord(sum.high, sum.low + rest)
  }

  /// `e^(r + low) - 1 - r` for `|r| <= ln(2) / 2` (f64).
  private static func rest(_ r: ScalarExpression, _ low: ScalarExpression) -> ScalarExpression {
    let square = r * r
    return fma(square, splitPolynomial(r, squared: square, relative), fma(low, r, low))
  }

  /// `e^x` for a word with `|x| <= ln(2) / 2`.
  static func significand(_ x: DoubleWord) -> DoubleWord {
    let sum = DoubleWord.orderedSum(.constant(1.0, .f64), x.high)
    return DoubleWord(sum.high, sum.low + rest(x.high, x.low))
  }

  /// `x * 2^k` in two steps, so that overflow and gradual underflow come out right.
  func scaled(_ x: ScalarExpression) -> ScalarExpression {
    Self.scaled(x, by: carrier)
  }

  /// `x * 2^k` for the `k` in the low bits of a carrier.
  static func scaled(_ x: ScalarExpression, by carrier: ScalarExpression) -> ScalarExpression {
    let mantissaBits: Int64 = x.type == .f32 ? 23 : 52
    let bits = carrier.asBits
    let half = bits.shifted(right: 1)
    let first = half.shifted(left: mantissaBits).bitcast(to: x.type)
    let second = (bits - half).shifted(left: mantissaBits).bitcast(to: x.type)
    return x * first * second
  }

  /// `2^(k + n)` where that is a normal number.
  func scale(raisedBy n: Int = 0) -> ScalarExpression {
    let (bias, mantissaBits): (Int, Int64) = r.type == .f32 ? (127, 23) : (1023, 52)
    let bits = carrier.asBits
    return (bits - .constant(Int64(bias - n), bits.type)).shifted(left: mantissaBits).bitcast(to: r.type)
  }

  /// `e^|x| / 4`, and the same less 1/4, as double words: for hyperbolic functions, `|x|` at most 710.5.
  static func quarters(_ x: ScalarExpression) -> (exponential: DoubleWord, less: DoubleWord) {
    let parts = ExponentialReduction(x, isRelative: true)
    let scale = parts.scale(raisedBy: -2)
    let significand = parts.significand
    let exponential = DoubleWord(significand.high * scale, significand.low * scale).normalized
    let less = DoubleWord.sum(exponential.high, .constant(-0.25, x.type))
    return (exponential, DoubleWord.orderedSum(less.high, less.low + exponential.low))
  }
}
