extension Tensor {
  /// Whether each element is among those of another array: whether, when these are sorted, it belongs behind others than before.
  func isIn(_ others: Tensor, operation: String, at place: SourcePlace) -> Tensor {
    Tensor.building(operation, [self, others], at: place) { () throws(TensorError) in
      let parts = Tensor.promoted([others, self], to: nil, at: place)
      let sorted = Ordering.apply(.elements, parts[0].raveled(at: place), axis: 0, name: operation, at: place)
      let ends = SearchSide.allCases.map { Searchsorted.apply(sorted, parts[1], side: $0, sorter: nil, at: place) }
      // NaN belongs among the others that are NaN, but is none of them.
      let isNumber = Tensor.apply(.equal, [parts[1], parts[1]], at: place)
      return .apply(.logicalAnd, [isNumber, .apply(.less, ends, at: place)], at: place)
    }
  }
}

/// Whether each element of `x` is among those of `others`, or is not with `inverted`. NaN is among none.
///
/// Bools in the shape of `x`. Errors: a type without an order.
public func isIn<A: ArrayAlgebra>(
  _ x: A, _ others: A, inverted: Bool = false, file: StaticString = #fileID, line: Int = #line
) -> A {
  let place = SourcePlace.at(file, line)
  return A.composed("isin \(inverted)", [x, others], at: place) { operands in
    let found = operands[0].isIn(operands[1], operation: "isin", at: place)
    return [inverted ? .apply(.logicalNot, [found], at: place) : found]
  }[0]
}

extension OperationDefinition {
  static let isIn = OperationDefinition(
    "isin", family: "sets",
    [
      Parameter("element", .tensor), Parameter("test_elements", .tensor), Parameter("assume_unique", .flag, default: .flag(false)),
      Parameter("invert", .flag, default: .flag(false)), Parameter("kind", .text, default: Argument.none, keywordOnly: true),
    ],
    summary: "Whether each element is among those of another array.",
    numpy: "np.isin(element, test_elements, invert=invert), whatever assume_unique and kind say"
  ) { arguments throws(TensorError) in
    if case .text(let kind)? = arguments.values["kind"], kind != "sort", kind != "table" {
      throw TensorError(operation: "isin", message: "kind must be 'sort', 'table' or None, got '\(kind)'", places: [arguments.place])
    }
    let found = try arguments.tensor("element").isIn(try arguments.tensor("test_elements"), operation: "isin", at: arguments.place)
    return [try arguments.flag("invert") ? .apply(.logicalNot, [found], at: arguments.place) : found]
  }.sampled("(x: f64[3]) -> where(isin(floor(x), [0, 1]), x ** 2, x)", "(x: f64[3]) -> isin(x, x[1:]) * x")
}
