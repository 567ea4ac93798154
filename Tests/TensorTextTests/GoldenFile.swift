import Foundation
import Testing

/// A text file of cases: `### title`, the input, a line `>>>`, the expected output. With `TENSORJIT_BLESS=1` in the
/// environment the outputs are written instead of compared.
struct GoldenFile {
  struct Case: Sendable, CustomTestStringConvertible {
    var title: String
    var input: String
    var expected: String
    var testDescription: String { title }
  }

  private let path: String
  var cases: [Case]

  static let isBlessing = ProcessInfo.processInfo.environment["TENSORJIT_BLESS"] == "1"

  init(_ name: String, file: String = #filePath) throws {
    path = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent("Golden/\(name)").path
    let text = try String(contentsOfFile: path, encoding: .utf8)
    cases = []
    for block in text.components(separatedBy: "### ").dropFirst() {
      let lines = block.components(separatedBy: "\n")
      let body = lines.dropFirst()
      let split = body.firstIndex(of: ">>>") ?? body.endIndex
      let expected = split < body.endIndex ? body[(split + 1)...] : []
      cases.append(
        Case(
          title: lines[0], input: body[..<split].joined(separator: "\n"),
          expected: expected.joined(separator: "\n").trimmingCharacters(in: .newlines)))
    }
  }

  /// Compares each case's output, or writes them all.
  func check(_ output: (Case) -> String) throws {
    var text = ""
    for one in cases {
      let got = output(one).trimmingCharacters(in: .newlines)
      if !GoldenFile.isBlessing { #expect(got == one.expected, "\(one.title)") }
      text += "### \(one.title)\n\(one.input.trimmingCharacters(in: .newlines))\n>>>\n\(got)\n\n"
    }
    if GoldenFile.isBlessing { try text.write(toFile: path, atomically: true, encoding: .utf8) }
  }
}
