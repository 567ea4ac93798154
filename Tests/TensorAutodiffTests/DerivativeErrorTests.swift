import TensorJIT
import TensorText
import Testing

/// Programs that ask for what there is not: each is told what and where.
@Suite("Errors of derivatives")
struct DerivativeErrorTests {
  static let programs: [(text: String, says: String)] = [
    ("(x: f64[n]) -> grad(x, x)", "the cost must be a scalar, it is f64[n]"),
    ("(x: f64[n]) -> grad(sum(x > 0), x)", "the cost must be a float"),
    ("(x: i64[n]) -> grad(sum(x * 1.0), x)", "x is i64[n]: only floats have gradients"),
    ("(x: f64[n], y: f64) -> grad(sum(x), y)", "nothing differentiable leads from y to the cost"),
    ("(x: f64[n]) -> grad(sum(floor(x)), x)", "nothing differentiable leads from x to the cost"),
    ("(x: f64[n]) -> grad(sum(stop_gradient(x) ** 2), x)", "nothing differentiable leads from x to the cost"),
    ("(x: f64[n], u: f64[m, 2]) -> vjp(x ** 2, x, u)", "a cotangent of shape f64[m, 2]"),
    ("(x: f64[n], v: f64[m, 2]) -> jvp(x ** 2, x, v)", "a tangent of shape f64[m, 2]"),
    ("(x: f64[n], y: f64[n]) -> jvp(x * y, [x, y], x)", "1 tangents for 2 tensors"),
    ("(x: f64[n]) -> grad(sum(x))", "wrt"),
    ("(x: f64[n]) -> grad(sum(x), 2)", "only floats have gradients"),
  ]

  @Test("messages", arguments: programs.indices) func message(_ number: Int) {
    let program = Self.programs[number]
    do {
      let parsed = try TextProgram(parsing: program.text)
      _ = try compile(inputs: parsed.parameters.map(\.tensor), outputs: parsed.results.map(\.tensor))
      Issue.record("no error: \(program.text)")
    } catch {
      #expect("\(error)".contains(program.says), "\(program.text): \(error)")
    }
  }
}
