import TensorScalars

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A finite number in decimal: `0.d1d2d3... * 10^exponent`, without zeros at either end; no digits for zero.
struct DecimalDigits {
  var isNegative: Bool
  var digits: [UInt8]
  var exponent: Int

  /// The shortest digits that read back as the same `Double`.
  init(_ value: Double) { self.init(parsing: value.description, isNegative: value.sign == .minus) }

  /// The shortest digits that read back as the same `Float`.
  init(_ value: Float) { self.init(parsing: value.description, isNegative: value.sign == .minus) }

  /// The shortest digits that read back as the same element of a float type of 16 bits, whose value this is.
  init(_ value: Double, as type: ElementType) {
    let wanted = ScalarValue(value, float: type)
    for count in 0..<8 {
      self.init(scientificFraction: count, exact: value)
      if ScalarValue(self.value, float: type) == wanted { return }
    }
    self.init(value)
  }

  /// The nearest `Double`.
  private var value: Double {
    let (integer, fraction, exponent) = scientific
    return Double("\(integer).\(fraction.isEmpty ? "0" : fraction)e\(exponent)") ?? .nan
  }

  /// Text of the forms `-12.5`, `1e-05`, `1.25e+20`.
  private init(parsing text: String, isNegative: Bool) {
    var digits: [UInt8] = []
    var point: Int?
    var written = 0
    let parts = text.utf8.split(separator: UInt8(ascii: "e"))
    for byte in parts.first ?? "0"[...].utf8 {
      if byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") {
        digits.append(byte)
      } else if byte != UInt8(ascii: "-") {
        point = digits.count
      }
    }
    if parts.count > 1 { written = Int(String(Substring(parts[1])).trimmedPlus) ?? 0 }
    self.isNegative = isNegative
    exponent = (point ?? digits.count) + written
    self.digits = digits
    trim()
  }

  private mutating func trim() {
    let zero = UInt8(ascii: "0")
    while digits.last == zero { digits.removeLast() }
    let leading = digits.prefix { $0 == zero }.count
    digits.removeFirst(leading)
    exponent = digits.isEmpty ? 1 : exponent - leading
  }

  /// The same number with at most `count` digits after the point, correctly rounded from the exact value.
  func rounded(fraction count: Int, exact value: Double) -> DecimalDigits {
    digits.count - exponent <= count ? self : DecimalDigits(format: "%.*f", count, value)
  }

  /// The same number with at most `count` digits after the first, correctly rounded from the exact value.
  func rounded(scientificFraction count: Int, exact value: Double) -> DecimalDigits {
    digits.count - 1 <= count ? self : DecimalDigits(scientificFraction: count, exact: value)
  }

  /// The exact value, correctly rounded to `count` digits after the first.
  init(scientificFraction count: Int, exact value: Double) { self.init(format: "%.*e", count, value) }

  /// What the C library prints; it rounds the exact binary value, ties to even.
  private init(format: String, _ count: Int, _ value: Double) {
    // The longest text has 309 digits before the point.
    let text = withUnsafeTemporaryAllocation(of: CChar.self, capacity: count + 330) { buffer in
      _ = withVaList([Int32(clamping: count), value]) { vsnprintf(buffer.baseAddress, buffer.count, format, $0) }
      return buffer.baseAddress.map { String(cString: $0) } ?? ""
    }
    self.init(parsing: text, isNegative: value.sign == .minus)
  }

  /// `-12.5`, `3.`: at least one digit before the point, none needed after it.
  var positional: (integer: String, fraction: String) {
    var integer = isNegative ? "-" : ""
    var fraction = ""
    if exponent <= 0 || digits.isEmpty { integer += "0" }
    if exponent < 0 { fraction += String(repeating: "0", count: -exponent) }
    for (place, digit) in digits.enumerated() {
      let character = Character(UnicodeScalar(digit))
      if place < exponent { integer.append(character) } else { fraction.append(character) }
    }
    if exponent > digits.count && !digits.isEmpty {
      integer += String(repeating: "0", count: exponent - digits.count)
    }
    return (integer, fraction)
  }

  /// `-1.25e+05` in its three parts: `-1`, `25`, `+05`; the exponent has at least two digits.
  var scientific: (integer: String, fraction: String, exponent: Int) {
    let all = String(decoding: digits, as: UTF8.self)
    let first = all.first.map(String.init) ?? "0"
    return ((isNegative ? "-" : "") + first, String(all.dropFirst()), exponent - 1)
  }

  /// An exponent as it is printed: sign and at least `width` digits.
  static func exponentText(_ exponent: Int, width: Int) -> String {
    let digits = String(exponent.magnitude)
    return (exponent < 0 ? "-" : "+") + String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

extension String {
  fileprivate var trimmedPlus: Substring { hasPrefix("+") ? dropFirst() : self[...] }
}
