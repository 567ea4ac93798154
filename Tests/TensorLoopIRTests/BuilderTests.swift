import TensorLoopIR
import TensorScalars
import Testing

@Suite struct BuilderTests {
  /// Invariant definitions leave loops, constants stay in parallel loops, loads stay where the loop may be empty.
  @Test func placesDefinitions() throws {
    let builder = LoopBuilder(name: "place")
    let n = builder.symbol(Symbol("n"))
    let x = builder.buffer("x", .f64, .input(0), count: n)
    let y = builder.buffer("y", .f64, .output(0), count: n)
    let a = builder.load(x, at: 0)
    builder.loop(n, .parallel(grain: 64)) { i in
      let b = builder.load(x, at: i)
      builder.loop(4, .vector) { j in
        let two = builder.constant(ScalarValue(2.0))
        let inner = builder.load(x, at: i + 1)
        let invariant = builder.primitive(.multiply, builder.primitive(.negate, a), b)
        let again = builder.primitive(.multiply, builder.primitive(.negate, a), builder.load(x, at: i))
        #expect(invariant == again)
        let sum = builder.primitive(.add, builder.primitive(.multiply, invariant, two), inner)
        let four = builder.primitive(.add, two, two)
        #expect(builder.knownConstant(four) == ScalarValue(4.0))
        builder.store(builder.primitive(.add, sum, builder.convert(builder.index(j), to: .f64)), y, at: i)
      }
      builder.loop(n) { j in _ = builder.load(x, at: i + 2) }
    }
    let program = builder.finish()
    try program.verify()
    #expect(
      program.description == """
        program "place" {
          symbol n
          buffer @0 "x": f64[n] input 0
          buffer @1 "y": f64[n] output 0
          %0: f64 = load @0[0]
          %4: f64 = negate %0
          parallel i0 < n grain 64 {
            %1: f64 = load @0[i0]
            %2: f64 = constant 2.0
            %3: f64 = load @0[i0 + 1]
            %5: f64 = multiply %4, %1
            %6: f64 = multiply %5, %2
            %7: f64 = add %6, %3
            %8: f64 = constant 4.0
            vector i1 < 4 {
              %9: i64 = index i1
              %10: f64 = convert %9
              %11: f64 = add %7, %10
              store %11, @1[i0]
            }
            for i2 < n {
              %12: f64 = load @0[i0 + 2]
            }
          }
        }

        """)
  }

  /// A load of a buffer that is written is not merged across a write, in whatever loop it happens.
  @Test func loadsSeeWrites() throws {
    let builder = LoopBuilder(name: "writes")
    let t = builder.buffer("t", .i64, .temporary, count: 4)
    let out = builder.buffer("out", .i64, .output(0), count: 4)
    let one = builder.constant(ScalarValue(integer: 1, type: .i64))
    let before = builder.load(t, at: 0)
    #expect(builder.load(t, at: 0) == before)
    builder.loop(3) { _ in
      let value = builder.load(t, at: 0)
      #expect(value != before)
      builder.store(builder.primitive(.add, value, one), t, at: 0)
    }
    let after = builder.load(t, at: 0)
    #expect(after != before)
    builder.store(before, out, at: 0)
    builder.store(after, out, at: 1)
    let memory = Memory(
      [7, 0].map { [ScalarValue](repeating: ScalarValue(integer: $0, type: .i64), count: 4) }, types: [.i64, .i64])
    try memory.run(LoopInterpreter(builder.finish()))
    #expect(memory[1].map(\.integer) == [7, 10, 0, 0])
  }

  @Test func indicesAndValuesConvertBack() throws {
    let builder = LoopBuilder(name: "indices")
    let n = builder.symbol(Symbol("n"))
    let x = builder.buffer("x", .i64, .input(0), count: n)
    let offset = 2 * n + 1
    #expect(builder.integer(builder.index(offset)) == offset)
    #expect(builder.integer(builder.index(5)) == 5)
    let loaded = builder.load(x, at: 0)
    #expect(builder.index(builder.integer(loaded)) == loaded)
    try builder.finish().verify()
  }
}
