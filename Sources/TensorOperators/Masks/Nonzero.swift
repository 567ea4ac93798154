/// For each axis of `x` the indices of its elements that are not 0 (NaN is not), in row-major order.
///
/// Shape: `(k,)` each, where `k` is how many there are; i64. `x[nonzero(x)]` are these elements. Any type. Errors: a scalar.
/// The extent is found when the function runs: see `Dimension.value(of:)`.
public func nonzero<A: ArrayAlgebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> [A] {
  x.nonzeros(at: .at(file, line))
}

/// The places of the elements of `x` that are not 0, in row-major order, as if it were flat.
public func flatNonzero<A: ArrayAlgebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  let place = SourcePlace.at(file, line)
  return A.composed("flatnonzero", [x], at: place) { $0[0].raveled(at: place).nonzeroPlaces("flatnonzero", at: place) }[0]
}

/// The indices of the elements of `x` that are not 0, each a row: `stack(nonzero(x), axis: 1)`.
public func argWhere<A: ArrayAlgebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  let place = SourcePlace.at(file, line)
  return A.composed("argwhere", [x], at: place) { [$0[0].argWhere(at: place)] }[0]
}

extension ArrayAlgebra {
  package func nonzeros(at place: SourcePlace) -> [Self] {
    if error == nil, inferredRank == 0 {
      return [
        .invalid(
          TensorError(
            operation: "nonzero", message: "a scalar has no axes to give indices of", operands: [inferredType], places: [place],
            hint: "ravel it, or compare"))
      ]
    }
    return Self.composed("nonzero", [self], at: place) { $0[0].nonzeroPlaces("nonzero", at: place) }
  }
}

extension Tensor {
  package func argWhere(at place: SourcePlace) -> Tensor {
    let places = (rank == 0 ? raveled(at: place) : self).nonzeroPlaces("argwhere", at: place)
    if let broken = places.first(where: { $0.error != nil }) { return broken }
    let rows = Tensor.stacked(places, axis: 1, type: nil, at: place)
    // A scalar's row has no index in it.
    return rank == 0 ? sliced(rows, [.all, .range(start: 0, stop: 0)], at: place) : rows
  }
}

extension OperationDefinition {
  static let nonzero = OperationDefinition(
    "nonzero", family: "indexing", [Parameter("a", .tensor)],
    summary: "For each axis the indices of the elements that are not 0, in row-major order.", numpy: "np.nonzero(a)"
  ) { arguments throws(TensorError) in try arguments.tensor("a").nonzeros(at: arguments.place) }.givingTuple.sampled(
    "(x: f64[5]) -> x[nonzero(x > 0.1)[0]] ** 2")

  static let flatNonzero = OperationDefinition(
    "flatnonzero", family: "indexing", [Parameter("a", .tensor)],
    summary: "The places of the elements that are not 0, as if the array were flat.", numpy: "np.flatnonzero(a)"
  ) { arguments throws(TensorError) in
    try arguments.tensor("a").raveled(at: arguments.place).nonzeroPlaces("flatnonzero", at: arguments.place)
  }.sampled("(x: f64[2, 3]) -> ravel(x)[flatnonzero(x > 0.1)] ** 2")

  static let argWhere = OperationDefinition(
    "argwhere", family: "indexing", [Parameter("a", .tensor)],
    summary: "The indices of the elements that are not 0, each a row.", numpy: "np.argwhere(a)"
  ) { arguments throws(TensorError) in [try arguments.tensor("a").argWhere(at: arguments.place)] }.sampled(
    "(x: f64[2, 3]) -> x * f64(argwhere(x > 0.1)[:, 0].size)")

  static let masks: [OperationDefinition] = [.nonzero, .flatNonzero, .argWhere, .compress, .extract]
}
