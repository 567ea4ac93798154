extension ArrayAlgebra {
  package func differences(
    _ count: Int, axis: Int, prepend: Self?, append: Self?, at place: SourcePlace
  ) -> Self {
    let operands = [self] + [prepend, append].compactMap { $0 }
    return Self.building("diff", operands, at: place) { () throws(TensorError) in
      func failure(_ message: String) -> TensorError { TensorError(operation: "diff", message: message) }
      guard count >= 0 else { throw failure("order must be non-negative but got \(count)") }
      guard count <= 1_000 else { throw failure("order \(count) is more than 1000") }
      guard inferredRank > 0 else { throw failure("diff requires input that is at least one dimensional") }
      let normal = try Axes.normalized(axis, rank: inferredRank, operation: "diff")
      let labels: [String?] = [nil] + (prepend == nil ? [] : ["prepend"]) + (append == nil ? [] : ["append"])
      let (hasPrepend, hasAppend) = (prepend != nil, append != nil)
      return Self.composedOne(
        "diff", operands, [Attribute("n", .integer(count)), Attribute("axis", .integer(normal))], labels: labels, at: place
      ) { operands throws(TensorError) in
        var x = operands[0]
        if count == 0 { return x.converted(to: x.elementType, at: .none) }
        func beside(_ value: Tensor) -> Tensor {
          guard value.rank == 0 else { return value }
          var shape = x.shape
          shape[normal] = 1
          return value.broadcast(to: shape, at: .none)
        }
        let parts = (hasPrepend ? [beside(operands[1])] : []) + [x] + (hasAppend ? [beside(operands[operands.count - 1])] : [])
        if parts.count > 1 { x = concatenate(parts, axis: normal) }
        for _ in 0..<count where x.error == nil {
          let (after, before) = (x.part(normal, from: 1), x.part(normal, to: -1))
          x = x.elementType == .bool ? notEqual(after, before) : after - before
        }
        return x
      }
    }
  }

  /// `sum(d (y[1:] + y[:-1]) / 2)` with distances from `x` or all `dx`.
  package func trapezoids(x: Self?, dx: Self?, axis: Int, at place: SourcePlace) -> Self {
    let operands = [self] + [x, dx].compactMap { $0 }
    return Self.building("trapezoid", operands, at: place) { () throws(TensorError) in
      let normal = try Axes.normalized(axis, rank: inferredRank, operation: "trapezoid")
      let hasPlaces = x != nil
      // Where the places have other axes than the values, an axis that counts from the end does so in both, as in NumPy.
      let isShared = x.map { $0.inferredRank > 1 && $0.inferredRank != inferredRank } ?? false
      if isShared, let x { _ = try Axes.normalized(axis, rank: x.inferredRank, operation: "trapezoid") }
      let axis = isShared ? axis : normal
      if let x, x.inferredRank == 0 { throw TensorError(operation: "trapezoid", message: "x must have an axis, got \(x.inferredType)") }
      return Self.composedOne(
        "trapezoid", operands, [Attribute("axis", .integer(axis))],
        labels: [nil] + (x == nil ? [] : ["x"]) + (dx == nil ? [] : ["dx"]), at: place
      ) { operands in
        let y = operands[0]
        var distance = operands.count > 1 ? operands[1] : Tensor(weak: .float(1))
        if hasPlaces {
          let places = operands[1]
          let axisOfPlaces = places.rank == 1 ? 0 : axis < 0 ? places.rank + axis : axis
          distance = places.part(axisOfPlaces, from: 1) - places.part(axisOfPlaces, to: -1)
          if places.rank == 1 { distance = distance.expanded(Array(0..<y.rank - 1 - normal).map { $0 + 1 }, at: .none) }
        }
        return sum(distance * (y.part(normal, from: 1) + y.part(normal, to: -1)) / 2.0, axis: axis)
      }
    }
  }
}

/// The differences of neighbours along an axis, `n` times: `x[1:] - x[:-1]`. NumPy's `diff`.
///
/// The axis has `n` elements fewer; of bools, whether neighbours differ. `prepend` and `append` are put at the ends before. Errors: a
/// scalar, a negative `n`, an axis out of range.
public func diff<A: ArrayAlgebra>(
  _ x: A, n: Int = 1, axis: Int = -1, prepend: A? = nil, append: A? = nil, file: StaticString = #fileID,
  line: Int = #line
) -> A {
  x.differences(n, axis: axis, prepend: prepend, append: append, at: .at(file, line))
}

/// The integral by the trapezoidal rule along an axis, of values at places `x`. NumPy's `trapezoid`.
public func trapezoid<A: ArrayAlgebra>(
  _ y: A, x: A, axis: Int = -1, file: StaticString = #fileID, line: Int = #line
) -> A {
  y.trapezoids(x: x, dx: nil, axis: axis, at: .at(file, line))
}

/// The integral by the trapezoidal rule along an axis, of values at equal distances.
public func trapezoid<A: ArrayAlgebra>(
  _ y: A, dx: Double = 1, axis: Int = -1, file: StaticString = #fileID, line: Int = #line
) -> A {
  y.trapezoids(x: nil, dx: .weak(.float(dx), like: y), axis: axis, at: .at(file, line))
}

extension OperationDefinition {
  static let diff = OperationDefinition(
    "diff", family: "scans",
    [
      Parameter("a", .tensor), Parameter("n", .integer, default: .integer(1)), Parameter("axis", .integer, default: .integer(-1)),
      Parameter("prepend", .tensor, default: Argument.none), Parameter("append", .tensor, default: Argument.none),
    ], summary: "The differences of neighbours along an axis.",
    numpy: "np.diff(a, n=n, axis=axis, **{k: v for k, v in dict(prepend=prepend, append=append).items() if v is not None})"
  ) { arguments throws(TensorError) in
    [
      try arguments.tensor("a").differences(
        try arguments.integer("n"), axis: try arguments.integer("axis"), prepend: try arguments.optionalTensor("prepend"),
        append: try arguments.optionalTensor("append"), at: arguments.place)
    ]
  }.sampled(
    "(x: f64[n, m]) -> diff(x)", "(x: f64[n, m]) -> diff(x, 2, axis=0) ** 2", "(x: f64[n], y: f64[2]) -> diff(x, prepend=y, append=0) ** 2")

  static let trapezoid = OperationDefinition(
    "trapezoid", family: "scans",
    [
      Parameter("y", .tensor), Parameter("x", .tensor, default: Argument.none), Parameter("dx", .tensor, default: .float(1)),
      Parameter("axis", .integer, default: .integer(-1)),
    ], summary: "The integral by the trapezoidal rule.", numpy: "np.trapezoid(y, x=x, dx=dx, axis=axis)"
  ) { arguments throws(TensorError) in
    let x = try arguments.optionalTensor("x")
    return [
      try arguments.tensor("y").trapezoids(
        x: x, dx: x == nil ? try arguments.number("dx") : nil, axis: try arguments.integer("axis"), at: arguments.place)
    ]
  }.sampled(
    "(x: f64[n, m]) -> trapezoid(x, dx=0.5)", "(x: f64[n, m], y: f64[n]) -> trapezoid(x, y, axis=0) ** 2",
    "(x: f64[n, m], y: f64[n, m]) -> trapezoid(x, y)")
}
