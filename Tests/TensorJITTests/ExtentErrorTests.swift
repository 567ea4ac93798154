import TensorJIT
import TensorText
import Testing

/// What errors say of extents that are values, and of masks.
@Suite("Errors of extents that are values") struct ExtentErrorTests {
  private static func scalar(_ value: Int) -> NDArray { NDArray(scalar: value) }
  private static let three = NDArray([1.0, -2, 3])
  private static let flags = NDArray([true, false, true])

  /// Found while the program is built.
  static let built: [WrongProgram] = [
    WrongProgram("(n: f64) -> zeros(n)", [], "zeros", "shape", "f64"),
    WrongProgram("(n: i64[k]) -> zeros(n)", [], "zeros", "shape"),
    WrongProgram("(x: f64[n], a: f64) -> x[a:]", [], "start of a slice", "integer"),
    WrongProgram("(x: f64[n], a: i64) -> x[::a]", [], "step"),
    WrongProgram("(x: f64) -> nonzero(x)", [], "nonzero", "scalar"),
    WrongProgram("(x: f64[n], c: bool[n, n]) -> compress(c, x)", [], "compress", "one axis"),
    WrongProgram("(x: f64[2]) -> compress([true, true, false], x)", [], "compress", "3 elements", "extent 2"),
    WrongProgram("(x: f64[n], c: bool[n]) -> compress(c, x, axis=1)", [], "compress", "axis 1", "out of bounds"),
    WrongProgram("(x: f64[3], c: bool[2]) -> x[c]", [], "boolean index", "3", "2"),
    WrongProgram("(x: f64[n], c: bool[n, n]) -> x[c]", [], "too many indices"),
    WrongProgram("(x: f64[b, n]) -> vmap((y) -> y[y > 0], x)", [], "vmap", "different extents"),
    WrongProgram("(x: f64[b, n]) -> vmap((y) -> sum(nonzero(y)[0]), x)", [], "vmap", "different extents"),
    WrongProgram("(n: i64[b]) -> vmap((k) -> zeros(k), n)", [], "vmap", "different extents"),
    WrongProgram("(x: f64[n], c: f64[n]) -> repeat(x, c)", [], "repeat", "integers", "f64"),
    WrongProgram("(x: f64[3], c: i64[2]) -> repeat(x, c)", [], "2 repeats", "extent 3"),
    WrongProgram("(a: f64) -> arange(a)", [], "arange", "integer scalar"),
    WrongProgram("(n: i64) -> arange(0, 10, n)", [], "arange", "step"),
  ]

  /// Found while computing.
  static let executed: [WrongProgram] = [
    WrongProgram("(n: i64) -> zeros(n)", [scalar(-3)], "zeros", "negative dimensions are not allowed: -3"),
    WrongProgram("(n: i64) -> ones((2, n))", [scalar(-1)], "ones", "negative", "-1"),
    WrongProgram("(n: i64) -> zeros((n, n))", [scalar(1 << 40)], "does not fit"),
    WrongProgram("(n: i64) -> zeros((n, n, n))", [scalar(1 << 30)], "does not fit"),
    WrongProgram("(n: i64) -> zeros(n)", [scalar(.max)], "zeros", "too large"),
    WrongProgram("(n: i64) -> arange(n, n + 4)", [scalar(.max)], "arange", "too large"),
    WrongProgram("(x: f64[n], k: i64) -> reshape(x, (k, 2))", [three, scalar(2)], "reshape", "3 and 4 must be equal"),
    WrongProgram("(x: f64[n], k: i64) -> reshape(x, (k, -1))", [three, scalar(0)], "reshape", "at least 1"),
    WrongProgram("(x: f64[n], k: i64) -> reshape(x, (k, -1))", [three, scalar(2)], "reshape"),
    WrongProgram("(x: f64[n], k: i64) -> broadcast_to(x, (k,))", [three, scalar(2)], "broadcast_to", "3 and 2"),
    WrongProgram("(x: f64[n]) -> x[x > 0] + x", [three], "add", "do not broadcast"),
    WrongProgram("(x: f64[n], y: f64[k]) -> x[x > 0] * y", [three, three], "multiply", "2 and 3 do not broadcast"),
    WrongProgram("(x: f64[n], y: f64[k]) -> x.at[x > 0].set(y)", [three, three], "do not broadcast"),
    WrongProgram("(x: f64[n]) -> x[x > 0][5]", [three], "index 5", "axis 0"),
    WrongProgram("(x: f64[n], i: i64) -> x[x > 0][i]", [three, scalar(2)], "index 2", "axis 0", "extent 2"),
    WrongProgram("(x: f64[n]) -> max(x[x > 7])", [three], "max"),
    WrongProgram("(x: f64[n], c: i64[n]) -> repeat(x, c)", [three, NDArray([1, -1, 2])], "repeats may not contain negative values"),
    WrongProgram("(x: f64[n], c: i64) -> repeat(x, c)", [three, scalar(-1)], "repeat", "negative"),
    WrongProgram("(x: f64[n, m], c: i64[k]) -> zeros((take(c, 7, axis=0), 1))", [[[1.0]], NDArray([1])], "take", "index 7", "extent 1"),
  ]

  /// Found before anything is computed.
  static let called: [WrongProgram] = [
    WrongProgram("(x: f64[n], c: bool[m]) -> compress(c, x)", [NDArray([1.0]), flags], "compress", "1", "3"),
    WrongProgram("(x: f64[n], c: bool[k]) -> x[c]", [three, NDArray([true])], "3", "1"),
    WrongProgram("(x: f64[n], y: f64[m]) -> x[x > 0], x + y", [three, NDArray([1.0, 2])], "add", "3 and 2"),
    WrongProgram("(x: f64[n], c: i64[k]) -> repeat(x, c)", [three, NDArray([1, 2])], "3", "2"),
  ]

  @Test("programs that cannot be built", arguments: built) func build(_ program: WrongProgram) { program.check(.reading) }
  @Test("values that cannot be", arguments: executed) func execute(_ program: WrongProgram) { program.check(.call(.execution)) }
  @Test("calls that cannot be", arguments: called) func call(_ program: WrongProgram) { program.check(.call(.arguments)) }
}
