/// Reads the characters of a quoted text, as Python does.
enum TextSyntax {
  private static let escapes: [UInt8: UInt8] = [
    UInt8(ascii: "n"): 10, UInt8(ascii: "t"): 9, UInt8(ascii: "r"): 13, UInt8(ascii: "\\"): UInt8(ascii: "\\"),
    UInt8(ascii: "'"): UInt8(ascii: "'"), UInt8(ascii: "\""): UInt8(ascii: "\""),
  ]

  static func value(_ token: Token, in source: SourceText) throws(TextError) -> String {
    var result: [UInt8] = []
    var offset = Int(token.start) + 1
    while offset < Int(token.end) - 1 {
      let byte = source.bytes[offset]
      if byte == UInt8(ascii: "\\") {
        guard let meaning = escapes[source.bytes[offset + 1]] else {
          throw TextError(
            at: offset..<offset + 2, in: source, "unknown escape in text",
            hint: "known are \\n \\t \\r \\\\ \\' and \\\"")
        }
        result.append(meaning)
        offset += 2
      } else {
        result.append(byte)
        offset += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The text in quotes.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
