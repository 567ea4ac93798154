import TensorJIT
import TensorText
import Testing

/// What is wrong with calls of elementwise operations, reductions and running results.
@Suite("Errors of elementwise operations and reductions")
struct ReductionErrorTests {
  /// Programs that are no programs, and what the message says.
  static let programs: [WrongProgram] = [
    WrongProgram("(x: f64[n]) -> gcd(x, x)", "gcd", "is not defined for f64, f64"),
    WrongProgram("(x: bool[n]) -> lcm(x, x)", "lcm", "is not defined for bool, bool"),
    WrongProgram("(x: f64[n]) -> ldexp(x, x)", "ldexp", "is not defined for f64, f64"),
    WrongProgram("(x: f64[n], y: f64[n]) -> isclose(x, y, rtl=1)", "isclose", "'rtl'", "rtol"),
    WrongProgram("(x: bool[n]) -> round(x, 1)", "round", "bools", "cast"),
    WrongProgram("(x: f64[n]) -> select([x], [x])", "select", "condition 0 must be bool"),
    WrongProgram("(x: f64[n]) -> select([x > 0], [x, x])", "select", "1 conditions", "got 2"),
    WrongProgram("(x: f64[n]) -> piecewise(x, [x > 0], [1, 2, 3])", "piecewise", "1 or 2 functions", "got 3"),
    WrongProgram("(x: f64[n]) -> piecewise(x, [x > 0], 1)", "piecewise", "list of functions"),
    WrongProgram("(x: bool[n]) -> unwrap(x)", "unwrap", "not defined for bool"),
    WrongProgram("(x: f64[n]) -> unwrap(x, axis=1)", "unwrap", "axis 1 is out of bounds"),
    WrongProgram("(x: f64[n]) -> min(x, where=x > 0)", "min", "give initial="),
    WrongProgram("(x: f64[n]) -> nanmax(x, where=x > 0)", "nanmax", "give initial="),
    WrongProgram("(x: f64[n]) -> sum(x, initial=x)", "sum", "initial must be a scalar"),
    WrongProgram("(x: f64[n]) -> any(x, initial=x)", "any", "no parameter 'initial'"),
    WrongProgram("(x: f64[4]) -> sum(x, where=[true, false, true])", "sum", "cannot broadcast"),
    WrongProgram("(x: f64[n]) -> var(x, ddof=1, correction=1)", "var", "cannot both be given"),
    WrongProgram("(x: f64[n]) -> nanvar(x, dtype=i64)", "nanvar", "dtype must be a float type"),
    WrongProgram("(x: f64[n]) -> nanargmax(x, axis=3)", "nanargmax", "axis 3 is out of bounds"),
    WrongProgram("(x: bool[n]) -> ptp(x)", "ptp", "not defined for bool"),
    WrongProgram("(x: f64[0]) -> ptp(x)", "ptp", "zero-size array"),
    WrongProgram("(x: f64[n]) -> count_nonzero(x, axis=-2)", "count_nonzero", "axis -2 is out of bounds"),
    WrongProgram("(x: f64[n, m], w: f64[n]) -> average(x, weights=w)", "average", "axis must be given"),
    WrongProgram("(x: f64[n, m], w: f64[n]) -> average(x, axis=(0, 1), weights=w)", "average", "do not have the axes"),
    WrongProgram("(x: f64[n]) -> trace(x)", "trace", "at least two dimensions"),
    WrongProgram("(x: f64[n, m]) -> trace(x, axis1=1)", "trace", "cannot be the same"),
    WrongProgram("(x: f64[n, m]) -> norm(x, 'nuc')", "norm", "singular values"),
    WrongProgram("(x: f64[n, m]) -> norm(x, 2)", "norm", "singular values"),
    WrongProgram("(x: f64[n, m]) -> norm(x, 3)", "norm", "invalid norm order for matrices"),
    WrongProgram("(x: f64[n]) -> norm(x, 'fro')", "norm", "invalid norm order for vectors"),
    WrongProgram("(x: f64[n, m, k]) -> norm(x, 1)", "norm", "improper number of dimensions"),
    WrongProgram("(x: f64[n, m]) -> norm(x, 'big')", "norm", "invalid norm order 'big'"),
    WrongProgram("(x: f64[n, m, k]) -> cov(x)", "cov", "more than 2 dimensions"),
    WrongProgram("(x: f64[n, m]) -> cov(x, fweights=x)", "cov", "multidimensional fweights"),
    WrongProgram("(x: f64[n, m]) -> cumulative_sum(x)", "cumulative_sum", "axis is required"),
    WrongProgram("(x: f64[n]) -> cummax(x, axis=2)", "cummax", "axis 2 is out of bounds"),
    WrongProgram("(x: f64[n]) -> cumsum(x, dtype=bool)", "cumsum", "dtype must not be bool"),
    WrongProgram("(x: bool[n]) -> logcumsumexp(x)", "logcumsumexp", "not defined for bool"),
    WrongProgram("(x: f64) -> diff(x)", "diff", "at least one dimensional"),
    WrongProgram("(x: f64[n]) -> diff(x, -1)", "diff", "order must be non-negative"),
    WrongProgram("(x: f64[1]) -> gradient(x)", "gradient", "at least 2 elements along axis 0"),
    WrongProgram("(x: f64[n]) -> gradient(x, edge_order=3)", "gradient", "edge_order"),
    WrongProgram("(x: f64[n, m]) -> gradient(x, 1.0, 2.0, 3.0)", "gradient", "invalid number of spacings: 3 for 2 axes"),
    WrongProgram("(x: f64[4], y: f64[5]) -> gradient(x, y)", "gradient", "extent 5", "extent 4"),
    WrongProgram("(x: f64[n]) -> trapezoid(x, axis=4)", "trapezoid", "axis 4 is out of bounds"),
    WrongProgram("(x: f64[n]) -> trapezoid(x, 2.0)", "trapezoid", "x must have an axis"),
  ]

  @Test("programs that are wrong", arguments: programs) func program(_ program: WrongProgram) { program.check(.reading) }

  /// Calls that fail, on every machine with the same words.
  static let calls: [WrongProgram] = [
    WrongProgram("(x: f64[n]) -> nanargmin(x)", [NDArray([Double.nan, .nan])], "nanargmin", "All-NaN slice"),
    WrongProgram("(x: f64[n], w: f64[n]) -> average(x, weights=w)", [NDArray([1.0, 2]), NDArray([1.0, -1])], "average", "sum to zero"),
    WrongProgram("(x: f64[n, m], w: f64[m]) -> cov(x, aweights=w)", [[[1.0, 2]], NDArray([1.0, -1])], "cov", "aweights cannot be negative"),
    WrongProgram("(x: f64[n, m], w: f64[m]) -> cov(x, fweights=w)", [[[1.0, 2]], NDArray([1.0, 0.5])], "cov", "fweights must be integers"),
    WrongProgram("(x: f64[n]) -> ptp(x)", [NDArray([Double]())], "zero-size array"),
    WrongProgram("(x: f64[n]) -> nanmin(x)", [NDArray([Double]())], "zero-size array"),
    WrongProgram("(x: f64[n]) -> gradient(x)", [NDArray([1.0])], "gradient", "at least 2 elements"),
    WrongProgram("(x: f64[n], y: f64[m]) -> gradient(x, y)", [NDArray([1.0, 2, 3]), NDArray([1.0, 2])], "gradient", "3", "2"),
    WrongProgram("(x: i64[n], y: i64[n]) -> float_power(x, y), x ** y", [NDArray([2]), NDArray([-1])], "power", "negative integer powers"),
  ]

  @Test("calls that fail", arguments: calls) func call(_ program: WrongProgram) { program.check(.call()) }
}
