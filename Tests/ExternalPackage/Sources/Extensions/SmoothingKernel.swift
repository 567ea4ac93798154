import TensorJIT
import TensorRuntime

/// A kernel of its own, below the graph: exponential smoothing `s[i] = a * x[i] + (1 - a) * s[i - 1]`, `s[-1] = 0`, as a
/// hand-written loop program. It runs on any backend.
public struct SmoothingKernel {
  private let executable: any Executable

  public static func program() -> LoopProgram {
    let builder = LoopBuilder(name: "smoothing")
    let n = builder.symbol(Symbol("n"))
    let x = builder.buffer("x", .f64, .input(0), count: n)
    let a = builder.buffer("a", .f64, .input(1), count: 1)
    let result = builder.buffer("result", .f64, .output(0), count: n)
    let weight = builder.load(a, at: 0)
    let rest = builder.primitive(.subtract, builder.constant(ScalarValue(1.0)), weight)
    _ = builder.fold(n, [builder.constant(ScalarValue(0.0))]) { index, carried in
      let fresh = builder.primitive(.multiply, weight, builder.load(x, at: index))
      let next = builder.primitive(.add, fresh, builder.primitive(.multiply, rest, carried[0]))
      builder.store(next, result, at: index)
      return [next]
    }
    return builder.finish()
  }

  public init(backend: any Backend) throws {
    let program = SmoothingKernel.program()
    try program.verify()
    executable = try backend.compile(program)
  }

  public func callAsFunction(_ x: [Double], weight: Double) -> [Double] {
    var (x, weight, result) = (x, weight, [Double](repeating: 0, count: x.count))
    let symbols = [Int64(x.count)]
    x.withUnsafeMutableBytes { x in
      withUnsafeMutableBytes(of: &weight) { weight in
        result.withUnsafeMutableBytes { result in
          let buffers = [x.baseAddress, weight.baseAddress, result.baseAddress]
          buffers.withUnsafeBufferPointer { buffers in
            symbols.withUnsafeBufferPointer { symbols in
              guard let buffers = buffers.baseAddress, let symbols = symbols.baseAddress else { return }
              _ = CallContext.run(executable, buffers: buffers, symbols: symbols, threads: 1)
            }
          }
        }
      }
    }
    return result
  }
}
