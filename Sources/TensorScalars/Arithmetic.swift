extension ScalarFunction {
  /// Sums, products and their kin.
  static let arithmetic: [ScalarFunction] = [.add]

  /// `x + y`; on bool the logical or.
  public static let add = ScalarFunction(
    "add", arity: 2, rule: .promoted, summary: "The sum x + y.", numpy: "np.add(x, y)",
    facts: [.commutative, .associative],
    partials: [{ x, r in .constant(1.0, r.type) }, { x, r in .constant(1.0, r.type) }]
  ) { x in
    .expansion(.primitive(x[0].type == .bool ? .or : .add, x[0], x[1]))
  }
}
