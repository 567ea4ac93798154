extension ArrayAlgebra {
  /// All of them in the shape to which they broadcast.
  package static func broadcast(_ arrays: [Self], at place: SourcePlace) -> [Self] {
    if let broken = arrays.first(where: { $0.error != nil }) { return [broken] }
    do {
      let (shape, constraints) = try Broadcasting.combine(arrays.map(\.inferredType.shape), operation: "broadcast_arrays")
      // Each asks for what all of them must be: a result does not read the others.
      return arrays.map {
        $0.strong(at: place).requiring(constraints, "broadcast_arrays", at: place).broadcast(to: shape, at: place)
      }
    } catch {
      return [.failing(error, arrays, at: place)]
    }
  }
}

/// The arrays repeated along new axes and axes of extent 1, so that all have one shape.
///
/// Any types. Errors: extents that are neither equal nor 1.
public func broadcastArrays<A: ArrayAlgebra>(
  _ arrays: [A], file: StaticString = #fileID, line: Int = #line
) -> [A] {
  A.broadcast(arrays, at: .at(file, line))
}

extension OperationDefinition {
  static let broadcasts: [OperationDefinition] = [
    OperationDefinition(
      "broadcast_arrays", family: "shapes", [Parameter("args", .tensors, variadic: true)],
      summary: "The arrays in the one shape to which they broadcast.", numpy: "np.broadcast_arrays(*args)"
    ) { arguments throws(TensorError) in Tensor.broadcast(try arguments.tensors("args"), at: arguments.place) }.givingTuple
      .sampled("(x: f64[n, 1], y: f64[m]) -> broadcast_arrays(x, y)[0] * y ** 2"),
    OperationDefinition(
      "broadcast_shapes", family: "shapes", [Parameter("args", .nested, variadic: true)],
      summary: "The shape to which shapes broadcast, as a tuple of extents.", numpy: "np.broadcast_shapes(*args)",
      elementTypes: [.i64]
    ) { arguments throws(TensorError) in
      var shapes: [[Dimension]] = []
      let given: [NestedTensors] = if case .list(let parts) = try arguments.nested("args") { parts } else { [try arguments.nested("args")] }
      for part in given {
        let (form, tensors) = try part.grid("a shape", of: "broadcast_shapes")
        guard form.count <= 1 else { throw TensorError(operation: "broadcast_shapes", message: "a shape is a tuple of extents") }
        var shape: [Dimension] = []
        for tensor in tensors { shape.append(try tensor.staticInteger("a shape", of: "broadcast_shapes")) }
        guard shape.allSatisfy({ ($0.constant ?? 0) >= 0 }) else {
          throw TensorError(operation: "broadcast_shapes", message: "negative dimensions are not allowed: \(shape)")
        }
        shapes.append(shape)
      }
      let (joint, _) = try Broadcasting.combine(shapes, operation: "broadcast_shapes")
      return joint.map { .single(Extent($0), [], at: arguments.place) }
    }.givingTuple,
  ]

  /// Extents as values.
  static let extents: [OperationDefinition] = [
    OperationDefinition(
      "shape", family: "shapes", [Parameter("a", .tensor)], summary: "The extents of all axes, as a tuple.", numpy: "np.shape(a)"
    ) { arguments throws(TensorError) in
      let a = try arguments.tensor("a")
      if a.error != nil { return [a] }
      return a.shape.map { .single(Extent($0), [], at: arguments.place) }
    }.givingTuple.sampled("(x: f64[n, m]) -> x * shape(x)[0]"),
    OperationDefinition(
      "size", family: "shapes", [Parameter("a", .tensor), Parameter("axis", .axes, default: Argument.none)],
      summary: "The number of elements, or the extent of axes.", numpy: "np.size(a, axis)"
    ) { arguments throws(TensorError) in
      let a = try arguments.tensor("a")
      if a.error != nil { return [a] }
      let axes = try Axes.normalized(try arguments.axes("axis"), rank: a.rank, operation: "size")
      return [.single(Extent(axes.map { a.shape[$0] }.reduce(1, *)), [], at: arguments.place)]
    }.sampled("(x: f64[n, m]) -> x * size(x) + size(x, 1)"),
    OperationDefinition(
      "ndim", family: "shapes", [Parameter("a", .tensor)], summary: "The number of axes.", numpy: "np.ndim(a)"
    ) { arguments throws(TensorError) in
      let a = try arguments.tensor("a")
      return [a.error == nil ? .single(Extent(Dimension(a.rank)), [], at: arguments.place) : a]
    }.sampled("(x: f64[n, m]) -> x * ndim(x)"),
  ]
}
