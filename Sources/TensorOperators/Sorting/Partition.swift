/// Elements (or their places) around those that sorting puts at given places: lesser ones before, greater ones behind.
///
/// Which order the others have is left open: here it is that of sorting, so that equal programs give equal results on all
/// machines. Where only a range of a partition is used, as the median or the k least, only that is put in order: a rewrite rule sees to it.
public struct Partition: Operation {
  public let kind: Ordering.Kind
  /// Ascending.
  public let places: [Int]
  public let axis: Int

  public init(_ kind: Ordering.Kind, around places: [Int], axis: Int) {
    (self.kind, self.places, self.axis) = (kind, Set(places).sorted(), axis)
  }

  public var name: String { kind == .places ? "argpartition" : "partition" }
  public var attributes: [Attribute] {
    [
      Attribute("kth", places.count == 1 ? .integer(places[0]) : .tuple(places.map { .integer($0) })),
      Attribute("axis", .integer(axis)),
    ]
  }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    var inference = try Ordering(kind, axis: axis).infer(inputs)
    let extent = inputs[0].shape[axis]
    for place in places {
      let meaning = "kth(=\(place)) out of bounds (\(extent))"
      guard place.magnitude <= ExtentDefinition.limit.magnitude else { throw failure(meaning) }
      let needed = place < 0 ? -place : place + 1
      if let extent = extent.constant {
        if needed > extent { throw failure(meaning) }
      } else if !(extent - Dimension(needed)).isNonnegative {
        inference.constraints.append(ShapeConstraint(.atLeast, extent, Dimension(needed), meaning))
      }
    }
    return inference
  }

  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts {
    Ordering(kind, axis: axis).facts(of: node, known)
  }

  public var derivative: Derivative { kind == .places ? .flat : .ofLowering }

  public var lowering: Lowering {
    let (kind, axis) = (kind, axis)
    return .composite { inputs in [.single(Ordering(kind, axis: axis), inputs, at: inputs[0].node.places.first ?? .none)] }
  }

  static func apply<A: ArrayAlgebra>(
    _ kind: Ordering.Kind, _ x: A, around places: [Int], axis: Int?, at place: SourcePlace
  ) -> A {
    let name = kind == .places ? "argpartition" : "partition"
    return A.building(name, [x], at: place) { () throws(TensorError) in
      let isFlat = axis == nil || x.inferredRank == 0 && kind == .places && (axis == 0 || axis == -1)
      let source = isFlat ? x.raveled(at: place) : x
      let normal = try Axes.normalized(isFlat ? 0 : axis ?? 0, rank: source.inferredRank, operation: name)
      return .single(Partition(kind, around: places, axis: normal), [source], at: place)
    }
  }
}

/// The elements along an axis (nil: all, as a vector) so that those at the places `around` are where sorting puts them, lesser ones before
/// and greater ones behind.
///
/// Shape: that of `x`. The others are in order, too. Errors: a place or axis out of range.
public func partition<A: ArrayAlgebra>(
  _ x: A, around places: any AxisSelection, axis: Int? = -1, file: StaticString = #fileID, line: Int = #line
) -> A {
  Partition.apply(.elements, x, around: places.axes, axis: axis, at: .at(file, line))
}

/// The indices that partition the elements: see `partition`. i64.
public func argpartition<A: ArrayAlgebra>(
  _ x: A, around places: any AxisSelection, axis: Int? = -1, file: StaticString = #fileID, line: Int = #line
) -> A {
  Partition.apply(.places, x, around: places.axes, axis: axis, at: .at(file, line))
}

extension OperationDefinition {
  static let partition = partitioning(
    .elements, "partition", "The elements with those at given places where sorting puts them.",
    "np.sort(a, axis=axis) # one of the results np.partition(a, kth, axis, kind) may have"
  ).sampled("(x: f64[n]) -> partition(x, 2)", "(x: f64[n, m]) -> partition(x, (0, 1), axis=0) * x")

  static let argpartition = partitioning(
    .places, "argpartition", "The indices that partition the elements around given places.",
    "np.argsort(a, axis=axis, kind='stable') # one of the results np.argpartition(a, kth, axis, kind) may have"
  ).sampled("(x: f64[n]) -> x[argpartition(x, 1)]")

  private static func partitioning(
    _ kind: Ordering.Kind, _ name: String, _ summary: String, _ numpy: String
  ) -> OperationDefinition {
    OperationDefinition(
      name, family: "sorting",
      [
        Parameter("a", .tensor), Parameter("kth", .axes), Parameter("axis", .axes, default: .axes([-1])),
        Parameter("kind", .text, default: .text("introselect")),
      ], summary: summary, numpy: numpy
    ) { arguments throws(TensorError) in
      try SortMethod.check(arguments)
      guard let places = try arguments.axes("kth") else {
        throw TensorError(operation: arguments.operation, message: "kth must be an integer or a tuple of integers")
      }
      return [
        Partition.apply(
          kind, try arguments.tensor("a"), around: places, axis: try arguments.oneAxis(), at: arguments.place)
      ]
    }
  }
}
