import Foundation
import TensorJIT
import TensorText
import Testing

extension ScalarFunction {
  /// What a user's package would hold: one record in one file. (The text name is this test's own: the documentation's
  /// examples register `versine` in the same process.)
  static let versine = ScalarFunction(
    "half_chord", arity: 1, rule: .float, summary: "1 - cos(x).", numpy: "1 - np.cos(x)", facts: [.even], ulps: 4,
    partials: [{ arguments, _ in sin(arguments[0]) }]
  ) { arguments in
    let half = sin(arguments[0] * 0.5)
    return .expansion(2.0 * (half * half))
  }
}

/// The function in Swift, generic as the built-in ones are.
func versine<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  A.apply(.versine, [x], at: .at(file, line))
}

@Suite("Versine, a scalar function of another package")
struct VersineTests {
  private static let isRegistered = ScalarFunctionTable.register(.versine)
  private let values = [0, 1e-9, 0.5, -3, .pi, 100, .infinity, .nan]

  private func expected(_ x: Double) -> Double { 2 * Foundation.pow(Foundation.sin(x / 2), 2) }

  @Test("names are taken once") func registers() {
    #expect(VersineTests.isRegistered)
    #expect(!ScalarFunctionTable.register(.versine))
    #expect(ScalarFunctionTable.all.contains(.versine))
  }

  @Test("the text format knows it, on every machine") func text() throws {
    #expect(VersineTests.isRegistered)
    for type in ["f64", "f32", "i32"] {
      let machines = try AllMachines("(x: \(type)[n]) -> half_chord(x), sum(half_chord(x[:3]))")
      let input = try NDArray(type == "i32" ? [0, 1, 2, -7] : values).astype(ElementType(name: type) ?? .f64)
      let (results, problems) = try machines.run(input.rank == 1 ? [input] : [])
      #expect(problems == [])
      for (got, x) in zip(try results[0].doubles(), try input.doubles()) {
        let want = expected(x)
        let bound = (type == "f32" ? 1e-6 : 1e-14) * max(abs(want), 1e-18)
        #expect(got == want || got.isNaN && want.isNaN || abs(got - want) <= bound, "versine(\(x)) = \(got), not \(want)")
      }
    }
  }

  @Test("tensors and arrays take it") func swift() throws {
    let x = Tensor(parameter: "x", TensorType(.f64, ["n"]), at: .none)
    let f = try compile(inputs: [x], outputs: [versine(x * 2.0)])
    let input = NDArray([0.1, 0.2, 0.3])
    let compiled = try f(input)[0]
    let eager = versine(input * 2.0)
    #expect(try compiled.firstDifference(from: eager) == nil)
    #expect(abs(try compiled.doubles()[1] - expected(0.4)) < 1e-15)
  }
}
