import CMPFR
import TensorScalars

/// A real number with thousands of bits and practically unbounded exponent, or NaN, an infinity, a signed zero.
package final class ExactNumber {
  /// How far a value is what exact arithmetic gives.
  package enum Trust: Int, Comparable {
    case exact
    /// Some function without a formula was computed in f64.
    case approximate
    /// Some value left even these exponents.
    case unknown

    package static func < (a: Trust, b: Trust) -> Bool { a.rawValue < b.rawValue }
  }

  let pointer: UnsafeMutablePointer<__mpfr_struct>
  let precision: Int
  package internal(set) var trust: Trust
  /// Whether any operation on the way was rounded: then a zero says no more than that the value is tiny.
  private(set) var isRounded = false
  /// Written as a number in the program: rounded to the type it takes, as programs round it.
  var isLiteral = false

  /// Every f64 and every sum of two is exact, and so is `1 + exp(-1600)` to one bit.
  package static let bitsForDoubles = 2400
  /// The same where all floats are f32.
  static let bitsForFloats = 640

  /// A number to be set by the caller.
  private init(precision: Int, trust: Trust) {
    pointer = .allocate(capacity: 1)
    mpfr_init2(pointer, mpfr_prec_t(precision))
    (self.precision, self.trust) = (precision, trust)
  }

  convenience init(_ value: Double, precision: Int) {
    self.init(precision: precision, trust: .exact)
    _ = exact_set_double(pointer, value)
  }

  typealias Pointer = UnsafeMutablePointer<__mpfr_struct>

  /// What an operation of MPFR gives for these operands, which live as long as it runs.
  static func result(of operands: [ExactNumber], _ compute: (_ result: Pointer, _ operands: [Pointer]) -> Void) -> ExactNumber {
    let precision = operands.map(\.precision).max() ?? bitsForDoubles
    let result = ExactNumber(precision: precision, trust: operands.map(\.trust).max() ?? .exact)
    withExtendedLifetime(operands) {
      mpfr_clear_flags()
      compute(result.pointer, operands.map(\.pointer))
      result.isRounded = mpfr_inexflag_p() != 0 || operands.contains(where: \.isRounded)
      if exact_escaped() != 0 { result.trust = .unknown }
    }
    return result
  }

  deinit {
    mpfr_clear(pointer)
    pointer.deallocate()
  }

  /// MPFR reduces angles, divides with rest and prints in time and memory that grow with the exponent, not only its digits.
  static let largestReducedExponent = 1 << 16

  /// Of no known value.
  static func unknown(_ operands: [ExactNumber]) -> ExactNumber {
    let result = operands[0].number(.nan)
    result.trust = .unknown
    return result
  }

  /// Whether the number is too large to be reduced by one of common size.
  var isBeyondReduction: Bool { isFinite && !isZero && abs(exact_exponent(pointer)) > Self.largestReducedExponent }

  // MARK: Kinds

  var isNaN: Bool { exact_is_nan(pointer) != 0 }
  var isInfinite: Bool { exact_is_infinite(pointer) != 0 }
  var isZero: Bool { exact_is_zero(pointer) != 0 }
  var isFinite: Bool { !isNaN && !isInfinite }
  var isNegative: Bool { exact_is_negative(pointer) != 0 }

  /// Negative, zero, positive as this is less, equal or greater; neither may be NaN.
  func compared(to other: ExactNumber) -> Int {
    withExtendedLifetime((self, other)) { Int(exact_compare(pointer, other.pointer)) }
  }

  func number(_ value: Double) -> ExactNumber { ExactNumber(value, precision: precision) }

  // MARK: Rounding

  /// The nearest `f32` or `f64`, as a `Double`.
  package func rounded(to type: ElementType) -> Double {
    type == .f32 ? Double(mpfr_get_flt(pointer, MPFR_RNDN)) : mpfr_get_d(pointer, MPFR_RNDN)
  }

  /// One of the two floats beside this number; the number itself where it is one.
  func neighbour(in type: ElementType, isAbove: Bool) -> ExactNumber {
    let mode = isAbove ? MPFR_RNDU : MPFR_RNDD
    let value = number(type == .f32 ? Double(mpfr_get_flt(pointer, mode)) : mpfr_get_d(pointer, mode))
    value.trust = trust
    return value
  }

  /// The magnitude as a `Double`.
  private var size: Double { abs(rounded(to: .f64)) }

  /// The element of a float type that is nearest.
  func scalar(_ type: ElementType) -> ScalarValue {
    type == .f32 ? ScalarValue(mpfr_get_flt(pointer, MPFR_RNDN)) : ScalarValue(mpfr_get_d(pointer, MPFR_RNDN))
  }

  /// The distance from this number to a float, in units of the last place that this number has in the type. What is beyond
  /// the largest float counts as the border to infinity.
  func ulps(to value: Double, _ type: ElementType) -> Double {
    if isNaN { return value.isNaN ? 0 : .infinity }
    if value.isNaN { return .infinity }
    if isInfinite { return value.isInfinite && (value < 0) == isNegative ? 0 : .infinity }
    let (digits, least, most) = type == .f32 ? (24, -149, 128) : (53, -1074, 1024)
    func power(isNegative: Bool) -> ExactNumber {
      .result(of: [number(isNegative ? -1 : 1)]) { _ = exact_scale($0, $1[0], most) }
    }
    let border = power(isNegative: isNegative)
    let isBeyond = isNegative ? compared(to: border) < 0 : compared(to: border) > 0
    let own = isBeyond ? border : self
    let exponent = isZero ? least : min(max(exact_exponent(own.pointer) - digits, least), most - digits)
    let other = value.isInfinite ? power(isNegative: value < 0) : number(value)
    let difference = ExactNumber.result(of: [own, other]) {
      mpfr_sub($0, $1[1], $1[0], MPFR_RNDN)
      _ = exact_scale($0, $0, -exponent)
    }
    return difference.size
  }
}

extension ExactNumber: CustomStringConvertible {
  /// Twenty digits.
  package var description: String {
    if isNaN { return "nan" }
    if isInfinite { return isNegative ? "-inf" : "inf" }
    if isZero { return isNegative ? "-0.0" : "0.0" }
    // MPFR would compute a power of ten as long as the number.
    if abs(exact_exponent(pointer)) > Self.largestReducedExponent {
      return "\(isNegative ? "-" : "")2**\(exact_exponent(pointer))"
    }
    var exponent: mpfr_exp_t = 0
    guard let digits = mpfr_get_str(nil, &exponent, 10, 20, pointer, MPFR_RNDN) else { return "?" }
    defer { mpfr_free_str(digits) }
    var text = String(cString: digits)
    let sign = text.hasPrefix("-") ? String(text.removeFirst()) : ""
    while text.count > 1, text.hasSuffix("0") { text.removeLast() }
    let rest = text.dropFirst()
    let power = exponent - 1
    return sign + text.prefix(1) + (rest.isEmpty ? "" : "." + rest) + (power == 0 ? "" : "e\(power)")
  }
}
