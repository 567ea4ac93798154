/// `e^x` of a float `x` in [-800, 800] to about 2^-95, for results that cancel (f64).
///
/// The argument is reduced by ln(2) in three words and halved four times; `e^r - 1` is Horner's scheme over the Taylor
/// series, in double words where it matters; then `e^2r - 1 = (e^r - 1)(e^r - 1 + 2)` four times.
struct LongExponential {
  /// The sum whose low bits hold the power of two.
  private let carrier: ScalarExpression
  /// The power of two as a float.
  private let power: ScalarExpression
  /// `e^r - 1`, where `|r| <= ln(2) / 2`.
  private let excess: DoubleWord

  private static let halvings = 4
  // 1/2! ... 1/7! as double words, 1/8! ... 1/13! as floats.
  private static let long: [(high: Double, low: Double)] = [
    (0x1.0000000000000p-1, 0x0.0p+0),
    (0x1.5555555555555p-3, 0x1.5555555555555p-57),
    (0x1.5555555555555p-5, 0x1.5555555555555p-59),
    (0x1.1111111111111p-7, 0x1.1111111111111p-63),
    (0x1.6c16c16c16c17p-10, -0x1.f49f49f49f49fp-65),
    (0x1.a01a01a01a01ap-13, 0x1.a01a01a01a01ap-73),
  ]
  private static let short: [Double] = [
    2.48015873015873e-05, 2.7557319223985893e-06, 2.755731922398589e-07,
    2.505210838544172e-08, 2.08767569878681e-09, 1.6059043836821613e-10,
  ]

  /// ln(2) in three words; the power of two times the first is exact.
  private static let ln2 = (high: 0x1.62e42fefap-1, middle: 0x1.cf79abc9e3b3ap-40, low: -0x1.ff0342542fc33p-94)

  init(_ x: ScalarExpression) {
    let reduction = ExponentialReduction(x)
    carrier = reduction.carrier
    let k = reduction.exponent
    let first = fma(k, -Self.ln2.high, x)
    let second = DoubleWord.product(k, .constant(-Self.ln2.middle, .f64))
    var r = DoubleWord.sum(first, second.high)
    r = DoubleWord(r.high, r.low + fma(k, -Self.ln2.low, second.low)).normalized
    let scale = 1 / Double(1 << Self.halvings)
    r = DoubleWord(r.high * .constant(scale, .f64), r.low * .constant(scale, .f64))
    let tail = DoubleWord(r.high * polynomial(r.high, Self.short), .constant(0.0, .f64))
    var series = Self.long.reversed().reduce(tail) { sum, coefficient in
      (r * (sum + .constant(coefficient.high, coefficient.low, .f64)).normalized).normalized
    }
    series = (r + series * r).normalized
    for _ in 0..<Self.halvings {
      series = (series * (series + .constant(2.0, .f64)).normalized).normalized
    }
    excess = series
    power = ExponentialReduction.scaled(.constant(1.0, .f64), by: carrier)
  }

  /// `e^x`.
  var value: DoubleWord {
    let sum = (excess + .constant(1.0, .f64)).normalized
    return DoubleWord(sum.high * power, sum.low * power)
  }

  /// `e^x - 1`, precise near 0.
  var lessOne: DoubleWord {
    let scaled = DoubleWord(excess.high * power, excess.low * power)
    return (scaled + (power - .constant(1.0, .f64))).normalized
  }
}
