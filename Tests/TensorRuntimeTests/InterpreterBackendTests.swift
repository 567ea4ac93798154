import CTensorSupport
import TensorLoopIR
import TensorRuntime
import TensorScalars
import Testing

@Suite struct InterpreterBackendTests {
  private static let n = SymbolicInteger(Symbol("n"))

  /// `out[i] = in[i] * in[i]`, with a check that `i` is below 5.
  private static func squares(outputCount: SymbolicInteger = n) -> LoopProgram {
    let builder = LoopBuilder(name: "squares", symbols: [Symbol("n")])
    let input = builder.buffer("x", .f64, .input(0), count: n)
    let output = builder.buffer("y", .f64, .output(0), count: outputCount)
    builder.loop(n, .parallel(grain: 2)) { i in
      let x = builder.load(input, at: i)
      builder.store(builder.primitive(.multiply, x, x), output, at: i)
      let five = builder.index(5)
      builder.check(
        builder.primitive(.less, builder.index(i), five), site: 3, order: i, index: builder.index(i), extent: 5)
    }
    return builder.finish()
  }

  private static func run(_ executable: any Executable, count: Int) -> (values: [Double], failure: CheckFailure?) {
    let input = (0..<count).map { Double($0) }
    var output = [Double](repeating: -1, count: count)
    let failure = input.withUnsafeBytes { input in
      output.withUnsafeMutableBytes { output in
        CallContext.run(
          executable, buffers: [UnsafeMutableRawPointer(mutating: input.baseAddress), output.baseAddress],
          symbols: [Int64(count)])
      }
    }
    return (output, failure)
  }

  @Test(arguments: [false, true], [0, 1, 5, 8])
  func runsAndReports(checksBounds: Bool, count: Int) throws {
    let executable = try InterpreterBackend(checksBounds: checksBounds).compile(Self.squares())
    let (values, failure) = Self.run(executable, count: count)
    #expect(values == (0..<count).map { Double($0 * $0) })
    #expect(failure == (count > 5 ? CheckFailure(site: 3, order: 5, index: 5, extent: 5) : nil))
  }

  @Test func productsGoThroughTheLibrary() throws {
    let builder = LoopBuilder(name: "product")
    let a = builder.buffer("a", .f64, .input(0), count: 4)
    let c = builder.buffer("c", .f64, .output(0), count: 4)
    let access = Access(buffer: a, offset: 0)
    builder.library(.gemmF64, [access, access, Access(buffer: c, offset: 0)], [2, 2, 2, 0, 0, 2, 2, 2])
    let executable = try InterpreterBackend().compile(builder.finish())
    var result = [Double](repeating: 0, count: 4)
    let matrix: [Double] = [1, 2, 3, 4]
    matrix.withUnsafeBytes { matrix in
      result.withUnsafeMutableBytes { result in
        let failure = CallContext.run(
          executable, buffers: [UnsafeMutableRawPointer(mutating: matrix.baseAddress), result.baseAddress], symbols: [0]
        )
        #expect(failure == nil)
      }
    }
    #expect(result == [7, 10, 15, 22])
  }

  @Test func invalidProgramsAreRefused() {
    let program = LoopProgram(
      name: "bad", body: [.store(Value(number: 7, type: .f64), Access(buffer: 3, offset: 0))], valueCount: 8)
    #expect(throws: LoopProgramError.self) { try InterpreterBackend().compile(program) }
  }

  #if compiler(>=6.2)
    @Test func anAccessOutsideStopsTheProcess() async {
      await #expect(processExitsWith: .failure) {
        let executable = try InterpreterBackend(checksBounds: true).compile(
          InterpreterBackendTests.squares(outputCount: 3))
        _ = InterpreterBackendTests.run(executable, count: 4)
      }
    }
  #endif
}
