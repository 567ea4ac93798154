import TensorScalars

/// Prints the elements of one array in columns of equal width, as NumPy chooses width and notation.
enum ElementFormatter {
  case bool(isScalar: Bool)
  case integer(width: Int)
  case positional(FloatColumns)
  case scientific(FloatColumns, exponentWidth: Int)

  /// The widths that all floats of a column share.
  struct FloatColumns {
    var isSingle: Bool
    /// Digits allowed after the point.
    var precision: Int
    /// Characters before and after the point.
    var left = 0
    var right = 0
  }

  /// The formatter for an array whose printed elements are these.
  init(_ values: [ElementValue], type: ElementType, isScalar: Bool, options: PrintOptions) {
    switch type.kind {
    case .bool: self = .bool(isScalar: isScalar)
    case .signed, .unsigned: self = .integer(width: values.map { $0.integerText.utf8.count }.max() ?? 0)
    case .float:
      let numbers = values.map(\.floatValue)
      self = ElementFormatter(numbers, isSingle: type == .f32, options: options)
    }
  }

  private init(_ values: [Double], isSingle: Bool, options: PrintOptions) {
    let finite = values.filter(\.isFinite)
    var columns = FloatColumns(isSingle: isSingle, precision: options.precision)
    var exponentWidth: Int?
    if finite.isEmpty {
      columns.left = 0
    } else if ElementFormatter.needsExponent(finite, isSingle: isSingle, options: options) {
      let parts = finite.map { columns.digits($0).rounded(scientificFraction: columns.precision, exact: $0).scientific }
      let width = max(2, parts.map { String($0.exponent.magnitude).utf8.count }.max() ?? 2)
      exponentWidth = width
      columns.left = parts.map { $0.integer.utf8.count }.max() ?? 0
      columns.precision = parts.map { $0.fraction.utf8.count }.max() ?? 0
      columns.right = width + 2 + columns.precision
    } else {
      let parts = finite.map { columns.digits($0).rounded(fraction: columns.precision, exact: $0).positional }
      columns.left = parts.map { $0.integer.utf8.count }.max() ?? 0
      columns.right = parts.map { $0.fraction.utf8.count }.max() ?? 0
    }
    if finite.count != values.count {
      let hasNegativeInfinity = values.contains(-.infinity)
      columns.left = max(columns.left, (hasNegativeInfinity ? 4 : 3) - (columns.right + 1))
    }
    self = exponentWidth.map { .scientific(columns, exponentWidth: $0) } ?? .positional(columns)
  }

  /// NumPy's rule: numbers from 10^8 on (10^6 for f32), below 10^-4, or of a ratio above 1000.
  private static func needsExponent(_ finite: [Double], isSingle: Bool, options: PrintOptions) -> Bool {
    let magnitudes = finite.lazy.filter { $0 != 0 }.map(\.magnitude)
    guard let largest = magnitudes.max(), let smallest = magnitudes.min() else { return false }
    if largest >= (isSingle ? 1e6 : 1e8) { return true }
    if options.suppressesSmall { return false }
    let (bound, ratio) =
      isSingle
      ? (Double(0.0001 as Float), Double(Float(largest) / Float(smallest)))
      : (0.0001, largest / smallest)
    return smallest < bound || ratio > 1000
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
    }
  }

  /// One value alone, as `str()` prints a NumPy scalar: all its digits.
  static func scalarText(_ value: ElementValue, type: ElementType) -> String {
    switch value {
    case .bool(let value): return value ? "True" : "False"
    case .signed, .unsigned: return value.integerText
    case .float(let number):
      let columns = FloatColumns(isSingle: type == .f32, precision: 17)
      if let text = columns.nonFinite(number) { return text }
      let digits = columns.digits(number)
      let bound = type == .f32 ? 1e6 : 1e16
      if number == 0 || (number.magnitude < bound && number.magnitude >= 1e-4) {
        let (integer, fraction) = digits.positional
        return integer + "." + (fraction.isEmpty ? "0" : fraction)
      }
      let (integer, fraction, exponent) = digits.scientific
      return integer + (fraction.isEmpty ? "" : "." + fraction) + "e"
        + DecimalDigits.exponentText(exponent, width: 2)
    }
  }
}

extension ElementFormatter.FloatColumns {
  func digits(_ value: Double) -> DecimalDigits { isSingle ? DecimalDigits(Float(value)) : DecimalDigits(value) }

  func nonFinite(_ value: Double) -> String? {
    if value.isFinite { return nil }
    let text = value.isNaN ? "nan" : value < 0 ? "-inf" : "inf"
    return text.leftPadded(to: left + right + 1)
  }

  func positional(_ digits: DecimalDigits, exact value: Double) -> String {
    let (integer, fraction) = digits.rounded(fraction: precision, exact: value).positional
    return integer.leftPadded(to: left) + "." + fraction.rightPadded(to: right, with: " ")
  }

  /// All numbers of a column show as many digits; beyond the shortest they are those of the exact value.
  func scientific(_ value: Double, exponentWidth: Int) -> String {
    let (integer, fraction, exponent) = DecimalDigits(scientificFraction: precision, exact: value).scientific
    return integer.leftPadded(to: left) + "." + fraction.rightPadded(to: precision, with: "0") + "e"
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
    }
  }

  fileprivate var floatValue: Double {
    switch self {
    case .bool(let value): value ? 1 : 0
    case .signed(let value): Double(value)
    case .unsigned(let value): Double(value)
    case .float(let value): value
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
