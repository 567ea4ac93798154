import TensorJIT
import TensorText
import Testing

// What docs/adding-a-scalar-function.md shows, as another package would write it: one record and one function.

extension ScalarFunction {
  /// `1 - cos(x)`, precise near 0.
  static let versine = ScalarFunction(
    "versine", arity: 1, rule: .trueDivision, summary: "The versed sine 1 - cos(x), precise near 0.",
    numpy: "2 * np.sin(x / 2) ** 2", facts: [.even], domain: -40...40, ulps: 4,
    partials: [{ x, r in sin(x[0]) }]
  ) { x in
    .expansion(2.0 * square(sin(0.5 * x[0])))
  }
}

/// The versed sine 1 - cos(x), precise near 0.
func versine<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.versine, [x], at: .at(file, line))
}

@Suite struct VersineTests {
  static let isRegistered = ScalarFunctionTable.register(.versine)
  static let points: [Double] = [-2, -1e-9, -0.0, 0, 1e-9, 0.5, 3, 1e6]
  static let engines: [(name: String, options: CompilationOptions)] = [
    ("llvm", CompilationOptions(engine: .llvm(.init()), cache: nil, isChecked: true)),
    ("interpreter", CompilationOptions(engine: .interpreter, cache: nil, isChecked: true)),
  ]

  /// Within the record's 4 units of the precise formula.
  private func check(_ result: NDArray) {
    let values = result.toArray(of: Double.self)
    for (x, y) in zip(Self.points, values) {
      let half = sinOfHalf(x)
      #expect(abs(y - 2 * half * half) <= 4 * (2 * half * half).ulp, "versine(\(x)) = \(y)")
    }
    #expect(values.count == Self.points.count)
  }

  private func sinOfHalf(_ x: Double) -> Double { (sin(NDArray([x / 2])) as NDArray).toArray(of: Double.self)[0] }

  @Test(arguments: engines.indices) func worksInSwift(_ engine: Int) throws {
    let x = Tensor("x", .f64, ["n"])
    let f = try compile(inputs: [x], outputs: [versine(x)], options: Self.engines[engine].options)
    check(try f(NDArray(Self.points))[0])
  }

  @Test(arguments: engines.indices) func worksInText(_ engine: Int) throws {
    #expect(Self.isRegistered)
    let program = try TextProgram(parsing: "(x: f64[n]) -> versine(x)")
    let f = try compile(
      inputs: program.parameters.map(\.tensor), outputs: program.results.map(\.tensor),
      options: Self.engines[engine].options)
    check(try f(NDArray(Self.points))[0])
  }

  @Test func worksEagerly() { check(versine(NDArray(Self.points))) }

  @Test func isListed() {
    #expect(Self.isRegistered)
    #expect(ScalarFunctionTable.function(named: "versine") == .versine)
  }

  @Test func promotesAsItsRuleSays() throws {
    let x = Tensor("x", .f32, ["n"])
    #expect(versine(x).elementType == .f32)
    #expect(versine(Tensor("i", .i64, ["n"])).elementType == .f64)
  }
}
