import TensorJIT

extension ScalarFunction {
  /// `1 - cos(x)`, precise near 0.
  public static let versine = ScalarFunction(
    "versine", arity: 1, rule: .trueDivision, summary: "The versed sine 1 - cos(x), precise near 0.",
    numpy: "2 * np.sin(x / 2) ** 2", facts: [.even], domain: -40...40, ulps: 4,
    partials: [{ x, r in sin(x[0]) }]
  ) { x in
    .expansion(2.0 * square(sin(0.5 * x[0])))
  }
}

/// The versed sine 1 - cos(x), precise near 0.
public func versine<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.versine, [x], at: .at(file, line))
}
