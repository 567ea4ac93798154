import TensorDerivativeChecking
import TensorJIT
import TensorText
import Testing

/// A function of many examples gives what it gives of each.
@Suite("Batches")
struct BatchingTests {
  static let subjects = DerivativeCheck.subjects.filter { !$0.samples.isEmpty }

  /// Three examples of each parameter: the sample's point, and two near it (integers made of floats stay what they are).
  private static func examples(_ point: [NDArray]) throws -> [[NDArray]] {
    try [1, 1.01, 0.985].map { factor in
      try point.map { try NDArray($0.toArray(of: Double.self).map { $0 * factor }).reshaped($0.shape) }
    }
  }

  private static func stacked(_ arrays: [NDArray]) throws -> NDArray {
    try NDArray(arrays.flatMap { $0.toArray(of: Double.self) }).reshaped(Shape([arrays.count] + Array(arrays[0].shape)))
  }

  /// Parameters with an axis of examples in front where they are batched.
  private static func check(_ sample: DerivativeSample, batched: [Bool], engine: CompilationOptions) throws {
    let (parameters, results, point) = try sample.parsed()
    let examples = try examples(point)
    let operands = zip(parameters, batched).map { parameter, isBatched in
      Tensor(parameter: "xs", TensorType(parameter.elementType, (isBatched ? ["examples"] : []) + parameter.shape), at: .none)
    }
    let many = vmap(over: operands, axes: batched.map { $0 ? 0 : nil }) { stands in
      Traversal.substitute(Dictionary(uniqueKeysWithValues: zip(parameters, stands)), in: results)
    }
    let all = try compile(inputs: operands, outputs: many, options: engine)
    let one = try compile(inputs: parameters, outputs: results, options: engine)
    let arguments = try zip(point, batched).enumerated().map { position, pair in
      pair.1 ? try stacked(examples.map { $0[position] }) : pair.0
    }
    let found = try all(arguments)
    let expected = try examples.map { example in
      try one(zip(example, zip(point, batched)).map { $1.1 ? $0 : $1.0 })
    }
    for (position, array) in found.enumerated() {
      let values = try array.astype(.f64).toArray(of: Double.self)
      let wanted = try expected.flatMap { try $0[position].astype(.f64).toArray(of: Double.self) }
      #expect(Array(array.shape) == [3] + Array(expected[0][position].shape), "\(sample.program)")
      let agree = zip(values, wanted).allSatisfy { a, b in a == b || a.isNaN && b.isNaN || abs(a - b) <= 1e-12 * max(1, abs(b)) }
      #expect(values.count == wanted.count && agree, "\(sample.program), batched \(batched): \(values), expected \(wanted)")
    }
  }

  @Test("of each operation", arguments: subjects.map(\.name)) func agrees(_ name: String) throws {
    for subject in Self.subjects where subject.name == name {
      for sample in subject.samples {
        let count = try sample.parsed().parameters.count
        for engine in DerivativeCheck.engines {
          do {
            try Self.check(sample, batched: [Bool](repeating: true, count: count), engine: engine)
          } catch let error as TensorError where error.message.contains("no array holds results of different extents") {
            // Each example has an extent of its own: said so, with a hint.
            continue
          }
        }
        // The others being the same for all examples.
        guard count > 1 else { continue }
        for position in 0..<count {
          do {
            try Self.check(sample, batched: (0..<count).map { $0 == position }, engine: DerivativeCheck.engines[1])
          } catch let error as TensorError where error.message.contains("no array holds results of different extents") {
            continue
          }
        }
      }
    }
  }

  private func values(_ text: String, _ arguments: [NDArray]) throws -> [[Double]] {
    let program = try TextProgram(parsing: text)
    let f = try compile(inputs: program.parameters.map(\.tensor), outputs: program.results.map(\.tensor))
    return try f(arguments).map { try $0.astype(.f64).toArray(of: Double.self) }
  }

  @Test("axes, tuples, functions, nesting") func forms() throws {
    let x: NDArray = [[1, 2, 3], [4, 5, 6]]
    #expect(try values("(x: f64[n, m]) -> vmap((r) -> sum(r), x, axes=1)", [x]) == [[5, 7, 9]])
    #expect(try values("(x: f64[n, m]) -> vmap((r) -> r * 2, x, out_axes=1)", [x]) == [[2, 8, 4, 10, 6, 12]])
    #expect(try values("(x: f64[n, m]) -> vmap((r, y) -> r @ y, x, x[0], axes=(0, None))", [x]) == [[14, 32]])
    #expect(try values("(x: f64[n, m]) -> { let a, b = vmap((r) -> (max(r), r[0]), x) return a, b }", [x]) == [[3, 6], [1, 4]])
    #expect(try values("(x: f64[n, m]) -> vmap((r) -> vmap((e) -> e ** 2, r), x)", [x]) == [[1, 4, 9, 16, 25, 36]])
    #expect(try values("func f(x: f64[k]) { return sum(x ** 3) } func main(x: f64[n, m]) { return vmap(f, x) }", [x]) == [[36, 405]])
    #expect(try values("(x: f64[n, m]) -> vmap((r) -> grad(sum(r ** 2), r), x)", [x]) == [[2, 4, 6, 8, 10, 12]])
    #expect(try values("(x: f64[n, m]) -> grad(sum(vmap((r) -> r[0] * r[1], x)), x)", [x]) == [[2, 1, 0, 5, 4, 0]])
    #expect(try values("(x: f64[n, m]) -> vmap((r) -> 1.5, x)", [x]) == [[1.5, 1.5]])
  }

  @Test("additions at indices of each example, and their derivatives") func scatters() throws {
    let x: NDArray = [[1, 2, 3], [4, 5, 6]]
    let places = try NDArray([2, 0, 1, 1] as [Int64]).reshaped(Shape([2, 2]))
    let text = "(x: f64[n, m], i: i64[n, k]) -> vmap((r, j) -> scatter_add(r, j, 10.0), x, i)"
    #expect(try values(text, [x, places]) == [[11, 2, 13, 4, 25, 6]])
    let gradient = "(x: f64[n, m], i: i64[n, k]) -> vmap((r, j) -> grad(sum(r[j] ** 2), r), x, i)"
    #expect(try values(gradient, [x, places]) == [[2, 0, 6, 0, 20, 0]])
    let outer = "(x: f64[n, m], i: i64[n, k]) -> grad(sum(vmap((r, j) -> sum(r[j]) ** 2, x, i)), x)"
    #expect(try values(outer, [x, places]) == [[8, 0, 8, 0, 40, 0]])
    let shared = "(x: f64[n, m], i: i64[n, k]) -> vmap((j) -> scatter_add(x[0], j, x[1, :2]), i)"
    #expect(try values(shared, [x, places]) == [[6, 2, 7, 1, 11, 3]])
  }

  @Test("gathers by indices of each example") func gathers() throws {
    let x: NDArray = [[1, 2, 3], [4, 5, 6]]
    let text = "(x: f64[n, m], i: i64[n, k]) -> vmap((r, j) -> r[j], x, i)"
    #expect(try values(text, [x, NDArray([2, 0, 1, 1] as [Int64]).reshaped(Shape([2, 2]))]) == [[3, 1, 5, 5]])
  }

  @Test("errors name what is wrong", arguments: [
    ("(x: f64[n, m]) -> vmap(x, x)", "the first argument must be a function"),
    ("(x: f64[n, m]) -> vmap((r) -> r)", "nothing to apply the function to"),
    ("(x: f64[n, m]) -> vmap((r) -> r, x, axes=2)", "axis 2 is out of bounds for operand 0"),
    ("(x: f64[n, m]) -> vmap((r) -> r, x, axes=(0, 1))", "axes must be an integer, or a tuple of 1"),
    ("(x: f64[n, m]) -> vmap((r) -> r, x, axes=(None,))", "no operand has an axis of examples"),
    ("(x: f64[3, m], y: f64[4]) -> vmap((r, y) -> r, x, y)", "operand 0 has 3 examples, operand 1 has 4"),
    ("(x: f64[n, m]) -> vmap((r) -> r, x, axis=0)", "vmap has no parameter 'axis'"),
    ("(x: f64[n, m]) -> vmap((r) -> r, x, out_axes=3)", "the results have no place 3"),
    ("(x: f64[n, m]) -> vmap((r, s) -> r, x)", "takes 2 arguments, got 1"),
    ("(x: f64[n, 3]) -> vmap((r) -> r @ ones(5), x)", "do not match"),
  ]) func errors(_ program: (text: String, says: String)) {
    do {
      let parsed = try TextProgram(parsing: program.text)
      _ = try compile(inputs: parsed.parameters.map(\.tensor), outputs: parsed.results.map(\.tensor))
      Issue.record("no error: \(program.text)")
    } catch {
      #expect("\(error)".contains(program.says), "\(program.text): \(error)")
    }
  }

  @Test("as many examples are given as is said, when called") func counts() throws {
    let text = "(x: f64[n], y: f64[m]) -> vmap((a, b) -> a + b, x, y)"
    #expect(try values(text, [[1, 2], [3, 4]]) == [[4, 6]])
    #expect(throws: CallError.self) { try values(text, [[1, 2], [3]]) }
  }
}
