/// The operand repeated along new axes and axes of extent 1.
public struct BroadcastTo: Operation {
  public let shape: [Dimension]

  public init(_ shape: [Dimension]) { self.shape = shape }

  public var name: String { "broadcast_to" }
  public var attributes: [Attribute] { [Attribute("shape", .tuple(shape.map { .dimension($0) }))] }
  public func withExtents(_ replacement: (Symbol) -> Dimension?) -> BroadcastTo { BroadcastTo(shape.map { $0.withExtents(replacement) }) }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    let input = try single(inputs)
    guard input.rank <= shape.count else {
      throw failure(
        "input operand has more dimensions (\(input.rank)) than the requested shape has axes (\(shape.count))")
    }
    var constraints = try constraints(onRequested: shape)
    for (axis, extent) in zip(shape.count - input.rank..<shape.count, input.shape) {
      let target = shape[axis]
      if extent == target || extent.constant == 1 { continue }
      if let extent = extent.constant, let target = target.constant {
        throw failure("cannot broadcast extent \(extent) of axis \(axis - shape.count) to \(target)")
      }
      let meaning = "axis \(axis - shape.count) of the operand and the requested extent"
      if target.constant == 1 {
        constraints.append(ShapeConstraint(.equal, extent, 1, meaning))
      } else {
        constraints.append(ShapeConstraint(.broadcastable, extent, target, meaning))
        // An extent cannot shrink to a target that turns out to be 1.
        let joint = Dimension.broadcast(extent, target)
        if joint != target { constraints.append(ShapeConstraint(.equal, joint, target, meaning)) }
      }
    }
    return Inference(TensorType(input.elementType, shape), constraints)
  }

  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts {
    let isWhole = node.inputs[0].shape.suffix(2) == shape.suffix(2)
    return ValueFacts(known[0].elements, isWhole ? known[0].structure : [])
  }

  /// Summed over what is repeated, as all cotangents are.
  public var derivative: Derivative { .unary { cotangent, _ in cotangent } }

  public var batching: Batching {
    let shape = shape
    return .rule { [.single(BroadcastTo([$0.extent] + shape), [$0.aligned(0, rank: shape.count)], at: $0.place)] }
  }

  public var complexRule: ComplexRule { .parts }

  public var lowering: Lowering {
    .elements { context, index in
      context.input(0, at: context.broadcast(index, to: context.inputs[0].shape))
    }
  }
}

extension ArrayAlgebra {
  /// This broadcast to a shape; itself where it has it.
  package func broadcast(to shape: [Dimension], at place: SourcePlace) -> Self {
    inferredType.shape == shape && !inferredType.isWeak || error != nil
      ? self : .single(BroadcastTo(shape), [self], at: place)
  }
}

/// `x` repeated along new leading axes and along its axes of extent 1, to `shape`.
///
/// Any type. Errors: an extent that is neither 1 nor the one asked for, fewer axes than `x` has.
public func broadcast<A: ArrayAlgebra>(
  _ x: A, to shape: [Dimension], file: StaticString = #fileID, line: Int = #line
) -> A {
  x.broadcast(to: shape, at: .at(file, line))
}

extension OperationDefinition {
  static let broadcastTo = OperationDefinition(
    "broadcast_to", family: "shapes", [Parameter("array", .tensor), Parameter("shape", .shape)],
    summary: "The array repeated along new axes and axes of extent 1.", numpy: "np.broadcast_to(array, shape)"
  ) { arguments throws(TensorError) in
    [try arguments.tensor("array").broadcast(to: try arguments.shape("shape"), at: arguments.place)]
  }.sampled(
    "(x: f64[n]) -> broadcast_to(x, (2, n))",
    "(x: f64[n, 1]) -> broadcast_to(x, (2, n, 3))")
}
