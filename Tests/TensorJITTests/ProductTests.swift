import TensorJIT
import TensorText
import Testing

/// Matrix products with what is made of them, and matrices times their own transposes.
@Suite("Products")
struct ProductTests {
  /// Programs over x: [m, k], w: [k, n], b: [n], c: [m, n] and s: a number.
  static let programs = [
    "maximum(x @ w + b, 0)", "s * (x @ w)", "s * (x @ w) + 2 * c", "c - x @ w", "tanh(x @ w) > c",
    "sum((x @ w + c) * (x @ w), axis=1)", "(x @ w + c) + (x @ w - c).T.T", "x @ w + (w.T @ x.T).T",
    "x.T @ x", "x @ x.T", "s * (w @ w.T) + 1", "exp(x).T @ exp(x)", "(x - s).T @ (x - s) + sum(x - s)",
    "(x @ w + b).T @ (x @ w + b)",
    "x[::-1].T @ x[::-1]", "x[:, ::-1] @ x.T",
  ]
  static let extents = [(3, 4, 5), (40, 1, 70), (1, 50, 40), (130, 50, 1), (200, 33, 140), (70, 0, 40), (0, 40, 50)]

  @Test("equal bits on all machines", arguments: programs, ["f32", "f64"]) func bits(
    _ body: String, type: String
  ) throws {
    let text = "(x: \(type)[m, k], w: \(type)[k, n], b: \(type)[n], c: \(type)[m, n], s: \(type)) -> \(body)"
    let machines = try AllMachines(text)
    for (m, k, n) in Self.extents {
      let inputs = try [[m, k], [k, n], [n], [m, n], []].enumerated().map { try Self.array($1, seed: $0, type) }
      let (results, problems) = try machines.run(inputs)
      #expect(problems == [], "\(m), \(k), \(n)")
      for form in MemoryForm.allCases {
        let (other, problems) = try machines.run(try inputs.map(form.arranged), on: [.native2, .interpreter])
        #expect(problems == [], "\(form), \(m), \(k), \(n)")
        // The library may sum transposed and reversed matrices in another order.
        for (a, b) in zip(results, other) {
          #expect(try a.firstError(against: b, tolerance: 32) == nil, "\(form), \(m), \(k), \(n)")
        }
      }
    }
  }

  @Test("a matrix times its transpose is symmetric", arguments: ["x.T @ x", "x @ x.T", "(x + 1).T @ (x + 1)"])
  func symmetry(_ body: String) throws {
    let program = try TextProgram(parsing: "(x: f32[m, k]) -> \(body)", file: "symmetric.tj")
    let function = try Machine.native2.compiled(program)
    for (m, k) in [(300, 40), (40, 300), (65, 700)] {
      let product = try function([try Self.array([m, k], seed: 1, "f32")])[0]
      #expect(try product.firstDifference(from: product.transposed()) == nil)
    }
  }

  /// Only what does not read the product elsewhere goes along with its tiles; the product itself may be a result too.
  @Test("a product that is used twice") func usedTwice() throws {
    let machines = try AllMachines("(x: f64[m, k], w: f64[k, n]) -> (x @ w, x @ w + 1, sum(x @ w, axis=0))")
    let inputs = try [[150, 20], [20, 60]].enumerated().map { try Self.array($1, seed: $0, "f64") }
    let (results, problems) = try machines.run(inputs)
    #expect(problems == [])
    #expect(try (results[0] + 1.0).firstDifference(from: results[1]) == nil)
  }

  private static func array(_ shape: [Int], seed: Int, _ type: String) throws -> NDArray {
    let count = shape.reduce(1, *)
    let values = (0..<count).map { Double(($0 * 7919 + seed * 104_729) % 1000) / 300 - 1.5 }
    return try NDArray(values).reshaped(Shape(shape)).astype(ElementType(name: type) ?? .f64)
  }
}
