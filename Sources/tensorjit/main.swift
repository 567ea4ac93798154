import TensorJIT
import TensorLLVMBackend
import TensorScheduling
import TensorLoopIR
import TensorText
import Foundation

func run(_ text: String, _ arrays: [NDArray], _ engine: CompilationOptions.Engine) {
  do {
    let program = try TextProgram(parsing: text, file: "x")
    let f = try compile(inputs: program.parameters.map(\.1), outputs: program.results.map(\.1), options: .init(engine: engine, cache: nil, isChecked: true))
    let t0 = DispatchTime.now()
    let r = try f(arrays)
    let t1 = DispatchTime.now()
    if CommandLine.arguments.count > 1 { let s = Scheduler.schedule(name: "main", outputs: program.results.map(\.1), parameters: program.parameters.map(\.1), specialization: .standard(for: program.parameters.map(\.1.type))); print(s.program) }
    print(text, Double(t1.uptimeNanoseconds - t0.uptimeNanoseconds)/1e6, "ms")
    for x in r { print(x.count < 50 ? x.description : "\(x.shape)") }
  } catch { print(text, "ERROR", error) }
}
let a = NDArray([1.0, 2, 3, 4, 5])
let mm = try NDArray([1.0, 2, 3, 4, 5, 6], shape: [2, 3])
for engine in [CompilationOptions.Engine.llvm(.init()), .interpreter] {
  run("(x: f64[n], y: f64[n]) -> exp(x) * y + sum(y)", [a, a], engine)
  run("(x: f64[n, m]) -> softmax(x, axis=1)", [mm], engine)
  run("(x: f64[n, m]) -> softmax(x, axis=0)", [mm], engine)
  run("(x: f64[n, m]) -> sum(x, axis=0), mean(x, axis=1), var(x), max(x), argmax(x, axis=1)", [mm], engine)
  run("(x: f64[n, m]) -> x.T, x.T + 1, x @ x.T", [mm], engine)
  run("(x: f64[n, m]) -> x + 1", [mm.T], engine)
  run("(x: f64[n], y: f64[m]) -> x + y", [a, NDArray([1.0])], engine)
  run("(x: f64[n]) -> cumsum(x), concatenate([x, x * 2]), x[1:3], x[::-1], reshape(x, (1, n)), take(x, [0, 2, -1], axis=0)", [a], engine)
  run("(x: f64[n]) -> take(x, [7], axis=0)", [a], engine)
  run("(x: f64[n, m]) -> sqrt(sum((x[:, None, :] - x[None, :, :])**2, axis=2))", [mm], engine)
}
