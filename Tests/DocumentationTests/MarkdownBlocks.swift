import Foundation

/// A fenced block of a Markdown file.
struct MarkdownBlock {
  let language: String
  let text: String
  /// The file that the text is quoted from, by a comment `<!-- source: path -->` on the line before the fence.
  let source: String?
  let line: Int

  /// The root of the repository.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func contents(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  static func all(in path: String) throws -> [MarkdownBlock] {
    var blocks: [MarkdownBlock] = []
    var open: (language: String, source: String?, line: Int, lines: [Substring])?
    var previous: Substring = ""
    for (number, line) in try contents(path).split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if let block = open {
        if line == "```" {
          blocks.append(
            MarkdownBlock(
              language: block.language, text: block.lines.joined(separator: "\n"), source: block.source,
              line: block.line))
          open = nil
        } else {
          open?.lines.append(line)
        }
      } else if line.hasPrefix("```") {
        open = (String(line.dropFirst(3)), quotedSource(previous), number + 1, [])
      }
      previous = line
    }
    return blocks
  }

  private static func quotedSource(_ line: Substring) -> String? {
    guard line.hasPrefix("<!-- source: "), line.hasSuffix(" -->") else { return nil }
    return String(line.dropFirst("<!-- source: ".count).dropLast(" -->".count))
  }
}
