import TensorLoopIR
import TensorScalars

func constant(_ value: Double, _ type: ElementType) -> Expression {
  .constant(ScalarValue(.float(value), type: type))
}

/// A reduction of a whole vector to one element.
func reduction(_ type: ElementType, _ combiner: Combiner, arguments: Int = 1, _ function: ScalarFunction? = nil) -> LoopProgram {
  var builder = ProgramWriter()
  let n = builder.symbol("n")
  let inputs = (0..<arguments).map { _ in builder.input(type, n) }
  let output = builder.output(combiner.resultType(type), 1)
  let r = builder.variable()
  var body: [Statement] = []
  var values = inputs.map { builder.load($0, .loop(r), &body) }
  if let function { values = [builder.call(function, values, &body)] }
  let result = builder.value(combiner.resultType(type))
  var statements: [Statement] = [
    .reduce(
      Reduction(
        variable: r, extent: n, body: body,
        reducers: [Reducer(combiner: combiner, arguments: values, result: result)]))
  ]
  builder.store(result, output, 0, &statements)
  builder.program.body = statements
  return builder.program
}

/// The same for every row of a matrix.
func rows(_ type: ElementType, _ combiner: Combiner, _ function: ScalarFunction? = nil) -> LoopProgram {
  var builder = ProgramWriter()
  let (m, n) = (builder.symbol("m"), builder.symbol("n"))
  let input = builder.input(type, m * n)
  let output = builder.output(combiner.resultType(type), m)
  let (i, r) = (builder.variable(), builder.variable())
  var body: [Statement] = []
  var value = builder.load(input, n * .loop(i) + .loop(r), &body)
  if let function { value = builder.call(function, [value], &body) }
  let result = builder.value(combiner.resultType(type))
  var statements: [Statement] = [
    .reduce(
      Reduction(
        variable: r, extent: n, body: body,
        reducers: [Reducer(combiner: combiner, arguments: [value], result: result)]))
  ]
  builder.store(result, output, .loop(i), &statements)
  builder.program.body = [builder.loop(i, m, .parallel(grain: 1), statements)]
  return builder.program
}

/// Column results of a matrix.
func columns(_ type: ElementType, _ combiner: Combiner) -> LoopProgram {
  var builder = ProgramWriter()
  let (m, n) = (builder.symbol("m"), builder.symbol("n"))
  let input = builder.input(type, m * n)
  let output = builder.output(combiner.resultType(type), n)
  let (j, r) = (builder.variable(), builder.variable())
  var body: [Statement] = []
  let value = builder.load(input, n * .loop(r) + .loop(j), &body)
  let result = builder.value(combiner.resultType(type))
  var then: [Statement] = []
  builder.store(result, output, .loop(j), &then)
  builder.program.body = [
    .reduce(
      Reduction(
        variable: r, extent: m, body: body,
        reducers: [Reducer(combiner: combiner, arguments: [value], result: result)],
        lanes: Reduction.Lanes(variable: j, extent: n), then: then))
  ]
  return builder.program
}

func scan(_ type: ElementType, _ combiner: Combiner) -> LoopProgram {
  var builder = ProgramWriter()
  let n = builder.symbol("n")
  let (input, output) = (builder.input(type, n), builder.output(type, n))
  let r = builder.variable()
  var (body, then): ([Statement], [Statement]) = ([], [])
  let value = builder.load(input, .loop(r), &body)
  let result = builder.value(type)
  builder.store(result, output, .loop(r), &then)
  builder.program.body = [
    .scan(
      Scan(variable: r, extent: n, combiner: combiner, body: body, input: value, result: result, then: then))
  ]
  return builder.program
}

func function(_ name: String) -> ScalarFunction? { ScalarFunctionTable.function(named: name) }

func unary(_ name: String, _ type: ElementType) -> Benchmark? {
  guard let function = function(name) else { return nil }
  return Benchmark(
    name: "\(name) \(type)",
    program: elementwise([type], function.signature(for: [type])?.result ?? type) { builder, loads, body in
      builder.call(function, loads, &body)
    })
}

/// exp(-x*x*0.5) * cos(3*x) + log1p(abs(x))
func chain(_ type: ElementType) -> Benchmark? {
  guard let exp = function("exp"), let cos = function("cos"), let log1p = function("log1p") else { return nil }
  let program = elementwise([type], type) { b, x, body in
    let half = b.define(type, constant(0.5, type), &body)
    let three = b.define(type, constant(3, type), &body)
    let negative = b.primitive(.negate, x, &body)
    let square = b.primitive(.multiply, [negative, x[0]], &body)
    let first = b.call(exp, [b.primitive(.multiply, [square, half], &body)], &body)
    let second = b.call(cos, [b.primitive(.multiply, [three, x[0]], &body)], &body)
    let third = b.call(log1p, [b.primitive(.absolute, x, &body)], &body)
    return b.primitive(.add, [b.primitive(.multiply, [first, second], &body), third], &body)
  }
  return Benchmark(name: "chain \(type)", program: program)
}

let elementwiseCases: [Benchmark] = [ElementType.f64, .f32, .i32, .u8].flatMap { type in
  [
    Benchmark(
      name: "add \(type)", program: elementwise([type, type], type) { b, x, body in b.primitive(.add, x, &body) },
      sizes: [[10], [1000], [1_000_000]])
  ]
}

let benchmarks: [Benchmark] =
  elementwiseCases
  + [
    Benchmark(
      name: "maximum f64",
      program: elementwise([.f64, .f64], .f64) { b, x, body in b.primitive(.maximum, x, &body) }),
    Benchmark(
      name: "floordiv i32",
      program: elementwise([.i32, .i32], .i32) { b, x, body in b.primitive(.floorQuotient, x, &body) }, range: 1...1000),
    Benchmark(
      name: "floordiv i64",
      program: elementwise([.i64, .i64], .i64) { b, x, body in b.primitive(.floorQuotient, x, &body) }, range: 1...1000),
    Benchmark(
      name: "f64 to i32",
      program: elementwise([.f64], .i32) { b, x, body in b.primitive(.convert(.i32), x, &body) }),
    Benchmark(
      name: "stride 2 f64",
      program: {
        var builder = ProgramWriter()
        let n = builder.symbol("n")
        let (input, output) = (builder.input(.f64, 2 * n), builder.output(.f64, n))
        let i = builder.variable()
        var body: [Statement] = []
        let x = builder.load(input, 2 * .loop(i), &body)
        builder.store(x, output, .loop(i), &body)
        builder.program.body = [builder.loop(i, n, .vector, body)]
        return builder.program
      }()),
  ]
  + [ElementType.f64, .f32].flatMap { type in
    [unary("exp", type), unary("sin", type), unary("cos", type), unary("log1p", type), unary("log", type), unary("tanh", type), unary("erf", type), chain(type)].compactMap { $0 }
      + [
        Benchmark(name: "sum \(type)", program: reduction(type, .sum)),
        Benchmark(name: "dot \(type)", program: reduction(type, .dot, arguments: 2)),
        Benchmark(name: "max \(type)", program: reduction(type, .maximum)),
        Benchmark(name: "argmax \(type)", program: reduction(type, .argMaximum)),
        Benchmark(name: "sumexp \(type)", program: reduction(type, .sum, function("exp"))),
        Benchmark(name: "rowsum \(type)", program: rows(type, .sum), sizes: [[1000, 10], [1000, 100], [1000, 1024]]),
        Benchmark(name: "rowmax \(type)", program: rows(type, .maximum), sizes: [[1000, 10], [1000, 1024]]),
        Benchmark(name: "rowargmax \(type)", program: rows(type, .argMaximum), sizes: [[1000, 10], [1000, 1024]]),
        Benchmark(name: "colsum \(type)", program: columns(type, .sum), sizes: [[100, 100], [1000, 1000], [4000, 1000]]),
        Benchmark(name: "colmax \(type)", program: columns(type, .maximum), sizes: [[100, 100], [1000, 1000]]),
        Benchmark(name: "cumsum \(type)", program: scan(type, .sum)),
      ]
  }
  + [
    Benchmark(name: "sum i8", program: reduction(.i8, .sum)),
    Benchmark(name: "sum i64", program: reduction(.i64, .sum)),
    Benchmark(name: "argmax i8", program: reduction(.i8, .argMaximum)),
  ]
