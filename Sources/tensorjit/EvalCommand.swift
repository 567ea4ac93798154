import ArgumentParser
import Foundation
import TensorJIT
import TensorNumPyFiles
import TensorText

struct EvalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval", abstract: "Runs a program on arrays and prints the results as NumPy would.",
    discussion: """
      tensorjit eval -e '(x: f64[n]) -> cumsum(x) / sum(x)' --input x=x.npy
      tensorjit eval model.tj --input data.npz --output out.npz
      """)

  @OptionGroup var program: ProgramOptions
  @OptionGroup var inputs: InputOptions
  @OptionGroup var engine: EngineOptions

  @Option(help: "Writes the results to an .npz file (or .npy for a single one) instead of printing them.", completion: .file())
  var output: String?

  func run() throws {
    try reportingFailures {
      let (program, values) = try self.program.loadWithValues()
      let arguments = try inputs.load(for: program, values: values)
      let function = try compile(
        inputs: program.parameters.map(\.tensor), outputs: program.results.map(\.tensor), name: program.name,
        options: try engine.compilation)
      let results = try function(arguments)
      let named = zip(program.results.map(\.name), results).map { (name: $0, array: $1) }
      if let output { try write(named, to: output) } else { show(named) }
    }
  }

  private func write(_ results: [(name: String, array: NDArray)], to path: String) throws {
    if path.hasSuffix(".npy") {
      guard results.count == 1 else { throw InputError("--output \(path): an .npy file holds one result, there are \(results.count)") }
      try NPYFile.write(results[0].array, to: path)
    } else {
      try NPZFile.write(results, to: path)
    }
  }

  private func show(_ results: [(name: String, array: NDArray)]) {
    if results.count == 1 { return print(results[0].array) }
    for result in results {
      let text = "\(result.array)"
      // Rows of a matrix line up under its name.
      let indent = String(repeating: " ", count: result.name.count + 3)
      print("\(result.name) = " + text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n" + indent))
    }
  }
}
