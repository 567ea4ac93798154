import TensorJIT
import TensorText
import Testing

/// Costs that use an operation, and points: each is checked in reverse, forward and second order against differences.
@Suite("Derivatives of operations")
struct OperationDerivativeTests {
  static let samples: [(program: String, point: [[Double]], shapes: [[Int]])] = [
    ("(x: f64[n]) -> sum(x**3)", [[1, 2, 3]], [[3]]),
    ("(x: f64[n, m]) -> sum(exp(sum(x, axis=1) / 3))", [[1, 2, -1, 0.5]], [[2, 2]]),
    ("(x: f64[n, m]) -> sum(mean(x * x, axis=0) ** 2)", [[1, 2, -1, 0.5, 0.3, 1]], [[3, 2]]),
    ("(x: f64[n, m]) -> sum(prod(x, axis=1) * x[:, 0])", [[1, 2, -1, 0.5, 0, 1]], [[3, 2]]),
    ("(x: f64[n, m]) -> prod(x)", [[1, 2, -1, 0.5, 3, 1]], [[3, 2]]),
    ("(x: f64[n, m]) -> sum(max(x, axis=1) ** 2) + min(x)", [[1, 2, -1, 0.5, 3, 1.5]], [[3, 2]]),
    ("(x: f64[n, m]) -> sum(var(x, axis=1)) + std(x)", [[1, 2, -1, 0.5, 3, 1]], [[3, 2]]),
    ("(x: f64[n, m]) -> sum(softmax(x, axis=1)[:, 0] ** 2)", [[1, 2, -1, 0.5, 3, 1]], [[3, 2]]),
    ("(x: f64[n, m]) -> sum(log_softmax(x, axis=0) * x)", [[1, 2, -1, 0.5, 3, 1]], [[3, 2]]),
    ("(x: f64[n, m]) -> sum(logsumexp(x, axis=1) ** 2)", [[1, 2, -1, 0.5, 3, 1]], [[3, 2]]),
    ("(x: f64[n, m]) -> sum(cumsum(x, axis=0) ** 2)", [[1, 2, -1, 0.5, 3, 1]], [[3, 2]]),
    ("(x: f64[n, m]) -> sum(reshape(x, (-1,))[1:] ** 3)", [[1, 2, -1, 0.5, 3, 1]], [[3, 2]]),
    ("(x: f64[n, m]) -> sum(x.T[1] ** 2 * x.T[0])", [[1, 2, -1, 0.5, 3, 1]], [[3, 2]]),
    ("(x: f64[n]) -> sum(broadcast_to(x, (3, n)) ** 2)", [[1, 2, -1]], [[3]]),
    ("(x: f64[n]) -> sum(expand_dims(x, 0) ** 2 * squeeze(expand_dims(x, 1)))", [[1, 2, -1]], [[3]]),
    ("(x: f64[n], y: f64[m]) -> sum(concatenate([x, y, x]) ** 3)", [[1, 2, -1], [0.5, 2]], [[3], [2]]),
    ("(x: f64[n], y: f64[n]) -> sum(exp(stack([x, y * x], axis=1)))", [[1, 2, -1], [0.5, 0.2, 1]], [[3], [3]]),
    ("(x: f64[n]) -> sum(x[::-1] * x ** 2)", [[1, 2, -1]], [[3]]),
    ("(x: f64[n]) -> sum(x[1::2] ** 3) * x[-1]", [[1, 2, -1, 4, 0.5]], [[5]]),
    ("(x: f64[n]) -> sum(x[::-2] ** 3 * x[0])", [[1, 2, -1, 4, 0.5]], [[5]]),
    ("(x: f64[n], y: f64[n]) -> (x @ y) ** 2", [[1, 2, -1], [0.5, 2, 1]], [[3], [3]]),
    ("(a: f64[n, k], b: f64[k]) -> sum(exp(a @ b))", [[1, 2, 0.5, 1], [0.1, 0.2]], [[2, 2], [2]]),
    ("(b: f64[n], a: f64[n, k]) -> sum((b @ a) ** 3)", [[1, 2], [0.1, 0.2, 1, 0.4]], [[2], [2, 2]]),
    ("(a: f64[n, k], b: f64[k, m]) -> sum(tanh(a @ b) ** 2)", [[1, 2, 0.5, 1], [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]], [[2, 2], [2, 3]]),
    ("(a: f64[2, n, k], b: f64[k, m]) -> sum((a @ b) ** 2)", [[1, 2, 0.5, 1], [0.1, 0.2, 0.3, 0.4]], [[2, 1, 2], [2, 2]]),
    ("(x: f64[n], y: f64[m]) -> sum(exp(x * y))", [[1], [0.5, 2, 1]], [[1], [3]]),
    ("(x: f64[n, 1], y: f64[m]) -> sum(exp(x * y) * y)", [[1, 0.3], [0.5, 2, 1]], [[2, 1], [3]]),
    ("(x: f64, y: f64[m]) -> sum(sin(x * y))", [[1], [0.5, 2, 1]], [[], [3]]),
    ("(x: f64[n]) -> sum(x[[0, -1, 0, 2]] ** 3)", [[1, 2, -1]], [[3]]),
    ("(x: f64[n, m]) -> sum(take(x, [1, 1, -2], axis=1) ** 2 * x)", [[1, 2, -1, 0.5, 3, 1]], [[2, 3]]),
    ("(x: f64[2, n, 2]) -> sum(exp(take(x, [[0, 2], [-1, 0]], axis=1)) * take(x, 1, axis=1)[:, None, None])",
      [[1, 0.2, -1, 0.5, 0.3, 1, 0.1, 0.4, 0.7, -0.2, 0.6, 0.8]], [[2, 3, 2]]),
    ("(x: f64[n]) -> sum(take(x, i64(floor(abs(x)))) * x ** 2)", [[0.5, 2.5, -1.5]], [[3]]),
    ("(x: f64[n]) -> sum(take(x, argmax(x)) ** 2 * x)", [[1, 2, -1]], [[3]]),
    ("(x: f64[n, m], v: f64[2, m]) -> sum(scatter_add(x, [1, 1], v) ** 3)", [[1, 2, -1, 0.5, 3, 1], [0.5, 1, 2, -1]], [[3, 2], [2, 2]]),
    ("(x: f64[n, m], v: f64[n, 2, 2]) -> sum(exp(scatter_add(x, [[0, -1], [1, 0]], v, axis=1)))",
      [[0.1, 0.2, -1, 0.5], [0.5, 1, 0.2, -1, 0.3, 0.4, 0.6, 0.1]], [[2, 2], [2, 2, 2]]),
    ("(v: f64[n, m]) -> sum(segment_sum(v, [2, 0, 2], 4) ** 3)", [[1, 2, -1, 0.5, 3, 1]], [[3, 2]]),
    ("(x: f64[n], y: f64) -> sum(scatter_add(x, [0, 0, 1], y) ** 2)", [[1, 2, -1], [3]], [[3], []]),
    ("(x: f64[n, m]) -> sum(cumprod(x, axis=0) ** 2)", [[1, 2, -1, 0.5, 3, 1]], [[3, 2]]),
    ("(x: f64[n, m]) -> sum(cumprod(x, axis=1) * x)", [[1, 0, -1, 0.5, 0, 0, 2, 3]], [[2, 4]]),
    ("(x: f64[n, 1]) -> sum(cumprod(x, axis=1) ** 2)", [[1, 0, -1]], [[3, 1]]),
    ("(x: f64[n, m]) -> sum(prod(x, axis=0) * x)", [[1, 0, -1, 0.5, 0, 2]], [[3, 2]]),
    ("(x: f64[n, m, 2]) -> sum(prod(x, axis=(0, 2)) ** 2)", [[1, 2, -1, 0.5, 3, 1, 2, 0]], [[2, 2, 2]]),
    ("(a: f64[n], b: f64[n]) -> sum(linear_recurrence(a, b) ** 2)", [[1, 2, -1], [0.5, 0.2, 1]], [[3], [3]]),
    ("(a: f64[n, m], b: f64[n, m]) -> sum(exp(linear_recurrence(a, b, axis=1, reverse=true)))",
      [[1, 0.2, -1, 0, 0.3, 0.5], [0.5, 0.2, 1, 0.1, -0.4, 0.3]], [[2, 3], [2, 3]]),
    ("(a: f64, b: f64[n, m]) -> sum(linear_recurrence(a, b) ** 3)", [[0.5], [0.5, 0.2, 1, 0.1, -0.4, 0.3]], [[], [3, 2]]),
    ("(x: f64[n]) -> sum(linear_recurrence(take(x, [1, 1, 0]), x[::-1]) ** 2)", [[1, 2, -1]], [[3]]),
    ("(x: f64[n]) -> sum(where(x > 0, x ** 2, exp(x)))", [[1, 2, -1]], [[3]]),
    ("(x: f64[n]) -> sum(clip(x, -1.5, 1.5) * x)", [[1, 2, -1]], [[3]]),
    ("(x: f64[n]) -> sum(x * stop_gradient(x) ** 0)", [[1, 2, -1]], [[3]]),
    ("(x: f64[n]) -> sum(x ** 2 / (1 + abs(x))) + log(1 + sum(x ** 2))", [[1, 2, -1]], [[3]]),
  ]

  static let engines: [CompilationOptions] = [
    CompilationOptions(engine: .llvm(.init()), cache: nil, isChecked: true),
    CompilationOptions(engine: .interpreter, cache: nil, isChecked: true),
  ]

  @Test("samples", arguments: samples.indices) func agrees(_ number: Int) throws {
    let sample = Self.samples[number]
    let program = try TextProgram(parsing: sample.program)
    let point = try zip(sample.point, sample.shapes).map { try NDArray($0).reshaped(Shape($1)) }
    for options in Self.engines {
      let report = try checkGradient(
        of: program.results[0].tensor, withRespectTo: program.parameters.map(\.tensor), at: point, order: 2, options: options)
      #expect(report.isCorrect, "\(sample.program): \(report)")
    }
  }

  private func values(_ text: String, _ arguments: [NDArray]) throws -> [[Double]] {
    let program = try TextProgram(parsing: text)
    let f = try compile(inputs: program.parameters.map(\.tensor), outputs: program.results.map(\.tensor))
    return try f(arguments).map { $0.toArray(of: Double.self) }
  }

  @Test("what is broadcast at run time only is summed at run time") func broadcasting() throws {
    let text = "(x: f64[n], y: f64[m]) -> grad(sum(x * y), [x, y])"
    #expect(try values(text, [[2], [1, 2, 3]]) == [[6], [2, 2, 2]])
    #expect(try values(text, [[2, 3, 4], [1, 2, 3]]) == [[1, 2, 3], [2, 3, 4]])
    #expect(try values(text, [[2, 3, 4], [5]]) == [[5, 5, 5], [9]])
  }

  @Test("nor through signs, sums, casts, views and second derivatives", arguments: [
    "grad(where(x > 0, -sqrt(x), 0), x)", "grad(where(x > 0, 1 / x, 0), x)", "grad(where(x > 0, -x * log(x), 0), x)",
    "grad(where(x > 0, 1 - sqrt(x), 1), x)", "grad(where(x > 0, maximum(sqrt(x), x), 1), x)",
    "grad(where(x > 0, f64(f32(sqrt(x))), 0), x)", "grad(sum(where(x * ones((1, 1)) > 0, sqrt(x * ones(1))[:, None], 0)), x)",
    "grad(grad(where(x > 0, log(x), 0), x), x)", "grad(grad(where(x > 0, x * x * log(x), 0), x), x)",
    "grad(grad(where(x > 0, sin(x) / x, 0), x), x)", "grad(hypot(x, 2 * x), x)", "grad(where(x > 0, exp(sqrt(x)) * sqrt(x), 0), x)",
  ]) func choicesStay(_ expression: String) throws {
    #expect(try values("(x: f64) -> \(expression)", [NDArray(0.0)]) == [[0]])
  }

  @Test("what the cost asks of shapes and indices is asked for by its derivatives", arguments: [
    "grad(x @ ones(3), x)", "grad(sum(x + y), x)", "grad(sum(x * y), x)", "jacobian(x * y, x)", "grad(x[7], x)", "hessian(sum(x * y), x)",
    "grad(sum(checkpoint((a) -> a[7] * 2, x)), x)", "grad(sum(broadcast_to(x, (2, 3))), x)", "vmap((a, b) -> 1.0, x, y)",
    "vjp(x * 2, x, y)", "jvp(x * 2, x, y)",
  ]) func requirements(_ expression: String) throws {
    let text = "(x: f64[n], y: f64[m]) -> \(expression), x[0] + y[0]"
    #expect(throws: CallError.self) { try values(text, [[1, 2], [1, 2, 3, 4]]) }
  }

  @Test("the side of where that is not taken does not count") func choices() throws {
    #expect(try values("(x: f64[n]) -> grad(sum(where(x > 0, log(x), 0)), x)", [[-1, 0, 2]]) == [[0, 0, 0.5]])
    #expect(try values("(x: f64[n]) -> grad(sum(where(x > 0, sqrt(x) * 2, x)), x)", [[-1, 0, 4]]) == [[1, 1, 0.5]])
  }

  @Test("equal elements share") func ties() throws {
    #expect(try values("(x: f64[n]) -> grad(max(x), x)", [[3, 2, 3]]) == [[0.5, 0, 0.5]])
    #expect(try values("(x: f64[n]) -> grad(prod(x), x)", [[0, 2, 3]]) == [[6, 0, 0]])
    #expect(try values("(x: f64[n]) -> grad(prod(x), x)", [[0, 0, 3]]) == [[0, 0, 0]])
    #expect(try values("(x: f64[n]) -> grad(sum(cumprod(x)), x)", [[2, 0, 3]]) == [[1, 8, 0]])
    #expect(try values("(x: f64[n]) -> grad(sum(cumprod(x)), x)", [[]]) == [[]])
  }

  @Test("what is taken twice counts twice") func duplicates() throws {
    #expect(try values("(x: f64[n], i: i64[m]) -> grad(sum(x[i] ** 2), x)", [[3, 2, 5], [0, -3, 1]]) == [[12, 4, 0]])
    #expect(try values("(x: f64[n], i: i64[m]) -> grad(sum(x[i[:0]]), x)", [[3, 2, 5], [0]]) == [[0, 0, 0]])
    let columns = "(x: f64[n, m], i: i64[k]) -> grad(sum(take(x, i, axis=1) * [[1.0], [10.0]]), x)"
    #expect(try values(columns, [[[1, 2, 3], [4, 5, 6]], [2, 2, 0]]) == [[1, 0, 2, 10, 0, 20]])
  }
}
