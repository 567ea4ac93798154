extension ScalarFunction {
  /// (1 + x)^y, with what the sum loses: compound interest.
  public static let compound = ScalarFunction(
    "compound", arity: 2, rule: .float, summary: "(1 + x) ** y, with what the sum loses.",
    numpy: "(lambda a, b: np.where((np.abs(a) < 0.5) & np.isfinite(b), np.exp(np.log1p(a) * b), np.power(1 + a, b)))"
      + "(np.longdouble(np.float64(x)), np.longdouble(np.float64(y))).astype(np.copysign(x, y).dtype)",
    domain: -0.5...50, ulps: 4,
    partials: [
      { x, r in x[1] * r / (x[0] + .constant(1.0, r.type)) }, { x, r in ScalarFunction.log1p(x[0]) * r },
    ]
  ) { x in
    .expansion(inDouble(x[0], x[1], compoundPower))
  }
}

/// (1 + x) ** y, with what the sum loses.
public func compound<A: Algebra>(_ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.compound, [x, y], at: .at(file, line))
}
