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
    ("(x: f64[n]) -> sum(where(x > 0, x ** 2, exp(x)))", [[1, 2, -1]], [[3]]),
    ("(x: f64[n]) -> sum(clip(x, -1.5, 1.5) * x)", [[1, 2, -1]], [[3]]),
    ("(x: f64[n]) -> sum(x * stop_gradient(x) ** 0)", [[1, 2, -1]], [[3]]),
    ("(x: f64[n]) -> sum(x ** 2 / (1 + abs(x))) + log(1 + sum(x ** 2))", [[1, 2, -1]], [[3]]),
  ]

  static let engines: [CompilationOptions] = [
    CompilationOptions(engine: .llvm(.init()), cache: nil, isChecked: true),
    CompilationOptions(engine: .interpreter, cache: nil, isChecked: true),
  ]

  /// The second derivative of a product needs that of running products, which has no rule yet.
  static let firstOrderOnly = ["prod("]

  @Test("samples", arguments: samples.indices) func agrees(_ number: Int) throws {
    let sample = Self.samples[number]
    let order = Self.firstOrderOnly.contains { sample.program.contains($0) } ? 1 : 2
    let program = try TextProgram(parsing: sample.program)
    let point = try zip(sample.point, sample.shapes).map { try NDArray($0).reshaped(Shape($1)) }
    for options in Self.engines {
      let report = try checkGradient(
        of: program.results[0].tensor, withRespectTo: program.parameters.map(\.tensor), at: point, order: order, options: options)
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

  @Test("the side of where that is not taken does not count") func choices() throws {
    #expect(try values("(x: f64[n]) -> grad(sum(where(x > 0, log(x), 0)), x)", [[-1, 0, 2]]) == [[0, 0, 0.5]])
    #expect(try values("(x: f64[n]) -> grad(sum(where(x > 0, sqrt(x) * 2, x)), x)", [[-1, 0, 4]]) == [[1, 1, 0.5]])
  }

  @Test("equal elements share") func ties() throws {
    #expect(try values("(x: f64[n]) -> grad(max(x), x)", [[3, 2, 3]]) == [[0.5, 0, 0.5]])
    #expect(try values("(x: f64[n]) -> grad(prod(x), x)", [[0, 2, 3]]) == [[6, 0, 0]])
    #expect(try values("(x: f64[n]) -> grad(prod(x), x)", [[0, 0, 3]]) == [[0, 0, 0]])
  }
}
