extension Ordering {
  /// Sorts by the last key first: each earlier one was sorted by before, and sorting is stable.
  static func byKeys<A: ArrayAlgebra>(_ keys: [A], axis: Int, at place: SourcePlace) -> A {
    A.building("lexsort", keys, at: place) { () throws(TensorError) in
      guard let first = keys.first else { throw TensorError(operation: "lexsort", message: "need sequence of keys with len > 0") }
      let rank = first.inferredRank
      let normal = try Axes.normalized(axis, rank: rank, operation: "lexsort")
      for key in keys where key.inferredRank != rank {
        throw TensorError(operation: "lexsort", message: "all keys need to be the same shape")
      }
      // Extents that only a call knows are compared there.
      let shape = (0..<rank).map { axis in
        let extents = keys.map { $0.inferredType.shape[axis] }
        return extents.first { $0.constant != nil } ?? extents[0]
      }
      for (extent, key) in keys.flatMap({ key in zip(shape, key.inferredType.shape) }) {
        if let extent = extent.constant, let own = key.constant, own != extent {
          throw TensorError(operation: "lexsort", message: "all keys need to be the same shape")
        }
      }
      let last = rank - 1
      let lines = keys.map { key in
        key.required(shape, of: "the same axis of the other keys", at: place).moved([normal], to: [last], at: place)
      }
      let take = Take(axis: last, batchAxes: last)
      var order = A.single(Ordering(.places, axis: last), [lines[0]], at: place)
      for key in lines.dropFirst() {
        let arranged = A.single(take, [key, order], at: place)
        let next = A.single(Ordering(.places, axis: last), [arranged], at: place)
        order = .single(take, [order, next], at: place)
      }
      return order.moved([last], to: [normal], at: place)
    }
  }
}

/// The indices along an axis that put several keys in order: by the last one, where that is equal by the one before, and so on.
///
/// The keys have one shape, which is that of the result, i64. The order of `argsort` for each. Errors: no keys, other
/// shapes, an axis out of range.
public func lexsort<A: ArrayAlgebra>(
  _ keys: [A], axis: Int = -1, file: StaticString = #fileID, line: Int = #line
) -> A {
  Ordering.byKeys(keys, axis: axis, at: .at(file, line))
}

extension OperationDefinition {
  static let lexsort = OperationDefinition(
    "lexsort", family: "sorting", [Parameter("keys", .tensors), Parameter("axis", .integer, default: .integer(-1))],
    summary: "The indices that sort by several keys, the last one first.", numpy: "np.lexsort(keys, axis=axis)"
  ) { arguments throws(TensorError) in
    [Ordering.byKeys(try arguments.tensors("keys"), axis: try arguments.integer("axis"), at: arguments.place)]
  }.sampled("(x: f64[n], y: f64[n]) -> x[lexsort([y, floor(x)])]", "(x: f64[n], y: f64[n]) -> y[lexsort([x, y])]")
}
