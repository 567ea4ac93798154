/// The matrix product for all types and for vectors, as sums over the common axis; of bools: or of ands.
public struct Contraction: Operation {
  public let elementType: ElementType
  public let leftRank: Int
  public let rightRank: Int

  /// The product of operands of these types (of one element type).
  public init(_ left: TensorType, _ right: TensorType) {
    (elementType, leftRank, rightRank) = (left.elementType, left.rank, right.rank)
  }

  public var name: String { "op.contract" }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    guard inputs.count == 2, inputs.allSatisfy({ $0.elementType == elementType }) else {
      throw failure("takes two operands of type \(elementType.name)")
    }
    guard inputs[0].rank == leftRank, inputs[1].rank == rightRank else {
      throw failure("takes operands of ranks \(leftRank) and \(rightRank)")
    }
    return try Contraction.infer(inputs[0], inputs[1], name)
  }

  /// The index space: leading axes, rows of the first, columns of the second, and the axis that is summed.
  public var lowering: Lowering {
    let (hasRows, hasColumns, isBool) = (leftRank > 1, rightRank > 1, elementType == .bool)
    let batchRank = max(leftRank, rightRank, 2) - 2
    let spaceRank = batchRank + (hasRows ? 1 : 0) + (hasColumns ? 1 : 0) + 1
    return .reduction(
      ReductionLowering(
        axes: [spaceRank - 1],
        space: { inputs in
          let (a, b) = (inputs[0].shape, inputs[1].shape)
          return Contraction.batch(a, b) + (hasRows ? [a[a.count - 2]] : []) + (hasColumns ? [b[b.count - 1]] : [])
            + [a[a.count - 1]]
        },
        keepsAxes: false, combiner: isBool ? .or : .dot,
        arguments: { context, index in
          let (a, b) = (context.inputs[0].shape, context.inputs[1].shape)
          let (batch, inner) = (Array(index[..<batchRank]), index[spaceRank - 1])
          let left = context.broadcast(batch, to: Array(a.dropLast(2))) + (hasRows ? [index[batchRank]] : []) + [inner]
          let right =
            context.broadcast(batch, to: Array(b.dropLast(2))) + [inner] + (hasColumns ? [index[spaceRank - 2]] : [])
          let factors = [context.input(0, at: left), context.input(1, at: right)]
          return isBool ? [context.primitive(.and, factors)] : factors
        }))
  }

  /// The shape to which the leading axes broadcast, that they do having been checked.
  static func batch(_ a: [Dimension], _ b: [Dimension]) -> [Dimension] {
    let (first, second) = (a.dropLast(2), b.dropLast(2))
    let rank = max(first.count, second.count)
    return zip(
      [Dimension](repeating: 1, count: rank - first.count) + first,
      [Dimension](repeating: 1, count: rank - second.count) + second
    ).map { .broadcast($0, $1) }
  }

  /// NumPy's rule for `matmul`: the last axis of the first with the last but one (or only one) of the second.
  static func infer(_ a: TensorType, _ b: TensorType, _ name: String) throws(TensorError) -> Inference {
    func failure(_ message: String) -> TensorError { TensorError(operation: name, message: message) }
    for (position, type) in [a, b].enumerated() where type.rank == 0 {
      throw TensorError(
        operation: name, message: "operand \(position) does not have enough dimensions (has 0, at least 1 is required)",
        hint: "multiply by scalars with *")
    }
    let rowAxis = b.rank > 1 ? -2 : 0
    let (columns, rows) = (a.shape[a.rank - 1], b.shape[max(b.rank - 2, 0)])
    var constraints: [ShapeConstraint] = []
    if columns != rows {
      if let columns = columns.constant, let rows = rows.constant {
        throw failure(
          "operands do not match: axis -1 of the first has size \(columns), axis \(rowAxis) of the second \(rows)")
      }
      constraints.append(
        ShapeConstraint(
          .equal, columns, rows, "axis -1 of the first and axis \(rowAxis) of the second operand of \(name)"))
    }
    let batch = try Broadcasting.combine([Array(a.shape.dropLast(2)), Array(b.shape.dropLast(2))], operation: name)
    let shape = batch.shape + (a.rank > 1 ? [a.shape[a.rank - 2]] : []) + (b.rank > 1 ? [b.shape[b.rank - 1]] : [])
    return Inference(
      TensorType(ElementType.promoted(a.elementType, b.elementType), shape), batch.constraints + constraints)
  }
}
