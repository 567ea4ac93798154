import TensorLLVMBackend
import TensorLoopIR
import TensorScalars
import Testing

@Suite struct LoopTests {
  /// A product of matrices as folds inside vector loops inside parallel loops, with a scale loaded outside.
  @Test(arguments: [(1, 1, 0), (3, 5, 4), (7, 40, 9), (2, 64, 1)]) func folds(_ size: (Int, Int, Int)) throws {
    for type in [ElementType.f64, .f32] {
      var b = ProgramWriter()
      let (m, n, k) = (b.symbol("m"), b.symbol("n"), b.symbol("k"))
      let (x, y, scale) = (b.input(type, m * k), b.input(type, k * n), b.input(type, 1))
      let output = b.output(type, m * n)
      let (i, j, p) = (b.variable(), b.variable(), b.variable())
      var (outer, body, inner): ([Statement], [Statement], [Statement]) = ([], [], [])
      let factor = b.load(scale, 0, &outer)
      let start = b.define(type, .constant(ScalarValue(type: type, bits: 0)), &body)
      let carried = b.value(type)
      let a = b.load(x, k * .loop(i) + .loop(p), &inner)
      let c = b.load(y, n * .loop(p) + .loop(j), &inner)
      let next = b.primitive(.fusedMultiplyAdd, [a, c, carried], &inner)
      body.append(
        .fold(Fold(variable: p, extent: k, carried: [carried], initial: [start], body: inner, next: [next])))
      b.store(b.primitive(.multiply, [carried, factor], &body), output, n * .loop(i) + .loop(j), &body)
      b.program.body = outer + [b.loop(i, m, .parallel(grain: 1), [b.loop(j, n, .vector, body)])]
      try expectAgreement(b.program, [size.0, size.1, size.2], threads: 2)
      _ = try foreign.compileToObject(b.program)
    }
  }

  /// Rows through a scratch buffer of the worker: a softmax without the exponential.
  @Test(arguments: [1, 2, 3]) func scratchAndThreads(_ threads: Int) throws {
    var b = ProgramWriter()
    let (m, n) = (b.symbol("m"), b.symbol("n"))
    let (input, output) = (b.input(.f32, m * n), b.output(.f32, m * n))
    let scratch = b.buffer(.f32, .scratch, n)
    let (i, j, r, k) = (b.variable(), b.variable(), b.variable(), b.variable())
    var (row, first, body, last): ([Statement], [Statement], [Statement], [Statement]) = ([], [], [], [])
    let value = b.load(input, n * .loop(i) + .loop(j), &first)
    b.store(b.primitive(.multiply, [value, value], &first), scratch, .loop(j), &first)
    row.append(b.loop(j, n, .vector, first))
    let element = b.load(scratch, .loop(r), &body)
    let total = b.value(.f32)
    row.append(
      .reduce(
        Reduction(
          variable: r, extent: n, body: body, reducers: [Reducer(combiner: .sum, arguments: [element], result: total)])))
    let again = b.load(scratch, .loop(k), &last)
    b.store(b.primitive(.divide, [again, total], &last), output, n * .loop(i) + .loop(k), &last)
    row.append(b.loop(k, n, .vector, last))
    b.program.body = [b.loop(i, m, .parallel(grain: 2), row)]
    for (m, n) in [(1, 5), (13, 70), (5, 0), (0, 5), (40, 3)] {
      try expectAgreement(b.program, [m, n], threads: threads, edges: 0)
    }
  }

  /// Short bodies are counted several at a time; of an extent below 0 there are none.
  @Test(arguments: [0, 1, 2, 3, 4, 5, 8, 11]) func shortSerialLoops(_ n: Int) throws {
    var b = ProgramWriter()
    let size = b.symbol("n")
    let (input, output) = (b.input(.f64, size), b.output(.f64, 16))
    let i = b.variable()
    var body: [Statement] = []
    b.store(b.load(input, .loop(i), &body), output, .loop(i), &body)
    let (before, after) = (b.variable(), b.variable())
    var (zero, one): ([Statement], [Statement]) = ([], [])
    b.store(b.define(.f64, .constant(ScalarValue(0.0)), &zero), output, .loop(before), &zero)
    // A negative extent for n below 9: this must not write at all then.
    b.store(b.define(.f64, .constant(ScalarValue(1.0)), &one), output, .loop(after) + 9, &one)
    b.program.body = [b.loop(before, 16, .serial, zero), b.loop(i, size, .serial, body), b.loop(after, size - 9, .serial, one)]
    try expectAgreement(b.program, [n])
  }

  @Test(arguments: [1, 10, 100]) func checks(_ n: Int) throws {
    var b = ProgramWriter()
    let (size, limit) = (b.symbol("n"), b.symbol("limit"))
    let (table, indices, output) = (b.input(.f64, limit), b.input(.u8, size), b.output(.f64, size))
    let i = b.variable()
    var body: [Statement] = []
    let index = b.primitive(.convert(.i64), [b.load(indices, .loop(i), &body)], &body)
    let bound = b.define(.i64, .index(limit), &body)
    let holds = b.primitive(.less, [index, bound], &body)
    body.append(
      .check(Check(condition: holds, site: 3, order: .loop(i), index: index, extent: limit)))
    let zero = b.define(.i64, .constant(ScalarValue(integer: 0, type: .i64)), &body)
    let safe = b.primitive(.select, [holds, index, zero], &body)
    b.store(b.load(table, SymbolicInteger(.value(safe.number)), &body), output, .loop(i), &body)
    b.program.body = [b.loop(i, size, .vector, body)]
    for limit in [40, 256] { try expectAgreement(b.program, [n, limit]) }
    _ = try foreign.compileToObject(b.program)
  }

  @Test func libraryCalls() throws {
    var b = ProgramWriter()
    let n = b.symbol("n")
    let (x, y, z) = (b.input(.f64, n), b.input(.f64, n), b.output(.f64, n))
    b.program.body = [
      .call(
        LibraryCall(
          routine: .gemmF64, pointers: [x, y, z].map { Access(buffer: $0, offset: 0) },
          integers: [1, n, 3, 0, 1, n, n + 2, 7]))
    ]
    let memories = (0..<3).map { _ in Memory(byteCount: 80) }
    let host = run(try backends[0].compile(b.program), memories.map(\.bytes), symbols: [10])
    #expect(host.calls.map(\.integers) == [[1, 10, 3, 0, 1, 10, 12, 7]])
    #expect(host.calls.map(\.routine) == [Int(LibraryCall.Routine.gemmF64.rawValue)])
  }

  #if compiler(>=6.2)
    /// Compiling and freeing leaves nothing behind. In a process of its own: suites that run beside this one in the same process
    /// take memory too.
    @Test func memoryStaysFlat() async {
      await #expect(processExitsWith: .success) {
        let backend = LLVMBackend()
        let objects = try (0..<4).map { try backend.compileToObject(LoopTests.adding(Double($0))) }
        func rounds(_ count: Int) throws {
          for round in 0..<count {
            let (object, symbol) = objects[round % 4]
            let executable = try backend.link(object: object, symbol: symbol)
            if round % 500 == 0 {
              let memory = Memory([ScalarValue(1.0)])
              run(executable, [memory.bytes, memory.bytes], symbols: [1])
              #expect(memory[0, .f64].double == 1.0 + Double(round % 4))
            }
          }
        }
        try rounds(500)
        let before = residentKilobytes()
        try rounds(10_000)
        let grown = residentKilobytes() - before
        #expect(grown < 4096, "memory grew by \(grown) KiB in 10,000 rounds")
      }
    }
  #endif

  private static func adding(_ constant: Double) -> LoopProgram {
    elementwise([.f64], .f64) { b, x, body in
      b.primitive(.add, [x[0], b.define(.f64, .constant(ScalarValue(constant)), &body)], &body)
    }
  }

  /// The same text twice, and the same symbol.
  @Test func isDeterministic() throws {
    let program = ReductionTests.program([.sum, .argMaximum], .f32)
    for stage in LLVMBackend.Stage.allCases {
      #expect(try backends[0].text(of: program, at: stage) == backends[0].text(of: program, at: stage))
    }
    #expect(try backends[0].compileToObject(program).object == backends[0].compileToObject(program).object)
    #expect(backends[0].symbolName(for: program) != foreign.symbolName(for: program))
  }

  @Test func refusesOldProcessors() {
    let old = LLVMBackend(options: .init(target: TargetDescription(triple: "x86_64-unknown-linux-gnu", cpu: "x86-64")))
    #expect(throws: (any Error).self) { try old.compile(ReductionTests.program([.sum], .f32)) }
  }
}
