extension Tensor {
  /// Whether each element is among those of another array.
  ///
  /// All are sorted together, the others first among equals: an element is among them where the first of its equals is one of them.
  func isIn(_ others: Tensor, operation: String, at place: SourcePlace) -> Tensor {
    Tensor.building(operation, [self, others], at: place) { () throws(TensorError) in
      let parts = Tensor.promoted([others, self], to: nil, at: place).map { $0.raveled(at: place) }
      let all = Tensor.concatenated(parts, axis: 0, type: nil, at: place)
      let order = Ordering.apply(.places, all, axis: 0, name: operation, at: place)
      if order.error != nil { return order }
      let starts = all.taking(order, axis: 0, at: place).startsOfRuns(mergesNaN: false, at: place)
      let first = Tensor.places(ofMask: starts, operation: operation, at: place)
      let one = Tensor(ScalarValue(integer: 1, type: .i64), at: place)
      let runs = Tensor.apply(
        .subtract, [Tensor.single(Cumulative(.sum, axis: 0), [starts.converted(to: .i64, at: place)], at: place), one], at: place)
      let leader = order.taking(first, axis: 0, at: place).taking(runs, axis: 0, at: place)
      let count = Tensor.make(Extent(parts[0].shape[0], isWeak: false), [], at: place)
      let isFound = Tensor.apply(.less, [leader, count], at: place)
      let nowhere = Tensor.filled(all.shape, 0, type: .bool, at: place)
      let placed = Tensor.single(Scatter(ScatterLowering(axes: [0], position: 0, combiner: .set)), [nowhere, order, isFound], at: place)
      let own = sliced(placed, [.range(start: parts[0].shape[0], stop: nil)], at: place)
      return own.error == nil ? .single(Reshape(shape), [own], at: place) : own
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
