extension ArrayAlgebra {
  package static func choosing(_ selector: Self, _ choices: [Self], _ mode: IndexMode, at place: SourcePlace) -> Self {
    building("choose", [selector] + choices, at: place) { () throws(TensorError) in
      guard !choices.isEmpty else { throw TensorError(operation: "choose", message: "there is nothing to choose from") }
      guard selector.inferredType.elementType == .bool || selector.inferredType.elementType.isInteger else {
        throw TensorError(
          operation: "choose", message: "the numbers of the choices must be integers, got \(selector.inferredType)",
          hint: "cast them with i64(...)")
      }
      let count = Dimension(choices.count)
      let number = selector.indices(in: count, mode, at: place)
      let operands = promoted(choices, to: nil, at: place)
      let shape = try Broadcasting.combine([selector.inferredType.shape] + choices.map(\.inferredType.shape), operation: "choose").shape
      // The last one stands for all numbers that are left.
      var result = operands[operands.count - 1]
      for (position, choice) in operands.enumerated().dropLast().reversed() {
        let isThis = Self.apply(.equal, [number, Self.weak(.integer(position), like: number)], at: place)
        result = .apply(.where, [isThis, choice, result], at: place)
      }
      result = result.broadcast(to: shape, at: place)
      guard mode == .raise else { return result }
      // The result is checked, not the numbers: nobody reads these where choices are alike.
      func isNumber(_ function: ScalarFunction, _ bound: Int) -> Self {
        .apply(function, [number, Self.weak(.integer(bound), like: number)], at: place)
      }
      let isInRange = Self.apply(.logicalAnd, [isNumber(.greaterEqual, 0), isNumber(.less, choices.count)], at: place)
      return .single(Checked("the numbers of the choices must be 0 to \(choices.count - 1)", of: "choose"), [result, isInRange], at: place)
    }
  }
}

/// At each place the element of the choice of which `selector` has the number there: `choices[selector[i]][i]`.
///
/// All broadcast together; the type is what the choices promote to. The mode says what becomes of a number out of range. Errors: a number out of
/// range, or negative (when called), numbers that are no integers or bools, no choices.
public func choose<A: ArrayAlgebra>(
  _ selector: A, _ choices: [A], mode: IndexMode = .raise, file: StaticString = #fileID, line: Int = #line
) -> A {
  .choosing(selector, choices, mode, at: .at(file, line))
}

extension OperationDefinition {
  static let choose = OperationDefinition(
    "choose", family: "indexing",
    [
      Parameter("a", .tensor), Parameter("choices", .tensors, keepsNumbers: true),
      Parameter("mode", .text, default: .text("raise"), keywordOnly: true),
    ],
    summary: "For each element the choice that an index array names.", numpy: "np.choose(a, choices, mode=mode)"
  ) { arguments throws(TensorError) in
    [
      .choosing(
        try arguments.strong("a"), try arguments.tensors("choices"), try arguments.indexMode("mode"), at: arguments.place)
    ]
  }.sampled(
    "(x: f64[3], y: f64[2, 1]) -> choose([[0, 1, 2], [1, 1, 0]], [x, y, x * x])", "(x: f64[n]) -> choose(-1, [x, x ** 3], mode='wrap')")
}
