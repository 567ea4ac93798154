import TensorLoopIR
import TensorScalars
import Testing

@Suite struct InterpreterTests {
  static func i64(_ values: [Int]) -> [ScalarValue] { values.map { ScalarValue(integer: Int64($0), type: .i64) } }

  static func run(_ body: String, _ buffers: [[Int]], symbols: [Int64] = []) throws -> (Memory, LoopFailure?) {
    let declared = buffers.indices.map { "buffer @\($0) \"b\($0)\": i64[\(buffers[$0].count)] output \($0)\n" }
    let names = symbols.indices.map { "symbol s\($0)\n" }
    let text = "program \"test\" { \(names.joined()) \(declared.joined()) \(body) }"
    let memory = Memory(buffers.map(i64), types: buffers.map { _ in .i64 })
    let failure = try memory.run(LoopInterpreter(LoopProgram(parsing: text)), symbols: symbols)
    return (memory, failure)
  }

  /// Carried values swap at once; the last ones are visible afterwards, and an empty fold leaves the first.
  @Test(arguments: [(0, [0, 1]), (1, [1, 1]), (2, [1, 2]), (10, [55, 89])])
  func foldsCarry(count: Int, expected: [Int]) throws {
    let body = """
      %0: i64 = constant 0 %1: i64 = constant 1
      fold i0 < s0 carry %2: i64 = %0, %3: i64 = %1 { %4: i64 = add %2, %3 } next %3, %4
      store %2, @0[0] store %3, @0[1]
      """
    #expect(try Self.run(body, [[9, 9]], symbols: [Int64(count)]).0[0].map(\.integer) == expected.map(Int64.init))
  }

  @Test func theFirstFailureInProgramOrderIsReported() throws {
    let body = """
      %9: i64 = constant 5
      for i0 < 10 {
        %0: i64 = index 9 - i0
        %1: bool = lt %0, %9
        check %1 site 4 order 9 - i0 index %0 extent 5
        check %1 site 3 order 9 - i0 index %0 extent 6
      }
      """
    let failure = try Self.run(body, [[0]]).1
    #expect(failure == LoopFailure(site: 3, order: 5, index: 5, extent: 6))
  }

  @Test func indexExpressionsAreComputed() throws {
    var generator = Generator(seed: 21)
    for _ in 0..<60 {
      let expressions = (0..<20).map { _ in SymbolicIntegerTests.random(4, polynomial: false, &generator) }
      let symbols = [Symbol("n"), Symbol("m"), Symbol("n", number: 2)]
      let builder = LoopBuilder(name: "indices", symbols: symbols)
      let out = builder.buffer("out", .i64, .output(0), count: 20 * 12)
      let given = builder.buffer("given", .i64, .input(0), count: 1)
      // The atoms of the random expressions are loops 0 and 1 and value 3.
      builder.loop(3) { i in
        builder.loop(4) { j in
          let loaded = [0, 1, 2, 3].map { _ in builder.load(given, at: 0) }.last!
          for (position, expression) in expressions.enumerated() {
            let adapted = expression.substituting { $0 == .value(3) ? SymbolicInteger(.value(loaded.number)) : nil }
            builder.store(builder.index(adapted), out, at: 80 * i + 20 * j + SymbolicInteger(position))
          }
        }
      }
      let values: [Int64] = symbols.map { _ in Int64.random(in: -5...5, using: &generator) }
      let loaded = Int.random(in: -5...5, using: &generator)
      let memory = Memory(
        [Self.i64([Int](repeating: 0, count: 240)), Self.i64([loaded])], types: [.i64, .i64])
      try memory.run(LoopInterpreter(builder.finish()), symbols: values)
      for (flat, got) in memory[0].enumerated() {
        let (i, j) = (flat / 80, flat / 20 % 4)
        let expected = expressions[flat % 20].evaluate { atom in
          switch atom {
          case .symbol(let symbol): symbols.firstIndex(of: symbol).map { Int(values[$0]) }
          case .loop(let number): number == 0 ? i : j
          case .value: loaded
          case .floorDivide, .remainder, .minimum, .maximum, .broadcast, .isNotOne: nil
          }
        }
        #expect(got.integer == expected.map(Int64.init), "\(expressions[flat % 20])")
      }
    }
  }

  /// Every instruction on every type gives what its reference gives, in memory of that type.
  @Test(arguments: ElementType.reals) func instructionsAgreeWithTheirReference(type: ElementType) throws {
    var generator = Generator(seed: UInt64(type.rawValue))
    let targets = ElementType.reals
    let primitives =
      Primitive.plain + targets.map(Primitive.convert)
      + targets.filter { $0.bitWidth == type.bitWidth }.map(Primitive.bitcast)
    let values = (0..<200).map { _ in generator.value(type) }
    for primitive in primitives {
      var types = [ElementType](repeating: type, count: primitive.arity)
      if primitive == .select { types[0] = .bool }
      guard primitive.misfit(types) == nil else { continue }
      let result = primitive.resultType(types)
      let builder = LoopBuilder(name: "primitive")
      let flags = (0..<198).map { ScalarValue($0 % 3 == 0) }
      let x = builder.buffer("x", type, .input(0), count: 200)
      let f = builder.buffer("f", .bool, .input(1), count: 198)
      let out = builder.buffer("out", result, .output(0), count: 198)
      builder.loop(198, .vector) { i in
        let arguments = types.indices.map { position in
          primitive == .select && position == 0
            ? builder.load(f, at: i) : builder.load(x, at: i + SymbolicInteger(position))
        }
        builder.store(builder.primitive(primitive, arguments), out, at: i)
      }
      let zeros = [ScalarValue](repeating: ScalarValue(type: result, bits: 0), count: 198)
      let memory = Memory([values, flags, zeros], types: [type, .bool, result])
      try memory.run(LoopInterpreter(builder.finish()))
      for (position, got) in memory[2].enumerated() {
        let arguments = types.indices.map { primitive == .select && $0 == 0 ? flags[position] : values[position + $0] }
        #expect(same(got, primitive.evaluate(arguments)), "\(primitive) \(arguments)")
      }
    }
  }

  /// Scalar functions, those with a rare case among them, give what their own evaluation gives.
  @Test func functionsAgreeWithTheirReference() throws {
    let rare = ScalarFunction(
      "halved_unless_negative", arity: 1, rule: .float, summary: "", numpy: ""
    ) { x in
      let zero = ScalarExpression.constant(0.0, x[0].type)
      let half = ScalarExpression.primitive(.multiply, x[0], .constant(0.5, x[0].type))
      let inner = ScalarExpression.apply(.add, [x[0], x[0]])
      return .rareCase(fast: half, rare: .primitive(.less, x[0], zero), exact: inner)
    }
    let twice = ScalarFunction("halved_twice", arity: 1, rule: .float, summary: "", numpy: "") { x in
      let once = ScalarExpression.apply(rare, [x[0]])
      return .rareCase(
        fast: .apply(rare, [once]), rare: .primitive(.greater, once, .constant(1.0, x[0].type)), exact: once)
    }
    var generator = Generator(seed: 31)
    for function in ScalarFunctionTable.all + [rare, twice] {
      for type in ElementType.reals {
        let asked = [ElementType](repeating: type, count: function.arity)
        guard let signature = function.signature(for: asked) else { continue }
        let builder = LoopBuilder(name: "function")
        let lists = signature.arguments.map { type in (0..<40).map { _ in generator.value(type) } }
        let inputs = signature.arguments.enumerated().map { position, type in
          builder.buffer("x", type, .input(position), count: 40)
        }
        let out = builder.buffer("out", signature.result, .output(0), count: 40)
        builder.loop(40, .vector) { i in
          builder.store(builder.call(function, inputs.map { builder.load($0, at: i) }), out, at: i)
        }
        let zeros = [ScalarValue](repeating: ScalarValue(type: signature.result, bits: 0), count: 40)
        let memory = Memory(lists + [zeros], types: signature.arguments + [signature.result])
        try memory.run(LoopInterpreter(builder.finish()))
        for (position, got) in memory[lists.count].enumerated() {
          let arguments = lists.map { $0[position] }
          let expected = function.evaluate(arguments)
          #expect(expected.map { same(got, $0) } == true, "\(function.name) \(arguments) \(got)")
        }
        #expect(function.digest(for: signature.arguments).count == 33)
      }
    }
    #expect(rare.digest(for: [.f64]) != twice.digest(for: [.f64]))
    #expect(rare.digest(for: [.f64]) != rare.digest(for: [.f32]))
  }

  @Test func libraryCallsGetPointersAndIntegers() throws {
    let text = """
      program "gemm" {
        symbol n
        buffer @0 "a": f64[8] input 0
        buffer @1 "c": f64[8] output 0
        for i0 < 2 { library gemmF64(@0[4*i0], @0[0], @1[4*i0]; n, 2, 2, 0, 1, 2, 2, 2) }
      }
      """
    let interpreter = try LoopInterpreter(LoopProgram(parsing: text))
    let numbers = (0..<8).map { ScalarValue(Double($0)) }
    let memory = Memory([numbers, numbers], types: [.f64, .f64])
    var calls = 0
    try memory.run(interpreter, symbols: [2]) { routine, integers, pointers in
      calls += 1
      #expect(routine == .gemmF64)
      #expect((0..<8).map { integers[$0] } == [2, 2, 2, 0, 1, 2, 2, 2])
      pointers[2]!.assumingMemoryBound(to: Double.self)[1] = pointers[0]!.assumingMemoryBound(to: Double.self)[0]
    }
    #expect(calls == 2)
    #expect(memory[1].map(\.double) == [0, 0, 2, 3, 4, 4, 6, 7])
    let error = #expect(throws: LoopBoundsError.self) { try memory.run(interpreter, symbols: [3]) }
    #expect(error?.description.contains("library gemmF64") == true)
  }

  @Test(arguments: [("load @0[s0 + i0]", 7, 8), ("load @0[-s0 + i0]", 1, -1), ("load @0[s0*i0]", 4, 8)])
  func accessesOutsideAreErrors(expression: String, symbol: Int, offset: Int) throws {
    let body = "for i0 < 8 { %0: i64 = \(expression) store %0, @0[i0] }"
    let error = #expect(throws: LoopBoundsError.self) {
      try Self.run(body, [[Int](repeating: 0, count: 8)], symbols: [Int64(symbol)])
    }
    #expect(error?.offset == offset)
    #expect(error?.statement == "%0: i64 = \(expression)")
  }

  /// Figures for the record; fails only if something is badly wrong.
  @Test func isReasonablyFast() throws {
    let builder = LoopBuilder(name: "speed")
    let n = builder.symbol(Symbol("n"))
    let x = builder.buffer("x", .f64, .input(0), count: n * n)
    let y = builder.buffer("y", .f64, .output(0), count: n * n)
    let z = builder.buffer("z", .f64, .output(1), count: 1)
    builder.loop(n) { i in
      builder.loop(n, .vector) { j in
        var value = builder.load(x, at: i * n + j)
        for number in 0..<4 {
          let other = builder.constant(ScalarValue(Double(number) + 0.5))
          value = builder.primitive(.fusedMultiplyAdd, value, other, value)
          value = builder.primitive(.maximum, value, other)
        }
        builder.store(value, y, at: i * n + j)
      }
    }
    builder.store(builder.reduce(n * n, .sum) { [builder.load(x, at: $0)] }, z, at: 0)
    let interpreter = try LoopInterpreter(builder.finish())
    let ones = [ScalarValue](repeating: ScalarValue(1.0), count: 1_000_000)
    let memory = Memory([ones, ones, [ScalarValue(0.0)]], types: [.f64, .f64, .f64])
    let time = ContinuousClock().measure { memory.runUnchecked(interpreter, symbols: [1000]) }
    let nanoseconds = Double(time.components.attoseconds) / 1e9 + Double(time.components.seconds) * 1e9
    print("interpreter: \(nanoseconds / 1e6 / 14) ns an instruction (10 elementwise, 4 of a reduction)")
    #expect(memory[2][0].double == 1_000_000)
    #expect(nanoseconds / 1e6 / 14 < 500)
  }
}
