import TensorJIT
import TensorText
import Testing

extension WrongPrograms {
  static let two = NDArray([1.0, 2])
  static let three = NDArray([1.0, 2, 3])

  /// Extents of 1 where NumPy does not broadcast, and values that no result reads.
  static let stretched: [WrongProgram] = [
    ("average(x, weights=w)", "average"), ("cov(x, aweights=w)", "cov"), ("cov(x, fweights=w)", "cov"),
    ("quantile(x, 0.5, method='inverted_cdf', weights=w)", "quantile"), ("nanquantile(x, 0.5, method='inverted_cdf', weights=w)", "nanquantile"),
    ("histogram(x, 3, weights=w)[0]", "histogram"), ("histogram(x, [0.0, 5], weights=w)[0]", "histogram"), ("bincount(i64(x), w)", "bincount"),
    ("bincount(i64(x), w, length=9)", "bincount"), ("piecewise(x, [w > 0], [1, 2])", "piecewise"), ("piecewise(w, [x > 0], [1, 2])", "piecewise"),
    ("piecewise(x, [w[0] > 0], [1, 2])", "piecewise"), ("searchsorted(x, w, sorter=i64(w) * 0)", "searchsorted"),
    ("average(stack([x, x]), axis=1, weights=w)", "average"),
  ].map { call, operation in
    WrongProgram("(x: f64[n], w: f64[m]) -> \(call)", [two, NDArray([5.0])], by: operation, "must be equal")
  }

  static let unread: [WrongProgram] = [
    ("sum(x) / size(x * y)", "multiply", "do not broadcast"), ("(x + y).shape[0]", "add", "do not broadcast"),
    ("zeros((x + y).shape)", "add", "do not broadcast"), ("zeros_like(x + y)", "add", "do not broadcast"),
    ("zeros(broadcast_shapes(x.shape, y.shape))", "zeros", "do not broadcast"), ("broadcast_arrays(x, y, x)[-1]", "broadcast_arrays", "do not broadcast"),
    ("broadcast_arrays(x + y, x)[1]", "broadcast_arrays", "do not broadcast"), ("mean(x) * size(stack([x, y]))", "stack", "must be equal"),
    ("x * size(top_k(x, 4)[0])", "top_k", "at least 4"), ("x * size(split(y, 2)[0])", "split", "must be equal"),
    ("sliding_window_view(x, 3).shape[0]", "sliding_window_view", "at least 3"), ("(x + y).at[:].set(1)", "add", "do not broadcast"),
    ("sum(x) / size(x[y > 0])", "getitem", "must be equal"), ("delete(x[:1], 5)", "delete", "at least 6"), ("pad(x[:0], 1, mode='mean')", "pad", "can't extend empty axis 0"),
    ("ravel_multi_index(([1], [1]), (2, x[:0].shape[0]), mode='wrap')", "ravel_multi_index", "zero entries"),
  ].map { WrongProgram("(x: f64[n], y: f64[m]) -> \($0)", [two, three], by: $1, $2) }
}

@Suite("Shapes of what nobody reads") struct UnreadShapeTests {
  @Test("extents of 1 that do not stretch", arguments: WrongPrograms.stretched) func stretched(_ program: WrongProgram) { program.check() }
  @Test("must fit all the same", arguments: WrongPrograms.unread) func unread(_ program: WrongProgram) { program.check() }

  @Test("a name that is not used, an argument that is not read") func unused() throws {
    let texts = [
      "func main(x: f64[n], y: f64[m]) {\n  let z = x + y\n  return x\n}",
      "func g(a: f64[k], b: f64[k]) -> f64[k] { return a }\nfunc main(x: f64[n], y: f64[m]) {\n  return g(x, y)\n}",
    ]
    for text in texts {
      let program = try TextProgram(parsing: text, file: "p.tj")
      let function = try compile(inputs: program.parameters.map(\.tensor), outputs: program.results.map(\.tensor))
      #expect(throws: CallError.self) { try function(WrongPrograms.two, WrongPrograms.three) }
      #expect(try "\(function(WrongPrograms.two, WrongPrograms.two)[0])" == "[1. 2.]")
      // What it is asked for is no part of the program.
      #expect(!"\(program)".contains("op.requiring"))
    }
  }

  @Test("an index of 64 bits without a sign is no negative one") func unsigned() {
    for index in ["x[k]", "x[k, None]", "x.at[k].set(9.0)", "x.at[k].add(1)"] {
      WrongProgram("(x: f64[n], k: u64) -> \(index)", [WrongPrograms.two, NDArray(scalar: UInt64.max)], by: nil, "out of bounds").check()
    }
  }

  @Test("conditions of piecewise are masks of the first axes") func piecewise() throws {
    let program = try TextProgram(parsing: "(x: f64[n, m], c: bool[k]) -> piecewise(x, [c], [1, 2])")
    let function = try compile(inputs: program.parameters.map(\.tensor), outputs: program.results.map(\.tensor))
    #expect(try "\(function([[5.0, 6], [7, 8]], NDArray([true, false]))[0])" == "[[1. 1.]\n [2. 2.]]")
  }
}
