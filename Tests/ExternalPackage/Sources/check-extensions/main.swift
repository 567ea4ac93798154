// Checks that what the package Extensions adds works in Swift, in the text format and on every backend.

import Extensions
import TensorDerivativeChecking
import TensorJIT
import TensorLLVMBackend
import TensorRuntime
import TensorText

nonisolated(unsafe) var failures = 0

func check(_ what: String, _ holds: Bool) {
  print(holds ? "  ok      " : "  FAILED  ", what)
  if !holds { failures += 1 }
}

func check(_ what: String, _ got: NDArray, _ expected: [Double], tolerance: Double = 1e-15) {
  let values = got.toArray(of: Double.self)
  let holds = values.count == expected.count && zip(values, expected).allSatisfy { abs($0 - $1) <= tolerance * abs($1) }
  check(holds ? what : "\(what): expected \(expected), got \(values)", holds)
}

let text = "(x: f64[n]) -> versine(x), moving_average(x, width=3), sum_of_squares(x, axis=0)"
let isUnknown: Bool
do { _ = try TextProgram(parsing: text); isUnknown = false } catch { isUnknown = true }
check("unknown names are errors before registration", isUnknown)
check("registration", registerExtensions())
check("a second registration changes nothing", !registerExtensions())
check("the function is listed", ScalarFunctionTable.all.last == .versine)
check("the operations are listed", OperationTable.all.suffix(2).map(\.name) == ["moving_average", "sum_of_squares"])

let points = NDArray([0, 0.5, 1.0, -2, 1e-9])
let versines = [0, 0.12241743810962728, 0.45969769413186023, 1.4161468365471424, 5e-19]
let averages = [0.5, -0.16666666666666666, -0.33333333299999998]
let counting = CountingBackend(InterpreterBackend())
let engines: [(name: String, engine: CompilationOptions.Engine)] = [
  ("llvm", .llvm(LLVMBackend.Options())), ("interpreter", .interpreter), ("a backend of its own", .custom(counting)),
]

for (name, engine) in engines {
  let options = CompilationOptions(engine: engine, cache: nil, isChecked: true)
  print(name)

  let x = Tensor("x", .f64, ["n"])
  let f = try compile(
    inputs: [x], outputs: [versine(x), movingAverage(x, width: 3), movingAverage(exp(x), width: 2) + 1],
    options: options)
  let results = try f(points)
  check("Swift: the scalar function", results[0], versines, tolerance: 1e-15)
  check("Swift: the operation", results[1], averages, tolerance: 1e-15)
  check("Swift: the operation, fused with others", results[2].count == 4)

  let program = try TextProgram(parsing: text)
  let g = try compile(
    inputs: program.parameters.map(\.tensor), outputs: program.results.map(\.tensor), options: options)
  let fromText = try g(points)
  check("text: the scalar function", fromText[0], versines, tolerance: 1e-15)
  check("text: the operation", fromText[1], averages, tolerance: 1e-15)
  check("text: the reduction", fromText[2], [5.25], tolerance: 1e-15)

  do {
    _ = try f(NDArray([1.0, 2.0]))
    check("a call that breaks the operation's condition is an error", false)
  } catch {
    check("a call that breaks the operation's condition is an error: \(error)", error is CallError)
  }
}
check("the backend of its own was used", counting.counts.compilations > 0 && counting.counts.calls > 0)

print("a kernel of its own")
for backend in [LLVMBackend(), InterpreterBackend()] as [any Backend] {
  let smoothing = try SmoothingKernel(backend: backend)
  check(backend.name, smoothing([1, 1, 3], weight: 0.5) == [0.5, 0.75, 1.875])
}

print("derivatives, checked on the samples in the records")
for subject in DerivativeCheck.subjects where ["versine", "moving_average", "sum_of_squares"].contains(subject.name) {
  let report = DerivativeCheck.check(subject)
  check("\(subject.name): \(report.worst.map { "\($0)" } ?? "\(report.kind)")", report.isCorrect && report.kind == .differentiable)
}

print("many examples at once, by the lowering alone")
let rows = Tensor("rows", .f64, ["k", "n"])
let each = try compile(inputs: [rows], outputs: [vmap(over: rows) { movingAverage($0, width: 2) * sum($0) }])
let many: NDArray = [[1, 2, 3], [2, 4, 6]]
check("vmap", try each(many)[0], [9, 15, 36, 60])

print("eager arrays")
check("the scalar function", versine(points), versines, tolerance: 1e-15)
check("the operation", movingAverage(points, width: 3), averages, tolerance: 1e-15)

print("errors")
let short = movingAverage(Tensor("short", .f64, [2]), width: 3)
let message = short.error.map(String.init(describing:)) ?? "none"
check("a type error names the operation and the line: \(message)", short.error != nil)

guard failures == 0 else { fatalError("\(failures) checks failed") }
print("all checks passed")
