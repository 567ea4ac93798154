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

  package static func segmentSum(_ data: Self, _ segments: Self, count: Dimension, at place: SourcePlace) -> Self {
    building("segment_sum", [data, segments], at: place) { () throws(TensorError) in
      let (type, rank) = (data.inferredType, segments.inferredRank)
      guard type.rank >= rank else {
        throw TensorError(
          operation: "segment_sum", message: "segments with \(rank) axes for data with \(type.rank)",
          hint: "each segment number is that of one element or row of the data")
      }
      let zeros = Self.weak(.integer(0), like: data).converted(to: type.elementType, at: place)
        .broadcast(to: [count] + type.shape.dropFirst(rank), at: place)
      return zeros.scatterAdding(at: segments, data, axis: 0, place: place)
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

/// The sums of the rows of `data` by segment: `result[k] = sum of data[i] where segments[i] == k`, in order of `i`.
///
/// Shape: `(count, ...)`, the dots being the axes of `data` behind those of `segments`; the type of `data`. As
/// `jax.ops.segment_sum`, but a number out of range is an error, and negative ones count from the end. Errors: those of
/// `scatterAdd`.
public func segmentSum<A: ArrayAlgebra>(
  _ data: A, _ segments: A, count: Dimension, file: StaticString = #fileID, line: Int = #line
) -> A {
  .segmentSum(data, segments, count: count, at: .at(file, line))
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

  static let segmentSum = OperationDefinition(
    "segment_sum", family: "indexing",
    [Parameter("data", .tensor), Parameter("segment_ids", .tensor), Parameter("num_segments", .shape)],
    summary: "The sums of rows by segment.",
    numpy:
      "[y := np.zeros((num_segments, *data.shape[segment_ids.ndim:]), data.dtype), np.add.at(y, segment_ids, data)][0]"
  ) { arguments throws(TensorError) in
    let count = try arguments.shape("num_segments")
    guard count.count == 1 else {
      throw TensorError(
        operation: "segment_sum", message: "num_segments must be one extent, got \(count.count)",
        places: [arguments.place])
    }
    return [
      .segmentSum(
        try arguments.tensor("data"), try arguments.tensor("segment_ids"), count: count[0], at: arguments.place)
    ]
  }.sampled("(x: f64[3, m]) -> segment_sum(x, [1, 0, 1], 3)")
}
