/// The slices of `x` along an axis where a condition of one axis is true (nil: of its elements in row-major order).
///
/// Shape: that of `x` with the axis as long as there are true conditions. A condition shorter than the axis is false behind its end. Any types.
/// Errors: a condition that has not one axis, one that is longer than the axis (NumPy takes it if all is false there), an axis out of range.
public func compress<A: ArrayAlgebra>(
  _ condition: A, _ x: A, axis: Int? = nil, file: StaticString = #fileID, line: Int = #line
) -> A {
  let place = SourcePlace.at(file, line).naming("compress")
  return A.composed("compress along \(axis.map(String.init) ?? "all")", [condition, x], at: place) {
    [$0[1].compressed($0[0], axis: axis, "compress", at: place)]
  }[0]
}

/// The elements of `x`, in row-major order, where a condition is true: `compress(ravel(condition), ravel(x))`.
public func extract<A: ArrayAlgebra>(_ condition: A, _ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  let place = SourcePlace.at(file, line).naming("extract")
  return A.composed("extract", [condition, x], at: place) {
    [$0[1].compressed($0[0].raveled(at: place), axis: nil, "extract", at: place)]
  }[0]
}

extension Tensor {
  package func compressed(_ condition: Tensor, axis: Int?, _ operation: String, at place: SourcePlace) -> Tensor {
    Tensor.building(operation, [condition, self], at: place) { () throws(TensorError) in
      guard condition.rank == 1 else {
        throw TensorError(
          operation: operation, message: "the condition must have one axis, got \(condition.type)", hint: "ravel it")
      }
      let source = axis == nil || rank == 0 ? raveled(at: place) : self
      let normal = try axis.map { axis throws(TensorError) in try Axes.normalized(axis, rank: Swift.max(rank, 1), operation: operation) } ?? 0
      let (extent, length) = (source.shape[normal], condition.shape[0])
      if let extent = extent.constant, let length = length.constant, length > extent {
        throw TensorError(
          operation: operation, message: "a condition of \(length) elements for an axis of extent \(extent)",
          hint: "cut it off: condition[:\(extent)]")
      }
      var front = source
      if extent != length {
        // The slice is as long as the condition, or shorter where this is too long, which is found then.
        let entries = SliceEntry.range(start: nil, stop: length).along(normal, of: source.rank)
        var shape = source.shape
        shape[normal] = length
        front = sliced(source, entries, at: place)
        front = front.required(shape, of: "the length of the condition of \(operation)", at: place)
      }
      return front.picked(byMask: condition.converted(to: .bool, at: place), axis: normal, operation, at: place)
    }
  }
}

extension OperationDefinition {
  static let compress = OperationDefinition(
    "compress", family: "indexing",
    [Parameter("condition", .tensor), Parameter("a", .tensor), Parameter("axis", .integer, default: Argument.none)],
    summary: "The slices along an axis where a condition is true.", numpy: "np.compress(condition, a, axis)"
  ) { arguments throws(TensorError) in
    [
      try arguments.tensor("a").compressed(
        try arguments.tensor("condition"), axis: arguments.optionalInteger("axis"), "compress", at: arguments.place)
    ]
  }.sampled(
    "(x: f64[3, m]) -> compress([true, false, true], x, axis=0) ** 2",
    "(x: f64[4]) -> compress(x > 0, x) ** 2")

  static let extract = OperationDefinition(
    "extract", family: "indexing", [Parameter("condition", .tensor), Parameter("arr", .tensor)],
    summary: "The elements, in row-major order, where a condition is true.", numpy: "np.extract(condition, arr)"
  ) { arguments throws(TensorError) in
    [
      try arguments.tensor("arr").compressed(
        try arguments.tensor("condition").raveled(at: arguments.place), axis: nil, "extract", at: arguments.place)
    ]
  }.sampled("(x: f64[2, 3]) -> extract(x > 0, x) ** 2")
}
