import TensorArrays
import TensorJIT
import TensorScalars
import TensorText
import Testing

/// Gradients of real costs by complex numbers against differences along both axes of the plane: `dL/dx - i dL/dy`, JAX's convention.
@Suite("Derivatives by complex numbers") struct ComplexDerivativeTests {
  /// In each quadrant one, away from the cuts of functions.
  private static let point = [Complex128(0.8, 0.6), Complex128(-0.7, 0.45), Complex128(-0.6, -0.9), Complex128(0.4, -1.2)]

  /// A new function of the table is tested without a new test.
  private static let functions = ScalarFunctionTable.all.filter { function in
    // (A sign has no derivative.)
    guard ScalarFunctionTable.builtIn.contains(function.name), function.name != "sign", (1...2).contains(function.arity) else { return false }
    let signature = function.signature(for: Array(repeating: .c128, count: function.arity))
    return signature.map { $0.result != .bool } ?? false
  }.map { $0.arity == 1 ? "\($0.name)(x)" : "\($0.name)(x, 2 - x)" }

  private static let others = [
    "norm(x)", "norm(x, 3)", "std(x)", "nanvar(x)", "prod(x)", "cumprod(x)", "cummax(x)", "sort(x)", "softmax(x)", "logsumexp(x)", "cov(x)",
    "trace(diag(x))", "linspace(x[0], x[1], 5)", "x ** (1.5 - 1j)", "x.at[[0, 0]].add(x[:2])", "where(real(x) > 0, x, 1j * x)", "median(x)",
    "sliding_window_view(x, 2)[:, 1]", "gradient(x)", "average(x)", "x @ x", "angle(x)", "unique(x)[:2]", "clip(x, -0.5, 0.5 + 1j)",
  ]

  @Test("against differences", arguments: functions + others) func differences(_ expression: String) throws {
    let cost = "sum(real((\(expression)) * (0.7 - 0.4j)))"
    let value = try compiled("(x: c128[n]) -> \(cost)")
    let gradient = try compiled("(x: c128[n]) -> grad(\(cost), x, disconnected='zero')")([NDArray(Self.point)])[0].toArray(of: Complex128.self)
    let step = 1e-6
    for place in Self.point.indices {
      func slope(_ direction: Complex128) throws -> Double {
        let ends = try [1.0, -1.0].map { sign in
          var moved = Self.point
          moved[place] = Complex128(moved[place].real + sign * direction.real, moved[place].imaginary + sign * direction.imaginary)
          return try value([NDArray(moved)])[0].scalar(as: Double.self)
        }
        return (ends[0] - ends[1]) / (2 * step)
      }
      let (real, imaginary) = (try slope(Complex128(step, 0)), try slope(Complex128(0, step)))
      let size = max(1, abs(real), abs(imaginary))
      #expect(abs(gradient[place].real - real) < 1e-5 * size && abs(gradient[place].imaginary + imaginary) < 1e-5 * size,
        "\(expression) at \(Self.point[place]): \(gradient[place]), by differences \(real) and \(-imaginary)i")
    }
  }

  private func compiled(_ text: String) throws -> CompiledFunction {
    let program = try TextProgram(parsing: text, file: "p.tj")
    return try compile(inputs: program.parameters.map(\.tensor), outputs: program.results.map(\.tensor))
  }
}
