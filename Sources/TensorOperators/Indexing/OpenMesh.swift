extension ArrayAlgebra {
  /// Vectors as index arrays that pick all combinations of their elements.
  package static func openMesh(_ vectors: [Self], at place: SourcePlace) -> [Self] {
    vectors.enumerated().map { number, vector in
      building("ix_", [vector], at: place) { () throws(TensorError) in
        guard vector.inferredRank == 1 else {
          throw TensorError(operation: "ix_", message: "cross index must be 1 dimensional, got \(vector.inferredType)", hint: "ravel it")
        }
        var places = vector
        if vector.inferredType.elementType == .bool { places = try vector.truePlaces("ix_", at: place)[0] }
        // NumPy's empty list is of floats.
        if vector.inferredType.count.constant == 0 { places = places.converted(to: .i64, at: place) }
        return places.expanded(vectors.indices.filter { $0 != number }, at: place)
      }
    }
  }
}

/// Vectors of indices, each along an axis of its own: as an index they pick all combinations, `x[ix_(i, j)]` what `x[i][:, j]` does.
///
/// The k-th has the extent of the k-th vector along axis k, else 1; bools become the places where they are true. Errors: operands that are no vectors.
public func openMesh<A: ArrayAlgebra>(_ vectors: A..., file: StaticString = #fileID, line: Int = #line) -> [A] {
  A.openMesh(vectors, at: .at(file, line))
}

extension OperationDefinition {
  static let openMesh = OperationDefinition(
    "ix_", family: "indexing", [Parameter("args", .tensors, variadic: true)],
    summary: "Vectors of indices along axes of their own, which pick all combinations.", numpy: "np.ix_(*args)",
    elementTypes: ElementType.integers + [.bool]
  ) { arguments throws(TensorError) in Tensor.openMesh(try arguments.tensors("args"), at: arguments.place) }
  .givingTuple.sampled("(x: f64[n, m]) -> x[ix_([1, 0, 1], [true, false])] * x[0, 0]", "(x: f64[3]) -> x[ix_([2, 0])]")
}
