/// Axes in another order.
public struct Transpose: Operation {
  /// For each axis of the result the operand's.
  public let axes: [Int]

  public init(_ axes: [Int]) { self.axes = axes }

  public var name: String { "transpose" }
  public var attributes: [Attribute] { [Attribute("axes", .tuple(axes.map { .integer($0) }))] }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    let input = try single(inputs)
    guard axes.sorted() == Array(0..<input.rank) else {
      throw failure("axes \(axes) are not a permutation of the \(input.rank) axes of the operand")
    }
    return Inference(TensorType(input.elementType, axes.map { input.shape[$0] }))
  }

  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts {
    let structure = known[0].structure
    if axes.suffix(2) == [axes.count - 2, axes.count - 1] { return ValueFacts(known[0].elements, structure) }
    return ValueFacts(known[0].elements, exchangesLastTwo ? structure.transposed : [])
  }

  /// Whether each matrix in the last two axes is transposed, and nothing else.
  public var exchangesLastTwo: Bool {
    axes.count >= 2 && axes == Array(0..<axes.count - 2) + [axes.count - 1, axes.count - 2]
  }

  public var derivative: Derivative {
    let back = Axes.inverse(of: axes)
    return .unary { $0.transposed(back, at: $1.place) }
  }

  public var batching: Batching {
    let axes = axes
    return .unary { _ in Transpose([0] + Axes.behindFirst(axes)) }
  }

  public var complexRule: ComplexRule { .parts }

  public var lowering: Lowering {
    let axes = axes
    return .elements { context, index in
      var source = index
      for (position, axis) in axes.enumerated() { source[axis] = index[position] }
      return context.input(0, at: source)
    }
  }
}

extension Tensor {
  /// Whether this is the other tensor with its last two axes exchanged.
  package func isMatrixTransposed(of other: Tensor) -> Bool {
    (node.operation as? Transpose)?.exchangesLastTwo == true && node.inputs[0] == other
  }
}

extension ArrayAlgebra {
  /// Axes in the order that `order` gives for the rank; this itself where that is the order they have.
  package func transposed(
    _ name: String, at place: SourcePlace, _ order: (_ rank: Int) throws(TensorError) -> [Int]
  ) -> Self {
    Self.building(name, [self], at: place) { () throws(TensorError) in
      let axes = try order(inferredRank)
      if axes == Array(0..<inferredRank), !inferredType.isWeak { return self }
      return .single(Transpose(axes), [self], at: place)
    }
  }

  package func transposed(_ axes: [Int]?, at place: SourcePlace) -> Self {
    transposed("transpose", at: place) { rank throws(TensorError) in
      guard let axes else { return Array((0..<rank).reversed()) }
      guard axes.count == rank else {
        throw TensorError(operation: "transpose", message: "axes \(axes) do not match the \(rank) axes of the operand")
      }
      var normal: [Int] = []
      for axis in axes { normal.append(try Axes.normalized(axis, rank: rank, operation: "transpose")) }
      guard Set(normal).count == rank else {
        throw TensorError(operation: "transpose", message: "repeated axis in transpose: \(axes)")
      }
      return normal
    }
  }

  package func swapped(_ first: Int, _ second: Int, at place: SourcePlace) -> Self {
    transposed("swapaxes", at: place) { rank throws(TensorError) in
      let a = try Axes.normalized(first, rank: rank, operation: "swapaxes")
      let b = try Axes.normalized(second, rank: rank, operation: "swapaxes")
      var axes = Array(0..<rank)
      axes.swapAt(a, b)
      return axes
    }
  }

  package func moved(_ source: [Int], to destination: [Int], at place: SourcePlace) -> Self {
    transposed("moveaxis", at: place) { rank throws(TensorError) in
      let from = try Axes.normalized(source, rank: rank, operation: "moveaxis")
      let to = try Axes.normalized(destination, rank: rank, operation: "moveaxis")
      guard from.count == to.count else {
        throw TensorError(
          operation: "moveaxis",
          message: "source and destination must have the same number of axes: \(source), \(destination)")
      }
      var axes = (0..<rank).filter { !from.contains($0) }
      for (new, old) in zip(to, from).sorted(by: { $0.0 < $1.0 }) { axes.insert(old, at: new) }
      return axes
    }
  }

  /// An axis rolled backwards until it stands before another.
  package func rolledAxis(_ axis: Int, before start: Int, at place: SourcePlace) -> Self {
    transposed("rollaxis", at: place) { rank throws(TensorError) in
      let from = try Axes.normalized(axis, rank: rank, operation: "rollaxis")
      guard start >= -rank, start <= rank else {
        throw TensorError(operation: "rollaxis", message: "'start' arg requires \(-rank) <= start <= \(rank), but \(start) was passed in")
      }
      var to = start < 0 ? start + rank : start
      if from < to { to -= 1 }
      var axes = (0..<rank).filter { $0 != from }
      axes.insert(from, at: to)
      return axes
    }
  }

  package func matrixTransposed(at place: SourcePlace) -> Self {
    transposed("matrix_transpose", at: place) { rank throws(TensorError) in
      guard rank >= 2 else {
        throw TensorError(operation: "matrix_transpose", message: "matrix transpose with rank < 2 is undefined")
      }
      return Array(0..<rank - 2) + [rank - 1, rank - 2]
    }
  }
}

/// The axes of `x` in the order of `axes`, or (nil) reversed.
///
/// `result.shape[k] = x.shape[axes[k]]`; any type. Errors: `axes` are not a permutation of the axes of `x`.
public func transpose<A: ArrayAlgebra>(
  _ x: A, axes: [Int]? = nil, file: StaticString = #fileID, line: Int = #line
) -> A {
  x.transposed(axes, at: .at(file, line))
}

/// Two axes exchanged. Errors: an axis out of range.
public func swapAxes<A: ArrayAlgebra>(
  _ x: A, _ first: Int, _ second: Int, file: StaticString = #fileID, line: Int = #line
) -> A {
  x.swapped(first, second, at: .at(file, line))
}

/// Axes moved to other places, the others keeping their order. Errors: an axis out of range or given twice, lists of
/// different lengths.
public func moveAxis<A: ArrayAlgebra>(
  _ x: A, _ source: any AxisSelection, to destination: any AxisSelection, file: StaticString = #fileID,
  line: Int = #line
) -> A {
  x.moved(source.axes, to: destination.axes, at: .at(file, line))
}

/// The last two axes exchanged. Errors: fewer than two axes.
public func matrixTranspose<A: ArrayAlgebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  x.matrixTransposed(at: .at(file, line))
}

extension OperationDefinition {
  static let transpose = OperationDefinition(
    "transpose", aliases: ["permute_dims"], family: "shapes",
    [Parameter("a", .tensor), Parameter("axes", .axes, default: Argument.none)],
    summary: "The axes in another order, reversed unless one is given.", numpy: "np.transpose(a, axes)"
  ) { arguments throws(TensorError) in
    [try arguments.tensor("a").transposed(try arguments.axes("axes"), at: arguments.place)]
  }.sampled(
    "(x: f64[n, m]) -> transpose(x)[0]",
    "(x: f64[n, m, k]) -> transpose(x, (1, 2, 0))")

  static let swapaxes = OperationDefinition(
    "swapaxes", family: "shapes", [Parameter("a", .tensor), Parameter("axis1", .integer), Parameter("axis2", .integer)],
    summary: "Two axes exchanged.", numpy: "np.swapaxes(a, axis1, axis2)"
  ) { arguments throws(TensorError) in
    [
      try arguments.tensor("a").swapped(
        try arguments.integer("axis1"), try arguments.integer("axis2"), at: arguments.place)
    ]
  }.sampled(
    "(x: f64[n, m]) -> swapaxes(x, 0, -1)")

  static let moveaxis = OperationDefinition(
    "moveaxis", family: "shapes",
    [Parameter("a", .tensor), Parameter("source", .axes), Parameter("destination", .axes)],
    summary: "Axes moved to other places.", numpy: "np.moveaxis(a, source, destination)"
  ) { arguments throws(TensorError) in
    [
      try arguments.tensor("a").moved(
        try arguments.axes("source") ?? [], to: try arguments.axes("destination") ?? [], at: arguments.place)
    ]
  }.sampled(
    "(x: f64[n, m, k]) -> moveaxis(x, 0, 2)")

  static let rollaxis = OperationDefinition(
    "rollaxis", family: "shapes",
    [Parameter("a", .tensor), Parameter("axis", .integer), Parameter("start", .integer, default: .integer(0))],
    summary: "An axis moved before another.", numpy: "np.rollaxis(a, axis, start)"
  ) { arguments throws(TensorError) in
    [
      try arguments.tensor("a").rolledAxis(
        try arguments.integer("axis"), before: try arguments.integer("start"), at: arguments.place)
    ]
  }.sampled("(x: f64[n, m, k]) -> rollaxis(x, 2, 1) ** 2")

  static let matrixTranspose = OperationDefinition(
    "matrix_transpose", family: "shapes", [Parameter("x", .tensor)], summary: "The last two axes exchanged.",
    numpy: "np.matrix_transpose(x)"
  ) { arguments throws(TensorError) in [try arguments.tensor("x").matrixTransposed(at: arguments.place)] }.sampled(
    "(x: f64[n, m, k]) -> matrix_transpose(x)")
}
