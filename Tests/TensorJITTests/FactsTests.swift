import TensorArrays
import TensorJIT
import TensorScalars
import TensorText
import Testing

/// Rules ask what is known of values. Where something that is not so was taken for known, they gave wrong numbers: each of these once did.
@Suite("What rules know of values") struct FactsTests {
  private static let none = NDArray([Double]())

  static let programs: [(text: String, inputs: [NDArray])] = [
    // Parts of complex numbers are not those of real ones.
    ("(a: f64[n]) -> abs(imag(complex(a, -a)))", [NDArray([1.0, 2])]),
    ("(a: f64[n]) -> maximum(imag(complex(a, -a)), -1)", [NDArray([1.0, 2])]),
    ("(a: f64[n]) -> isfinite(imag(complex(1.0 + 0 * a, a)))", [NDArray([1.0, .infinity])]),
    // Integers beyond 2^53 are no doubles.
    ("(x: i64[n]) -> x > 9223372036854775806, minimum(x, 9223372036854775806)", [NDArray([Int64.max])]),
    ("(x: i64[n]) -> x >= -9223372036854775807, maximum(x, -9223372036854775807)", [NDArray([Int64.min])]),
    ("(x: u64[n]) -> x > 18446744073709551614, clip(x, 0, 18446744073709551614)", [NDArray([UInt64.max])]),
    ("(i: i64[n]) -> take([9007199254740995, 9007199254740995], i) >= 9007199254740996", [NDArray([Int64(0)])]),
    // Numbers are compared in the type of what they are compared with.
    ("(i: i32[n]) -> cos(astype(i, f32)) < 1.00000001", [NDArray([Int32(0)])]),
    ("(x: f32[n]) -> expit(x) >= 1.00000000001", [NDArray([Float(100)])]),
    ("(i: i64[n]) -> take(astype([0.1, 0.1], f32), i) > 0.1", [NDArray([Int64(0), 1])]),
    // Small negative numbers become -0 in a narrower type.
    ("(x: f64[n]) -> 1 / (astype(x + 0.0, f32) + 0)", [NDArray([-1e-60])]),
    // The greatest of nothing is -inf.
    ("(b: bool[n], y: f64[n]) -> sum(exp(astype(b, f64)) * y) / sum(exp(astype(b, f64)))", [NDArray([Bool]()), none]),
    // Powers of two that the type does not have.
    ("(x: f32[n]) -> x / 7.174648137343064e-43, x / 1361129467683753853853498429727072845824.0", [NDArray([Float(0)])]),
    ("(x: f32[n]) -> 1.2676506002282294e+30 * (1.2676506002282294e+30 * x)", [NDArray([Float(0)])]),
    ("(x: f64[n]) -> 2.409919865102884e-181 * (2.409919865102884e-181 * x)", [NDArray([Double.infinity])]),
    // Conversions that lose something, or an order.
    ("(x: i64[n]) -> astype(astype(x, c128), i64)", [NDArray([Int64(9_007_199_254_740_993)])]),
    ("(a: f64[n], b: f64[n]) -> max(astype(complex(a, b), f64))", [NDArray([1.0, 5]), NDArray([.nan, 0])]),
    // Matrices whose zeros do not stay zeros.
    ("(x: f64[n]) -> tril(signbit(-eye(2))), x", [none]),
    ("(x: f32[n, n]) -> tril(eye(2, dtype=f32) * 1e300) + x", [[[0.0, 0], [0, 0]]]),
    // Numbers of extents may be negative.
    ("(x: f64[n], y: f64[m]) -> abs(n - m), n - m < 0, maximum(n - m, 0), x * sign(n - m)", [NDArray([1.0]), NDArray([1.0, 2])]),
  ]

  @Test("values are those without rules", arguments: programs) func values(_ text: String, _ inputs: [NDArray]) throws {
    let program = try TextProgram(parsing: text, file: "facts.tj")
    func results(_ options: CompilationOptions) throws -> [NDArray] {
      let function = try compile(inputs: program.parameters.map(\.tensor), outputs: program.results.map(\.tensor), name: program.name, options: options)
      return try function(zip(program.parameters, inputs).map { try $1.astype($0.tensor.elementType) })
    }
    let plain = try results(.init(rewriting: .off, cache: nil))
    for (got, expected) in zip(try results(.init(cache: nil)), plain) {
      #expect(try got.firstDifference(from: expected) == nil, "\(text): \(got), expected \(expected)")
    }
  }
}
