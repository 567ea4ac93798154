import Foundation
import TensorJIT
import TensorLLVMBackend
import TensorScheduling
import TensorText
import Testing

/// The text of programs at every stage, against files. `TENSORJIT_BLESS=1` writes the files anew.
@Suite("Golden files")
struct GoldenTests {
  struct Item: Sendable, CustomTestStringConvertible {
    let name: String
    let program: String
    /// Whether the LLVM text is kept too: it is long.
    var keepsLLVM = false
    var testDescription: String { name }
  }

  static let items = [
    Item(name: "add", program: "(x: f64[n], y: f64[n]) -> x + y", keepsLLVM: true),
    Item(name: "polynomial", program: "(x: f32[n]) -> (((x*0.5+0.25)*x-0.75)*x+1)*x-2"),
    Item(name: "chain", program: "(x: f64[n]) -> exp(-x*x*0.5)*cos(3.0*x)+log1p(abs(x))"),
    Item(name: "broadcast", program: "(a: f64[n, p], b: f64[q, m]) -> (a-b)*(a-b)"),
    Item(name: "transpose", program: "(a: f64[n, m], b: f64[m, n]) -> a.T + b"),
    Item(name: "sum", program: "(x: f64[n]) -> sum(x)", keepsLLVM: true),
    Item(name: "column_sums", program: "(x: f32[n, m]) -> sum(x, axis=0)"),
    Item(name: "softmax", program: "(x: f32[n, m]) -> softmax(x, axis=1)"),
    Item(name: "layernorm", program: "(x: f32[n, m], g: f32[m]) -> (x - mean(x, axis=1, keepdims=true)) / sqrt(var(x, axis=1, keepdims=true) + 1e-5) * g"),
    Item(name: "dense", program: "(x: f32[n, k], w: f32[k, m], b: f32[m]) -> maximum(x @ w + b, 0)"),
    Item(name: "gather", program: "(e: f32[n, k], i: i64[m]) -> take(e, i, axis=0)", keepsLLVM: true),
    Item(name: "scatter", program: "(e: f32[n, k], i: i64[m], v: f32[m, k]) -> scatter_add(e, i, v)"),
    Item(name: "recurrence", program: "(a: f32[n, m], b: f32[n, m]) -> linear_recurrence(a, b, reverse=true)"),
    Item(name: "stencil", program: "(u: f64[n, m]) -> 0.25*(u[:-2,1:-1]+u[2:,1:-1]+u[1:-1,:-2]+u[1:-1,2:])"),
    Item(name: "cumsum", program: "(x: f64[n]) -> cumsum(x)"),
    Item(name: "argmax", program: "(x: f32[n, m]) -> argmax(x, axis=1)"),
    Item(name: "concatenate", program: "(x: f64[n, k], y: f64[m, k]) -> concatenate([x, y * 2])"),
  ]

  static let targets = ["x86-64-v3", "znver4"].map { TargetDescription(triple: "x86_64-unknown-linux-gnu", cpu: $0) }
  static let arm = TargetDescription(triple: "aarch64-unknown-linux-gnu", cpu: "generic")

  @Test("texts", arguments: items) func texts(_ item: Item) throws {
    let program = try TextProgram(parsing: item.program, file: "golden.tj")
    try compare(program.description, item.name, "graph")
    let loops = GoldenTests.scheduled(program).program
    try loops.verify()
    try compare(loops.description, item.name, "loops")
    guard item.keepsLLVM else { return }
    for target in GoldenTests.targets {
      let backend = LLVMBackend(options: .init(target: target, verifies: true))
      try compare(try backend.text(of: loops, at: .llvm), item.name, "\(target.cpu).ll")
    }
  }

  @Test("the same text whatever was made before", arguments: items) func determinism(_ item: Item) throws {
    let first = try GoldenTests.allText(item)
    // Other symbols and nodes, so that numbers and hashes move.
    var chain = Tensor(parameter: "other", TensorType(.f64, ["?"]), at: .none)
    for _ in 0..<100 { chain = chain + 1.0 }
    _ = try compile(inputs: Traversal.parameters(of: [chain]), outputs: [chain], options: .init(cache: nil))
    #expect(try GoldenTests.allText(item) == first)
  }

  @Test("code for aarch64", arguments: items) func aarch64(_ item: Item) throws {
    let program = try TextProgram(parsing: item.program, file: "golden.tj")
    let backend = LLVMBackend(options: .init(target: GoldenTests.arm, verifies: true))
    let (object, _) = try backend.compileToObject(GoldenTests.scheduled(program).program)
    #expect(object.starts(with: [0x7f, 0x45, 0x4c, 0x46]))
  }

  private static func scheduled(_ program: TextProgram) -> ScheduledProgram {
    let parameters = program.parameters.map(\.tensor)
    return Scheduler.schedule(
      name: "main", outputs: program.results.map(\.tensor), parameters: parameters,
      specialization: .standard(for: parameters.map(\.type)))
  }

  private static func allText(_ item: Item) throws -> [String] {
    let program = try TextProgram(parsing: item.program, file: "golden.tj")
    let loops = scheduled(program).program
    let backend = LLVMBackend(options: .init(target: targets[0]))
    return [program.description, loops.description, try backend.text(of: loops, at: .llvm)]
  }

  private func compare(_ text: String, _ name: String, _ stage: String) throws {
    let file = Fixtures.folder.appending(path: "Golden/\(name).\(stage)")
    if Fixtures.isOn("TENSORJIT_BLESS") { return try text.write(to: file, atomically: true, encoding: .utf8) }
    let wanted = try? String(contentsOf: file, encoding: .utf8)
    guard text != wanted else { return }
    let lines = (text.split(separator: "\n", omittingEmptySubsequences: false),
      (wanted ?? "").split(separator: "\n", omittingEmptySubsequences: false))
    let place = zip(lines.0, lines.1).enumerated().first { $1.0 != $1.1 }
    Issue.record(
      "\(name).\(stage), line \((place?.offset ?? min(lines.0.count, lines.1.count)) + 1): \(place?.element.0 ?? "") instead of \(place?.element.1 ?? "") (TENSORJIT_BLESS=1 accepts)")
  }
}
