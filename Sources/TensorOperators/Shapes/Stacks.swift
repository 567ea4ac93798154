extension ArrayAlgebra {
  /// With at least so many axes: new ones where NumPy's `atleast_1d`, `_2d` and `_3d` put them.
  package func atLeast(_ rank: Int, at place: SourcePlace) -> Self {
    switch (rank, inferredRank) {
    case (1, 0): expanded([0], at: place)
    case (2, 0): expanded([0, 1], at: place)
    case (2, 1): expanded([0], at: place)
    case (3, 0): expanded([0, 1, 2], at: place)
    case (3, 1): expanded([0, 2], at: place)
    case (3, 2): expanded([2], at: place)
    case (_, _): strong(at: place)
    }
  }

  /// `concatenate`, named after what asks for it.
  fileprivate static func joined(
    _ name: String, _ parts: [Self], axis: Int, type: ElementType? = nil, at place: SourcePlace
  ) -> Self {
    building(name, parts, at: place) { () throws(TensorError) in
      guard !parts.isEmpty else { throw TensorError(operation: name, message: "need at least one array to concatenate") }
      return .concatenated(parts, axis: axis, type: type, at: place)
    }
  }

  package static func stackedVertically(_ parts: [Self], type: ElementType?, at place: SourcePlace) -> Self {
    joined("vstack", parts.map { $0.atLeast(2, at: place) }, axis: 0, type: type, at: place)
  }

  package static func stackedHorizontally(_ parts: [Self], type: ElementType?, at place: SourcePlace) -> Self {
    let parts = parts.map { $0.atLeast(1, at: place) }
    return joined("hstack", parts, axis: parts.first.map { $0.inferredRank == 1 ? 0 : 1 } ?? 0, type: type, at: place)
  }

  package static func stackedInDepth(_ parts: [Self], at place: SourcePlace) -> Self {
    joined("dstack", parts.map { $0.atLeast(3, at: place) }, axis: 2, at: place)
  }

  package static func stackedAsColumns(_ parts: [Self], at place: SourcePlace) -> Self {
    let columns = parts.map { part in
      part.inferredRank < 2 ? part.atLeast(2, at: place).transposed(nil, at: place) : part.strong(at: place)
    }
    return joined("column_stack", columns, axis: 1, at: place)
  }
}

/// Arrays on top of one another: along axis 0, vectors being rows. Errors: those of `concatenate`.
public func vstack<A: ArrayAlgebra>(
  _ arrays: [A], type: ElementType? = nil, file: StaticString = #fileID, line: Int = #line
) -> A {
  .stackedVertically(arrays, type: type, at: .at(file, line))
}

/// Arrays next to one another: along axis 1, vectors along their only axis. Errors: those of `concatenate`.
public func hstack<A: ArrayAlgebra>(
  _ arrays: [A], type: ElementType? = nil, file: StaticString = #fileID, line: Int = #line
) -> A {
  .stackedHorizontally(arrays, type: type, at: .at(file, line))
}

/// Arrays behind one another: along axis 2. Errors: those of `concatenate`.
public func dstack<A: ArrayAlgebra>(_ arrays: [A], file: StaticString = #fileID, line: Int = #line) -> A {
  .stackedInDepth(arrays, at: .at(file, line))
}

/// Vectors as the columns of a matrix; what has more axes is joined along axis 1. Errors: those of `concatenate`.
public func columnStack<A: ArrayAlgebra>(_ arrays: [A], file: StaticString = #fileID, line: Int = #line) -> A {
  .stackedAsColumns(arrays, at: .at(file, line))
}

/// `x` with at least `rank` axes (1, 2 or 3), new ones of extent 1: a vector is a row `(1, n)`, or `(1, n, 1)`; a matrix `(m, n, 1)`.
public func atLeast<A: ArrayAlgebra>(_ rank: Int, _ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  A.building("atleast", [x], at: .at(file, line)) { () throws(TensorError) in
    guard (1...3).contains(rank) else { throw TensorError(operation: "atleast", message: "1, 2 or 3 axes, not \(rank)") }
    return x.atLeast(rank, at: .at(file, line))
  }
}

extension OperationDefinition {
  private static let types = [
    Parameter("tup", .tensors), Parameter("dtype", .type, default: Argument.none, keywordOnly: true),
  ]

  static let stacks: [OperationDefinition] = [
    OperationDefinition(
      "vstack", aliases: ["row_stack"], family: "shapes", types, summary: "Arrays on top of one another, vectors being rows.",
      numpy: "np.vstack(tup, dtype=dtype)"
    ) { arguments throws(TensorError) in
      [.stackedVertically(try arguments.tensors("tup"), type: arguments.optionalType("dtype"), at: arguments.place)]
    }.sampled("(x: f64[n], y: f64[m, n]) -> vstack([x, y]) ** 2"),
    OperationDefinition(
      "hstack", family: "shapes", types, summary: "Arrays next to one another: along axis 1, vectors along their only axis.",
      numpy: "np.hstack(tup, dtype=dtype)"
    ) { arguments throws(TensorError) in
      [.stackedHorizontally(try arguments.tensors("tup"), type: arguments.optionalType("dtype"), at: arguments.place)]
    }.sampled("(x: f64[n], y: f64[m]) -> hstack([x, y]) ** 2", "(x: f64[n, 2], y: f64[n, m]) -> hstack([x, y]) ** 2"),
    OperationDefinition(
      "dstack", family: "shapes", [Parameter("tup", .tensors)], summary: "Arrays behind one another: along axis 2.",
      numpy: "np.dstack(tup)"
    ) { arguments throws(TensorError) in [.stackedInDepth(try arguments.tensors("tup"), at: arguments.place)] }
      .sampled("(x: f64[n, m], y: f64[n, m, 2]) -> dstack([x, y]) ** 2"),
    OperationDefinition(
      "column_stack", family: "shapes", [Parameter("tup", .tensors)], summary: "Vectors as columns, joined along axis 1.",
      numpy: "np.column_stack(tup)"
    ) { arguments throws(TensorError) in [.stackedAsColumns(try arguments.tensors("tup"), at: arguments.place)] }
      .sampled("(x: f64[n], y: f64[n, 2]) -> column_stack([x, y]) ** 2"),
    atLeast(1), atLeast(2), atLeast(3),
  ]

  private static func atLeast(_ rank: Int) -> OperationDefinition {
    let name = "atleast_\(rank)d"
    return OperationDefinition(
      name, family: "shapes", [Parameter("arys", .tensors, variadic: true)],
      summary: "Arrays with at least \(rank == 1 ? "one axis" : "\(rank) axes").", numpy: "np.\(name)(*arys)"
    ) { arguments throws(TensorError) in
      try arguments.tensors("arys").map { $0.atLeast(rank, at: arguments.place) }
    }.sampled("(x: f64[n]) -> \(name)(x) ** 2", "(x: f64) -> \(name)(x) ** 2")
  }
}
