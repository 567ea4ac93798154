import ArgumentParser
import Foundation
import TensorGraphRewrites
import TensorJIT
import TensorLLVMBackend
import TensorNumPyFiles
import TensorText

/// Serves benchmarks and the fuzzer: requests as JSON lines on standard input, replies on standard output.
struct WorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker", abstract: "Runs programs for another process.", shouldDisplay: false)

  @OptionGroup var engine: EngineOptions

  func run() throws {
    var worker = Worker(threads: engine.threads)
    while let line = readLine() {
      let reply: [String: Any]
      do {
        guard let request = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
          throw InputError("a request is a JSON object")
        }
        if request["op"] as? String == "quit" { return }
        reply = try worker.answer(request)
      } catch {
        reply = ["ok": false, "error": "\(error)", "status": Int(Status.code(for: error).rawValue)]
      }
      FileHandle.standardOutput.write(try JSONSerialization.data(withJSONObject: reply, options: [.sortedKeys]) + Data("\n".utf8))
    }
  }
}

/// What a worker keeps between requests.
private struct Worker {
  let threads: Int?
  private var arrays: [String: NDArray] = [:]
  private var rewritings: [String: Rewriting] = [:]
  private var programs: [String: (program: TextProgram, function: CompiledFunction)] = [:]

  init(threads: Int?) { self.threads = threads }

  mutating func answer(_ request: [String: Any]) throws -> [String: Any] {
    switch request["op"] as? String {
    case "load":
      arrays[try text(request, "name")] = try load(request)
      return ["ok": true]
    case "compile": return try compileProgram(request)
    case "run":
      let (program, function) = try program(request)
      let results = try function(try arguments(request, program))
      if let path = request["save"] as? String {
        try NPZFile.write(zip(program.results, results).map { (name: $0.name, array: $1) }, to: path)
      }
      return ["ok": true]
    case "time":
      let (program, function) = try program(request)
      let inputs = try arguments(request, program)
      let calls = (request["calls"] as? Int) ?? 10
      return ["ok": true, "us": try (0..<calls).map { _ in try Stopwatch.time(function, inputs) }]
    case let other: throw InputError("unknown request \(other ?? "?")")
    }
  }

  private func text(_ request: [String: Any], _ key: String) throws -> String {
    guard let value = request[key] as? String else { throw InputError("the request has no \(key)") }
    return value
  }

  private func load(_ request: [String: Any]) throws -> NDArray {
    let array = try NPYFile.read(try text(request, "path"))
    guard let view = request["view"] as? [String: Any] else { return array }
    guard let shape = view["shape"] as? [Int], let strides = view["strides"] as? [Int] else {
      throw InputError("a view has a shape and strides")
    }
    return try array.viewed(shape: Shape(shape), strides: Strides(strides), offset: view["offset"] as? Int ?? 0)
  }

  private mutating func compileProgram(_ request: [String: Any]) throws -> [String: Any] {
    let begin = DispatchTime.now().uptimeNanoseconds
    let program = try TextProgram(parsing: Array(try text(request, "program").utf8), file: "program")
    let isInterpreted = request["backend"] as? String == "interpreter"
    let options = CompilationOptions(
      engine: isInterpreted ? .interpreter : .llvm(.init()),
      rewriting: rewriting(request), threads: threads)
    let function = try compile(
      inputs: program.parameters.map(\.tensor), outputs: program.results.map(\.tensor), name: program.name, options: options)
    programs[try text(request, "id")] = (program, function)
    let elapsed = Double(DispatchTime.now().uptimeNanoseconds - begin) / 1e6
    return [
      "ok": true, "first_ms": elapsed, "inputs": program.parameters.map(\.name), "outputs": program.results.map(\.name),
    ]
  }

  /// The standard rules, none, or those without some tags.
  private mutating func rewriting(_ request: [String: Any]) -> Rewriting {
    if request["rewriting"] as? Bool == false { return .off }
    guard let excluded = request["exclude"] as? [String] else { return .standard }
    let key = excluded.joined(separator: " ")
    if let known = rewritings[key] { return known }
    var query = RuleQuery.standard
    query.excluded.formUnion(excluded)
    let rewriting = Rewriting(query: query)
    rewritings[key] = rewriting
    return rewriting
  }

  private func program(_ request: [String: Any]) throws -> (TextProgram, CompiledFunction) {
    let id = try text(request, "id")
    guard let known = programs[id] else { throw InputError("no program \(id)") }
    return known
  }

  private func arguments(_ request: [String: Any], _ program: TextProgram) throws -> [NDArray] {
    let names = request["inputs"] as? [String: String] ?? [:]
    return try program.parameters.map { parameter in
      guard let name = names[parameter.name], let array = arrays[name] else {
        throw InputError("no array for parameter \(parameter.name)")
      }
      return array
    }
  }
}
