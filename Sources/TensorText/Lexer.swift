/// Cuts a program into tokens.
struct Lexer {
  private let source: SourceText
  private var offset = 0
  private var tokens: [Token] = []

  /// The longest number or name taken.
  private static let lengthLimit = 1_000

  /// The tokens of a program; the last is `end`.
  static func tokens(of source: SourceText) throws(TextError) -> [Token] {
    var lexer = Lexer(source: source)
    while try lexer.next() {}
    return lexer.tokens
  }

  private init(source: SourceText) { self.source = source }

  private func byte(_ distance: Int = 0) -> UInt8 {
    offset + distance < source.bytes.count ? source.bytes[offset + distance] : 0
  }

  private mutating func add(_ kind: Token.Kind, from start: Int) {
    tokens.append(Token(kind: kind, start: Int32(start), end: Int32(offset)))
  }

  private func error(_ range: Range<Int>, _ message: String, hint: String? = nil) -> TextError {
    TextError(at: range, in: source, message, hint: hint)
  }

  private mutating func next() throws(TextError) -> Bool {
    skipSpace()
    guard offset < source.bytes.count else {
      add(.end, from: offset)
      return false
    }
    let (start, first) = (offset, byte())
    if isDigit(first) || (first == UInt8(ascii: ".") && isDigit(byte(1))) {
      try number()
    } else if first == UInt8(ascii: "'") || first == UInt8(ascii: "\"") {
      try text(closing: first)
    } else if isLetter(first) || first >= 0x80 {
      try word()
    } else if let mark = Lexer.longestMark(first, byte(1), byte(2)) {
      offset += mark.rawValue.utf8.count
      add(.mark(mark), from: start)
    } else {
      throw unexpected(first)
    }
    return true
  }

  private mutating func skipSpace() {
    while offset < source.bytes.count {
      switch source.bytes[offset] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): offset += 1
      case UInt8(ascii: "#"):
        while offset < source.bytes.count, source.bytes[offset] != UInt8(ascii: "\n") { offset += 1 }
      case 0xEF where offset == 0 && byte(1) == 0xBB && byte(2) == 0xBF: offset += 3
      default: return
      }
    }
  }

  private func unexpected(_ first: UInt8) -> TextError {
    let hints: [UInt8: String] = [
      UInt8(ascii: "!"): "'not equal' is '!='; for 'not' use logical_not(x) or ~x",
      UInt8(ascii: "$"): "names consist of letters, digits and underscores",
      UInt8(ascii: "\\"): "lines need no continuation: newlines never matter",
    ]
    let isVisible = first > 0x20 && first < 0x7F
    let shown = isVisible ? "'\(Character(UnicodeScalar(first)))'" : "the byte 0x\(String(first, radix: 16))"
    return error(offset..<offset + 1, "unexpected \(shown)", hint: hints[first])
  }

  // MARK: Names

  private mutating func word() throws(TextError) {
    let start = offset
    let rest = source.bytes[offset...]
    if rest.first.map({ $0 < 0x80 }) ?? true {
      while offset < source.bytes.count, isLetter(byte()) || isDigit(byte()) { offset += 1 }
    }
    if byte() >= 0x80 { try unicodeWord() }
    guard offset - start <= Lexer.lengthLimit else {
      throw error(start..<start + 1, "a name may not be longer than \(Lexer.lengthLimit) bytes")
    }
    let word = source.text(start..<offset)
    if let keyword = Keyword(rawValue: word) {
      add(.keyword(keyword), from: start)
    } else {
      add(Vocabulary.elementTypeName(word) == nil ? .name : .elementType, from: start)
    }
  }

  /// Goes on with a name in which other letters than ASCII's stand.
  private mutating func unicodeWord() throws(TextError) {
    let end = min(source.bytes.count, offset + Lexer.lengthLimit + 4)
    for scalar in String(decoding: source.bytes[offset..<end], as: UTF8.self).unicodeScalars {
      if scalar.isASCII {
        guard isLetter(UInt8(scalar.value)) || isDigit(UInt8(scalar.value)) else { return }
      } else if scalar == "\u{FFFD}" {
        return
      } else if !scalar.properties.isXIDContinue {
        throw error(
          offset..<offset + UTF8.width(scalar),
          "unexpected character '\(scalar)' (U+\(String(scalar.value, radix: 16)))",
          hint: Lexer.lookalikes[scalar].map { "did you mean '\($0)'?" })
      }
      offset += UTF8.width(scalar)
    }
  }

  private static let lookalikes: [Unicode.Scalar: String] = [
    "\u{2212}": "-", "\u{2013}": "-", "\u{2014}": "-", "\u{00D7}": "*", "\u{22C5}": "*", "\u{00F7}": "/",
    "\u{2192}": "->", "\u{2264}": "<=", "\u{2265}": ">=", "\u{2260}": "!=", "\u{201C}": "\"", "\u{201D}": "\"",
    "\u{2018}": "'", "\u{2019}": "'", "\u{00A0}": " ", "\u{2026}": "...",
  ]

  // MARK: Text

  private mutating func text(closing quote: UInt8) throws(TextError) {
    let start = offset
    offset += 1
    while byte() != quote {
      guard offset < source.bytes.count, byte() != UInt8(ascii: "\n") else {
        throw error(start..<start + 1, "this text is not closed before the end of the line")
      }
      offset += byte() == UInt8(ascii: "\\") && offset + 1 < source.bytes.count ? 2 : 1
    }
    offset += 1
    add(.text, from: start)
  }

  // MARK: Numbers

  private mutating func number() throws(TextError) {
    let start = offset
    var kind = Token.Kind.integer
    let second = byte(1) | 0x20
    if byte() == UInt8(ascii: "0"),
      second == UInt8(ascii: "x") || second == UInt8(ascii: "b") || second == UInt8(ascii: "o")
    {
      offset += 2
      while isLetter(byte()) || isDigit(byte()) { offset += 1 }
    } else {
      digits()
      if byte() == UInt8(ascii: "."), byte(1) != UInt8(ascii: ".") {
        kind = .float
        offset += 1
        digits()
      }
      if byte() | 0x20 == UInt8(ascii: "e"), startsExponent() {
        kind = .float
        offset += isDigit(byte(1)) ? 1 : 2
        digits()
      }
      if byte() | 0x20 == UInt8(ascii: "j") {
        kind = .imaginary
        offset += 1
      }
      if isLetter(byte()) || byte() >= 0x80 {
        let shown = source.text(start..<offset)
        throw error(
          offset..<offset + 1, "a letter directly after the number \(shown.prefix(40))",
          hint: "a product is written with '*'")
      }
    }
    guard offset - start <= Lexer.lengthLimit else {
      throw error(start..<start + 1, "a number may not be longer than \(Lexer.lengthLimit) characters")
    }
    add(kind, from: start)
  }

  private func startsExponent() -> Bool {
    isDigit(byte(1)) || ((byte(1) == UInt8(ascii: "+") || byte(1) == UInt8(ascii: "-")) && isDigit(byte(2)))
  }

  private mutating func digits() {
    while isDigit(byte()) || byte() == UInt8(ascii: "_") { offset += 1 }
  }

  // MARK: Characters

  private func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

  private func isLetter(_ byte: UInt8) -> Bool {
    let lower = byte | 0x20
    return (lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")) || byte == UInt8(ascii: "_")
  }

  private static func longestMark(_ a: UInt8, _ b: UInt8, _ c: UInt8) -> Mark? {
    marks[UInt32(a) << 16 | UInt32(b) << 8 | UInt32(c)] ?? marks[UInt32(a) << 16 | UInt32(b) << 8]
      ?? marks[UInt32(a) << 16]
  }

  private static let marks: [UInt32: Mark] = Mark.allCases.reduce(into: [:]) { table, mark in
    var key: UInt32 = 0
    for (position, byte) in mark.rawValue.utf8.enumerated() { key |= UInt32(byte) << UInt32(16 - 8 * position) }
    table[key] = mark
  }
}
