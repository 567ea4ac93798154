/// The values that can stand in the header of an `.npy` file: Python literals.
enum PythonLiteral: Hashable {
  case string(String)
  case integer(Int)
  case bool(Bool)
  case none
  case tuple([PythonLiteral])
  case list([PythonLiteral])
  case dictionary([Entry])

  struct Entry: Hashable {
    var key: PythonLiteral
    var value: PythonLiteral
  }

  /// A short text for error messages.
  var summary: String {
    switch self {
    case .string(let text): "the string '\(text.prefix(40))'"
    case .integer(let value): "the number \(value)"
    case .bool(let value): value ? "True" : "False"
    case .none: "None"
    case .tuple: "a tuple"
    case .list: "a list"
    case .dictionary: "a dictionary"
    }
  }
}

/// Reads one Python literal from bytes, by recursive descent of bounded depth.
struct PythonLiteralParser {
  struct Failure: Error {
    var place: Int
    var expected: String
    var got: String
  }

  private let bytes: [UInt8]
  private var place = 0
  private var depth = 0

  static let maximumDepth = 16

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The literal that is all of the bytes but white space around it.
  static func parse(_ bytes: [UInt8]) throws(Failure) -> PythonLiteral {
    var parser = PythonLiteralParser(bytes)
    let value = try parser.value()
    parser.skipSpace()
    guard parser.place == bytes.count else { throw parser.failure("the end of the header") }
    return value
  }

  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  private func failure(_ expected: String) -> Failure {
    let got = next.map { byte in
      byte >= 0x20 && byte < 0x7f ? "'\(Character(UnicodeScalar(byte)))'" : "byte \(byte)"
    }
    return Failure(place: place, expected: expected, got: got ?? "the end of the header")
  }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || (byte >= 0x09 && byte <= 0x0d) { place += 1 }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard next == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  private mutating func value() throws(Failure) -> PythonLiteral {
    skipSpace()
    guard let byte = next else { throw failure("a value") }
    switch byte {
    case UInt8(ascii: "{"): return try nested { parser throws(Failure) in try parser.dictionary() }
    case UInt8(ascii: "("):
      return try nested { parser throws(Failure) in
        let (values, hasComma) = try parser.values(until: ")")
        return values.count == 1 && !hasComma ? values[0] : .tuple(values)
      }
    case UInt8(ascii: "["):
      return try nested { parser throws(Failure) in .list(try parser.values(until: "]").values) }
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return .string(try string(quote: byte))
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"): return .integer(try integer())
    default: return try word()
    }
  }

  private mutating func nested(
    _ body: (inout PythonLiteralParser) throws(Failure) -> PythonLiteral
  ) throws(Failure) -> PythonLiteral {
    guard depth < PythonLiteralParser.maximumDepth else {
      throw failure("at most \(PythonLiteralParser.maximumDepth) nested brackets")
    }
    depth += 1
    place += 1
    let result = try body(&self)
    depth -= 1
    return result
  }

  private mutating func values(
    until close: Unicode.Scalar
  ) throws(Failure) -> (values: [PythonLiteral], hasComma: Bool) {
    var values: [PythonLiteral] = []
    var hasComma = false
    while !take(close) {
      guard values.isEmpty || hasComma else { throw failure("',' or '\(close)'") }
      values.append(try value())
      hasComma = take(",")
    }
    return (values, hasComma)
  }

  private mutating func dictionary() throws(Failure) -> PythonLiteral {
    var entries: [PythonLiteral.Entry] = []
    var hasComma = true
    while !take("}") {
      guard hasComma else { throw failure("',' or '}'") }
      let key = try value()
      guard take(":") else { throw failure("':'") }
      entries.append(PythonLiteral.Entry(key: key, value: try value()))
      hasComma = take(",")
    }
    return .dictionary(entries)
  }

  private mutating func string(quote: UInt8) throws(Failure) -> String {
    place += 1
    var text: [UInt8] = []
    while let byte = next, byte != quote {
      // An escape stands for itself: names with escapes never are those of a known type.
      guard byte != 0x0a else { break }
      text.append(byte)
      place += 1
      if byte == UInt8(ascii: "\\"), let escaped = next {
        text.append(escaped)
        place += 1
      }
    }
    guard next == quote else { throw failure("the end of a string") }
    place += 1
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func integer() throws(Failure) -> Int {
    let start = place
    if next == UInt8(ascii: "-") || next == UInt8(ascii: "+") { place += 1 }
    while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { place += 1 }
    guard let number = Int(String(decoding: bytes[start..<place], as: UTF8.self)) else {
      let digits = place - start
      place = start
      throw Failure(place: start, expected: "an integer of 64 bits", got: "\(digits) characters that are none")
    }
    // Python 2 wrote long integers with this suffix.
    if next == UInt8(ascii: "L") { place += 1 }
    return number
  }

  private mutating func word() throws(Failure) -> PythonLiteral {
    for (word, value) in [("True", PythonLiteral.bool(true)), ("False", .bool(false)), ("None", .none)]
    where bytes[place...].starts(with: word.utf8) {
      place += word.utf8.count
      return value
    }
    throw failure("a Python literal")
  }
}
