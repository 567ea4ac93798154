import TensorJIT
import TensorText
import Testing

/// What errors say of extents that are values, and of masks.
@Suite("Errors of extents that are values") struct ExtentErrorTests {
  struct Item: Sendable, CustomTestStringConvertible {
    let program: String
    let inputs: [NDArray]
    /// Words that the message must hold.
    let words: [String]
    var testDescription: String { program }

    init(_ program: String, _ inputs: [NDArray] = [], _ words: String...) {
      (self.program, self.inputs, self.words) = (program, inputs, words)
    }
  }

  private static func scalar(_ value: Int) -> NDArray { NDArray(scalar: value) }
  private static let three = NDArray([1.0, -2, 3])
  private static let flags = NDArray([true, false, true])

  /// Found while the program is built.
  static let built: [Item] = [
    Item("(n: f64) -> zeros(n)", [], "zeros", "shape", "f64"),
    Item("(n: i64[k]) -> zeros(n)", [], "zeros", "shape"),
    Item("(x: f64[n], a: f64) -> x[a:]", [], "start of a slice", "integer"),
    Item("(x: f64[n], a: i64) -> x[::a]", [], "step"),
    Item("(x: f64) -> nonzero(x)", [], "nonzero", "scalar"),
    Item("(x: f64[n], c: bool[n, n]) -> compress(c, x)", [], "compress", "one axis"),
    Item("(x: f64[2]) -> compress([true, true, false], x)", [], "compress", "3 elements", "extent 2"),
    Item("(x: f64[n], c: bool[n]) -> compress(c, x, axis=1)", [], "compress", "axis 1", "out of bounds"),
    Item("(x: f64[3], c: bool[2]) -> x[c]", [], "boolean index", "3", "2"),
    Item("(x: f64[n], c: bool[n, n]) -> x[c]", [], "too many indices"),
    Item("(x: f64[b, n]) -> vmap((y) -> y[y > 0], x)", [], "vmap", "different extents"),
    Item("(x: f64[b, n]) -> vmap((y) -> sum(nonzero(y)[0]), x)", [], "vmap", "different extents"),
    Item("(n: i64[b]) -> vmap((k) -> zeros(k), n)", [], "vmap", "different extents"),
    Item("(x: f64[n], c: f64[n]) -> repeat(x, c)", [], "repeat", "integers", "f64"),
    Item("(x: f64[3], c: i64[2]) -> repeat(x, c)", [], "2 repeats", "extent 3"),
    Item("(a: f64) -> arange(a)", [], "arange", "integer scalar"),
    Item("(n: i64) -> arange(0, 10, n)", [], "arange", "step"),
  ]

  /// Found while computing.
  static let executed: [Item] = [
    Item("(n: i64) -> zeros(n)", [scalar(-3)], "zeros", "negative dimensions are not allowed: -3", "p.tj:1"),
    Item("(n: i64) -> ones((2, n))", [scalar(-1)], "ones", "negative", "-1", "p.tj:1"),
    Item("(n: i64) -> zeros((n, n))", [scalar(1 << 40)], "does not fit"),
    Item("(n: i64) -> zeros((n, n, n))", [scalar(1 << 30)], "does not fit"),
    Item("(n: i64) -> zeros(n)", [scalar(.max)], "zeros", "too large", "p.tj:1"),
    Item("(n: i64) -> arange(n, n + 4)", [scalar(.max)], "arange", "too large"),
    Item("(x: f64[n], k: i64) -> reshape(x, (k, 2))", [three, scalar(2)], "reshape", "3 and 4 must be equal", "p.tj:1"),
    Item("(x: f64[n], k: i64) -> reshape(x, (k, -1))", [three, scalar(0)], "reshape", "at least 1", "p.tj:1"),
    Item("(x: f64[n], k: i64) -> reshape(x, (k, -1))", [three, scalar(2)], "reshape", "p.tj:1"),
    Item("(x: f64[n], k: i64) -> broadcast_to(x, (k,))", [three, scalar(2)], "broadcast_to", "3 and 2", "p.tj:1"),
    Item("(x: f64[n]) -> x[x > 0] + x", [three], "add", "do not broadcast", "p.tj:1"),
    Item("(x: f64[n], y: f64[k]) -> x[x > 0] * y", [three, three], "multiply", "2 and 3 do not broadcast", "p.tj:1"),
    Item("(x: f64[n], y: f64[k]) -> x.at[x > 0].set(y)", [three, three], "do not broadcast", "p.tj:1"),
    Item("(x: f64[n]) -> x[x > 0][5]", [three], "index 5", "axis 0", "p.tj:1"),
    Item("(x: f64[n], i: i64) -> x[x > 0][i]", [three, scalar(2)], "index 2", "axis 0", "extent 2", "p.tj:1"),
    Item("(x: f64[n]) -> max(x[x > 7])", [three], "max", "p.tj:1"),
    Item("(x: f64[n], c: i64[n]) -> repeat(x, c)", [three, NDArray([1, -1, 2])], "repeats may not contain negative values", "p.tj:1"),
    Item("(x: f64[n], c: i64) -> repeat(x, c)", [three, scalar(-1)], "repeat", "negative", "p.tj:1"),
    Item("(x: f64[n, m], c: i64[k]) -> zeros((take(c, 7, axis=0), 1))", [[[1.0]], NDArray([1])], "take", "index 7", "extent 1"),
  ]

  /// Found before anything is computed.
  static let called: [Item] = [
    Item("(x: f64[n], c: bool[m]) -> compress(c, x)", [NDArray([1.0]), flags], "compress", "1", "3"),
    Item("(x: f64[n], c: bool[k]) -> x[c]", [three, NDArray([true])], "3", "1", "p.tj:1"),
    Item("(x: f64[n], y: f64[m]) -> x[x > 0], x + y", [three, NDArray([1.0, 2])], "add", "3 and 2", "p.tj:1"),
    Item("(x: f64[n], c: i64[k]) -> repeat(x, c)", [three, NDArray([1, 2])], "3", "2", "p.tj:1"),
  ]

  @Test("programs that cannot be built", arguments: built) func build(_ item: Item) {
    do {
      let program = try TextProgram(parsing: item.program, file: "p.tj")
      _ = try compile(inputs: program.parameters.map(\.tensor), outputs: program.results.map(\.tensor))
      Issue.record("\(item.program) was built")
    } catch {
      for word in item.words { #expect("\(error)".contains(word), "\(item.program): \(error)") }
    }
  }

  @Test("values that cannot be", arguments: executed) func execute(_ item: Item) throws { try fails(item, .execution) }
  @Test("calls that cannot be", arguments: called) func call(_ item: Item) throws { try fails(item, .arguments) }

  private func fails(_ item: Item, _ kind: CallError.Kind) throws {
    let program = try TextProgram(parsing: item.program, file: "p.tj")
    for machine in Machine.allCases {
      let function = try machine.compiled(program)
      do {
        _ = try function(item.inputs)
        Issue.record("\(item.program) ran")
      } catch let error as CallError {
        #expect(error.kind == kind, "\(item.program): \(error)")
        for word in item.words { #expect("\(error)".contains(word), "\(item.program): \(error)") }
      }
    }
  }
}
