import TensorScalars

/// Prints the elements of one array in columns of equal width, as NumPy chooses width and notation.
enum ElementFormatter {
  case bool(isScalar: Bool)
  case integer(width: Int)
  case positional(FloatColumns)
  case scientific(FloatColumns, exponentWidth: Int)
  indirect case complex(real: ElementFormatter, imaginary: ElementFormatter)

  /// The widths that all floats of a column share.
  struct FloatColumns {
    /// The float type, by which digits are the shortest.
    var type: ElementType
    /// Digits allowed after the point.
    var precision: Int
    /// Characters before and after the point.
    var left = 0
    var right = 0
    /// Whether positive numbers have a sign, as imaginary parts do.
    var showsPlus = false
  }

  /// The formatter for an array whose printed elements are these.
  init(_ values: [ElementValue], type: ElementType, isScalar: Bool, options: PrintOptions) {
    switch type.kind {
    case .bool: self = .bool(isScalar: isScalar)
    case .signed, .unsigned: self = .integer(width: values.map { $0.integerText.utf8.count }.max() ?? 0)
    case .float:
      let numbers = values.map(\.floatValue)
      self = ElementFormatter(numbers, type: type, options: options)
    case .complex:
      self = .complex(
        real: ElementFormatter(values.map(\.floatValue), type: type.realType, options: options),
        imaginary: ElementFormatter(values.map(\.imaginaryValue), type: type.realType, options: options, showsPlus: true))
    }
  }

  private init(_ values: [Double], type: ElementType, options: PrintOptions, showsPlus: Bool = false) {
    let finite = values.filter(\.isFinite)
    var columns = FloatColumns(type: type, precision: options.precision, showsPlus: showsPlus)
    var exponentWidth: Int?
    if finite.isEmpty {
      columns.left = 0
    } else if ElementFormatter.needsExponent(finite, type: type, options: options) {
      let parts = finite.map { columns.digits($0).rounded(scientificFraction: columns.precision, exact: $0).scientific }
      let width = max(2, parts.map { String($0.exponent.magnitude).utf8.count }.max() ?? 2)
      exponentWidth = width
      columns.left = parts.map { columns.signed($0.integer).utf8.count }.max() ?? 0
      columns.precision = parts.map { $0.fraction.utf8.count }.max() ?? 0
      columns.right = width + 2 + columns.precision
    } else {
      let parts = finite.map { columns.digits($0).rounded(fraction: columns.precision, exact: $0).positional }
      columns.left = parts.map { columns.signed($0.integer).utf8.count }.max() ?? 0
      columns.right = parts.map { $0.fraction.utf8.count }.max() ?? 0
    }
    if finite.count != values.count {
      let hasNegativeInfinity = showsPlus || values.contains(-.infinity)
      columns.left = max(columns.left, (hasNegativeInfinity ? 4 : 3) - (columns.right + 1))
    }
    self = exponentWidth.map { .scientific(columns, exponentWidth: $0) } ?? .positional(columns)
  }

  /// From here on NumPy writes numbers of a type with an exponent, in arrays.
  private static func largestPositional(_ type: ElementType) -> Double { type == .f64 ? 1e8 : type == .f16 ? 1e3 : 1e6 }

  /// NumPy's rule: numbers from 10^8 on (10^6 for f32, 10^3 for f16), below 10^-4, or of a ratio above 1000.
  private static func needsExponent(_ finite: [Double], type: ElementType, options: PrintOptions) -> Bool {
    let magnitudes = finite.lazy.filter { $0 != 0 }.map(\.magnitude)
    guard let largest = magnitudes.max(), let smallest = magnitudes.min() else { return false }
    if largest >= largestPositional(type) { return true }
    if options.suppressesSmall { return false }
    let bound = type == .f64 ? 0.0001 : Double(0.0001 as Float)
    // The quotient overflows and rounds in the type itself.
    let ratio = ScalarValue(largest / smallest, float: type).asDouble
    return (type == .f16 ? smallest < ScalarValue(0.0001, float: .f16).asDouble : smallest < bound) || ratio > 1000
  }

  func format(_ value: ElementValue) -> String {
    switch self {
    case .bool(let isScalar): value == .bool(true) ? (isScalar ? "True" : " True") : "False"
    case .integer(let width): value.integerText.leftPadded(to: width)
    case .positional(let columns):
      columns.nonFinite(value.floatValue)
        ?? columns.positional(columns.digits(value.floatValue), exact: value.floatValue)
    case .scientific(let columns, let exponentWidth):
      columns.nonFinite(value.floatValue)
        ?? columns.scientific(value.floatValue, exponentWidth: exponentWidth)
    case .complex(let real, let imaginary):
      real.format(.float(value.floatValue)) + ElementFormatter.marked(imaginary.format(.float(value.imaginaryValue)))
    }
  }

  /// `+2.  ` becomes `+2.j  `.
  private static func marked(_ text: String) -> String {
    let spaces = text.reversed().prefix { $0 == " " }.count
    return text.dropLast(spaces) + "j" + String(repeating: " ", count: spaces)
  }

  /// One value alone, as `str()` prints a NumPy scalar: all its digits.
  static func scalarText(_ value: ElementValue, type: ElementType) -> String {
    switch value {
    case .bool(let value): return value ? "True" : "False"
    case .signed, .unsigned: return value.integerText
    case .float(let number): return scalarText(number, type, isWhole: ".0")
    case .complex(let real, let imaginary):
      let part = type.realType
      let sign = imaginary.sign == .minus && !imaginary.isNaN ? "" : "+"
      let second = scalarText(imaginary, part, isWhole: "") + "j"
      if real == 0, real.sign == .plus { return second }
      return "(" + scalarText(real, part, isWhole: "") + sign + second + ")"
    }
  }

  private static func scalarText(_ number: Double, _ type: ElementType, isWhole: String) -> String {
    let columns = FloatColumns(type: type, precision: 17)
    if let text = columns.nonFinite(number) { return text }
    let digits = columns.digits(number)
    let bound = type == .f64 ? 1e16 : largestPositional(type)
    let least = type == .f16 ? ScalarValue(1e-4, float: .f16).asDouble : 1e-4
    if number == 0 || (number.magnitude < bound && number.magnitude >= least) {
      let (integer, fraction) = digits.positional
      return integer + (fraction.isEmpty ? isWhole : "." + fraction)
    }
    let (integer, fraction, exponent) = digits.scientific
    return integer + (fraction.isEmpty ? "" : "." + fraction) + "e"
      + DecimalDigits.exponentText(exponent, width: 2)
  }
}

extension ElementFormatter.FloatColumns {
  func digits(_ value: Double) -> DecimalDigits {
    type == .f64 ? DecimalDigits(value) : type == .f32 ? DecimalDigits(Float(value)) : DecimalDigits(value, as: type)
  }

  func signed(_ integer: String) -> String { showsPlus && !integer.hasPrefix("-") ? "+" + integer : integer }

  func nonFinite(_ value: Double) -> String? {
    if value.isFinite { return nil }
    let text = value.isNaN ? signed("nan") : value < 0 ? "-inf" : signed("inf")
    return text.leftPadded(to: left + right + 1)
  }

  func positional(_ digits: DecimalDigits, exact value: Double) -> String {
    let (integer, fraction) = digits.rounded(fraction: precision, exact: value).positional
    return signed(integer).leftPadded(to: left) + "." + fraction.rightPadded(to: right, with: " ")
  }

  /// All numbers of a column show as many digits; beyond the shortest they are those of the exact value.
  func scientific(_ value: Double, exponentWidth: Int) -> String {
    let (integer, fraction, exponent) = DecimalDigits(scientificFraction: precision, exact: value).scientific
    return signed(integer).leftPadded(to: left) + "." + fraction.rightPadded(to: precision, with: "0") + "e"
      + DecimalDigits.exponentText(exponent, width: exponentWidth)
  }
}

extension ElementValue {
  fileprivate var integerText: String {
    switch self {
    case .bool(let value): value ? "1" : "0"
    case .signed(let value): String(value)
    case .unsigned(let value): String(value)
    case .float(let value): value.description
    case .complex(let real, let imaginary): Complex128(real, imaginary).description
    }
  }

  fileprivate var floatValue: Double {
    switch self {
    case .bool(let value): value ? 1 : 0
    case .signed(let value): Double(value)
    case .unsigned(let value): Double(value)
    case .float(let value): value
    case .complex(let real, _): real
    }
  }

  fileprivate var imaginaryValue: Double {
    switch self {
    case .bool, .signed, .unsigned, .float: 0
    case .complex(_, let imaginary): imaginary
    }
  }
}

extension String {
  fileprivate func leftPadded(to width: Int) -> String {
    let missing = width - utf8.count
    return missing > 0 ? String(repeating: " ", count: missing) + self : self
  }

  fileprivate func rightPadded(to width: Int, with character: Character) -> String {
    let missing = width - utf8.count
    return missing > 0 ? self + String(repeating: character, count: missing) : self
  }
}
