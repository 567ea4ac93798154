extension ArrayAlgebra {
  /// The order along axes reversed: a slice with steps of -1.
  package func flipped(_ axes: [Int]?, named name: String = "flip", at place: SourcePlace) -> Self {
    Self.building(name, [self], at: place) { () throws(TensorError) in
      let chosen = try Axes.normalized(axes, rank: inferredRank, operation: name)
      let entries = (0..<inferredRank).map { axis in
        chosen.contains(axis) ? SliceEntry.range(start: nil, stop: nil, step: -1) : .all
      }
      return sliced(self, entries, at: place)
    }
  }

  /// An axis that an operation of fixed axes needs.
  fileprivate func flipped(last axis: Int, named name: String, at place: SourcePlace) -> Self {
    Self.building(name, [self], at: place) { () throws(TensorError) in
      guard inferredRank > axis else {
        throw TensorError(operation: name, message: "input must be >= \(axis + 1)-d", hint: "the operand has \(inferredRank) axes")
      }
      return flipped([axis], named: name, at: place)
    }
  }

  package func rotated(_ count: Int, axes: [Int], at place: SourcePlace) -> Self {
    Self.building("rot90", [self], at: place) { () throws(TensorError) in
      guard axes.count == 2 else { throw TensorError(operation: "rot90", message: "len(axes) must be 2, got \(axes)") }
      let from = try Axes.normalized(axes[0], rank: inferredRank, operation: "rot90")
      let to = try Axes.normalized(axes[1], rank: inferredRank, operation: "rot90")
      guard from != to else { throw TensorError(operation: "rot90", message: "axes must be different, got \(axes)") }
      switch ((count % 4) + 4) % 4 {
      case 0: return self
      case 1: return flipped([to], at: place).swapped(from, to, at: place)
      case 2: return flipped([from, to], at: place)
      default: return swapped(from, to, at: place).flipped([to], at: place)
      }
    }
  }
}

/// `x` with the order of its elements reversed along axes; nil: along all.
///
/// Any type; the shape of `x`. Errors: an axis out of range or given twice.
public func flip<A: ArrayAlgebra>(
  _ x: A, axis: (any AxisSelection)? = nil, file: StaticString = #fileID, line: Int = #line
) -> A {
  x.flipped(axis?.axes, at: .at(file, line))
}

/// `x` turned by `count` quarters from the first of two axes towards the second.
///
/// Any type. Errors: axes that are equal or out of range, not two of them.
public func rot90<A: ArrayAlgebra>(
  _ x: A, count: Int = 1, axes: [Int] = [0, 1], file: StaticString = #fileID, line: Int = #line
) -> A {
  x.rotated(count, axes: axes, at: .at(file, line))
}

extension OperationDefinition {
  static let flip = OperationDefinition(
    "flip", family: "shapes", [Parameter("m", .tensor), Parameter("axis", .axes, default: Argument.none)],
    summary: "The order of the elements reversed along axes.", numpy: "np.flip(m, axis)"
  ) { arguments throws(TensorError) in
    [try arguments.tensor("m").flipped(try arguments.axes("axis"), at: arguments.place)]
  }.sampled("(x: f64[n]) -> flip(x) * x", "(x: f64[n, m]) -> flip(x, (0, 1)) ** 2")

  static let fliplr = OperationDefinition(
    "fliplr", family: "shapes", [Parameter("m", .tensor)], summary: "The order reversed along axis 1.", numpy: "np.fliplr(m)"
  ) { arguments throws(TensorError) in
    [try arguments.tensor("m").flipped(last: 1, named: "fliplr", at: arguments.place)]
  }.sampled("(x: f64[n, m]) -> fliplr(x) * x")

  static let flipud = OperationDefinition(
    "flipud", family: "shapes", [Parameter("m", .tensor)], summary: "The order reversed along axis 0.", numpy: "np.flipud(m)"
  ) { arguments throws(TensorError) in
    [try arguments.tensor("m").flipped(last: 0, named: "flipud", at: arguments.place)]
  }.sampled("(x: f64[n, m]) -> flipud(x) * x")

  static let rot90 = OperationDefinition(
    "rot90", family: "shapes",
    [Parameter("m", .tensor), Parameter("k", .integer, default: .integer(1)), Parameter("axes", .axes, default: .axes([0, 1]))],
    summary: "Quarter turns in the plane of two axes.", numpy: "np.rot90(m, k, axes)"
  ) { arguments throws(TensorError) in
    [
      try arguments.tensor("m").rotated(
        try arguments.integer("k"), axes: try arguments.axes("axes") ?? [], at: arguments.place)
    ]
  }.sampled("(x: f64[n, m]) -> rot90(x) ** 2", "(x: f64[n, m, 2]) -> rot90(x, 3, (1, 2))[0]")
}
