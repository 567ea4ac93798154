/// The distinct elements of an array in ascending order, and where they are.
struct DistinctElements {
  let values: Tensor
  /// The places of the first of each.
  let indices: Tensor
  /// For each element which of the distinct ones it is.
  let inverse: Tensor
  let counts: Tensor
}

extension Tensor {
  /// Where the elements of a sorted vector differ from those before them.
  ///
  /// - Parameter mergesNaN: whether NaNs count as equal. (They stand together, at the end.)
  func startsOfRuns(mergesNaN: Bool, at place: SourcePlace) -> Tensor {
    let before = neighbours(along: 0, .before, at: place)
    var differs = Tensor.apply(.notEqual, [self, before], at: place)
    if mergesNaN, !elementType.isInteger, elementType != .bool {
      // NaN is what differs from itself.
      let (isNumber, wasNumber) = (Tensor.apply(.equal, [self, self], at: place), Tensor.apply(.equal, [before, before], at: place))
      differs = .apply(.logicalAnd, [differs, .apply(.logicalOr, [isNumber, wasNumber], at: place)], at: place)
    }
    return .apply(.logicalOr, [.isFirst(of: shape[0], at: place), differs], at: place)
  }

  /// True for the first of so many.
  fileprivate static func isFirst(of extent: Dimension, at place: SourcePlace) -> Tensor {
    let numbers = Tensor.arange(.integer(extent), nil, step: 1, type: .i64, at: place)
    return .apply(.equal, [numbers, Tensor(ScalarValue(integer: 0, type: .i64), at: place)], at: place)
  }

  /// The distinct elements in ascending order.
  package func distinct(mergesNaN: Bool = true, operation: String = "unique", at place: SourcePlace) -> Tensor {
    if error != nil { return self }
    let sorted = Ordering.apply(.elements, raveled(at: place), axis: 0, name: operation, at: place)
    if sorted.error != nil { return sorted }
    return .masked(sorted, by: sorted.startsOfRuns(mergesNaN: mergesNaN, at: place), operation: operation, at: place)
  }

  /// The distinct elements with all that is known of them.
  func distinctElements(mergesNaN: Bool, operation: String, at place: SourcePlace) -> DistinctElements {
    let flat = raveled(at: place)
    let order = Ordering.apply(.places, flat, axis: 0, name: operation, at: place)
    let sorted = flat.taking(order, axis: 0, at: place)
    if sorted.error != nil { return DistinctElements(values: sorted, indices: sorted, inverse: sorted, counts: sorted) }
    let starts = sorted.startsOfRuns(mergesNaN: mergesNaN, at: place)
    let runs = Runs(starts, order, operation, at: place)
    let inverse = runs.inverse.error == nil && rank != 1 ? Tensor.single(Reshape(shape), [runs.inverse], at: place) : runs.inverse
    return DistinctElements(
      values: .masked(sorted, by: starts, operation: operation, at: place), indices: runs.indices, inverse: inverse, counts: runs.counts)
  }

  /// The distinct slices along an axis in lexicographic order.
  func distinctSlices(axis: Int, operation: String, at place: SourcePlace) throws(TensorError) -> DistinctElements {
    let normal = try Axes.normalized(axis, rank: rank, operation: operation)
    let front = moved([normal], to: [0], at: place)
    let (length, rest) = (front.shape[0], Array(front.shape.dropFirst()))
    let rows = Tensor.single(Reshape([length, rest.reduce(1, *)]), [front], at: place)
    let order = rows.orderOfVectors(at: place)
    let sorted = rows.taking(order, axis: 0, at: place)
    // Slices without elements are equal.
    let differs = Tensor.apply(.notEqual, [sorted, sorted.neighbours(along: 0, .before, at: place)], at: place)
    let differsAnywhere = ReductionKind.any.apply(differs, axes: [1], keepsAxes: false, at: place)
    let starts = Tensor.apply(.logicalOr, [.isFirst(of: length, at: place), differsAnywhere], at: place)
    let runs = Runs(starts, order, operation, at: place)
    let values = front.taking(runs.indices, axis: 0, at: place).moved([0], to: [normal], at: place)
    return DistinctElements(values: values, indices: runs.indices, inverse: runs.inverse, counts: runs.counts)
  }
}

/// Runs of equal elements in an order of all.
private struct Runs {
  let indices: Tensor
  let inverse: Tensor
  let counts: Tensor

  /// - Parameters:
  ///   - starts: where a run starts in the order.
  ///   - order: the places of the elements; of equal ones the first comes first.
  init(_ starts: Tensor, _ order: Tensor, _ operation: String, at place: SourcePlace) {
    let count = order.shape[0]
    let first = Tensor.places(ofMask: starts, operation: operation, at: place)
    guard first.error == nil else {
      (indices, inverse, counts) = (first, first, first)
      return
    }
    indices = order.taking(first, axis: 0, at: place)
    // A run ends where the next one starts, the last one at the end.
    let runs = first.shape[0]
    let numbers = Tensor.arange(.integer(runs), nil, step: 1, type: .i64, at: place)
    let last = Tensor.apply(.equal, [numbers, Tensor.make(Extent(runs - 1, isWeak: false), [], at: place)], at: place)
    let next = Tensor.apply(
      .where, [last, Tensor.make(Extent(count, isWeak: false), [], at: place), first.neighbours(along: 0, .after, at: place)], at: place)
    counts = .apply(.subtract, [next, first], at: place)
    let ranks = Tensor.single(Cumulative(.sum, axis: 0), [starts.converted(to: .i64, at: place)], at: place)
    let one = Tensor(ScalarValue(integer: 1, type: .i64), at: place)
    let zeros = Tensor.filled([count], 0, type: .i64, at: place)
    inverse = .single(
      Scatter(ScatterLowering(axes: [0], position: 0, combiner: .set)), [zeros, order, .apply(.subtract, [ranks, one], at: place)], at: place)
  }
}

/// The distinct elements of `x` in ascending order; NaN, if there is one, last.
///
/// Shape: `(k,)`, where `k` is found when the function runs; the type of `x`. With `equalNaN: false` every NaN counts by itself. Errors: a type
/// without an order.
public func unique<A: ArrayAlgebra>(
  _ x: A, equalNaN: Bool = true, file: StaticString = #fileID, line: Int = #line
) -> A {
  let place = SourcePlace.at(file, line)
  return A.composed("unique \(equalNaN)", [x], at: place) { [$0[0].distinct(mergesNaN: equalNaN, at: place)] }[0]
}

/// What is known of distinct elements.
public struct Unique<A> {
  /// The distinct elements in ascending order.
  public var values: A
  /// The places of their first occurrences, as if the array were flat; along the axis where there is one.
  public var indices: A
  /// For each element which of `values` it is; in the shape of the array, or along the axis.
  public var inverse: A
  /// How often each occurs.
  public var counts: A
}

/// The distinct elements of `x`, or slices along an axis in lexicographic order, with their places and numbers. NumPy's `unique` with all it returns.
///
/// Errors: a type without an order, an axis out of range, slices of more than 64 elements or of a number not known when the graph is built.
public func uniqueElements<A: ArrayAlgebra>(
  _ x: A, axis: Int? = nil, equalNaN: Bool = true, file: StaticString = #fileID, line: Int = #line
) -> Unique<A> {
  let place = SourcePlace.at(file, line)
  let parts = A.composed("unique \(equalNaN) along \(axis.map(String.init) ?? "all")", [x], at: place) {
    $0[0].uniqueParts(axis: axis, mergesNaN: equalNaN, at: place)
  }
  return parts.count == 4
    ? Unique(values: parts[0], indices: parts[1], inverse: parts[2], counts: parts[3])
    : Unique(values: parts[0], indices: parts[0], inverse: parts[0], counts: parts[0])
}

extension Tensor {
  /// Values, places, inverse, counts; or one tensor with an error.
  func uniqueParts(axis: Int?, mergesNaN: Bool, at place: SourcePlace) -> [Tensor] {
    if error != nil { return [self] }
    do throws(TensorError) {
      let found =
        try axis.map { axis throws(TensorError) in try distinctSlices(axis: axis, operation: "unique", at: place) }
        ?? distinctElements(mergesNaN: mergesNaN, operation: "unique", at: place)
      return [found.values, found.indices, found.inverse, found.counts]
    } catch {
      return [.invalid(error)]
    }
  }
}

extension OperationDefinition {
  static let unique = OperationDefinition(
    "unique", family: "sets",
    [
      Parameter("ar", .tensor), Parameter("return_index", .flag, default: .flag(false)),
      Parameter("return_inverse", .flag, default: .flag(false)), Parameter("return_counts", .flag, default: .flag(false)),
      Parameter("axis", .integer, default: Argument.none), Parameter("equal_nan", .flag, default: .flag(true), keywordOnly: true),
      Parameter("sorted", .flag, default: .flag(true), keywordOnly: true),
    ],
    summary: "The distinct elements, or slices along an axis, in ascending order, and where they are.",
    numpy: "np.unique(ar, return_index, return_inverse, return_counts, axis, equal_nan=equal_nan), sorted whatever sorted says"
  ) { arguments throws(TensorError) in
    let (x, place) = (try arguments.tensor("ar"), arguments.place)
    let axis = arguments.optionalInteger("axis")
    let mergesNaN = try arguments.flag("equal_nan")
    var wanted: [Int] = []
    for (number, name) in ["return_index", "return_inverse", "return_counts"].enumerated() where try arguments.flag(name) {
      wanted.append(number + 1)
    }
    if wanted.isEmpty, axis == nil { return [x.distinct(mergesNaN: mergesNaN, at: place)] }
    let parts = x.uniqueParts(axis: axis, mergesNaN: mergesNaN, at: place)
    return parts.count == 1 ? parts : [parts[0]] + wanted.map { parts[$0] }
  }.sampled("(x: f64[5]) -> unique(x) ** 2", "(x: f64[3, 2]) -> unique(x, axis=0) ** 2")
}
