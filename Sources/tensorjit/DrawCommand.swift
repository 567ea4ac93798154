import ArgumentParser
import Foundation
import TensorGraphRewrites
import TensorJIT
import TensorText
import TensorVisualization

struct DrawCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable { case dot, svg, html }

  static let configuration = CommandConfiguration(
    commandName: "draw", abstract: "Draws a program's graph.",
    discussion: """
      dot   text for graphviz
      svg   a picture, drawn by graphviz's program dot, which must be installed
      html  a page for the browser: zoom, details of each node, operations that open into what they are made of

        tensorjit draw model.tj --output model.html
        tensorjit draw -e '(x: f64[n]) -> softmax(x)' --levels 1 | dot -Tpng -o softmax.png

      A page shows all levels: `--levels` is for dot and svg. `tensorjit rewrite --html` makes a page that
      steps through the rewriting of a program.
      """)

  @OptionGroup var program: ProgramOptions
  @Option(help: "dot, svg or html; by default what the output's name ends with, else dot.") var format: Format?
  @Flag(help: "Draws the graph as the standard rewrite rules leave it.") var rewritten = false
  @Option(help: "How many levels of operations like softmax are drawn as what they are made of.") var levels = 0
  @Option(name: .shortAndLong, help: "The file to write; by default standard output.") var output: String?

  func validate() throws {
    if levels < 0 { throw ValidationError("--levels must be at least 0.") }
  }

  func run() throws {
    try reportingFailures {
      var program = try program.load()
      if rewritten {
        program = program.with(rewrite(program.results.map(\.tensor), evaluator: InterpretingEvaluator()).results)
      }
      let picture = GraphPicture(program)
      let text =
        switch try chosenFormat() {
        case .dot: picture.dot(levels: levels)
        case .svg: try picture.svg(levels: levels)
        case .html: picture.html
        }
      if let output { try OutputFile.write(text, to: output) } else { print(text, terminator: "") }
    }
  }

  private func chosenFormat() throws -> Format {
    if let format { return format }
    guard let output else { return .dot }
    let ending = (output as NSString).pathExtension.lowercased()
    switch ending {
    case "dot", "gv": return .dot
    case "svg": return .svg
    case "html", "htm": return .html
    default: throw InputError("\(output): its name says no format; give --format dot, svg or html")
    }
  }
}

/// Text that goes to a file.
enum OutputFile {
  static func write(_ text: String, to path: String) throws {
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    } catch {
      throw InputError("\(path): cannot be written: \(error.localizedDescription)")
    }
  }
}
