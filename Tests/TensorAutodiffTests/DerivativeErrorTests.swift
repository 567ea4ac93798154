import TensorJIT
import TensorText
import Testing

/// Programs that ask for what there is not: each is told what and where.
@Suite("Errors of derivatives")
struct DerivativeErrorTests {
  static let programs: [(text: String, says: String)] = [
    ("(x: f64[n]) -> grad(x, x)", "the cost, x, must be a scalar, it is f64[n]"),
    ("(x: f64[n, m]) -> grad(x @ x.T, x)", "the cost, the result of matmul, must be a scalar"),
    ("(x: f64[n]) -> grad(sum(x > 0), x)", "the cost, the result of sum, must be a float, it is i64"),
    ("(x: i64[n]) -> grad(sum(x * 1.0), x)", "x is i64[n]: only floats have gradients"),
    ("(x: bool[n]) -> grad(sum(f64(x)), x)", "x is bool[n]: only floats have gradients"),
    ("(x: f64[n], y: f64) -> grad(sum(x), y)", "nothing differentiable leads from y to the cost"),
    ("(x: f64[n]) -> grad(sum(floor(x)), x)", "nothing differentiable leads from x to the cost"),
    ("(x: f64[n]) -> grad(sum(f64(i64(x))), x)", "nothing differentiable leads from x to the cost"),
    ("(x: f64[n]) -> grad(sum(f64(argmax(x))), x)", "nothing differentiable leads from x to the cost"),
    ("(x: f64[n]) -> grad(sum(stop_gradient(x) ** 2), x)", "nothing differentiable leads from x to the cost"),
    ("(x: f64[n], y: f64[n]) -> grad(sum(where(x > 0, 1.0, 2.0) * y), x)", "nothing differentiable leads from x to the cost"),
    ("(x: f64[n], u: f64[m, 2]) -> vjp(x ** 2, x, u)", "a cotangent of shape f64[m, 2]"),
    ("(x: f64[3], u: f64[4]) -> vjp(x ** 2, x, u)", "a cotangent of shape f64[4]"),
    ("(x: f64[n], v: f64[m, 2]) -> jvp(x ** 2, x, v)", "a tangent of shape f64[m, 2] for x"),
    ("(x: f64[n], y: f64[n]) -> jvp(x * y, [x, y], x)", "1 tangents for 2 tensors"),
    ("(x: f64[n], y: f64[n]) -> jvp(x * y, [x, y], [x, y, x])", "3 tangents for 2 tensors"),
    ("(x: f64[n]) -> grad(sum(x))", "the argument 'wrt' is missing"),
    ("(x: f64[n]) -> grad(sum(x), 2)", "the number 2 is i64: only floats have gradients"),
    ("(x: f64[n]) -> grad(sum(x), y)", "unknown name 'y'"),
    ("(x: f64[n]) -> grad(sum(x), x + 1)", "an expression that is written twice is two"),
    ("(x: f64[n]) -> grad(sum(x), [])", "no variables to differentiate by"),
    ("(x: f64[n]) -> grad(sum(x), 'x')", "expected a list of tensors for 'wrt' of grad, got text"),
    ("(x: f64[n]) -> grad(sum(x), (y) -> y)", "got a function"),
    ("(x: f64[n]) -> grad(2, x)", "the cost, the number 2, must be a float"),
    ("(x: f64[n]) -> grad(2.0, x)", "nothing differentiable leads from x to the cost"),
    ("(x: f64[n]) -> grad(x, x, x)", "grad takes at most 2 arguments by position, got 3"),
    ("(x: f64[n]) -> grad(sum(x), x, disconnected='maybe')", "disconnected is 'maybe'"),
    ("(x: f64[n]) -> gradient(sum(x), x)", "gradient"),
    ("(x: f64[n]) -> jacobian(x > 0, x)", "the result of greater is bool[n]: only floats have derivatives"),
    ("(x: f64[n], k: i64[n]) -> jacobian(x, k)", "k is i64[n]: only floats have gradients"),
    ("(x: f64[n], y: f64[n]) -> jacobian(x ** 2, y)", "jacobian: nothing differentiable leads from y"),
    ("(x: f64[n]) -> hessian(x ** 2, x)", "hessian: the cost, the result of power, must be a scalar"),
    ("(x: f64[n]) -> hessian(sum(x), [x, 1])", "hessian: the number 1 is i64"),
    ("(x: f64[n], y: f64) -> hessian(sum(x ** 2), y)", "hessian: nothing differentiable leads from y"),
    ("(x: f64[n]) -> clip_gradient(x, 2, 1)", "the range 2.0 to 1.0 is empty"),
    ("(x: f64[n]) -> scale_gradient(x, inf)", "the factor must be finite, got inf"),
    ("(x: f64[n]) -> scale_gradient(x)", "the argument 'factor' is missing"),
    ("(x: f64[n]) -> stop_gradient(x, 2)", "stop_gradient takes at most 1 argument"),
    ("(x: f64[n]) -> vjp(x ** 2, x)", "the argument 'cotangent' is missing"),
    ("(x: f64[n]) -> vjp(x ** 2, x, x > 0)", "the result of greater is bool[n]: cotangents are floats"),
    ("(x: f64[n], i: i64[n]) -> vjp(i, x, x)", "nothing differentiable leads from x"),
    ("(x: f64[n]) -> jvp(x > 0, x, x)", "the result of greater is bool[n]: only floats have derivatives"),
    ("(x: f64[n]) -> jvp(x ** 2, x, i64(x))", "tangents are floats"),
    ("(x: f64[n]) -> grad(sum(x ** 2), x)[0, 0]", "too many indices for array: array is 1-dimensional"),
    ("(x: f64[n]) -> grad(logsumexp(x), x, x)", "grad takes at most 2 arguments by position"),
    ("(x: f64[n]) -> vmap((r) -> grad(r, x), x)", "nothing differentiable leads from x"),
    ("(x: f64[n]) -> grad(grad(sum(x ** 2), x), x)", "must be a scalar, it is f64[n]"),
    ("(x: f64[n, m]) -> vmap((r) -> grad(r, r), x)", "the cost, r, must be a scalar, it is f64[m]"),
  ]

  @Test("messages", arguments: programs.indices) func message(_ number: Int) {
    let program = Self.programs[number]
    do {
      let parsed = try TextProgram(parsing: "# a comment\n" + program.text, file: "misuse.tj")
      _ = try compile(inputs: parsed.parameters.map(\.tensor), outputs: parsed.results.map(\.tensor))
      Issue.record("no error: \(program.text)")
    } catch {
      #expect("\(error)".contains(program.says), "\(program.text): \(error)")
      #expect("\(error)".contains("misuse.tj:2:"), "\(program.text) has no line: \(error)")
    }
  }

  @Test("there are many") func coverage() { #expect(Self.programs.count >= 40) }

  @Test("errors in Swift have the line of the derivative or of the operation") func lines() {
    let (x, y) = (Tensor("x", .f64, ["n"]), Tensor("y", .f64, []))
    let line = #line
    let errors = [
      gradient(of: sum(x), withRespectTo: y).error,
      gradient(of: x, withRespectTo: x).error,
      vjp(of: [x], withRespectTo: [x], cotangents: []).first?.error,
      jvp(of: [x * x], withRespectTo: [x], tangents: [y]).first?.error,
      hessianVectorProduct(of: sum(x), withRespectTo: [x], tangents: [x, x]).first?.error,
      jacobian(of: x .> 0, withRespectTo: x).error,
      hessian(of: x, withRespectTo: x).error,
    ]
    for (number, error) in errors.enumerated() {
      #expect(error.map { "\($0)".contains("DerivativeErrorTests.swift:\(line + 2 + number)") } == true, "\(number): \(String(describing: error))")
    }
  }

  @Test("zeros on request, with a word about it") func disconnected() throws {
    let (x, y) = (Tensor("x", .f64, ["n"]), Tensor("y", .f64, ["m"]))
    let zero = gradient(of: sum(x), withRespectTo: y, disconnected: .zero)
    #expect(try compile(inputs: [y], outputs: [zero])([1, 2])[0].toArray(of: Double.self) == [0, 0])
    nonisolated(unsafe) var words = ""
    _ = gradient(of: sum(x), withRespectTo: y, disconnected: .report { words = "\($0)" })
    #expect(words.contains("nothing differentiable leads from y"))
    let program = try TextProgram(parsing: "(x: f64[n], y: f64[n]) -> grad(sum(x), [x, y], disconnected='zero')[1]")
    #expect(try compile(inputs: program.parameters.map(\.tensor), outputs: program.results.map(\.tensor))([1], [2])[0].toArray(of: Double.self) == [0])
  }
}
