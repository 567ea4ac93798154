/// A value of a JSON text.
///
/// Numbers keep their text: 64-bit integers and floats are told apart, and made exact, where their type is known.
package enum JSONValue: Hashable, Sendable {
  case null
  case flag(Bool)
  case number(String)
  case text(String)
  case list([JSONValue])
  case object([String: JSONValue])
}

extension JSONValue {
  package subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members[key]
  }

  package var list: [JSONValue]? { if case .list(let values) = self { values } else { nil } }
  package var object: [String: JSONValue]? { if case .object(let members) = self { members } else { nil } }
  package var text: String? { if case .text(let text) = self { text } else { nil } }
  package var flag: Bool? { if case .flag(let flag) = self { flag } else { nil } }
  package var integer: Int? { if case .number(let text) = self { Int(text) } else { nil } }
  package var isNull: Bool { self == .null }

  /// The number; also `NaN` and infinities, which Python writes.
  package var double: Double? { if case .number(let text) = self { Double(text) } else { nil } }

  /// What the value is, for messages.
  package var shown: String {
    switch self {
    case .null: "null"
    case .flag(let flag): "\(flag)"
    case .number(let text): text
    case .text(let text): "\"\(text.prefix(40))\""
    case .list(let values): "a list of \(values.count)"
    case .object(let members): "an object with \(members.keys.sorted().prefix(6).joined(separator: ", "))"
    }
  }
}

/// What is wrong with a JSON text, and where.
package struct JSONError: Error, Hashable, CustomStringConvertible {
  package var message: String
  package var line: Int
  package var column: Int
  package var description: String { "line \(line), column \(column): \(message)" }
}

/// Reads JSON (RFC 8259) and the numbers `NaN`, `Infinity`, `-Infinity`, which Python's `json` writes.
///
/// One pass over bytes. Nesting deeper than 512 is an error, so that no input can exhaust the stack. Of a key that stands twice in
/// an object the last one counts, as in Python.
package struct JSONReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var place = 0
  private var depth = 0

  private init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// The value of a whole text.
  package static func value(of text: some Collection<UInt8>) throws(JSONError) -> JSONValue {
    let copy = ContiguousArray(text)
    let result = copy.withUnsafeBufferPointer { buffer in
      var reader = JSONReader(buffer)
      return Result { () throws(JSONError) -> JSONValue in
        let value = try reader.value()
        reader.skipSpace()
        if reader.place < buffer.count { throw reader.failure("something follows the value") }
        return value
      }
    }
    return try result.get()
  }

  private static let depthLimit = 512

  private func failure(_ message: String) -> JSONError {
    let before = bytes.prefix(place)
    let line = before.reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
    let column = place - (before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0) + 1
    return JSONError(message: message, line: line, column: column)
  }

  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { place += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    place += 1
    return true
  }

  private mutating func value() throws(JSONError) -> JSONValue {
    skipSpace()
    guard let byte = next else { throw failure("the text ends where a value is expected") }
    switch byte {
    case UInt8(ascii: "{"): return try nested { reader throws(JSONError) in try reader.object() }
    case UInt8(ascii: "["): return try nested { reader throws(JSONError) in try reader.list() }
    case UInt8(ascii: "\""): return .text(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default:
      for (word, value) in JSONReader.words where starts(with: word) {
        place += word.utf8CodeUnitCount
        return value
      }
      throw failure("a value is expected")
    }
  }

  private static let words: [(StaticString, JSONValue)] = [
    ("true", .flag(true)), ("false", .flag(false)), ("null", .null), ("NaN", .number("nan")),
    ("Infinity", .number("inf")),
  ]

  private func starts(with word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    return place + count <= bytes.count
      && word.withUTF8Buffer { $0.elementsEqual(bytes[place..<place + count]) }
  }

  private mutating func nested(
    _ body: (inout JSONReader) throws(JSONError) -> JSONValue
  ) throws(JSONError) -> JSONValue {
    place += 1
    depth += 1
    guard depth <= JSONReader.depthLimit else { throw failure("nested deeper than \(JSONReader.depthLimit)") }
    let result = try body(&self)
    depth -= 1
    return result
  }

  private mutating func object() throws(JSONError) -> JSONValue {
    var members: [String: JSONValue] = [:]
    skipSpace()
    if take(UInt8(ascii: "}")) { return .object(members) }
    repeat {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw failure("a key in quotes is expected") }
      let key = try string()
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw failure("':' is expected after a key") }
      members[key] = try value()
      skipSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw failure("',' or '}' is expected") }
    return .object(members)
  }

  private mutating func list() throws(JSONError) -> JSONValue {
    var values: [JSONValue] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return .list(values) }
    repeat {
      values.append(try value())
      skipSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw failure("',' or ']' is expected") }
    return .list(values)
  }

  private mutating func number() throws(JSONError) -> JSONValue {
    let start = place
    if take(UInt8(ascii: "-")), starts(with: "Infinity") {
      place += 8
      return .number("-inf")
    }
    while let byte = next, JSONReader.isOfNumber(byte) { place += 1 }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    // Swift reads what JSON allows, and little else; hexadecimal digits and names are not taken in above.
    guard Double(text) != nil, !text.hasSuffix(".") else {
      place = start
      throw failure("'\(text.prefix(40))' is not a number")
    }
    return .number(text)
  }

  private static func isOfNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "e"),
      UInt8(ascii: "E"):
      true
    default: false
    }
  }

  // MARK: Strings

  private mutating func string() throws(JSONError) -> String {
    place += 1
    let start = place
    while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { place += 1 }
    if next == UInt8(ascii: "\"") {
      place += 1
      return try text(bytes[start..<place - 1])
    }
    var units = Array(bytes[start..<place])
    while let byte = next {
      place += 1
      switch byte {
      case UInt8(ascii: "\""): return try text(units[...])
      case UInt8(ascii: "\\"): units += Array(String(try escaped()).utf8)
      case 0..<0x20: throw failure("a control character stands in a string")
      default: units.append(byte)
      }
    }
    throw failure("the string has no end")
  }

  private func text(_ units: some Collection<UInt8>) throws(JSONError) -> String {
    guard let text = String(validating: units, as: UTF8.self) else { throw failure("the string is not UTF-8") }
    return text
  }

  private mutating func escaped() throws(JSONError) -> Unicode.Scalar {
    guard let byte = next else { throw failure("the string has no end") }
    place += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicode()
    default: throw failure("an unknown escape stands in a string")
    }
  }

  /// A scalar of one or, where it is beyond 16 bits, two escapes; half a pair is the replacement character.
  private mutating func unicode() throws(JSONError) -> Unicode.Scalar {
    let first = try hexadecimal()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, starts(with: "\\u") else { return "\u{FFFD}" }
    let before = place
    place += 2
    let second = try hexadecimal()
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else {
      place = before
      return "\u{FFFD}"
    }
    return scalar
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt32 {
    guard place + 4 <= bytes.count,
      let value = UInt32(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16), bytes[place] != UInt8(ascii: "+")
    else { throw failure("four hexadecimal digits are expected") }
    place += 4
    return value
  }
}
