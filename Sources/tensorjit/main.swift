import TensorJIT
import TensorLLVMBackend
import TensorScheduling
import TensorLoopIR
import TensorText
import Foundation

func show(_ text: String, _ arrays: [NDArray]) {
  do {
    let program = try TextProgram(parsing: text, file: "x")
    let f = try compile(inputs: program.parameters.map(\.1), outputs: program.results.map(\.1), options: .init(cache: nil))
    let t0 = DispatchTime.now()
    _ = try f(arrays)
    let t1 = DispatchTime.now()
    if CommandLine.arguments.count > 1 { let s = Scheduler.schedule(name: "main", outputs: program.results.map(\.1), parameters: program.parameters.map(\.1), specialization: .standard(for: program.parameters.map(\.1.type))); print(s.program); if let stage = ProcessInfo.processInfo.environment["STAGE"] { print(try LLVMBackend().text(of: s.program, at: .init(rawValue: stage)!)) } }
    var best = UInt64.max
    for _ in 0..<30 { let a = DispatchTime.now(); _ = try f(arrays); best = min(best, DispatchTime.now().uptimeNanoseconds - a.uptimeNanoseconds) }
    print(String(format: "%10.1f us  first %6.1f ms  ", Double(best)/1e3, Double(t1.uptimeNanoseconds - t0.uptimeNanoseconds)/1e6) + text)
  } catch { print(text, "ERROR", error) }
}
func r(_ shape: [Int], _ t: ElementType = .f64) -> NDArray {
  let n = shape.reduce(1, *)
  var g = SystemRandomNumberGenerator()
  let v = (0..<n).map { _ in Double(g.next() >> 11) / Double(1 << 53) * 4 - 2 }
  return try! NDArray(v, shape: Shape(shape)).astype(t)
}

let only = ProcessInfo.processInfo.environment["ONLY"]
func bench(_ name: String, _ text: String, _ arrays: @autoclosure () -> [NDArray]) { if only == nil || name.contains(only!) { show(text, arrays()) } }
bench("0", "(a: f64[n], b: f64[n]) -> a + b", [r([100]), r([100])])
bench("1", "(a: f64[n], b: f64[n]) -> 2.5*a + b", [r([1000000]), r([1000000])])
bench("2", "(x: f32[n]) -> ((((x*0.3+0.2)*x-0.7)*x+1.1)*x-0.4)*x+2.0", [r([1000000], .f32)])
bench("3", "(x: f64[n]) -> exp(x)", [r([1000000])])
bench("4", "(x: f32[n]) -> exp(x)", [r([1000000], .f32)])
bench("5", "(x: f64[n]) -> log(abs(x))", [r([1000000])])
bench("6", "(x: f64[n]) -> sin(x*5)", [r([1000000])])
bench("7", "(x: f32[n]) -> tanh(x)", [r([1000000], .f32)])
bench("8", "(x: f64[n], y: f64[n]) -> abs(x)**y", [r([1000000]), r([1000000])])
bench("9", "(x: f64[n]) -> exp(-x*x*0.5)*cos(3.0*x)+log1p(abs(x))", [r([1000000])])
bench("10", "(x: f32[n]) -> 0.5*x*(1+erf(x*0.7071067811865476))", [r([1000000], .f32)])
bench("11", "(a: f64[n, p], b: f64[q, m]) -> exp(-(a-b)*(a-b))", [r([2000, 1]), r([1, 2000])])
bench("12", "(a: f64[n,m], b: f64[m,n]) -> a.T + b", [r([2000, 2000]), r([2000, 2000])])
bench("13", "(x: f64[n]) -> sum(x)", [r([10000000])])
bench("14", "(x: f32[n,m]) -> sum(x, axis=0)", [r([4096, 1024], .f32)])
bench("15", "(x: f32[n,m]) -> sum(x, axis=1)", [r([4096, 1024], .f32)])
bench("16", "(x: f64[n,m]) -> mean(square(x - mean(x, axis=0)), axis=0)", [r([10000, 200])])
bench("17", "(x: f32[n,m]) -> softmax(x, axis=1)", [r([4096, 1024], .f32)])
bench("18", "(x: f64[n,m]) -> logsumexp(x, axis=1)", [r([1000, 1000])])
bench("19", "(x: f32[n,m], g: f32[m], b: f32[m]) { let m = mean(x, axis=1, keepdims=true) let v = mean(square(x - m), axis=1, keepdims=true) return (x - m)/sqrt(v + 1e-5)*g + b }".replacingOccurrences(of: ") {", with: ") -> {"), [r([4096, 768], .f32), r([768], .f32), r([768], .f32)])
bench("20", "(x: f64[n,d]) -> sqrt(sum((expand_dims(x, 1)-expand_dims(x, 0))**2, axis=2))", [r([1000, 3])])
bench("21", "(x: f32[n,m]) -> argmax(x, axis=1)", [r([4096, 1024], .f32)])
bench("22", "(a: f64[n,k], b: f64[k,m]) -> a @ b", [r([512, 512]), r([512, 512])])
bench("23", "(a: f32[n,k], b: f32[k,m]) -> a @ b", [r([1024, 1024], .f32), r([1024, 1024], .f32)])
bench("24", "(a: f32[c, n,k], b: f32[c, k,m]) -> a @ b", [r([2000, 16, 16], .f32), r([2000,16,16], .f32)])
bench("25", "(a: f64[n,k], b: f64[k]) -> a @ b", [r([2000, 2000]), r([2000])])
bench("26", "(x: f32[n,k], w: f32[k,m], b: f32[m]) -> maximum(x @ w + b, 0)", [r([256, 784], .f32), r([784, 512], .f32), r([512], .f32)])
bench("27", "(e: f32[n,k], i: i64[m]) -> take(e, i, axis=0)", [r([50000, 64], .f32), NDArray((0..<20000).map { ($0 * 7919) % 50000 })])
bench("28", "(u: f64[n,m]) -> 0.25*(u[:-2,1:-1]+u[2:,1:-1]+u[1:-1,:-2]+u[1:-1,2:])", [r([2000, 2000])])
bench("29", "(x: f64[n]) -> cumsum(x)", [r([1000000])])
