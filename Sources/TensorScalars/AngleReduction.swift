/// An angle less the nearest multiple of a right angle, as a double word, and that multiple modulo 4.
struct AngleReduction {
  /// At most about pi/4.
  let r: DoubleWord
  /// An integer whose two lowest bits are the quadrant.
  let quadrant: ScalarExpression

  /// Arguments above this (in magnitude) are the rare case.
  static func limit(_ type: ElementType) -> Double { type == .f32 ? 1e9 : 1e6 }

  /// Cody and Waite's reduction of an f64 with fused multiply-add and a right angle of three words.
  ///
  /// The first step is exact: what is left is a multiple of the first word's last place below 1. The second word
  /// is short (32 bits): where the result of the second step is small, it is exact; else its error is kept.
  init(_ x: ScalarExpression) {
    let carrier = fma(x, 0.6366197723675814, 0x1.8p52)
    let k = carrier - .constant(0x1.8p52, .f64)
    let exact = fma(k, -Self.first, x)
    let high = fma(k, -0x1.1a626331p-54, exact)
    let low = fma(k, -0x1.1701b839a252p-88, fma(k, -0x1.1a626331p-54, exact - high))
    (r, quadrant) = (DoubleWord(high, low), carrier.asBits)
  }

  private static let first = 0x1.921fb54442d18p+0

  /// The same for an f32, reduced in f64, where two words do up to 2^30 right angles; the angle is an f32.
  init(single x: ScalarExpression) {
    let wide = x.converted(to: .f64)
    let carrier = fma(wide, 0.6366197723675814, 0x1.8p52)
    let k = carrier - .constant(0x1.8p52, .f64)
    let angle = fma(k, -0x1.1a62633145c07p-54, fma(k, -Self.first, wide))
    r = DoubleWord(angle.converted(to: .f32), .constant(0.0, .f32))
    quadrant = carrier.asBits.converted(to: .i32)
  }

  private init(r: DoubleWord, quadrant: ScalarExpression) { (self.r, self.quadrant) = (r, quadrant) }

  /// The bits of 2/pi, after a word of zeros.
  private static let twoOverPi = LookupTable(
    name: "two_over_pi",
    words: [
      0, 0xa2f9836e_4e441529, 0xfc2757d1_f534ddc0, 0xdb629599_3c439041,
      0xfe5163ab_debbc561, 0xb7246e3a_424dd2e0, 0x06492eea_09d1921c, 0xfe1deb1c_b129a73e,
      0xe88235f5_2ebb4484, 0xe99c7026_b45f7e41, 0x3991d639_835339f4, 0x9c845f8b_bdf9283b,
      0x1ff897ff_de05980f, 0xef2f118b_5a0a6d1f, 0x6d367ecf_27cb09b7, 0x4f463f66_9e5fea2d,
      0x7527bac7_ebe5f17b, 0x3d0739f7_8a5292ea, 0x6bfb5fb1_1f8d5d08, 0x56033046_fc7b6bab,
      0xf0cfbc20_9af4361d,
    ])

  /// Payne and Hanek (1983): only those bits of 2/pi are multiplied whose product counts modulo 4 right angles.
  ///
  /// - Parameter x: an f64 of at least 2^19 in magnitude.
  static func huge(_ x: ScalarExpression) -> AngleReduction {
    func word(_ value: UInt64) -> ScalarExpression { .constant(bits: value, .u64) }
    let bits = x.magnitude.bitcast(to: .u64)
    let significand = bits.masked(0xf_ffff_ffff_ffff) | word(1 << 52)
    // x = significand * 2^e. The window's first bit of 2/pi has weight 2^(1 - e).
    let e = bits.shifted(right: 52).bitcast(to: .i64) - .constant(1075, .i64)
    let position = e + .constant(62, .i64)
    let (index, shift) = (position.shifted(right: 6), position.masked(63).bitcast(to: .u64))
    let words = (0..<4).map { offset in
      ScalarExpression.primitive(.lookup(twoOverPi), index + .constant(Int64(offset), .i64))
    }
    let window = (0..<3).map { i in
      ScalarExpression.primitive(.shiftLeft, words[i], shift)
        | .primitive(.shiftRight, words[i + 1], word(64) - shift)
    }
    // The product modulo 2^192, highest word first.
    let carry = ScalarExpression.primitive(.multiplyHigh, significand, window[2])
    let (third, second) = (significand * window[2], significand * window[1] + carry)
    let overflow = (second .< carry).converted(to: .u64)
    let first = significand * window[0] + .primitive(.multiplyHigh, significand, window[1]) + overflow
    // The two top bits are the quadrant; rounding to the nearest makes the fraction signed.
    let quadrant = (first + word(1 << 61)).shifted(right: 62)
    let fraction = (first - quadrant.shifted(left: 62)).bitcast(to: .i64)
    let isNegative = fraction .< .constant(0, .i64)
    let flip = TensorScalars.select(isNegative, word(~0), word(0))
    // One's complement: the missing one is 2^-190.
    let pieces = [fraction.bitcast(to: .u64) ^ flip, second ^ flip, third ^ flip].flatMap {
      [$0.shifted(right: 32), $0.masked(0xffff_ffff)]
    }
    var sum = DoubleWord(.constant(0.0, .f64), .constant(0.0, .f64))
    for (i, piece) in pieces.enumerated() {
      let scale = ScalarExpression.constant(Double(sign: .plus, exponent: -30 - 32 * i, significand: 1), .f64)
      let term = DoubleWord.orderedSum(sum.high, piece.converted(to: .f64) * scale)
      sum = DoubleWord.orderedSum(term.high, term.low + sum.low)
    }
    let angle = sum * DoubleWord.constant(Self.first, 0x1.1a62633145c07p-54, .f64)
    let unsigned = angle.normalized
    let isReversed = isNegative ^ (x .< .constant(0.0, .f64))
    let turned = quadrant.bitcast(to: .i64)
    let quadrants = TensorScalars.select(x .< .constant(0.0, .f64), .constant(0, .i64) - turned, turned)
    return AngleReduction(r: .select(isReversed, -unsigned, unsigned), quadrant: quadrants)
  }
}
