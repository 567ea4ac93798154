import ArgumentParser
import Foundation
import PyTensorImport
import TensorGraphRewrites
import TensorJIT
import TensorLLVMBackend
import TensorNumPyFiles
import TensorText

/// Where a program comes from and how it is compiled.
struct ProgramOptions: ParsableArguments {
  @Argument(help: "A file with a program, or with a graph of PyTensor's (JSON).", completion: .file(extensions: ["tj", "json"]))
  var file: String?

  @Option(name: [.customShort("e"), .long], help: "The program itself, or an expression without parameters.")
  var expression: String?

  func validate() throws {
    if (file == nil) == (expression == nil) {
      throw ValidationError("Give either a program file or an expression with -e.")
    }
  }

  func load() throws -> TextProgram { try loadWithValues().program }

  /// The program, and the values that parameters have by themselves: shared variables of PyTensor's.
  func loadWithValues() throws -> (program: TextProgram, values: [String: NDArray]) {
    if let expression { return (try TextProgram(parsing: Array(Self.program(of: expression).utf8), file: "expression"), [:]) }
    let path = file ?? ""
    guard let data = FileManager.default.contents(atPath: path) else {
      throw InputError("\(path): no such file, or it cannot be read")
    }
    return ProgramOptions.isJSON(data) ? try graph(data, path) : (try TextProgram(parsing: Array(data), file: path), [:])
  }

  /// A program as it is; an expression without parameters as a program of none: `-e 'sort([3, 1, 2])'`.
  private static func program(of text: String) -> String {
    let start = text.drop { $0.isWhitespace }
    let isProgram = start.isEmpty || start.hasPrefix("func ") || start.hasPrefix("#") || start.hasPrefix("(") && start.contains("->")
    return isProgram ? text : "() -> " + start
  }

  /// No program begins with a brace.
  private static func isJSON(_ data: Data) -> Bool { data.first { ![0x20, 0x0A, 0x0D, 0x09].contains($0) } == UInt8(ascii: "{") }

  private func graph(_ data: Data, _ path: String) throws -> (program: TextProgram, values: [String: NDArray]) {
    let graph = try PyTensorGraph(data, file: path)
    let values = graph.values.map { (graph.parameters[$0.key].name, $0.value) }
    return (
      TextProgram(name: "main", parameters: graph.parameters, results: graph.results), Dictionary(uniqueKeysWithValues: values)
    )
  }
}

/// What runs the program.
struct EngineOptions: ParsableArguments {
  enum Backend: String, ExpressibleByArgument, CaseIterable { case llvm, interpreter }

  @Option(help: "What runs the loops: llvm or interpreter.")
  var backend: Backend = .llvm

  @Option(help: "The CPU to compile for, by LLVM's name (x86-64-v3, znver4, ...); the host's by default.")
  var cpu: String?

  @Option(help: "The most threads a call uses; TENSORJIT_NUM_THREADS or all cores by default.")
  var threads: Int?

  @Flag(name: .customLong("no-rewriting"), help: "Computes what is written: no rewrite rule is applied.")
  var isWithoutRules = false

  @OptionGroup var selection: RuleSelection

  func validate() throws {
    if isWithoutRules, selection.isGiven { throw ValidationError("--no-rewriting leaves no rules to choose from.") }
    if let threads, threads < 1 { throw ValidationError("--threads must be at least 1.") }
  }

  var llvm: LLVMBackend.Options {
    guard let cpu else { return LLVMBackend.Options() }
    return LLVMBackend.Options(target: TargetDescription(triple: TargetDescription.host.triple, cpu: cpu))
  }

  var compilation: CompilationOptions {
    get throws {
      switch backend {
      case .llvm: CompilationOptions(engine: .llvm(llvm), rewriting: try rewriting, threads: threads)
      case .interpreter: CompilationOptions(engine: .interpreter, rewriting: try rewriting, threads: threads)
      }
    }
  }

  var rewriting: Rewriting {
    get throws {
      if isWithoutRules { return .off }
      return selection.isGiven ? Rewriting(query: try selection.query) : .standard
    }
  }
}

/// The arrays for the parameters.
struct InputOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "A parameter's value: name=file.npy, name=[1, 2, 3], or an .npz file whose names are the parameters'.",
      valueName: "input"))
  var input: [String] = []

  /// Arrays in the order of the program's parameters; those that are not given have the values that they have by themselves.
  func load(for program: TextProgram, values: [String: NDArray]) throws -> [NDArray] {
    var given = values
    for text in input {
      guard let equals = text.firstIndex(of: "="), !text[..<equals].contains("/"), !text[..<equals].contains(".") else {
        for (name, array) in try InputFiles.archive(text, program) { given[name] = array }
        continue
      }
      let name = String(text[..<equals])
      guard let parameter = InputFiles.parameter(name, of: program) else {
        throw InputError("--input \(name): the program has no such parameter; it takes \(InputFiles.list(program))")
      }
      given[parameter.name] = try InputFiles.value(String(text[text.index(after: equals)...]), parameter.tensor.type)
    }
    return try program.parameters.map { parameter in
      guard let array = given[parameter.name] else {
        throw InputError("no input for parameter \(parameter.name): \(parameter.tensor.type); give --input \(parameter.name)=...")
      }
      return array
    }
  }
}

/// Reads what `--input` names.
enum InputFiles {
  static func list(_ program: TextProgram) -> String {
    program.parameters.isEmpty ? "none" : program.parameters.map { "\($0.name): \($0.tensor.type)" }.joined(separator: ", ")
  }

  /// The parameter of a name, or of a place: `in0`, `in1`, ...
  static func parameter(_ name: String, of program: TextProgram) -> (name: String, tensor: Tensor)? {
    if let parameter = program.parameters.first(where: { $0.name == name }) { return parameter }
    guard name.hasPrefix("in"), let place = Int(name.dropFirst(2)), program.parameters.indices.contains(place), name == "in\(place)" else {
      return nil
    }
    return program.parameters[place]
  }

  /// The arrays of an archive that the program has parameters for, by the parameters' names.
  static func archive(_ path: String, _ program: TextProgram) throws -> [(String, NDArray)] {
    let archive = try NPZArchive(path)
    return try archive.names.compactMap { name in
      try parameter(name, of: program).map { ($0.name, try archive.read(name)) }
    }
  }

  /// A literal or a file.
  static func value(_ text: String, _ type: TensorType) throws -> NDArray {
    if text.hasSuffix(".npy") { return try NPYFile.map(text) }
    return try ArrayLiteral.parse(text, as: type)
  }
}
