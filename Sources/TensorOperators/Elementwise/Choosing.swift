extension ArrayAlgebra {
  /// The choice of the first condition that holds, else the default.
  package static func selected(
    _ conditions: [Self], _ choices: [Self], default fallback: Self, at place: SourcePlace
  ) -> Self {
    building("select", conditions + choices + [fallback], at: place) { () throws(TensorError) in
      func failure(_ message: String, hint: String? = nil) -> TensorError {
        TensorError(operation: "select", message: message, hint: hint)
      }
      guard conditions.count == choices.count else {
        throw failure("a list of \(conditions.count) conditions needs as many choices, got \(choices.count)")
      }
      guard !conditions.isEmpty else { throw failure("select with an empty condition list is not possible") }
      if let wrong = conditions.firstIndex(where: { $0.inferredType.elementType != .bool }) {
        throw failure(
          "condition \(wrong) must be bool, got \(conditions[wrong].inferredType)", hint: "compare it, as x != 0")
      }
      let values = promoted(choices + [fallback], to: nil, at: place)
      return zip(conditions, values).reversed().reduce(values[values.count - 1]) { rest, pair in
        .apply(.where, [pair.0, pair.1, rest], at: place)
      }
    }
  }

  /// `x`-like values: for each condition that holds its value, the last of several; one value more is for where none holds.
  package static func pieces(
    of x: Self, _ conditions: [Self], _ values: [Self], at place: SourcePlace
  ) -> Self {
    building("piecewise", [x] + conditions + values, at: place) { () throws(TensorError) in
      func failure(_ message: String) -> TensorError { TensorError(operation: "piecewise", message: message) }
      guard values.count == conditions.count || values.count == conditions.count + 1 else {
        throw failure(
          "with \(conditions.count) condition(s), either \(conditions.count) or \(conditions.count + 1) functions are expected, "
            + "got \(values.count)")
      }
      let type = x.inferredType.elementType
      let shape = x.inferredType.shape
      let fallback = values.count > conditions.count ? values[conditions.count] : Self.weak(.integer(0), like: x)
      var result = try fallback.assigned(as: type, in: "piecewise", at: place).broadcast(to: shape, at: place)
      for (condition, value) in zip(conditions, values) {
        let rank = Swift.max(condition.inferredRank, Swift.min(shape.count, 1))
        guard rank <= shape.count else {
          throw failure("a condition \(condition.inferredType) has more axes than the operand \(x.inferredType)")
        }
        // A condition is an index of the operand: of its first axes, and no broadcasting.
        let mask = condition.converted(to: .bool, at: place).expanded(Array(0..<rank - condition.inferredRank), at: place)
          .required(Array(shape[..<rank]), of: "the operand's extent", at: place).expanded(Array(rank..<shape.count), at: place)
        let given = try value.assigned(as: type, in: "piecewise", at: place).broadcast(to: shape, at: place)
        result = .apply(.where, [mask, given, result], at: place)
      }
      return result
    }
  }
}

/// For each element the choice of the first condition that holds, else the default. NumPy's `select`.
///
/// All operands broadcast; choices and default are promoted to one type. Errors: conditions that are not bool, as many choices as
/// conditions.
public func select<A: ArrayAlgebra>(
  _ conditions: [A], _ choices: [A], default fallback: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  .selected(conditions, choices, default: fallback, at: .at(file, line))
}

/// A function by cases: where a condition holds the value of its function, of several the last one's. NumPy's `piecewise`.
///
/// One function more is for where none holds; else that is 0. The result has the type and shape of `x`. Functions see all of `x`.
public func piecewise<A: ArrayAlgebra>(
  _ x: A, _ conditions: [A], _ functions: [(A) -> A], file: StaticString = #fileID, line: Int = #line
) -> A {
  .pieces(of: x, conditions, functions.map { $0(x) }, at: .at(file, line))
}

extension OperationDefinition {
  static let select = OperationDefinition(
    "select", family: "elementwise",
    [
      Parameter("condlist", .tensors), Parameter("choicelist", .tensors, keepsNumbers: true),
      Parameter("default", .tensor, default: .integer(0)),
    ], summary: "The choice of the first condition that holds, else the default.",
    numpy: "np.select(condlist, choicelist, default=default)"
  ) { arguments throws(TensorError) in
    [
      .selected(
        try arguments.tensors("condlist"), try arguments.tensors("choicelist"), default: try arguments.number("default"),
        at: arguments.place)
    ]
  }.sampled("(x: f64[n], y: f64[n]) -> select([x > 1, x > 0.5], [x * y, y ** 2], x)")

  static let elementwise: [OperationDefinition] = [
    .divmod, .modf, .frexp, .round, .isclose, .allclose, .arrayEqual, .nanToNum, .select, .angle, .unwrap,
  ]
}
