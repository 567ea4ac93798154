import TensorGraph

/// The bytes of a program with what it takes to name places in it.
struct SourceText: Sendable {
  let file: String
  /// Valid UTF-8.
  let bytes: [UInt8]
  /// The offset of the first byte of each line.
  private let lineStarts: [Int]
  /// For each byte the number of characters before it in its line; nil where that is the number of bytes.
  private let columns: [Int32]?

  /// The largest program accepted: offsets fit 32 bits, and nobody types more.
  static let byteLimit = 1 << 28

  /// Checks and indexes a text.
  init(_ bytes: [UInt8], file: String) throws(TextError) {
    guard bytes.count <= SourceText.byteLimit else {
      throw TextError(
        file: file, message: "the program has \(bytes.count) bytes, more than the \(SourceText.byteLimit) allowed")
    }
    self.file = file
    self.bytes = bytes
    var starts = [0]
    var isASCII = true
    for (offset, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "\n") { starts.append(offset + 1) }
      if byte >= 0x80 { isASCII = false }
    }
    lineStarts = starts
    columns = isASCII ? nil : SourceText.characterColumns(bytes)
    if let offset = isASCII ? nil : SourceText.firstInvalid(bytes) {
      throw TextError(
        at: offset..<offset + 1, in: self, "the byte 0x\(String(bytes[offset], radix: 16)) is not valid UTF-8 here")
    }
    if let offset = bytes.firstIndex(of: 0) {
      throw TextError(at: offset..<offset + 1, in: self, "a NUL byte is not allowed in a program")
    }
  }

  /// Line and column, both from 1, of a byte.
  func position(of offset: Int) -> (line: Int, column: Int) {
    let line = lineIndex(of: offset)
    return (line + 1, column(of: offset, lineStart: lineStarts[line]) + 1)
  }

  func place(of offset: Int) -> SourcePlace {
    let (line, column) = position(of: offset)
    return .text(file: file, line: line, column: column)
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// The line that holds a byte, without its end.
  func line(around offset: Int) -> Range<Int> {
    let index = lineIndex(of: offset)
    let start = lineStarts[index]
    var end = index + 1 < lineStarts.count ? lineStarts[index + 1] - 1 : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return start..<max(start, end)
  }

  private func lineIndex(of offset: Int) -> Int {
    var (low, high) = (0, lineStarts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  private func column(of offset: Int, lineStart: Int) -> Int {
    guard let columns else { return offset - lineStart }
    if offset < columns.count { return Int(columns[offset]) }
    guard let last = columns.last, offset > lineStart else { return 0 }
    return Int(last) + 1
  }

  private static func characterColumns(_ bytes: [UInt8]) -> [Int32] {
    var result: [Int32] = []
    result.reserveCapacity(bytes.count)
    var column: Int32 = -1
    for byte in bytes {
      if byte & 0xC0 != 0x80 { column += 1 }
      result.append(max(0, column))
      if byte == UInt8(ascii: "\n") { column = -1 }
    }
    return result
  }

  /// The first byte that does not belong to a well-formed character.
  private static func firstInvalid(_ bytes: [UInt8]) -> Int? {
    var decoder = UTF8()
    var offset = 0
    var iterator = bytes.makeIterator()
    while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar): offset += UTF8.width(scalar)
      case .emptyInput: return nil
      case .error: return offset
      }
    }
  }
}
