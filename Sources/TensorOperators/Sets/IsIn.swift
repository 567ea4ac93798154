extension Tensor {
  /// Whether each element is among those of another array: whether, when these are sorted, it belongs behind others than before. In their
  /// type, if that holds it.
  func isIn(_ others: Tensor, operation: String, at place: SourcePlace) -> Tensor {
    Tensor.building(operation, [self, others], at: place) { () throws(TensorError) in
      let (others, own) = (others.converted(to: others.elementType, at: place), converted(to: others.elementType, at: place))
      let sorted = Ordering.apply(.elements, others.raveled(at: place), axis: 0, name: operation, at: place)
      let ends = SearchSide.allCases.map { Searchsorted.apply(sorted, own, side: $0, sorter: nil, at: place) }
      // What their type does not hold is none of them, nor is NaN, which belongs among others that are NaN.
      let isHeld = Tensor.apply(.equal, [converted(to: elementType, at: place), own], at: place)
      return .apply(.logicalAnd, [isHeld, .apply(.less, ends, at: place)], at: place)
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
