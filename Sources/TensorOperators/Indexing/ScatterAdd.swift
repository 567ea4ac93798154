extension ArrayAlgebra {
  package func scatterAdding(
    at indices: Self, _ updates: Self, axis: Int, batchAxes: Int = 0, place: SourcePlace
  ) -> Self {
    Self.building("scatter_add", [self, indices, updates], at: place) { () throws(TensorError) in
      let normal = try Axes.normalized(axis, rank: inferredRank, operation: "scatter_add")
      let (type, given) = (inferredType.elementType, updates.inferredType.elementType)
      guard given.kind <= type.kind else {
        throw TensorError(
          operation: "scatter_add", message: "updates of type \(given.name) cannot be added to \(type.name)",
          hint: "cast them with \(type.name)(...)")
      }
      guard batchAxes >= 0, batchAxes <= min(normal, indices.inferredRank) else {
        throw TensorError(
          operation: "scatter_add",
          message: "\(batchAxes) batch axes for axis \(normal) and indices with \(indices.inferredRank) axes",
          hint: "axes that x and the indices share stand in front of the axis")
      }
      let picked = indices.inferredType.shape.dropFirst(batchAxes)
      let shape = inferredType.shape[..<normal] + picked + inferredType.shape[(normal + 1)...]
      let spread = updates.converted(to: type, at: place).broadcast(to: Array(shape), at: place)
      return .single(Scatter(.add, axis: normal, batchAxes: batchAxes), [self, indices, spread], at: place)
    }
  }
}

/// `x` with `updates` added at `indices` along an axis: `x[..., indices[i], ...] += updates[..., i, ...]` for each `i`,
/// in row-major order of the indices, so that what is added to one place twice counts twice.
///
/// The shape and type of `x`. `updates` broadcast to the shape of `x` with the axis replaced by the shape of `indices`,
/// and are converted to its type; bools are or-ed. Indices are integers, negative ones count from the end. JAX writes
/// `x.at[indices].add(updates)`, NumPy `np.add.at`, PyTorch `index_add`. Errors: an index out of range (when called), an
/// axis out of range, indices of a float type or u64, shapes that do not fit, updates of a kind that `x` cannot hold
/// (floats in integers).
///
/// With `batchAxes` that many leading axes of `x` and the updates are those of the indices, too: each example has
/// indices of its own, whose axes behind these replace `axis`.
public func scatterAdd<A: ArrayAlgebra>(
  _ x: A, at indices: A, _ updates: A, axis: Int = 0, batchAxes: Int = 0, file: StaticString = #fileID,
  line: Int = #line
) -> A {
  x.scatterAdding(at: indices, updates, axis: axis, batchAxes: batchAxes, place: .at(file, line))
}

extension OperationDefinition {
  static let scatterAdd = OperationDefinition(
    "scatter_add", family: "indexing",
    [
      Parameter("x", .tensor), Parameter("indices", .tensor), Parameter("updates", .tensor),
      Parameter("axis", .integer, default: .integer(0)),
      Parameter("batch_dims", .integer, default: .integer(0), keywordOnly: true),
    ],
    summary: "An array with updates added at integer indices along an axis; those at one place add up.",
    numpy: "[y := np.array(x), np.add.at(y, (slice(None),) * (axis % y.ndim) + (indices,), updates)][0]; "
      + "batch_dims: for each index of that many leading axes"
  ) { arguments throws(TensorError) in
    [
      try arguments.tensor("x").scatterAdding(
        at: try arguments.tensor("indices"), try arguments.tensor("updates"), axis: try arguments.integer("axis"),
        batchAxes: try arguments.integer("batch_dims"), place: arguments.place)
    ]
  }.sampled(
    "(x: f64[n, m], v: f64[4, m]) -> scatter_add(x, [0, 2, 2, -1], v)",
    "(x: f64[n, m], v: f64[n, 2, 2]) -> scatter_add(x, [[0, 1], [1, 1]], v, axis=1)",
    "(x: f64[2, m], v: f64[2, 3]) -> scatter_add(x, [[0, 1, 1], [-1, -1, 0]], v, axis=1, batch_dims=1)")
}
