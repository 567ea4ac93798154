extension ScalarFunction {
  /// (1 + x)^y, with what the sum loses: compound interest.
  public static let compound: ScalarFunction = ScalarFunction(
    "compound", arity: 2, rule: .float, summary: "(1 + x) ** y, with what the sum loses.",
    numpy: "(lambda a, b: np.where((np.abs(a) < 0.5) & (np.isfinite(b) | (a != 0)), np.exp(np.log1p(a) * b), np.power(1 + a, b)))"
      + "(np.longdouble(np.float64(x)), np.longdouble(np.float64(y))).astype(np.copysign(x, y).dtype)",
    domain: -0.5...50, ulps: 4,
    partials: [
      // As those of the power, also where 1 + x is 0.
      { x, r in
        let isZero = x[1] .== .constant(0.0, r.type)
        let less = select(isZero, .constant(1.0, r.type), x[1] - .constant(1.0, r.type))
        return select(isZero, .constant(0.0, r.type), x[1] * ScalarFunction.compound(x[0], less))
      },
      { x, r in
        let base = select(x[0] .== .constant(-1.0, r.type), .constant(0.0, r.type), x[0])
        return ScalarFunction.log1p(base) * r
      },
    ]
  ) { x in
    .expansion(inDouble(x[0], x[1], compoundPower))
  }
}

/// (1 + x) ** y, with what the sum loses.
public func compound<A: Algebra>(_ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.compound, [x, y], at: .at(file, line))
}
