extension ArrayAlgebra {
  /// The array and index array of what works along an axis, which they have in place, and the extents beside it that both broadcast to.
  private func alongAxis(
    _ indices: Self, _ axis: Int?, _ operation: String, at place: SourcePlace
  ) throws(TensorError) -> (array: Self, axis: Int, beside: [Dimension]) {
    try indices.requireIntegers("indices", operation)
    guard let axis else {
      guard indices.inferredRank == 1 else {
        throw TensorError(
          operation: operation, message: "when axis=None, indices must have a single dimension, got \(indices.inferredType)",
          hint: "they are places in the flattened array")
      }
      return (raveled(at: place), 0, [])
    }
    guard indices.inferredRank == inferredRank else {
      throw TensorError(
        operation: operation, message: "indices and array must have the same number of dimensions",
        hint: "indices of extent 1 along the other axes serve all of these")
    }
    let normal = try Axes.normalized(axis, rank: inferredRank, operation: operation)
    var (own, given) = (inferredType.shape, indices.inferredType.shape)
    own.remove(at: normal)
    given.remove(at: normal)
    return (self, normal, try Broadcasting.combine([own, given], operation: operation).shape)
  }

  package func takingAlong(_ indices: Self, axis: Int?, at place: SourcePlace) -> Self {
    Self.building("take_along_axis", [self, indices], at: place) { () throws(TensorError) in
      let (array, axis, beside) = try alongAxis(indices, axis, "take_along_axis", at: place)
      let last = beside.count
      func spread(_ operand: Self) -> Self {
        let moved = operand.moved([axis], to: [last], at: place)
        return moved.broadcast(to: beside + [operand.inferredType.shape[axis]], at: place)
      }
      return Self.single(Take(axis: last, batchAxes: last), [spread(array), spread(indices)], at: place).moved([last], to: [axis], at: place)
    }
  }

  package func puttingAlong(_ indices: Self, _ values: Self, axis: Int?, at place: SourcePlace) -> Self {
    let name = "put_along_axis"
    return Self.building(name, [self, indices, values], at: place) { () throws(TensorError) in
      let (array, axis, beside) = try alongAxis(indices, axis, name, at: place)
      let last = beside.count
      var shape = beside
      shape.insert(indices.inferredType.shape[axis], at: axis)
      let spread = try values.assigned(as: inferredType.elementType, in: name, at: place).broadcast(to: shape, at: place)
      var own = array.inferredType.shape
      own.remove(at: axis)
      let result: Self
      if own == beside {
        func moved(_ operand: Self) -> Self { operand.moved([axis], to: [last], at: place) }
        let places = indices.broadcast(to: shape, at: place)
        result = Self.single(Scatter(.set, axis: last, batchAxes: last), [moved(array), moved(places), moved(spread)], at: place)
          .moved([last], to: [axis], at: place)
      } else {
        // Where the array has extent 1 beside the axis all rows of the indices are about its one row.
        let places = try shape.indices.map { number throws(TensorError) in
          let place0 = number == axis ? indices : Self.positions(array.inferredType.shape[number], rank: shape.count, axis: number, at: place)
          return place0.broadcast(to: shape, at: place)
        }
        let form = ScatterLowering(axes: Array(shape.indices), position: 0, combiner: .set)
        result = .single(Scatter(form), [array] + places + [spread], at: place)
      }
      return array.inferredRank == inferredRank ? result : .single(Reshape(inferredType.shape), [result], at: place)
    }
  }
}

/// The elements of `x` at `indices` along an axis, each row by its own: `result[i, j, k] = x[i, indices[i, j, k], k]` for axis 1.
///
/// `indices` have the number of axes of `x`; extents beside the axis broadcast. What `argsort` and `argmax` with `keepDims` give fits. With no
/// axis both are taken flat. Any type of `x`. Errors: an index out of range (when called), extents that do not broadcast, indices that are no integers.
public func takeAlongAxis<A: ArrayAlgebra>(
  _ x: A, _ indices: A, axis: Int? = -1, file: StaticString = #fileID, line: Int = #line
) -> A {
  x.takingAlong(indices, axis: axis, at: .at(file, line))
}

/// A copy of `x` with `values` at `indices` along an axis, each row by its own: `result[i, indices[i, j, k], k] = values[i, j, k]` for axis 1.
///
/// The shape and type of `x`; `values` broadcast to the indices. NumPy's function writes into `x` instead. Of several writes to one place the last
/// stays. Errors: those of `takeAlongAxis`.
public func putAlongAxis<A: ArrayAlgebra>(
  _ x: A, _ indices: A, _ values: A, axis: Int? = -1, file: StaticString = #fileID, line: Int = #line
) -> A {
  x.puttingAlong(indices, values, axis: axis, at: .at(file, line))
}

extension OperationDefinition {
  static let takeAlongAxis = OperationDefinition(
    "take_along_axis", family: "indexing",
    [Parameter("arr", .tensor), Parameter("indices", .tensor), Parameter("axis", .axes, default: .axes([-1]))],
    summary: "The elements at indices along an axis, for each row its own.", numpy: "np.take_along_axis(arr, indices, axis)"
  ) { arguments throws(TensorError) in
    [
      try arguments.tensor("arr").takingAlong(
        try arguments.tensor("indices"), axis: try arguments.axisOrNone("axis"), at: arguments.place)
    ]
  }.sampled(
    "(x: f64[n, 3]) -> take_along_axis(x, [[0, 2, 2, -1]], axis=1)", "(x: f64[3, m]) -> take_along_axis(x, [[0], [2]], axis=0)",
    "(x: f64[2, 2]) -> take_along_axis(x, [3, 0, 0], axis=None)")

  static let putAlongAxis = OperationDefinition(
    "put_along_axis", family: "indexing",
    [Parameter("arr", .tensor), Parameter("indices", .tensor), Parameter("values", .tensor), Parameter("axis", .axes)],
    summary: "A copy of an array with values at indices along an axis, for each row its own.",
    numpy: "[y := np.array(arr), np.put_along_axis(y, indices, values, axis)][0]"
  ) { arguments throws(TensorError) in
    [
      try arguments.tensor("arr").puttingAlong(
        try arguments.tensor("indices"), try arguments.tensor("values"), axis: try arguments.axisOrNone("axis"), at: arguments.place)
    ]
  }.sampled(
    "(x: f64[n, 3], v: f64[n, 1]) -> put_along_axis(x, [[2, 0, 2]], v, 1)", "(x: f64[3, m], v: f64[m]) -> put_along_axis(x, [[1], [0]], v, 0)")
}

extension BoundArguments {
  /// An axis, or nil where None was given.
  func axisOrNone(_ name: String) throws(TensorError) -> Int? {
    guard let axes = try axes(name) else { return nil }
    guard axes.count == 1 else { throw TensorError(operation: operation, message: "argument \(name) must be one axis or None", places: [place]) }
    return axes[0]
  }
}
