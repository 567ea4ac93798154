import TensorJIT
import TensorText
import Testing

/// Gradients of slices run in loops that are cut where their reads would leave the array: right at every length.
@Suite("Gradients of slices")
struct SliceGradientTests {
  static let lengths = Array(1...70) + [127, 128, 129, 4095, 4096, 4097, 4098, 8191, 8192, 8193, 10_000]

  private func compiled(_ text: String, _ options: CompilationOptions = .standard) throws -> CompiledFunction {
    let program = try TextProgram(parsing: text)
    return try compile(inputs: program.parameters.map(\.tensor), outputs: program.results.map(\.tensor), options: options)
  }

  private func numbers(_ count: Int, _ seed: Double) -> [Double] { (0..<count).map { ((Double($0) + seed) * 0.754877).truncatingRemainder(dividingBy: 1) - 0.4 } }

  @Test("products of neighbours, by hand", arguments: [CompilationOptions.standard, CompilationOptions(engine: .interpreter)])
  func neighbours(_ options: CompilationOptions) throws {
    let f = try compiled("(x: f64[n], w: f64[n]) -> grad(sum(w[1:] * x[1:] * x[:-1]), x)", options)
    for n in Self.lengths {
      let (x, w) = (numbers(n, 1), numbers(n, 5))
      let found = try f(NDArray(x), NDArray(w))[0].toArray(of: Double.self)
      let wanted = (0..<n).map { i in (i > 0 ? w[i] * x[i - 1] : 0) + (i < n - 1 ? w[i + 1] * x[i + 1] : 0) }
      #expect(zip(found, wanted).allSatisfy { abs($0 - $1) <= 1e-15 }, "n = \(n)")
    }
  }

  @Test("slices of several offsets, steps and directions, against a sum of parts")
  func offsets() throws {
    let cost = "sum(sin(x[3:]) * x[:-3]) + sum(x[2:-1] ** 3) + sum(x[::-1] * cos(x)) + sum(x[5:2:-1] * x[:3]) + sum(x[1::2] ** 2)"
    let whole = try compiled("(x: f64[n]) -> grad(\(cost), x)")
    let terms = cost.components(separatedBy: " + ").map { "grad(\($0), x)" }
    let parts = try compiled("(x: f64[n]) -> \(terms.joined(separator: ", "))", CompilationOptions(rewriting: .off))
    for n in [6, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65, 200, 4099, 9000] {
      let x = NDArray(numbers(n, 3))
      let found = try whole(x)[0].toArray(of: Double.self)
      let each = try parts(x).map { $0.toArray(of: Double.self) }
      for i in 0..<n {
        let wanted = each.reduce(0) { $0 + $1[i] }
        #expect(abs(found[i] - wanted) <= 1e-14, "n = \(n), element \(i)")
      }
    }
  }

  @Test("a stencil in two dimensions") func stencil() throws {
    let f = try compiled("(u: f64[n, m]) -> grad(sum(square(u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:] - 4 * u[1:-1, 1:-1])), u)")
    for (n, m) in [(3, 3), (4, 7), (9, 5), (20, 70), (3, 300)] {
      let u = numbers(n * m, 2)
      func laplacian(_ i: Int, _ j: Int) -> Double {
        guard (1..<n - 1).contains(i), (1..<m - 1).contains(j) else { return 0 }
        let around = u[(i - 1) * m + j] + u[(i + 1) * m + j] + u[i * m + j - 1] + u[i * m + j + 1]
        return around - 4 * u[i * m + j]
      }
      let found = try f(NDArray(u).reshaped(Shape([n, m])))[0].toArray(of: Double.self)
      for i in 0..<n {
        for j in 0..<m {
          let around = laplacian(i - 1, j) + laplacian(i + 1, j) + laplacian(i, j - 1) + laplacian(i, j + 1)
          let wanted = 2 * (around - 4 * laplacian(i, j))
          #expect(abs(found[i * m + j] - wanted) <= 1e-13, "\(n) by \(m) at \(i), \(j)")
        }
      }
    }
  }
}
