extension Ordering {
  /// The places of the `k` greatest or least elements along an axis, in order.
  static func extreme<A: ArrayAlgebra>(
    _ x: A, k: Dimension, axis: Int, isLargest: Bool, at place: SourcePlace
  ) -> (values: A, indices: A) {
    var results: [A] = []
    let values = A.building("top_k", [x], at: place) { () throws(TensorError) in
      let rank = x.inferredRank
      let normal = try Axes.normalized(axis, rank: rank, operation: "top_k")
      if let count = k.constant, count < 0 { throw TensorError(operation: "top_k", message: "k must not be negative, got \(count)") }
      let extent = x.inferredType.shape[normal]
      if let count = k.constant, let extent = extent.constant, count > extent {
        throw TensorError(operation: "top_k", message: "k = \(count) is more than the extent \(extent) of axis \(normal)")
      }
      let lines = x.moved([normal], to: [rank - 1], at: place)
      let ordering = Ordering(.places, axis: rank - 1, isDescending: isLargest, range: Range(first: 0, count: k))
      let indices = A.single(ordering, [lines], at: place)
      let values = A.single(Take(axis: rank - 1, batchAxes: rank - 1), [lines, indices], at: place)
      results = [indices.moved([rank - 1], to: [normal], at: place)]
      return values.moved([rank - 1], to: [normal], at: place)
    }
    return (values, results.first ?? values)
  }
}

/// The `k` greatest elements along an axis (or the least), in order, and their indices (i64).
///
/// Shapes: that of `x` with extent `k` along the axis. NaNs are the greatest; of equal elements the first come first. Only what is asked for is
/// put in order. Errors: an axis out of range, `k` negative or more than the extent.
public func topK<A: ArrayAlgebra>(
  _ x: A, _ k: Dimension, axis: Int = -1, largest: Bool = true, file: StaticString = #fileID, line: Int = #line
) -> (values: A, indices: A) {
  Ordering.extreme(x, k: k, axis: axis, isLargest: largest, at: .at(file, line))
}

extension OperationDefinition {
  static let topK = OperationDefinition(
    "top_k", family: "sorting",
    [
      Parameter("x", .tensor), Parameter("k", .integer), Parameter("axis", .integer, default: .integer(-1)),
      Parameter("largest", .flag, default: .flag(true)), Parameter("sorted", .flag, default: .flag(true)),
    ],
    summary: "The k greatest (or least) elements along an axis, in order, and their indices.",
    numpy: "(lambda i: (np.take_along_axis(x, i, axis), i))(np.take(sort_order(x, axis, descending=largest), range(k), axis)), "
      + "with the stable order of argsort; sorted=False may be sorted as well"
  ) { arguments throws(TensorError) in
    _ = try arguments.flag("sorted")
    let (values, indices) = Ordering.extreme(
      try arguments.tensor("x"), k: Dimension(try arguments.integer("k")), axis: try arguments.integer("axis"),
      isLargest: try arguments.flag("largest"), at: arguments.place)
    return [values, indices]
  }.sampled(
    "(x: f64[n]) -> { let v, i = top_k(x, 2) return v * x[i] }",
    "(x: f64[n, m]) -> { let v, i = top_k(x, 1, axis=0, largest=false) return v }")
}
