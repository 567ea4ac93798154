extension ArrayAlgebra {
  /// Each axis repeated as a whole: a broadcast along new axes before them, which reshaping joins with them.
  package func tiled(_ counts: [Dimension], at place: SourcePlace) -> Self {
    Self.building("tile", [self], at: place) { () throws(TensorError) in
      let rank = max(inferredRank, counts.count)
      guard rank <= TensorType.largestRank else {
        throw TensorError(operation: "tile", message: "a result of \(rank) axes; \(TensorType.largestRank) are the most")
      }
      let repeats = [Dimension](repeating: 1, count: rank - counts.count) + counts
      let shape = [Dimension](repeating: 1, count: rank - inferredRank) + inferredType.shape
      var source = self
      if rank > inferredRank { source = source.expanded(Array(0..<rank - inferredRank), at: place) }
      // An axis of extent 1 is repeated as such.
      let split = shape.indices.filter { repeats[$0].constant != 1 && shape[$0].constant != 1 }
      for axis in split.reversed() { source = source.expanded([axis], at: place) }
      var spread: [Dimension] = []
      for (axis, extent) in shape.enumerated() {
        if split.contains(axis) { spread += [repeats[axis], extent] } else { spread.append(extent * repeats[axis]) }
      }
      let repeated = source.broadcast(to: spread, at: place)
      return split.isEmpty ? repeated : .single(Reshape(zip(shape, repeats).map { $0 * $1 }), [repeated], at: place)
    }
  }

  /// Each element along an axis as often as `count` says; nil: of the elements in row-major order.
  package func repeated(_ count: Dimension, axis: Int?, at place: SourcePlace) -> Self {
    Self.building("repeat", [self], at: place) { () throws(TensorError) in
      guard let axis else { return raveled(at: place).repeated(count, axis: 0, at: place) }
      let normal = try Axes.normalized(axis, rank: inferredRank, operation: "repeat")
      if let count = count.constant, count < 0 {
        throw TensorError(operation: "repeat", message: "repeats may not contain negative values, got \(count)")
      }
      if count.constant == 1 { return self }
      var shape = inferredType.shape
      shape.insert(count, at: normal + 1)
      let spread = expanded([normal + 1], at: place).broadcast(to: shape, at: place)
      shape = inferredType.shape
      shape[normal] *= count
      return .single(Reshape(shape), [spread], at: place)
    }
  }

  /// Each element along an axis as often as its own number says: a gather.
  package func repeated(_ counts: [Int], axis: Int?, at place: SourcePlace) -> Self {
    Self.building("repeat", [self], at: place) { () throws(TensorError) in
      if counts.count == 1 { return repeated(Dimension(counts[0]), axis: axis, at: place) }
      guard let axis else { return raveled(at: place).repeated(counts, axis: 0, at: place) }
      let normal = try Axes.normalized(axis, rank: inferredRank, operation: "repeat")
      let extent = inferredType.shape[normal]
      func failure(_ message: String) -> TensorError { TensorError(operation: "repeat", message: message) }
      guard counts.allSatisfy({ $0 >= 0 }) else { throw failure("repeats may not contain negative values, got \(counts)") }
      guard extent.constant.map({ $0 == counts.count }) ?? true else {
        throw failure("\(counts.count) repeats for axis \(normal) of extent \(extent)")
      }
      var indices: [Int] = []
      for (index, count) in counts.enumerated() {
        guard indices.count + count <= 1 << 24 else { throw failure("a list of counts that gives more than \(1 << 24) elements") }
        indices += repeatElement(index, count: count)
      }
      guard let places = try? Constant(NDArray(indices)) else { throw failure("the counts cannot be stored") }
      var shape = inferredType.shape
      shape[normal] = Dimension(counts.count)
      let source = known(shape, at: place)
      return source.taking(.single(places, [], at: place), axis: normal, at: place)
    }
  }
}

/// `x` repeated as a whole along each axis, new axes in front where more counts than axes are given.
///
/// Shape: extents times counts, aligned at the end. Any type. Errors: a negative count.
public func tile<A: ArrayAlgebra>(
  _ x: A, _ counts: [Dimension], file: StaticString = #fileID, line: Int = #line
) -> A {
  x.tiled(counts, at: .at(file, line))
}

/// Each element of `x` along an axis `count` times; nil: of its elements in row-major order. NumPy's `repeat`.
///
/// Any type. Errors: a negative count, an axis out of range.
public func repeated<A: ArrayAlgebra>(
  _ x: A, _ count: Dimension, axis: Int? = nil, file: StaticString = #fileID, line: Int = #line
) -> A {
  x.repeated(count, axis: axis, at: .at(file, line))
}

/// Each element along an axis as often as its own count says.
///
/// Errors: not as many counts as the axis has places, a negative count.
public func repeated<A: ArrayAlgebra>(
  _ x: A, _ counts: [Int], axis: Int? = nil, file: StaticString = #fileID, line: Int = #line
) -> A {
  x.repeated(counts, axis: axis, at: .at(file, line))
}

extension OperationDefinition {
  static let tile = OperationDefinition(
    "tile", family: "shapes", [Parameter("A", .tensor), Parameter("reps", .shape)],
    summary: "The array repeated as a whole along each axis.", numpy: "np.tile(A, reps)"
  ) { arguments throws(TensorError) in
    [try arguments.tensor("A").tiled(try arguments.shape("reps"), at: arguments.place)]
  }.sampled("(x: f64[n]) -> tile(x, 3) ** 2", "(x: f64[n, m]) -> tile(x, (2, 1, 3)) ** 2")

  static let repeating = OperationDefinition(
    "repeat", family: "shapes",
    [Parameter("a", .tensor), Parameter("repeats", .nested), Parameter("axis", .integer, default: Argument.none)],
    summary: "Each element several times along an axis.", numpy: "np.repeat(a, repeats, axis)"
  ) { arguments throws(TensorError) in
    let (a, axis) = (try arguments.tensor("a"), arguments.optionalInteger("axis"))
    let repeats = try arguments.nested("repeats")
    if case .one(let count) = repeats, count.rank == 0 {
      return [a.repeated(try .value(of: count, as: .extent, operation: "repeat", at: arguments.place), axis: axis, at: arguments.place)]
    }
    // Counts of which some or all are known when the function runs.
    let isKnown = repeats.tensors.allSatisfy { $0.rank > 0 ? $0.knownArray != nil : (try? $0.staticInteger("repeats", of: "repeat")) != nil }
    if !isKnown { return [a.repeated(byCounts: try repeats.stackedTensor("repeats", at: arguments.place), axis: axis, at: arguments.place)] }
    let (shape, counts) = try repeats.grid("repeats", of: "repeat")
    guard shape.count <= 1 else {
      throw TensorError(operation: "repeat", message: "repeats must be a number or one for each place, got \(shape.count) axes")
    }
    var numbers: [Int] = []
    for count in counts {
      let integer = try count.staticInteger("repeats", of: "repeat")
      guard let number = integer.constant else {
        if counts.count == 1 { return [a.repeated(integer, axis: axis, at: arguments.place)] }
        throw TensorError(operation: "repeat", message: "a list of repeats must be of numbers, got the extent \(integer)")
      }
      numbers.append(number)
    }
    return [a.repeated(numbers, axis: axis, at: arguments.place)]
  }.sampled("(x: f64[n, m]) -> repeat(x, 2) ** 2", "(x: f64[n, m]) -> repeat(x, 3, axis=0) ** 2", "(x: f64[3]) -> repeat(x, [2, 0, 1]) ** 2", "(x: f64[3]) -> repeat(x, i64(x > 0.1) + 1) ** 2")
}
