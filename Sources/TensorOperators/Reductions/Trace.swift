/// The sum of a diagonal of the matrices that two axes make.
public struct Trace: Operation {
  public let offset: Int
  /// Counted from the front; different.
  public let axis1: Int
  public let axis2: Int
  public let type: ElementType?

  public var name: String { "trace" }
  public var attributes: [Attribute] {
    [Attribute("offset", .integer(offset)), Attribute("axis1", .integer(axis1)), Attribute("axis2", .integer(axis2))]
      + Attribute.type(type)
  }

  private func rest(_ rank: Int) -> [Int] { (0..<rank).filter { $0 != axis1 && $0 != axis2 } }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    let input = try single(inputs)
    guard axis1 != axis2, [axis1, axis2].allSatisfy(input.shape.indices.contains) else {
      throw failure("axis1 and axis2 must be two axes of the operand")
    }
    return Inference(
      TensorType(type ?? input.elementType.accumulationType, rest(input.rank).map { input.shape[$0] }))
  }

  private func count(_ shape: [Dimension]) -> Dimension {
    let (rows, columns) = (shape[axis1] - Dimension(Swift.max(-offset, 0)), shape[axis2] - Dimension(Swift.max(offset, 0)))
    return .maximum(.minimum(rows, columns), 0)
  }

  /// The cotangent on the diagonal, 0 elsewhere.
  public var derivative: Derivative {
    let operation = self
    return .unary { cotangent, step in
      let (x, place) = (step.inputs[0], step.place)
      let spread = cotangent.expanded([operation.axis1, operation.axis2].sorted(), at: place).broadcast(to: x.shape, at: place)
      func places(_ axis: Int) -> Tensor {
        arange(x.shape[axis]).expanded((0..<x.rank).filter { $0 != axis }, at: place)
      }
      let isDiagonal = equal(places(operation.axis1) + operation.offset, places(operation.axis2))
      return .apply(.where, [isDiagonal, spread, Tensor(weak: .float(0))], at: place)
    }
  }

  public var batching: Batching {
    let operation = self
    return .unary { _ in
      Trace(offset: operation.offset, axis1: operation.axis1 + 1, axis2: operation.axis2 + 1, type: operation.type)
    }
  }

  public var complexRule: ComplexRule {
    let (diagonal, type) = (Diagonal(offset: offset, axis1: axis1, axis2: axis2), type)
    return .expanded { inputs in [sum(Tensor.single(diagonal, inputs, at: .none), axis: -1, type: type)] }
  }

  public var lowering: Lowering {
    let operation = self
    return .reduction(
      ReductionLowering(
        axes: [0],
        space: { inputs in
          [operation.count(inputs[0].shape)] + operation.rest(inputs[0].rank).map { inputs[0].shape[$0] }
        },
        keepsAxes: false, combiner: .sum,
        arguments: { context, index in
          let rank = context.inputs[0].rank
          var place = [Dimension](repeating: 0, count: rank)
          place[operation.axis1] = index[0] + Dimension(Swift.max(-operation.offset, 0))
          place[operation.axis2] = index[0] + Dimension(Swift.max(operation.offset, 0))
          for (position, axis) in operation.rest(rank).enumerated() { place[axis] = index[1 + position] }
          return [context.convert(context.input(0, at: place), to: context.outputs[0].elementType)]
        }))
  }
}

extension ArrayAlgebra {
  package func traced(
    offset: Int, axis1: Int, axis2: Int, type: ElementType?, at place: SourcePlace
  ) -> Self {
    Self.building("trace", [self], at: place) { () throws(TensorError) in
      guard inferredRank >= 2 else {
        throw TensorError(operation: "trace", message: "requires an array of at least two dimensions")
      }
      let first = try Axes.normalized(axis1, rank: inferredRank, operation: "trace")
      let second = try Axes.normalized(axis2, rank: inferredRank, operation: "trace")
      guard first != second else { throw TensorError(operation: "trace", message: "axis1 and axis2 cannot be the same") }
      guard offset.magnitude < 1 << 62 else { throw TensorError(operation: "trace", message: "the offset \(offset) is too large") }
      if type == .bool {
        // Whether any element is not zero.
        let counts = traced(offset: offset, axis1: axis1, axis2: axis2, type: .i64, at: place)
        if inferredType.elementType == .bool { return counts.converted(to: .bool, at: place) }
        return converted(to: .bool, at: place).traced(offset: offset, axis1: axis1, axis2: axis2, type: .bool, at: place)
      }
      return .single(Trace(offset: offset, axis1: first, axis2: second, type: type), [self], at: place)
    }
  }
}

/// The sum along a diagonal. NumPy's `trace`.
///
/// Types as for `sum`. The diagonal is `offset` above the main one. Errors: fewer than two axes, equal axes.
public func trace<A: ArrayAlgebra>(
  _ x: A, offset: Int = 0, axis1: Int = 0, axis2: Int = 1, type: ElementType? = nil, file: StaticString = #fileID,
  line: Int = #line
) -> A {
  x.traced(offset: offset, axis1: axis1, axis2: axis2, type: type, at: .at(file, line))
}

extension OperationDefinition {
  static let trace = OperationDefinition(
    "trace", family: "reductions",
    [
      Parameter("a", .tensor), Parameter("offset", .integer, default: .integer(0)),
      Parameter("axis1", .integer, default: .integer(0)), Parameter("axis2", .integer, default: .integer(1)),
      Parameter("dtype", .type, default: Argument.none),
    ], summary: "The sum along a diagonal.", numpy: "np.trace(a, offset=offset, axis1=axis1, axis2=axis2, dtype=dtype)"
  ) { arguments throws(TensorError) in
    [
      try arguments.tensor("a").traced(
        offset: try arguments.integer("offset"), axis1: try arguments.integer("axis1"), axis2: try arguments.integer("axis2"),
        type: arguments.optionalType("dtype"), at: arguments.place)
    ]
  }.sampled(
    "(x: f64[n, m]) -> trace(x ** 2)", "(x: f64[n, m, k]) -> trace(x, 1, 2, 0) ** 2", "(x: f64[n, m]) -> trace(x, offset=-1) ** 2")
}
