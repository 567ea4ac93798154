extension ScalarFunction {
  /// Rounding to integral values.
  static let rounding: [ScalarFunction] = [
    .floor, .ceil, .trunc, .rint,
  ]

  /// The largest integral value not above x; integers stay.
  public static let floor = ScalarFunction(
    "floor", arity: 1, rule: .promoted,
    summary: "The largest integral value not above x; integers stay.", numpy: "np.floor(x)",
    facts: [.increasing, .idempotent],
    partials: [{ x, r in .constant(0.0, r.type) }],
    image: { x in x[0].rounded(.down) }
  ) { x in
    .expansion(x[0].type.isFloat ? .primitive(.floor, x[0]) : x[0])
  }

  /// The smallest integral value not below x; integers stay.
  public static let ceil = ScalarFunction(
    "ceil", arity: 1, rule: .promoted,
    summary: "The smallest integral value not below x; integers stay.", numpy: "np.ceil(x)",
    facts: [.increasing, .idempotent],
    partials: [{ x, r in .constant(0.0, r.type) }],
    image: { x in x[0].rounded(.up) }
  ) { x in
    .expansion(x[0].type.isFloat ? .primitive(.ceiling, x[0]) : x[0])
  }

  /// The integral part of x; integers stay.
  public static let trunc = ScalarFunction(
    "trunc", aliases: ["fix"], arity: 1, rule: .promoted,
    summary: "The integral part of x; integers stay.", numpy: "np.trunc(x)",
    facts: [.increasing, .idempotent, .odd],
    partials: [{ x, r in .constant(0.0, r.type) }],
    image: { x in x[0].rounded(.towardZero) }
  ) { x in
    .expansion(x[0].type.isFloat ? .primitive(.truncate, x[0]) : x[0])
  }

  /// The nearest integral value, ties to even.
  public static let rint = ScalarFunction(
    "rint", arity: 1, rule: .float,
    summary: "The nearest integral value, ties to even.", numpy: "np.rint(x)",
    facts: [.increasing, .idempotent, .odd],
    partials: [{ x, r in .constant(0.0, r.type) }],
    image: { x in x[0].rounded(.toNearestOrEven) },
    complex: .rint
  ) { x in
    .expansion(x[0].rounded)
  }
}

/// The largest integral value not above x; integers stay.
public func floor<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.floor, [x], at: .at(file, line))
}

/// The smallest integral value not below x; integers stay.
public func ceil<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.ceil, [x], at: .at(file, line))
}

/// The integral part of x; integers stay.
public func trunc<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.trunc, [x], at: .at(file, line))
}

/// The nearest integral value, ties to even.
public func rint<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.rint, [x], at: .at(file, line))
}
