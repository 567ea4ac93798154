import Foundation

/// Reads the digits of a literal, as Python does.
enum NumberSyntax {
  /// What is wrong with a literal.
  struct Problem: Error {
    var message: String
    var hint: String?
  }

  /// The value of `12`, `1_000`, `0x1f`, `0b1`, `0o17`.
  static func integer(_ text: String) throws(Problem) -> Int128 {
    var digits = Substring(text)
    var radix = 10
    for (prefix, base) in [("0x", 16), ("0b", 2), ("0o", 8)] where text.lowercased().hasPrefix(prefix) {
      radix = base
      digits = digits.dropFirst(2)
      if digits.first == "_" { digits = digits.dropFirst() }
    }
    try checkUnderscores(digits, whole: text)
    let plain = digits.filter { $0 != "_" }
    guard plain.allSatisfy({ $0.hexDigitValue.map { $0 < radix } ?? false }), !plain.isEmpty else {
      throw Problem(message: "'\(text.prefix(40))' is not an integer in base \(radix)")
    }
    if radix == 10, plain.count > 1, plain.first == "0", plain.contains(where: { $0 != "0" }) {
      throw Problem(message: "leading zeros are not allowed in an integer", hint: "for an octal number write 0o...")
    }
    guard let value = Int128(plain, radix: radix) else {
      throw Problem(
        message: "the integer is too large: at most 64 bits can be stored",
        hint: "for a float write it with an exponent, as 1e40")
    }
    return value
  }

  /// The value of `2.5`, `.5`, `1e-3`.
  static func float(_ text: String) throws(Problem) -> Double {
    let parts = text.split(separator: "e", omittingEmptySubsequences: false).flatMap { $0.split(separator: "E") }
    for part in parts.flatMap({ $0.split(separator: ".") }) {
      try checkUnderscores(part.first == "+" || part.first == "-" ? part.dropFirst() : part, whole: text)
    }
    if let value = Double(normalized(text.filter { $0 != "_" })), value.isFinite { return value }
    throw Problem(message: "the number is larger than the largest f64", hint: "write inf for infinity")
  }

  /// Swift wants digits on both sides of the point.
  private static func normalized(_ text: String) -> String {
    var text = text.hasPrefix(".") ? "0" + text : text
    if let point = text.firstIndex(of: ".") {
      let next = text.index(after: point)
      if next == text.endIndex || !text[next].isNumber { text.insert("0", at: next) }
    }
    return text
  }

  private static func checkUnderscores(_ digits: Substring, whole: String) throws(Problem) {
    guard !digits.hasPrefix("_"), !digits.hasSuffix("_"), !digits.contains("__") else {
      throw Problem(message: "an underscore in a number stands between two digits: '\(whole.prefix(40))'")
    }
  }
}
