import Testing

/// What an example printed since the last comparison.
final class PrintedOutput {
  private var text = ""

  func print(_ values: [Any]) {
    text += values.map { String(describing: $0) }.joined(separator: " ") + "\n"
  }

  func expect(_ expected: String, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(text == expected + "\n", sourceLocation: sourceLocation)
    text = ""
  }
}
