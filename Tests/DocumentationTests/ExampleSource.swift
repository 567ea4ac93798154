/// Swift source made from the examples of an article: its blocks one after the other in one function, what they print
/// compared with the `text` block that follows.
enum ExampleSource {
  /// The articles whose examples run, and the names of their functions.
  static let articles: [(path: String, function: String)] = [
    ("README.md", "readme"),
    ("docs/rewriting.md", "rewriting"),
    ("docs/derivatives.md", "derivatives"),
    ("docs/optimizers.md", "optimizers"),
    ("Sources/TensorJIT/TensorJIT.docc/TensorJIT.md", "landingPage"),
    ("Sources/TensorJIT/TensorJIT.docc/GettingStarted.md", "gettingStarted"),
    ("Sources/TensorJIT/TensorJIT.docc/ErrorsAndInspection.md", "errorsAndInspection"),
  ]

  /// The generated file, beside this one.
  static let path = "Tests/DocumentationTests/Examples.swift"

  static func generate() throws -> String {
    var text = """
      // Made from the examples in the documentation by scripts/doc-examples.sh: change them there.

      import Foundation
      import TensorGraphRewrites
      import TensorJIT
      import TensorOptimizers
      import TensorRuleChecking
      import TensorText
      import Testing

      @Suite struct DocumentationExamples {

      """
    for (position, article) in articles.enumerated() {
      if position > 0 { text += "\n" }
      text += "  // \(article.path)\n  @Test func \(article.function)() throws {\n    let output = PrintedOutput()\n"
      text += "    func print(_ values: Any...) { output.print(values) }\n"
      for block in try MarkdownBlock.all(in: article.path) {
        switch block.language {
        case "swift":
          for line in block.text.split(separator: "\n", omittingEmptySubsequences: false) where !isImport(line) {
            text += line.isEmpty ? "\n" : "    \(line)\n"
          }
        case "text":
          text += "    output.expect(\n      \"\"\"\n"
          for line in block.text.split(separator: "\n", omittingEmptySubsequences: false) { text += "      \(line)\n" }
          text += "      \"\"\")\n"
        default: break
        }
      }
      text += "  }\n"
    }
    return text + "}\n"
  }

  private static func isImport(_ line: Substring) -> Bool { line.hasPrefix("import ") }
}
