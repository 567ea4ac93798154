/// Operands of one type side by side along an axis.
public struct Concatenate: Operation {
  public let axis: Int

  public init(axis: Int) { self.axis = axis }

  public var name: String { "concatenate" }
  public var attributes: [Attribute] { [Attribute("axis", .integer(axis))] }

  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts {
    let type = node.types[0].elementType
    guard let first = known.first, node.inputs.allSatisfy({ $0.elementType == type }) else { return .unknown(type) }
    return ValueFacts(known.dropFirst().reduce(first.elements) { $0.union($1.elements) })
  }

  /// Each operand has its part of the cotangent.
  public var derivative: Derivative {
    let axis = axis
    return .reverse { step in
      var start: Dimension = 0
      return step.inputs.map { input in
        let stop = start + input.shape[axis]
        defer { start = stop }
        let entries = [SliceEntry](repeating: .all, count: axis) + [.range(start: start, stop: stop)]
        return step.cotangents[0].map { sliced($0, entries, at: step.place) }
      }
    }
  }

  public var batching: Batching {
    let axis = axis
    return .rule { [.single(Concatenate(axis: axis + 1), $0.inputs.indices.map($0.repeated), at: $0.place)] }
  }

  public var lowering: Lowering { .concatenation(axis: axis) }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    guard let first = inputs.first else { throw failure("need at least one array to concatenate") }
    guard first.rank > 0 else { throw failure("zero-dimensional arrays cannot be concatenated") }
    guard axis >= 0, axis < first.rank else {
      throw failure("axis \(axis) is out of bounds for array of dimension \(first.rank)")
    }
    var shape = first.shape
    var constraints: [ShapeConstraint] = []
    for (position, input) in inputs.enumerated().dropFirst() {
      guard input.rank == first.rank else {
        throw failure(
          "all the input arrays must have the same number of dimensions: operand 0 has \(first.rank), "
            + "operand \(position) has \(input.rank)")
      }
      guard input.elementType == first.elementType else {
        throw failure("operands must have one type, got \(first.elementType.name) and \(input.elementType.name)")
      }
      for other in shape.indices where other != axis {
        let (a, b) = (shape[other], input.shape[other])
        if a == b { continue }
        if let a = a.constant, let b = b.constant {
          throw failure(
            "all the input array dimensions except for the concatenation axis must match exactly, "
              + "but along dimension \(other) operand 0 has size \(a) and operand \(position) has size \(b)")
        }
        constraints.append(ShapeConstraint(.equal, a, b, "axis \(other) of operands 0 and \(position)"))
        // What is known of one is known of all.
        if b.constant != nil { shape[other] = b }
      }
      shape[axis] += input.shape[axis]
    }
    return Inference(TensorType(first.elementType, shape), constraints)
  }
}

extension ArrayAlgebra {
  /// The operands in the one type that NumPy promotes them to, weak ones giving way.
  package static func promoted(_ operands: [Self], to type: ElementType?, at place: SourcePlace) -> [Self] {
    let types = operands.map(\.inferredType)
    let strong = types.filter { !$0.isWeak }.map(\.elementType)
    let all = strong.isEmpty ? types.map(\.elementType) : strong
    guard var common = ElementType.promoted(all) else { return operands }
    if !strong.isEmpty {
      for type in types where type.isWeak && type.elementType.kind > common.kind {
        if type.elementType.isComplex {
          common = common.isFloat && common != .f64 ? .c64 : .c128
        } else if type.elementType.isFloat || common == .bool {
          common = type.elementType
        }
      }
    }
    return operands.map { $0.converted(to: type ?? common, at: place) }
  }

  package static func concatenated(
    _ operands: [Self], axis: Int?, type: ElementType?, at place: SourcePlace
  ) -> Self {
    building("concatenate", operands, at: place) { () throws(TensorError) in
      var parts = promoted(operands, to: type, at: place)
      if axis == nil { parts = parts.map { $0.raveled(at: place) } }
      let rank = max(parts.first?.inferredRank ?? 1, 1)
      let normal = try Axes.normalized(axis ?? 0, rank: rank, operation: "concatenate")
      return .single(Concatenate(axis: normal), parts, at: place)
    }
  }

  package static func stacked(
    _ operands: [Self], axis: Int, type: ElementType?, at place: SourcePlace
  ) -> Self {
    building("stack", operands, at: place) { () throws(TensorError) in
      guard let first = operands.first else {
        throw TensorError(operation: "stack", message: "need at least one array to stack")
      }
      let rank = first.inferredRank
      guard operands.allSatisfy({ $0.inferredRank == rank }) else {
        throw TensorError(operation: "stack", message: "all input arrays must have the same shape")
      }
      let normal = try Axes.normalized(axis, rank: rank + 1, operation: "stack")
      let parts = promoted(operands, to: type, at: place).map { $0.expanded([normal], at: place) }
      return .single(Concatenate(axis: normal), parts, at: place)
    }
  }
}

/// Arrays side by side along an axis that they have; nil: their elements in row-major order one after the other.
///
/// The other extents are equal; types are promoted, or all cast to `type`. Errors: none given, ranks or extents
/// differ, no axes.
public func concatenate<A: ArrayAlgebra>(
  _ arrays: [A], axis: Int? = 0, type: ElementType? = nil, file: StaticString = #fileID, line: Int = #line
) -> A {
  .concatenated(arrays, axis: axis, type: type, at: .at(file, line))
}

/// Arrays of one shape side by side along a new axis of the result.
///
/// Types are promoted, or all cast to `type`. Errors: none given, shapes differ, the axis is out of range.
public func stack<A: ArrayAlgebra>(
  _ arrays: [A], axis: Int = 0, type: ElementType? = nil, file: StaticString = #fileID, line: Int = #line
) -> A {
  .stacked(arrays, axis: axis, type: type, at: .at(file, line))
}

extension OperationDefinition {
  static let concatenate = OperationDefinition(
    "concatenate", aliases: ["concat"], family: "shapes",
    [
      Parameter("arrays", .tensors), Parameter("axis", .axes, default: .axes([0])),
      Parameter("dtype", .type, default: Argument.none, keywordOnly: true),
    ], summary: "Arrays side by side along an axis.", numpy: "np.concatenate(arrays, axis=axis, dtype=dtype)"
  ) { arguments throws(TensorError) in
    [
      .concatenated(
        try arguments.tensors("arrays"), axis: try arguments.oneAxis(),
        type: arguments.optionalType("dtype"), at: arguments.place)
    ]
  }.sampled(
    "(x: f64[n], y: f64[m]) -> concatenate([x, y, x])",
    "(x: f64[n, m], y: f64[n, k]) -> concatenate([x, y], axis=1)",
    "(x: f64[n, m], y: f64[k]) -> concatenate([x, y], axis=None)")

  static let stack = OperationDefinition(
    "stack", family: "shapes",
    [
      Parameter("arrays", .tensors), Parameter("axis", .integer, default: .integer(0)),
      Parameter("dtype", .type, default: Argument.none, keywordOnly: true),
    ], summary: "Arrays of one shape side by side along a new axis.",
    numpy: "np.stack(arrays, axis=axis, dtype=dtype)"
  ) { arguments throws(TensorError) in
    [
      .stacked(
        try arguments.tensors("arrays"), axis: try arguments.integer("axis"),
        type: arguments.optionalType("dtype"), at: arguments.place)
    ]
  }.sampled(
    "(x: f64[n], y: f64[n]) -> stack([x, y * x], axis=1)")

  private static let ownShapes: [OperationDefinition] = [
    .reshape, .ravel, .transpose, .swapaxes, .moveaxis, .rollaxis, .matrixTranspose, .broadcastTo, .expandDims, .squeeze,
    .concatenate, .stack, .flip, .fliplr, .flipud, .rot90, .roll, .tile, .repeating, .pad, .block,
  ]
  static let shapes: [OperationDefinition] = Array([ownShapes, stacks, splits, broadcasts, extents].joined())
}
