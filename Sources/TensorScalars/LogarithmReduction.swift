/// `x = 2^k * (1 + f)` with `1 + f` in about [sqrt(1/2), sqrt(2)): what all logarithms share.
///
/// Exponent and significand come from integer arithmetic on the bits; denormals are scaled first. The logarithm of
/// the significand is `2 artanh(f / (2 + f))`, an odd series in a quotient of at most 0.172 (Muller, Elementary
/// Functions, chapter 11; the arrangement without double words is fdlibm's idea).
struct LogarithmReduction {
  /// The exponent as a float.
  let k: ScalarExpression
  /// `f`, exact.
  let f: ScalarExpression
  /// `2^-k`, or 0 where that is denormal of a huge number.
  let scale: ScalarExpression

  /// - Parameters:
  ///   - x: the argument; anything may come out unless it is positive and finite.
  ///   - isNormal: anything may come out for denormals too.
  init(_ x: ScalarExpression, isNormal: Bool = false) {
    let isSingle = x.type == .f32
    let bits: ElementType = isSingle ? .i32 : .i64
    let mantissaBits: Int64 = isSingle ? 23 : 52
    // The bits of 2/3 (f32) and sqrt(1/2) (f64), the lowest significands.
    let lowest = ScalarExpression.constant(bits: isSingle ? 0x3f2a_aaab : 0x3fe6_a09e_667f_3bcd, bits)
    let isDenormal = x .< .constant(isSingle ? 0x1p-126 : 0x1p-1022, x.type)
    let normal =
      isNormal ? x : TensorScalars.select(isDenormal, x * .constant(isSingle ? 0x1p25 : 0x1p54, x.type), x)
    let offset = normal.asBits - lowest
    let exponentBits = offset.masked(isSingle ? 0xff80_0000 : 0xfff0_0000_0000_0000)
    f = (normal.asBits - exponentBits).bitcast(to: x.type) - .constant(1.0, x.type)
    // The exponent becomes a float in the low bits of one: a conversion that all vector units have.
    let carrier = isSingle ? 0x1.8p23 : 0x1.8p52
    let shifted = offset.shifted(right: mantissaBits)
    let sum = shifted + ScalarExpression.constant(carrier, x.type).asBits
    let plain = ScalarExpression.constant(carrier, x.type)
    let start = isNormal ? plain : TensorScalars.select(isDenormal, carrier + (isSingle ? 25 : 54), plain)
    k = sum.bitcast(to: x.type) - start
    let inverse = ScalarExpression.constant(1.0, x.type).asBits - exponentBits
    scale = ScalarExpression.primitive(.maximum, inverse, .constant(0, bits)).bitcast(to: x.type)
  }

  // 2 artanh(s) = 2s + s^3 p(s^2), |s| <= 0.1716: degree 6, largest error relative to the result 1.3e-18.
  static let series = [
    0.6666666666666734, 0.3999999999941397, 0.2857142874256337, 0.22222198553541525, 0.18183565423371895,
    0.15314020653437413, 0.14796266160418664,
  ]
  // log(1 + f) = f - f^2 / 2 + f^3 p(f), -1/3 <= f <= 1/3: degree 7, largest relative error 5.1e-9.
  private static let singleSeries = [
    0.33333224058151245, -0.24999688565731049, 0.20010040700435638, -0.1668546348810196, 0.14010964334011078,
    -0.1211523711681366, 0.13962286710739136, -0.13190925121307373,
  ]
  private static let ln2High = 0x1.62e42fefap-1
  private static let ln2Low = 0x1.cf79abc9e3b3ap-40

  /// The natural logarithm, in f32 or f64, to less than one unit in the last place.
  var natural: ScalarExpression { natural(low: nil) }

  /// The same plus a small number.
  func natural(low addend: ScalarExpression?) -> ScalarExpression {
    let isSingle = f.type == .f32
    let square = f * f
    let half = square * .constant(0.5, f.type)
    // k * high part is exact, and the sum's error is kept.
    let (high, low) = isSingle ? (0x1.62e4p-1, 0x1.7f7d1cp-20) : (Self.ln2High, Self.ln2Low)
    let whole = DoubleWord.orderedSum(k * .constant(high, f.type), f)
    let rest: ScalarExpression
    if isSingle {
      let cubic = polynomial(f, Self.singleSeries)
      rest = fma(f * square, cubic, fma(k, low, -half))
    } else {
      let s = f / (f + .constant(2.0, f.type))
      let z = s * s
      rest = fma(s, fma(z, polynomial(z, Self.series), half), fma(k, low, -half))
    }
    let tail = addend.map { rest + $0 } ?? rest
    return whole.high + (whole.low + tail)
  }

  /// The logarithm of `x + low`, where `low` is about an ulp of `x`: by the derivative, a twelfth of whose size counts little.
  func natural(including low: ScalarExpression) -> ScalarExpression {
    let slope = fma(f, f - .constant(1.0, f.type), 1.0)
    return natural(low: low * scale * slope)
  }

  /// The logarithm of `1 + f + low` to about 2^-60 (f64).
  private func significand(low: ScalarExpression?) -> DoubleWord {
    let exact = low.map { DoubleWord.orderedSum(f, $0) } ?? DoubleWord(f, .constant(0.0, f.type))
    return Self.ofOnePlus(exact)
  }

  /// `log(1 + f)` for a normalized word with `1 + f` in [sqrt(1/2), sqrt(2)].
  static func ofOnePlus(_ f: DoubleWord) -> DoubleWord {
    let sum = DoubleWord.orderedSum(.constant(2.0, f.high.type), f.high)
    let s = f / DoubleWord(sum.high, sum.low + f.low)
    let z = s.high * s.high
    let rest = s.high * z * polynomial(z, series)
    return DoubleWord(s.high + s.high, s.low + s.low + rest)
  }

  /// The natural logarithm as a double word, of `x` plus a low word.
  func naturalWord(low: ScalarExpression? = nil) -> DoubleWord {
    let part = significand(low: low.map { $0 * scale })
    let whole = DoubleWord.orderedSum(k * .constant(Self.ln2High, f.type), part.high)
    return DoubleWord(whole.high, whole.low + fma(k, Self.ln2Low, part.low))
  }

  /// The logarithm in base `b`, given `log_b(2)` in two parts (the first short) and `1 / ln(b)`.
  func word(base2High: Double, base2Low: Double, scale: DoubleWord) -> DoubleWord {
    let part = significand(low: nil) * scale
    let whole = DoubleWord.orderedSum(k * .constant(base2High, f.type), part.high)
    return DoubleWord(whole.high, whole.low + fma(k, base2Low, part.low))
  }

  /// `log(1 + y)` of a double word `y > -1`, precise near 0 (f64).
  static func ofOnePlusAny(_ y: DoubleWord) -> DoubleWord {
    let sum = DoubleWord.sum(y.high, .constant(1.0, .f64))
    return LogarithmReduction(sum.high).naturalWord(low: sum.low + y.low)
  }
}

/// A logarithm's result with what belongs at 0, below it, at infinity and NaN.
func logarithm(of x: ScalarExpression, _ inside: ScalarExpression) -> ScalarExpression {
  let finite = select(x .< .constant(.infinity, x.type), inside, x)
  let atZero = select(x .== .constant(0.0, x.type), -.infinity, .constant(.nan, x.type))
  return select(x .> .constant(0.0, x.type), finite, atZero)
}
