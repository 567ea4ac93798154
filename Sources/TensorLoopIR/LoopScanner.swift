/// Reads the pieces of a program's text: names, numbers, quoted strings, marks.
struct LoopScanner {
  private let bytes: [UInt8]
  private var position = 0

  init(_ text: String) {
    bytes = Array(text.utf8)
    skipSpace()
  }

  var isAtEnd: Bool { position == bytes.count }

  func failure(_ message: String) -> LoopParsingError { failure(message, at: position) }

  private func failure(_ message: String, at place: Int) -> LoopParsingError {
    let before = bytes[..<place]
    let start = before.lastIndex(of: 10).map { $0 + 1 } ?? 0
    return LoopParsingError(
      line: 1 + before.count(where: { $0 == 10 }), column: 1 + place - start, message: message)
  }

  /// What stands here, for messages.
  private var found: String {
    if isAtEnd { return "the end" }
    let word = bytes[position...].prefix { LoopScanner.isWord($0) }
    let piece = word.isEmpty ? bytes[position...position] : word.prefix(40)
    return "`\(String(decoding: piece, as: UTF8.self))`"
  }

  func expected(_ what: String) -> LoopParsingError { failure("expected \(what), found \(found)") }

  private mutating func skipSpace() {
    while position < bytes.count, [9, 10, 13, 32].contains(bytes[position]) { position += 1 }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
  private static func isWord(_ byte: UInt8) -> Bool {
    isDigit(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
  }

  // MARK: Marks and words

  /// Takes `mark` if it stands here.
  mutating func take(_ mark: Character) -> Bool {
    guard position < bytes.count, bytes[position] == mark.asciiValue else { return false }
    position += 1
    skipSpace()
    return true
  }

  mutating func need(_ mark: Character) throws(LoopParsingError) {
    if !take(mark) { throw expected("`\(mark)`") }
  }

  /// The word that stands here, if one does.
  func peekWord() -> String? {
    guard position < bytes.count, LoopScanner.isWord(bytes[position]), !LoopScanner.isDigit(bytes[position]) else {
      return nil
    }
    return String(decoding: bytes[position...].prefix { LoopScanner.isWord($0) }, as: UTF8.self)
  }

  func peek(_ mark: Character) -> Bool { position < bytes.count && bytes[position] == mark.asciiValue }

  mutating func word(_ what: String) throws(LoopParsingError) -> String {
    guard let word = peekWord() else { throw expected(what) }
    position += word.utf8.count
    skipSpace()
    return word
  }

  mutating func takeWord(_ word: String) -> Bool {
    guard peekWord() == word else { return false }
    position += word.utf8.count
    skipSpace()
    return true
  }

  mutating func needWord(_ word: String) throws(LoopParsingError) {
    if !takeWord(word) { throw expected("`\(word)`") }
  }

  // MARK: Numbers and strings

  /// Decimal digits.
  mutating func magnitude() throws(LoopParsingError) -> UInt64 {
    let digits = bytes[position...].prefix { LoopScanner.isDigit($0) }
    guard !digits.isEmpty else { throw expected("a number") }
    guard let value = UInt64(String(decoding: digits, as: UTF8.self)) else { throw failure("a number is too large") }
    position += digits.count
    skipSpace()
    return value
  }

  /// Decimal digits of a position in a list, which are few.
  mutating func number() throws(LoopParsingError) -> Int {
    let place = position
    let value = try magnitude()
    guard value < 1 << 31 else { throw failure("a number is too large", at: place) }
    return Int(value)
  }

  /// The digits that stand here, if any do.
  var isAtNumber: Bool { position < bytes.count && LoopScanner.isDigit(bytes[position]) }

  /// `0x` and digits.
  mutating func hexadecimal() throws(LoopParsingError) -> UInt64 {
    let place = position
    let digits = bytes[position...].prefix { LoopScanner.isWord($0) }
    guard digits.count > 2, let value = UInt64(String(decoding: digits.dropFirst(2), as: UTF8.self), radix: 16) else {
      throw failure("expected a number like 0x1f", at: place)
    }
    position += digits.count
    skipSpace()
    return value
  }

  /// A literal: letters, digits, points and signs.
  mutating func literal() -> String {
    let piece = bytes[position...].prefix { LoopScanner.isWord($0) || $0 == 43 || $0 == 45 || $0 == 46 }
    position += piece.count
    skipSpace()
    return String(decoding: piece, as: UTF8.self)
  }

  /// A string as `quoted` writes it.
  mutating func string() throws(LoopParsingError) -> String {
    guard peek("\"") else { throw expected("a string") }
    var text = String.UnicodeScalarView()
    let start = position
    position += 1
    while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
      if bytes[position] == UInt8(ascii: "\\") {
        let digits = bytes[(position + 1)...].dropFirst().prefix { LoopScanner.isWord($0) }
        let end = position + 2 + digits.count
        guard bytes.count > end, bytes[position + 1] == UInt8(ascii: "{"), bytes[end] == UInt8(ascii: "}"),
          let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16), let scalar = UnicodeScalar(code)
        else { throw failure("expected an escape like \\{22}") }
        text.append(scalar)
        position = end + 1
      } else {
        text.append(UnicodeScalar(bytes[position]))
        position += 1
      }
    }
    guard position < bytes.count else { throw failure("a string has no end", at: start) }
    position += 1
    skipSpace()
    return String(text)
  }
}
