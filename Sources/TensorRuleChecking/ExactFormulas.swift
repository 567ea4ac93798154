import CMPFR
import TensorScalars

/// The scalar functions on exact numbers, by name. At singularities they are what IEEE 754 and NumPy say.
enum ExactFormulas {
  typealias Formula = @Sendable (_ arguments: [ExactNumber]) -> ExactNumber
  typealias Predicate = @Sendable (_ arguments: [ExactNumber]) -> Bool

  // MARK: Functions that MPFR has

  private typealias Unary =
    @Sendable (UnsafeMutablePointer<__mpfr_struct>?, UnsafePointer<__mpfr_struct>?, mpfr_rnd_t) -> Int32
  private typealias Binary =
    @Sendable (
      UnsafeMutablePointer<__mpfr_struct>?, UnsafePointer<__mpfr_struct>?, UnsafePointer<__mpfr_struct>?, mpfr_rnd_t
    ) -> Int32

  private static func one(_ function: @escaping Unary) -> Formula {
    { a in .result(of: a) { _ = function($0, $1[0], MPFR_RNDN) } }
  }

  /// As `one`, for functions that reduce their argument: 2^65536 and more are not reduced.
  private static func reducing(_ function: @escaping Unary) -> Formula {
    let plain = one(function)
    return { a in a[0].isBeyondReduction ? .unknown(a) : plain(a) }
  }

  private static func two(_ function: @escaping Binary) -> Formula {
    { a in .result(of: a) { _ = function($0, $1[0], $1[1], MPFR_RNDN) } }
  }

  static let numbers: [String: Formula] = [
    "add": { sum($0[0], $0[1]) }, "subtract": { sum($0[0], negative($0[1])) }, "multiply": two(mpfr_mul),
    "divide": two(mpfr_div), "negative": one(mpfr_neg), "positive": one(exact_copy), "absolute": one(exact_absolute),
    "square": one(mpfr_sqr), "reciprocal": { quotient($0[0].number(1), $0[0]) }, "sqrt": one(mpfr_sqrt),
    "sign": { a in a[0].isNaN || a[0].isZero ? (a[0].isZero ? a[0].number(0) : a[0]) : a[0].number(a[0].isNegative ? -1 : 1) },
    "floor": one(exact_floor), "ceil": one(exact_ceiling), "trunc": one(exact_truncate), "rint": one(mpfr_rint),
    "minimum": { least($0[0], $0[1]) }, "maximum": { greatest($0[0], $0[1]) },
    "fmin": { a in a[0].isNaN ? a[1] : a[1].isNaN ? a[0] : least(a[0], a[1]) },
    "fmax": { a in a[0].isNaN ? a[1] : a[1].isNaN ? a[0] : greatest(a[0], a[1]) },
    "clip": { a in least(greatest(a[0], a[1]), a[2]) },
    "copysign": two(exact_copysign),
    "heaviside": { a in a[0].isNaN ? a[0] : a[0].isZero ? a[1] : a[0].number(a[0].isNegative ? 0 : 1) },
    "floor_divide": { floorQuotient($0[0], $0[1]) }, "remainder": { floorRemainder($0[0], $0[1]) },
    "fmod": { remainder($0[0], $0[1]) }, "power": two(mpfr_pow),
    "exp": one(mpfr_exp), "exp2": one(mpfr_exp2), "expm1": one(mpfr_expm1), "log": one(mpfr_log), "log2": one(mpfr_log2),
    "log10": one(mpfr_log10), "log1p": one(mpfr_log1p), "sin": reducing(mpfr_sin), "cos": reducing(mpfr_cos), "tan": reducing(mpfr_tan),
    "deg2rad": { a in quotient(product(a[0], pi(a[0])), a[0].number(180)) },
    "rad2deg": { a in quotient(product(a[0], a[0].number(180)), pi(a[0])) },
    "arcsin": one(mpfr_asin), "arccos": one(mpfr_acos), "arctan": one(mpfr_atan), "arctan2": two(mpfr_atan2),
    "sinh": one(mpfr_sinh), "cosh": one(mpfr_cosh), "tanh": one(mpfr_tanh), "arcsinh": one(mpfr_asinh),
    "arccosh": one(mpfr_acosh), "arctanh": one(mpfr_atanh), "erf": one(mpfr_erf), "erfc": one(mpfr_erfc),
    "cbrt": one(mpfr_cbrt), "hypot": two(mpfr_hypot),
    "expit": { a in quotient(a[0].number(1), sum(a[0].number(1), exponential(negative(a[0])))) },
    "softplus": { softplus($0[0]) }, "log_expit": { negative(softplus(negative($0[0]))) },
    "logaddexp": { logSum($0[0], $0[1]) }, "logsubexp": { logDifference($0[0], $0[1]) },
    "log1mexp": { logOneMinusExponential($0[0]) }, "logcosh": { logHyperbolicCosine($0[0]) },
    "log_ndtr": { logNormalDistribution($0[0]) },
    "compound": { power(sum($0[0].number(1), $0[0]), $0[1]) }, "exp_sum": { exponential(sum($0[0], $0[1])) },
    "exp_difference": { sum(exponential($0[0]), negative(exponential($0[1]))) },
    "log_product": { log(product($0[0], $0[1])) }, "log_quotient": { log(quotient($0[0], $0[1])) },
    "log_power": { log(power($0[0], $0[1])) }, "log1p_product": { log1p(product($0[0], $0[1])) },
    "fabs": one(exact_absolute), "real": one(exact_copy), "conj": one(exact_copy), "imag": { $0[0].number(0) },
    "float_power": two(mpfr_pow),
  ]

  static let predicates: [String: Predicate] = [
    "equal": { ordered($0) { $0 == 0 } }, "not_equal": { !ordered($0) { $0 == 0 } }, "less": { ordered($0) { $0 < 0 } },
    "less_equal": { ordered($0) { $0 <= 0 } }, "greater": { ordered($0) { $0 > 0 } },
    "greater_equal": { ordered($0) { $0 >= 0 } },
    "isnan": { $0[0].isNaN }, "isinf": { $0[0].isInfinite }, "isfinite": { $0[0].isFinite },
    "signbit": { $0[0].isNegative }, "isposinf": { $0[0].isInfinite && !$0[0].isNegative },
    "isneginf": { $0[0].isInfinite && $0[0].isNegative },
  ]

  private static func ordered(_ a: [ExactNumber], _ holds: (Int) -> Bool) -> Bool {
    !a[0].isNaN && !a[1].isNaN && holds(a[0].compared(to: a[1]))
  }

  // MARK: Arithmetic

  static func sum(_ a: ExactNumber, _ b: ExactNumber) -> ExactNumber {
    let result = ExactNumber.result(of: [a, b]) { mpfr_add($0, $1[0], $1[1], MPFR_RNDN) }
    // What is too small for any exponent changes no digit of a sum.
    for (small, other) in [(a, b), (b, a)] where small.trust == .unknown && small.isZero && !other.isZero {
      result.trust = other.trust
    }
    return result
  }

  static func product(_ a: ExactNumber, _ b: ExactNumber) -> ExactNumber {
    .result(of: [a, b]) { mpfr_mul($0, $1[0], $1[1], MPFR_RNDN) }
  }

  static func quotient(_ a: ExactNumber, _ b: ExactNumber) -> ExactNumber {
    .result(of: [a, b]) { mpfr_div($0, $1[0], $1[1], MPFR_RNDN) }
  }

  private static func power(_ a: ExactNumber, _ b: ExactNumber) -> ExactNumber {
    .result(of: [a, b]) { mpfr_pow($0, $1[0], $1[1], MPFR_RNDN) }
  }

  static func negative(_ a: ExactNumber) -> ExactNumber { .result(of: [a]) { mpfr_neg($0, $1[0], MPFR_RNDN) } }

  static func size(_ a: ExactNumber) -> ExactNumber {
    .result(of: [a]) { _ = exact_absolute($0, $1[0], MPFR_RNDN) }
  }

  /// NaN if either is; -0 is below 0.
  static func least(_ a: ExactNumber, _ b: ExactNumber) -> ExactNumber {
    if a.isNaN || b.isNaN { return a.isNaN ? a : b }
    if a.isZero, b.isZero { return a.isNegative ? a : b }
    return a.compared(to: b) <= 0 ? a : b
  }

  static func greatest(_ a: ExactNumber, _ b: ExactNumber) -> ExactNumber {
    if a.isNaN || b.isNaN { return a.isNaN ? a : b }
    if a.isZero, b.isZero { return a.isNegative ? b : a }
    return a.compared(to: b) >= 0 ? a : b
  }

  private static func floorQuotient(_ a: ExactNumber, _ b: ExactNumber) -> ExactNumber {
    if b.isZero || a.isNaN || b.isNaN { return quotient(a, b) }
    if a.isInfinite { return a.number(.nan) }
    if b.isInfinite { return a.number(!a.isZero && a.isNegative != b.isNegative ? -1 : 0) }
    let whole = sum(a, negative(floorRemainder(a, b)))
    return .result(of: [whole, b]) {
      mpfr_div($0, $1[0], $1[1], MPFR_RNDN)
      mpfr_rint($0, $0, MPFR_RNDN)
    }
  }

  /// With the sign of the dividend.
  private static func remainder(_ a: ExactNumber, _ b: ExactNumber) -> ExactNumber {
    if a.isBeyondReduction || b.isBeyondReduction { return .unknown([a, b]) }
    return .result(of: [a, b]) { mpfr_fmod($0, $1[0], $1[1], MPFR_RNDN) }
  }

  private static func floorRemainder(_ a: ExactNumber, _ b: ExactNumber) -> ExactNumber {
    let rest = remainder(a, b)
    if rest.isNaN { return rest }
    if rest.isZero { return .result(of: [rest, b]) { _ = exact_copysign($0, $1[0], $1[1], MPFR_RNDN) } }
    return rest.isNegative != b.isNegative ? sum(rest, b) : rest
  }

  // MARK: Functions that MPFR lacks

  private static func pi(_ like: ExactNumber) -> ExactNumber { .result(of: [like]) { result, _ in mpfr_const_pi(result, MPFR_RNDN) } }

  private static func exponential(_ a: ExactNumber) -> ExactNumber { .result(of: [a]) { mpfr_exp($0, $1[0], MPFR_RNDN) } }

  private static func log(_ a: ExactNumber) -> ExactNumber { .result(of: [a]) { mpfr_log($0, $1[0], MPFR_RNDN) } }

  private static func log1p(_ a: ExactNumber) -> ExactNumber { .result(of: [a]) { mpfr_log1p($0, $1[0], MPFR_RNDN) } }

  private static func expm1(_ a: ExactNumber) -> ExactNumber { .result(of: [a]) { mpfr_expm1($0, $1[0], MPFR_RNDN) } }

  /// So large that nothing is left of `exp(-a)` beside 1.
  private static func isLarge(_ a: ExactNumber) -> Bool { a.isFinite && a.compared(to: a.number(Double(a.precision))) > 0 }

  private static func softplus(_ a: ExactNumber) -> ExactNumber { isLarge(a) ? a : log1p(exponential(a)) }

  private static func logSum(_ a: ExactNumber, _ b: ExactNumber) -> ExactNumber {
    if a.isNaN || b.isNaN { return a.isNaN ? a : b }
    let (high, low) = a.compared(to: b) >= 0 ? (a, b) : (b, a)
    if high.isInfinite { return high }
    return sum(high, log1p(exponential(sum(low, negative(high)))))
  }

  /// `log(exp(a) - exp(b))`, which is NaN for equal infinities as the formula is.
  private static func logDifference(_ a: ExactNumber, _ b: ExactNumber) -> ExactNumber {
    if a.isNaN || b.isNaN { return a.isNaN ? a : b }
    if b.isInfinite, b.isNegative { return a }
    if a.isInfinite, !b.isInfinite { return a.isNegative ? a.number(.nan) : a }
    return sum(a, logOneMinusExponential(sum(b, negative(a))))
  }

  private static func logOneMinusExponential(_ a: ExactNumber) -> ExactNumber {
    a.isNaN || a.compared(to: a.number(-1)) > 0 ? log(negative(expm1(a))) : log1p(negative(exponential(a)))
  }

  private static func logHyperbolicCosine(_ a: ExactNumber) -> ExactNumber {
    let size = size(a)
    if size.isInfinite || isLarge(size) {
      let logTwo = ExactNumber.result(of: [a]) { result, _ in mpfr_const_log2(result, MPFR_RNDN) }
      return sum(size, negative(logTwo))
    }
    // log1p(2 sinh(a/2)^2)
    return log1p(
      .result(of: [a]) {
        _ = exact_scale($0, $1[0], -1)
        mpfr_sinh($0, $0, MPFR_RNDN)
        mpfr_sqr($0, $0, MPFR_RNDN)
        _ = exact_scale($0, $0, 1)
      })
  }

  /// `log(erfc(-a / sqrt(2)) / 2)`; far to the left by the series of Mills' ratio.
  private static func logNormalDistribution(_ a: ExactNumber) -> ExactNumber {
    let scaled = ExactNumber.result(of: [a]) {
      mpfr_sqrt_ui($0, 2, MPFR_RNDN)
      mpfr_div($0, $1[0], $0, MPFR_RNDN)
    }
    if a.isFinite, a.compared(to: a.number(-1e4)) < 0 { return farLogNormalDistribution(a) }
    let isPositive = !a.isNaN && !a.isNegative
    let tail = ExactNumber.result(of: [scaled]) {
      mpfr_neg($0, $1[0], MPFR_RNDN)
      if isPositive { mpfr_neg($0, $0, MPFR_RNDN) }
      mpfr_erfc($0, $0, MPFR_RNDN)
      _ = exact_scale($0, $0, -1)
    }
    return isPositive ? log1p(negative(tail)) : log(tail)
  }

  /// `-a^2/2 - log(-a sqrt(2 pi)) + log(1 - 1/a^2 + 3/a^4 - 15/a^6)`, whose rest is below 2^-100.
  private static func farLogNormalDistribution(_ a: ExactNumber) -> ExactNumber {
    let square = product(a, a)
    let inverse = quotient(a.number(1), square)
    var series = a.number(0)
    for factor in [-15.0, 3, -1] { series = product(inverse, sum(a.number(factor), series)) }
    let root = ExactNumber.result(of: [a]) { result, _ in
      mpfr_const_pi(result, MPFR_RNDN)
      _ = exact_scale(result, result, 1)
      mpfr_sqrt(result, result, MPFR_RNDN)
    }
    let front = sum(quotient(square, a.number(2)), log(negative(product(a, root))))
    return sum(negative(front), log1p(series))
  }
}
