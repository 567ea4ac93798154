/// Elements picked along an axis by integer indices of any shape.
public struct Take: Operation {
  public let axis: Int
  /// So many leading axes are those of the indices, too.
  public let batchAxes: Int

  public init(axis: Int, batchAxes: Int = 0) { (self.axis, self.batchAxes) = (axis, batchAxes) }

  public var name: String { "take" }
  public var attributes: [Attribute] {
    [Attribute("axis", .integer(axis)), Attribute("batch_dims", .integer(batchAxes))]
  }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    guard inputs.count == 2 else { throw failure("takes 2 operands, got \(inputs.count)") }
    let (source, indices) = (inputs[0], inputs[1])
    guard axis >= 0, axis < source.rank else {
      throw failure("axis \(axis) is out of bounds for array of dimension \(source.rank)")
    }
    try requireIndices(indices)
    guard batchAxes >= 0, batchAxes <= min(axis, indices.rank) else {
      throw failure("\(batchAxes) batch axes for axis \(axis) and indices with \(indices.rank) axes")
    }
    let shape = source.shape[..<axis] + indices.shape[batchAxes...] + source.shape[(axis + 1)...]
    let (extent, count) = (source.shape[axis], shape.reduce(Dimension(1), *))
    let message = "cannot do a non-empty take from an empty axis"
    // An empty axis holds nothing that an index out of range could be clamped to.
    if extent.constant == 0, let count = count.constant, count > 0 { throw failure(message) }
    var constraints: [ShapeConstraint] = []
    for (place, (wanted, given)) in zip(source.shape, indices.shape).prefix(batchAxes).enumerated() where wanted != given {
      let subject = "axis \(place) of the indices"
      if let wanted = wanted.constant, let given = given.constant { throw failure("\(subject) has extent \(given), not \(wanted)") }
      constraints.append(ShapeConstraint(.equal, wanted, given, "\(subject) of take and of what is taken from"))
    }
    if extent.constant.map({ $0 == 0 }) ?? true, count.constant != 0 {
      constraints.append(ShapeConstraint(.atLeast, extent, .minimum(count, 1), message))
    }
    return Inference(TensorType(source.elementType, Array(shape)), constraints)
  }

  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts { ValueFacts(known[0].elements) }

  /// What was taken goes back to where it was, among zeros; what was taken twice adds up.
  public var derivative: Derivative {
    let (axis, batchAxes) = (axis, batchAxes)
    return .reverse { step in
      guard step.wanted[0], let cotangent = step.cotangents[0] else { return [nil, nil] }
      let source = step.inputs[0]
      let zeros = Tensor.filled(source.shape, 0, type: source.elementType, at: step.place)
      return [.single(Scatter(.add, axis: axis, batchAxes: batchAxes), [zeros, step.inputs[1], cotangent], at: step.place), nil]
    }
  }

  /// A gather along one more axis where only one operand has examples; both: each from its own.
  public var batching: Batching {
    let (axis, batchAxes) = (axis, batchAxes)
    return .rule { step in
      switch (step.isBatched[0], step.isBatched[1]) {
      case (true, false) where batchAxes == 0: return [.single(Take(axis: axis + 1), step.inputs, at: step.place)]
      case (false, true) where batchAxes == 0:
        return [Tensor.single(Take(axis: axis), step.inputs, at: step.place).moved([axis], to: [0], at: step.place)]
      case (true, true), (false, false), (true, false), (false, true):
        let operands = [step.repeated(0), step.repeated(1)]
        return [.single(Take(axis: axis + 1, batchAxes: batchAxes + 1), operands, at: step.place)]
      }
    }
  }

  public var complexRule: ComplexRule { .parts }

  public var lowering: Lowering {
    let (axis, batchAxes) = (axis, batchAxes)
    return .elements { context, index in
      let (source, indices) = (context.inputs[0], context.inputs[1])
      let end = axis + indices.rank - batchAxes
      let picked = context.convert(context.input(1, at: Array(index[..<batchAxes] + index[axis..<end])), to: .i64)
      let place = context.checkedIndex(picked, extent: source.shape[axis], axis: axis)
      return context.input(0, at: index[..<axis] + [place] + index[end...])
    }
  }
}

extension Operation {
  /// What picks elements must be an integer that i64 holds.
  func requireIndices(_ indices: TensorType) throws(TensorError) {
    guard indices.elementType.canCastSafely(to: .i64) else {
      throw failure(
        "indices must be integers that i64 holds, got \(indices.elementType.name)", hint: "cast them with i64(...)")
    }
  }
}

extension ArrayAlgebra {
  package func taking(
    _ indices: Self, axis: Int?, batchAxes: Int = 0, mode: IndexMode = .raise, at place: SourcePlace
  ) -> Self {
    Self.building("take", [self, indices], at: place) { () throws(TensorError) in
      if mode != .raise {
        let normal = try axis.map { axis throws(TensorError) in try Axes.normalized(axis, rank: Swift.max(inferredRank, 1), operation: "take") }
        let extent = inferredRank == 0 ? 1 : normal.map { inferredType.shape[$0] } ?? inferredType.count
        try indices.requireIntegers("indices", "take")
        return taking(indices.indices(in: extent, mode, at: place), axis: axis, batchAxes: batchAxes, at: place)
      }
      // A scalar's axis 0 or -1 passes for the axis of the vector of its one element.
      guard let axis, inferredRank > 0 || axis < -1 || axis > 0 else {
        return .single(Take(axis: 0), [raveled(at: place), indices], at: place)
      }
      let normal = try Axes.normalized(axis, rank: inferredRank, operation: "take")
      return .single(Take(axis: normal, batchAxes: batchAxes), [self, indices], at: place)
    }
  }
}

/// The elements of `x` at `indices` along an axis; nil: of its elements in row-major order.
///
/// Shape: that of `x` with the axis replaced by the shape of `indices`. Indices are integers, negative ones count
/// from the end. Errors: an index out of range (when called), an axis out of range, indices of a float type or u64.
///
/// With `batchAxes` that many leading axes of `x` are those of the indices, too: each example has indices of its own,
/// whose axes behind these replace `axis`. The mode says what becomes of an index out of range.
public func take<A: ArrayAlgebra>(
  _ x: A, _ indices: A, axis: Int? = nil, batchAxes: Int = 0, mode: IndexMode = .raise, file: StaticString = #fileID, line: Int = #line
) -> A {
  x.taking(indices, axis: axis, batchAxes: batchAxes, mode: mode, at: .at(file, line))
}

extension OperationDefinition {
  static let take = OperationDefinition(
    "take", family: "indexing",
    [
      Parameter("a", .tensor), Parameter("indices", .tensor), Parameter("axis", .integer, default: Argument.none),
      Parameter("mode", .text, default: .text("raise"), keywordOnly: true),
      Parameter("batch_dims", .integer, default: .integer(0), keywordOnly: true),
    ],
    summary: "The elements at integer indices along an axis.",
    numpy: "np.take(a, indices, axis, mode=mode); batch_dims: for each index of that many leading axes"
  ) { arguments throws(TensorError) in
    [
      try arguments.tensor("a").taking(
        try arguments.tensor("indices"), axis: arguments.optionalInteger("axis"), batchAxes: try arguments.integer("batch_dims"),
        mode: try arguments.indexMode("mode"), at: arguments.place)
    ]
  }.sampled(
    "(x: f64[n, m]) -> take(x, [0, 2, 2, -1], axis=1)",
    "(x: f64[2, m]) -> take(x, [[0, 2, 2], [-1, 1, 0]], axis=1, batch_dims=1)",
    "(x: f64[n]) -> x[[[0, 1], [2, -1]]]", "(x: f64[n]) -> take(x, [0, 7, -9], mode='wrap') * take(x, [-5, 1], mode='clip')[0]")
}
