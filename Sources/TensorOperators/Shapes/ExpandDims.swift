/// New axes of extent 1.
public struct ExpandDims: Operation {
  /// Their places among the result's axes, ascending.
  public let axes: [Int]

  public init(_ axes: [Int]) { self.axes = axes }

  public var name: String { "expand_dims" }
  public var attributes: [Attribute] { [Axes.attribute(axes)] }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    let input = try single(inputs)
    var shape = input.shape
    for axis in axes {
      guard axis >= 0, axis <= shape.count else {
        throw failure("axis \(axis) is out of bounds for array of dimension \(input.rank + axes.count)")
      }
      shape.insert(1, at: axis)
    }
    return Inference(TensorType(input.elementType, shape))
  }

  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts { ValueFacts(known[0].elements) }

  public var derivative: Derivative {
    let axes = axes
    return .unary { $0.squeezed(axes, at: $1.place) }
  }

  public var batching: Batching {
    let axes = axes
    return .unary { _ in ExpandDims(Axes.behindFirst(axes)) }
  }

  public var complexRule: ComplexRule { .parts }

  public var lowering: Lowering {
    let axes = axes
    return .elements { context, index in
      context.input(0, at: index.indices.filter { !axes.contains($0) }.map { index[$0] })
    }
  }
}

/// Axes of extent 1 taken away.
public struct Squeeze: Operation {
  /// The operand's axes that go, ascending.
  public let axes: [Int]

  public init(_ axes: [Int]) { self.axes = axes }

  public var name: String { "squeeze" }
  public var attributes: [Attribute] { [Axes.attribute(axes)] }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    let input = try single(inputs)
    var constraints: [ShapeConstraint] = []
    for axis in axes {
      guard axis >= 0, axis < input.rank else {
        throw failure("axis \(axis) is out of bounds for array of dimension \(input.rank)")
      }
      let extent = input.shape[axis]
      if let extent = extent.constant, extent != 1 {
        throw failure(
          "cannot select an axis to squeeze out which has size not equal to one: axis \(axis) has extent \(extent)")
      }
      if extent.constant == nil {
        constraints.append(ShapeConstraint(.equal, extent, 1, "axis \(axis), which squeeze takes away"))
      }
    }
    let shape = input.shape.indices.filter { !axes.contains($0) }.map { input.shape[$0] }
    return Inference(TensorType(input.elementType, shape), constraints)
  }

  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts { ValueFacts(known[0].elements) }

  public var derivative: Derivative {
    let axes = axes
    return .unary { $0.expanded(axes, at: $1.place) }
  }

  public var batching: Batching {
    let axes = axes
    return .unary { _ in Squeeze(Axes.behindFirst(axes)) }
  }

  public var complexRule: ComplexRule { .parts }

  public var lowering: Lowering {
    let axes = axes
    return .elements { context, index in
      var source = index
      for axis in axes { source.insert(0, at: axis) }
      return context.input(0, at: source)
    }
  }
}

extension ArrayAlgebra {
  package func expanded(_ axes: [Int], at place: SourcePlace) -> Self {
    Self.building("expand_dims", [self], at: place) { () throws(TensorError) in
      let normal = try Axes.normalized(axes, rank: inferredRank + axes.count, operation: "expand_dims").sorted()
      return normal.isEmpty ? self : .single(ExpandDims(normal), [self], at: place)
    }
  }

  package func squeezed(_ axes: [Int]?, at place: SourcePlace) -> Self {
    Self.building("squeeze", [self], at: place) { () throws(TensorError) in
      let shape = inferredType.shape
      let chosen = axes ?? shape.indices.filter { shape[$0].constant == 1 }
      let normal = try Axes.normalized(chosen, rank: inferredRank, scalarsHaveAxis: true, operation: "squeeze").sorted()
      return normal.isEmpty ? self : .single(Squeeze(normal), [self], at: place)
    }
  }
}

/// `x` with new axes of extent 1 at the given places of the result.
///
/// Any type. Errors: a place out of range or given twice.
public func expandDims<A: ArrayAlgebra>(
  _ x: A, axis: any AxisSelection, file: StaticString = #fileID, line: Int = #line
) -> A {
  x.expanded(axis.axes, at: .at(file, line))
}

/// `x` without the given axes, whose extents are 1; nil: without all axes whose extent is known to be 1.
///
/// Any type. Errors: an axis out of range or given twice, an extent that is not 1.
public func squeeze<A: ArrayAlgebra>(
  _ x: A, axis: (any AxisSelection)? = nil, file: StaticString = #fileID, line: Int = #line
) -> A {
  x.squeezed(axis?.axes, at: .at(file, line))
}

extension OperationDefinition {
  static let expandDims = OperationDefinition(
    "expand_dims", family: "shapes", [Parameter("a", .tensor), Parameter("axis", .axes)],
    summary: "New axes of extent 1 at the given places of the result.", numpy: "np.expand_dims(a, axis)"
  ) { arguments throws(TensorError) in
    [try arguments.tensor("a").expanded(try arguments.axes("axis") ?? [], at: arguments.place)]
  }.sampled(
    "(x: f64[n]) -> expand_dims(x, 0) * expand_dims(x, 1)")

  static let squeeze = OperationDefinition(
    "squeeze", family: "shapes", [Parameter("a", .tensor), Parameter("axis", .axes, default: Argument.none)],
    summary: "The array without axes of extent 1.", numpy: "np.squeeze(a, axis)"
  ) { arguments throws(TensorError) in
    [try arguments.tensor("a").squeezed(try arguments.axes("axis"), at: arguments.place)]
  }.sampled(
    "(x: f64[n, 1]) -> squeeze(x)",
    "(x: f64[1, n, 1]) -> squeeze(x, axis=0)")
}
