import TensorJIT
import TensorText
import Testing

/// What is wrong with calls of elementwise operations, reductions and running results.
@Suite("Errors of elementwise operations and reductions")
struct ReductionErrorTests {
  /// Programs that are no programs, and what the message says.
  static let programs: [(String, [String])] = [
    ("(x: f64[n]) -> gcd(x, x)", ["gcd", "is not defined for f64, f64"]),
    ("(x: bool[n]) -> lcm(x, x)", ["lcm", "is not defined for bool, bool"]),
    ("(x: f64[n]) -> ldexp(x, x)", ["ldexp", "is not defined for f64, f64"]),
    ("(x: f64[n], y: f64[n]) -> isclose(x, y, rtl=1)", ["isclose", "'rtl'", "rtol"]),
    ("(x: bool[n]) -> round(x, 1)", ["round", "bools", "cast"]),
    ("(x: f64[n]) -> select([x], [x])", ["select", "condition 0 must be bool"]),
    ("(x: f64[n]) -> select([x > 0], [x, x])", ["select", "1 conditions", "got 2"]),
    ("(x: f64[n]) -> piecewise(x, [x > 0], [1, 2, 3])", ["piecewise", "1 or 2 functions", "got 3"]),
    ("(x: f64[n]) -> piecewise(x, [x > 0], 1)", ["piecewise", "list of functions"]),
    ("(x: bool[n]) -> unwrap(x)", ["unwrap", "not defined for bool"]),
    ("(x: f64[n]) -> unwrap(x, axis=1)", ["unwrap", "axis 1 is out of bounds"]),
    ("(x: f64[n]) -> min(x, where=x > 0)", ["min", "give initial="]),
    ("(x: f64[n]) -> nanmax(x, where=x > 0)", ["nanmax", "give initial="]),
    ("(x: f64[n]) -> sum(x, initial=x)", ["sum", "initial must be a scalar"]),
    ("(x: f64[n]) -> any(x, initial=x)", ["any", "no parameter 'initial'"]),
    ("(x: f64[4]) -> sum(x, where=[true, false, true])", ["sum", "cannot broadcast"]),
    ("(x: f64[n]) -> var(x, ddof=1, correction=1)", ["var", "cannot both be given"]),
    ("(x: f64[n]) -> nanvar(x, dtype=i64)", ["nanvar", "dtype must be a float type"]),
    ("(x: f64[n]) -> nanargmax(x, axis=3)", ["nanargmax", "axis 3 is out of bounds"]),
    ("(x: bool[n]) -> ptp(x)", ["ptp", "not defined for bool"]),
    ("(x: f64[0]) -> ptp(x)", ["ptp", "zero-size array"]),
    ("(x: f64[n]) -> count_nonzero(x, axis=-2)", ["count_nonzero", "axis -2 is out of bounds"]),
    ("(x: f64[n, m], w: f64[n]) -> average(x, weights=w)", ["average", "axis must be given"]),
    ("(x: f64[n, m], w: f64[n]) -> average(x, axis=(0, 1), weights=w)", ["average", "do not have the axes"]),
    ("(x: f64[n]) -> trace(x)", ["trace", "at least two dimensions"]),
    ("(x: f64[n, m]) -> trace(x, axis1=1)", ["trace", "cannot be the same"]),
    ("(x: f64[n, m]) -> norm(x, 'nuc')", ["norm", "singular values"]),
    ("(x: f64[n, m]) -> norm(x, 2)", ["norm", "singular values"]),
    ("(x: f64[n, m]) -> norm(x, 3)", ["norm", "invalid norm order for matrices"]),
    ("(x: f64[n]) -> norm(x, 'fro')", ["norm", "invalid norm order for vectors"]),
    ("(x: f64[n, m, k]) -> norm(x, 1)", ["norm", "improper number of dimensions"]),
    ("(x: f64[n, m]) -> norm(x, 'big')", ["norm", "invalid norm order 'big'"]),
    ("(x: f64[n, m, k]) -> cov(x)", ["cov", "more than 2 dimensions"]),
    ("(x: f64[n, m]) -> cov(x, fweights=x)", ["cov", "multidimensional fweights"]),
    ("(x: f64[n, m]) -> cumulative_sum(x)", ["cumulative_sum", "axis is required"]),
    ("(x: f64[n]) -> cummax(x, axis=2)", ["cummax", "axis 2 is out of bounds"]),
    ("(x: f64[n]) -> cumsum(x, dtype=bool)", ["cumsum", "dtype must not be bool"]),
    ("(x: bool[n]) -> logcumsumexp(x)", ["logcumsumexp", "not defined for bool"]),
    ("(x: f64) -> diff(x)", ["diff", "at least one dimensional"]),
    ("(x: f64[n]) -> diff(x, -1)", ["diff", "order must be non-negative"]),
    ("(x: f64[1]) -> gradient(x)", ["gradient", "at least 2 elements along axis 0"]),
    ("(x: f64[n]) -> gradient(x, edge_order=3)", ["gradient", "edge_order"]),
    ("(x: f64[n, m]) -> gradient(x, 1.0, 2.0, 3.0)", ["gradient", "invalid number of spacings: 3 for 2 axes"]),
    ("(x: f64[4], y: f64[5]) -> gradient(x, y)", ["gradient", "extent 5", "extent 4"]),
    ("(x: f64[n]) -> trapezoid(x, axis=4)", ["trapezoid", "axis 4 is out of bounds"]),
    ("(x: f64[n]) -> trapezoid(x, 2.0)", ["trapezoid", "x must have an axis"]),
  ]

  @Test("programs that are wrong", arguments: programs.indices) func program(_ index: Int) throws {
    let (text, words) = Self.programs[index]
    do {
      _ = try TextProgram(parsing: text, file: "p.tj")
      Issue.record("\(text) is a program")
    } catch {
      for word in words { #expect("\(error)".contains(word), "no \"\(word)\" in: \(error)") }
      #expect("\(error)".contains("p.tj:1"), "\(error)")
    }
  }

  /// Calls that fail, on every machine with the same words.
  static let calls: [(String, [NDArray], [String])] = [
    ("(x: f64[n]) -> nanargmin(x)", [NDArray([Double.nan, .nan])], ["nanargmin", "All-NaN slice", "p.tj:1"]),
    ("(x: f64[n], w: f64[n]) -> average(x, weights=w)", [NDArray([1.0, 2]), NDArray([1.0, -1])], ["average", "sum to zero", "p.tj:1"]),
    ("(x: f64[n, m], w: f64[m]) -> cov(x, aweights=w)", [[[1.0, 2]], NDArray([1.0, -1])], ["cov", "aweights cannot be negative"]),
    ("(x: f64[n, m], w: f64[m]) -> cov(x, fweights=w)", [[[1.0, 2]], NDArray([1.0, 0.5])], ["cov", "fweights must be integers"]),
    ("(x: f64[n]) -> ptp(x)", [NDArray([Double]())], ["zero-size array", "p.tj:1"]),
    ("(x: f64[n]) -> nanmin(x)", [NDArray([Double]())], ["zero-size array", "p.tj:1"]),
    ("(x: f64[n]) -> gradient(x)", [NDArray([1.0])], ["gradient", "at least 2 elements"]),
    ("(x: f64[n], y: f64[m]) -> gradient(x, y)", [NDArray([1.0, 2, 3]), NDArray([1.0, 2])], ["gradient", "3", "2"]),
    ("(x: i64[n], y: i64[n]) -> float_power(x, y), x ** y", [NDArray([2]), NDArray([-1])], ["power", "negative integer powers"]),
  ]

  @Test("calls that fail", arguments: calls.indices) func call(_ index: Int) throws {
    let (text, inputs, words) = Self.calls[index]
    let program = try TextProgram(parsing: text, file: "p.tj")
    for machine in Machine.allCases {
      let function = try machine.compiled(program)
      do {
        _ = try function(inputs)
        Issue.record("\(machine) gave a result")
      } catch {
        for word in words { #expect("\(error)".contains(word), "no \"\(word)\" in: \(error)") }
      }
    }
  }
}
