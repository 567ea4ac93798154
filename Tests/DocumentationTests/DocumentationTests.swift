import Foundation
import TensorDerivativeChecking
import TensorOperators
import TensorScalars
import TensorText
import Testing

@Suite struct DocumentationTests {
  @Test func examplesAreThoseOfTheDocumentation() throws {
    let (current, generated) = try (MarkdownBlock.contents(ExampleSource.path), ExampleSource.generate())
    #expect(current == generated, "run scripts/doc-examples.sh")
  }

  /// The table of operations is that of the records.
  @Test func tableOfOperationsIsUpToDate() throws {
    // Other tests of this process register functions of their own.
    let builtIn = OperationListing.all.filter {
      ScalarFunctionTable.builtIn.contains($0.name) || OperationTable.definition(named: $0.name) != nil
    }
    let table = OperationListing.markdown(builtIn)
    #expect(try MarkdownBlock.contents("docs/operators.md").hasSuffix(table + "\n"), "run scripts/operators-table.sh")
  }

  static let documents = [
    "README.md", "docs/architecture.md", "docs/text-format.md", "docs/rewriting.md", "docs/pictures.md", "docs/derivatives.md",
    "docs/optimizers.md", "docs/pytensor.md", "Examples/README.md",
    "docs/adding-a-scalar-function.md",
    "docs/adding-an-operation.md", "docs/adding-a-backend.md",
  ]

  /// Blocks that are quoted from a file stand there, word for word.
  @Test(arguments: documents) func quotesStandInTheirSources(_ document: String) throws {
    for block in try MarkdownBlock.all(in: document) {
      guard let source = block.source else { continue }
      let contents = try MarkdownBlock.contents(source)
      #expect(contents.contains(block.text), "\(document):\(block.line) differs from \(source)")
    }
  }

  /// Programs in the text format are programs.
  @Test(arguments: documents) func programsParse(_ document: String) throws {
    for block in try MarkdownBlock.all(in: document) where block.language == "tj" {
      do {
        _ = try TextProgram(parsing: block.text, file: "\(document):\(block.line)")
      } catch {
        Issue.record("\(error)")
      }
    }
  }

  /// Links to files of the repository lead somewhere.
  @Test(arguments: documents + ["CONTRIBUTING.md", "docs/roadmap.md", "docs/decisions/README.md"])
  func linksLeadSomewhere(_ document: String) throws {
    let folder = MarkdownBlock.root.appendingPathComponent(document).deletingLastPathComponent()
    for match in try MarkdownBlock.contents(document).matches(of: /\]\(([^)#]+)[^)]*\)/) {
      let target = String(match.1)
      if target.contains("://") { continue }
      let path = folder.appendingPathComponent(target).path
      #expect(FileManager.default.fileExists(atPath: path), "\(document): \(target)")
    }
  }

  /// The examples as files are programs too.
  @Test func digitsParse() throws {
    let program = try TextProgram(parsing: try MarkdownBlock.contents("Examples/digits.tj"), file: "Examples/digits.tj")
    #expect(program.parameters.map(\.name) == ["images", "labels"])
    #expect(program.results.map(\.name) == ["accuracy", "predicted"])
  }
}
