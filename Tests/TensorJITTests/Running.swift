import TensorJIT
import TensorLLVMBackend
import TensorRuntime
import TensorText

/// What tests run programs on.
enum Machine: CaseIterable, Sendable {
  case native1, native2, native4, interpreter

  var options: CompilationOptions {
    switch self {
    case .native1: .init(threads: 1, cache: nil, isChecked: true)
    case .native2:
      // Stores past the caches wherever they can go, which otherwise takes arrays too large for tests.
      .init(
        engine: .llvm(.init(tuning: .init(streamedBytes: 1))), threads: 2, cache: nil, isChecked: true)
    case .native4: .init(threads: 4, cache: nil, isChecked: true)
    case .interpreter:
      .init(engine: .custom(InterpreterBackend(checksBounds: true)), threads: 1, cache: nil, isChecked: true)
    }
  }

  /// A program compiled for this.
  func compiled(_ program: TextProgram) throws -> CompiledFunction {
    try compile(
      inputs: program.parameters.map(\.tensor), outputs: program.results.map(\.tensor), name: program.name,
      options: options)
  }
}

/// A program on all machines.
struct AllMachines {
  let text: String
  let functions: [(machine: Machine, function: CompiledFunction)]

  init(_ text: String, file: String = "<program>") throws {
    self.text = text
    let program = try TextProgram(parsing: text, file: file)
    functions = try Machine.allCases.map { ($0, try $0.compiled(program)) }
  }

  /// The results, and where the machines differ. Those named are run.
  func run(_ inputs: [NDArray], on machines: [Machine] = Machine.allCases) throws -> (results: [NDArray], problems: [String]) {
    var results: [NDArray]?
    var problems: [String] = []
    for (machine, function) in functions where machines.contains(machine) {
      let got = try function(inputs)
      guard let first = results else {
        results = got
        continue
      }
      for (number, (a, b)) in zip(first, got).enumerated() {
        if let difference = try a.firstDifference(from: b) {
          problems.append("result \(number), \(machines[0]) and \(machine): \(difference)")
        }
      }
    }
    return (results ?? [], problems)
  }
}
