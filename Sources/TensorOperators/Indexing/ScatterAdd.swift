/// Elements added to a copy of an array, at integer indices along an axis: the transpose of `Take`.
public struct ScatterAdd: Operation {
  public let axis: Int
  /// So many leading axes are those of the indices, too.
  public let batchAxes: Int

  public init(axis: Int, batchAxes: Int = 0) { (self.axis, self.batchAxes) = (axis, batchAxes) }

  public var name: String { "scatter_add" }
  public var attributes: [Attribute] {
    [Attribute("axis", .integer(axis)), Attribute("batch_dims", .integer(batchAxes))]
  }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    guard inputs.count == 3 else { throw failure("takes 3 operands, got \(inputs.count)") }
    let (target, indices, updates) = (inputs[0], inputs[1], inputs[2])
    guard axis >= 0, axis < target.rank else {
      throw failure("axis \(axis) is out of bounds for array of dimension \(target.rank)")
    }
    try requireIndices(indices)
    guard batchAxes >= 0, batchAxes <= axis, batchAxes <= indices.rank else {
      throw failure("\(batchAxes) batch axes for axis \(axis) and indices with \(indices.rank) axes")
    }
    guard updates.elementType == target.elementType else {
      throw failure("updates must be of type \(target.elementType.name), got \(updates.elementType.name)")
    }
    let expected = target.shape[..<axis] + indices.shape[batchAxes...] + target.shape[(axis + 1)...]
    guard updates.rank == expected.count else {
      throw failure("updates must have \(expected.count) axes, got \(updates.rank)")
    }
    var constraints = try equalities(Array(expected), updates.shape, "updates")
    constraints += try equalities(Array(target.shape[..<batchAxes]), Array(indices.shape[..<batchAxes]), "indices")
    // An empty axis holds nothing that an index out of range could be clamped to.
    let (extent, count) = (target.shape[axis], indices.shape.reduce(Dimension(1), *))
    let message = "cannot add at indices of an empty axis"
    if extent.constant == 0, let count = count.constant, count > 0 { throw failure(message) }
    if extent.constant.map({ $0 == 0 }) ?? true, count.constant != 0 {
      constraints.append(ShapeConstraint(.atLeast, extent, .minimum(count, 1), message))
    }
    return Inference(TensorType(target.elementType, target.shape), constraints)
  }

  private func equalities(
    _ wanted: [Dimension], _ given: [Dimension], _ operand: String
  ) throws(TensorError) -> [ShapeConstraint] {
    var constraints: [ShapeConstraint] = []
    for (place, (wanted, given)) in zip(wanted, given).enumerated() where wanted != given {
      let subject = "axis \(place) of the \(operand)"
      if let wanted = wanted.constant, let given = given.constant {
        throw failure("\(subject) has extent \(given), not \(wanted)")
      }
      constraints.append(ShapeConstraint(.equal, wanted, given, "\(subject) of \(name) and what is added to"))
    }
    return constraints
  }

  /// Sums of floats that are not negative.
  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts {
    let (target, updates, type) = (known[0].elements, known[2].elements, node.types[0].elementType)
    guard type.isFloat, target.lower >= 0, updates.lower >= 0 else { return .unknown(type) }
    return ValueFacts(
      ElementFacts(
        0, .infinity, mayBeNaN: target.mayBeNaN || updates.mayBeNaN, mayBeNegativeZero: target.mayBeNegativeZero))
  }

  /// Whatever is added to passes its cotangent on; of the updates it is what stands where they went.
  public var derivative: Derivative {
    let (axis, batchAxes) = (axis, batchAxes)
    return .reverse { step in
      guard let cotangent = step.cotangents[0] else { return [nil, nil, nil] }
      guard step.wanted[2] else { return [cotangent, nil, nil] }
      return [cotangent, nil, .single(Take(axis: axis, batchAxes: batchAxes), [cotangent, step.inputs[1]], at: step.place)]
    }
  }

  /// One more axis in front; the indices need it only where they differ.
  public var batching: Batching {
    let (axis, batchAxes) = (axis, batchAxes)
    return .rule { step in
      let isShared = !step.isBatched[1] && batchAxes == 0
      let operation = ScatterAdd(axis: axis + 1, batchAxes: isShared ? 0 : batchAxes + 1)
      let indices = isShared ? step.inputs[1] : step.repeated(1)
      return [.single(operation, [step.repeated(0), indices, step.repeated(2)], at: step.place)]
    }
  }

  public var lowering: Lowering { .scatter(axis: axis, batchAxes: batchAxes, combiner: .sum) }
}

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
      return .single(ScatterAdd(axis: normal, batchAxes: batchAxes), [self, indices, spread], at: place)
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
