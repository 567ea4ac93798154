import TensorGraph

/// What is wrong with a program in the text format, and where.
public struct TextError: Error, Hashable, Sendable {
  public var file: String
  /// From 1; 0 where the error has no place in the text.
  public var line: Int
  /// From 1, in characters.
  public var column: Int
  /// What is wrong, as a sentence without a full stop.
  public var message: String
  /// What to do about it.
  public var hint: String?
  /// The calls through which the place was reached, the innermost first: "in 'f', called at model.tj:3:4".
  public var callers: [String] = []
  /// The line of the program, cut to what fits a terminal.
  public var sourceLine: String
  /// Below `sourceLine`: spaces, tildes and a caret.
  public var marker: String

  /// An error of a whole file.
  public init(file: String, message: String, hint: String? = nil) {
    (self.file, self.message, self.hint) = (file, message, hint)
    (line, column, sourceLine, marker) = (0, 0, "", "")
  }

  /// An error at the bytes of `range`, the caret under `caret` or the first of them.
  init(at range: Range<Int>, caret: Int? = nil, in source: SourceText, _ message: String, hint: String? = nil) {
    self.init(file: source.file, message: message, hint: hint)
    let caret = min(caret ?? range.lowerBound, source.bytes.count)
    (line, column) = source.position(of: caret)
    let excerpt = Excerpt(of: range, caret: caret, in: source)
    (sourceLine, marker) = (excerpt.text, excerpt.marker)
  }
}

extension TextError: CustomStringConvertible {
  /// `file:line:column: message`, the line of the program with a caret under the place, and the hint.
  public var description: String {
    var text = line == 0 ? "\(file): \(message)" : "\(file):\(line):\(column): \(message)"
    if line != 0 { text += "\n  \(sourceLine)\n  \(marker)" }
    for caller in callers { text += "\n\(caller)" }
    if let hint { text += "\n\(hint)" }
    return text
  }
}

/// One line of a program, with marks below it.
private struct Excerpt {
  var text = ""
  var marker = ""

  private static let width = 100

  init(of range: Range<Int>, caret: Int, in source: SourceText) {
    let line = source.line(around: caret)
    let lower = max(range.lowerBound, line.lowerBound)
    let upper = min(max(range.upperBound, caret + 1), max(line.upperBound, caret + 1))
    // A window of the line around the caret, on whole characters.
    var start = line.lowerBound
    if caret - start > Excerpt.width * 2 / 3 {
      start = caret - Excerpt.width / 2
      while start < caret, source.bytes[start] & 0xC0 == 0x80 { start += 1 }
    }
    if start > line.lowerBound { (text, marker) = ("...", "   ") }
    var offset = start
    var shown = 0
    for scalar in String(decoding: source.bytes[start..<line.upperBound], as: UTF8.self).unicodeScalars {
      if shown == Excerpt.width {
        text += "..."
        break
      }
      let isPrintable = scalar.properties.generalCategory != .control && scalar.properties.generalCategory != .format
      text.unicodeScalars.append(isPrintable ? scalar : " ")
      marker += mark(offset, caret, lower..<upper)
      offset += UTF8.width(scalar)
      shown += 1
    }
    if caret >= line.upperBound && shown < Excerpt.width { marker += "^" }
    while marker.last == " " { marker.removeLast() }
  }

  private func mark(_ offset: Int, _ caret: Int, _ range: Range<Int>) -> String {
    offset == caret ? "^" : (range.contains(offset) ? "~" : " ")
  }
}
