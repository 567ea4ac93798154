extension ArrayAlgebra {
  package func dotted(_ other: Self, at place: SourcePlace) -> Self {
    Self.building("dot", [self, other], at: place) { () throws(TensorError) in
      let (a, b) = (inferredType, other.inferredType)
      if a.rank == 0 || b.rank == 0 { return .apply(.multiply, [self, other], at: place) }
      if b.rank <= 2, a.rank <= 2 || b.rank == 1 {
        return .single(MatMul(), [self, other], at: place)
      }
      // The general case as one matrix product: rows are all leading axes of the first, columns those of the second.
      let (k, l) = (a.shape[a.rank - 1], b.shape[b.rank - 2])
      let rows = Array(a.shape.dropLast())
      let columns = Array(b.shape.dropLast(2)) + [b.shape[b.rank - 1]]
      let left = Self.single(Reshape([rows.reduce(1, *), k]), [self], at: place)
      let front = other.moved([b.rank - 2], to: [0], at: place)
      let right = Self.single(Reshape([l, columns.reduce(1, *)]), [front], at: place)
      return .single(Reshape(rows + columns), [.single(MatMul(), [left, right], at: place)], at: place)
    }
  }
}

/// The sum of products over the last axis of `a` and the last but one (or only one) of `b`.
///
/// Vectors: their inner product; matrices: their product; a scalar: an ordinary product. Shape: the other axes of `a`,
/// then those of `b`. Types as for `matmul`. Errors: extents that do not match.
public func dot<A: ArrayAlgebra>(_ a: A, _ b: A, file: StaticString = #fileID, line: Int = #line) -> A {
  a.dotted(b, at: .at(file, line))
}

extension OperationDefinition {
  static let dot = OperationDefinition(
    "dot", family: "linalg", [Parameter("a", .tensor), Parameter("b", .tensor)],
    summary: "The sum of products over the last axis of a and the last but one of b.", numpy: "np.dot(a, b)"
  ) { arguments throws(TensorError) in
    [try arguments.tensor("a").dotted(try arguments.tensor("b"), at: arguments.place)]
  }.sampled(
    "(x: f64[n], y: f64[n]) -> dot(x, y)",
    "(x: f64[k, m], y: f64[n, m, l]) -> dot(x, y)")
}
