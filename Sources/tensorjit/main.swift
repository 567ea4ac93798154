import TensorJIT
import TensorLLVMBackend
import TensorScheduling
import TensorLoopIR

let x = Tensor("x", .f64, ["n"])
let y = Tensor("y", .f64, ["n"])
let e = x * y + 2.0 * exp(x)
let f = try compile(inputs: [x, y], outputs: [e])
let s = Scheduler.schedule(name: "main", outputs: [e], parameters: [x, y], specialization: .standard(for: [x.type, y.type]))
dump(s.program.body, maxDepth: 12)
print(try LLVMBackend().text(of: s.program, at: .llvm).prefix(3000))
let a = NDArray([1.0, 2, 3, 4, 5])
print(try f(a, a)[0])
let m = Tensor("m", .f64, ["n", "k"])
let g = try compile(inputs: [m, x], outputs: [m + 1.0, m + m])
let mm = try NDArray([1.0, 2, 3, 4, 5, 6], shape: [2, 3])
print(try g(mm, a))
print(try g(mm.T, a))
