import TensorJIT

/// The sum of the squares along one axis: a reduction of its own.
public struct SumOfSquares: Operation {
  public let axis: Int

  public init(axis: Int) { self.axis = axis }

  public var name: String { "sum_of_squares" }
  public var attributes: [Attribute] { [Attribute("axis", .integer(axis))] }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    guard inputs.count == 1, inputs[0].elementType.isFloat else { throw failure("takes 1 operand of a float type") }
    guard inputs[0].shape.indices.contains(axis) else {
      throw failure("axis \(axis) is out of bounds for array of dimension \(inputs[0].rank)")
    }
    var shape = inputs[0].shape
    shape.remove(at: axis)
    return Inference(TensorType(inputs[0].elementType, shape))
  }

  public var lowering: Lowering {
    .reduction(
      ReductionLowering(
        axes: [axis], space: { $0[0].shape }, keepsAxes: false, combiner: .dot,
        arguments: { context, index in
          let element = context.input(0, at: index)
          return [element, element]
        }))
  }

  /// Twice the operand.
  public var derivative: Derivative {
    let axis = axis
    return .unary { cotangent, step in 2 * step.inputs[0] * expandDims(cotangent, axis: axis) }
  }
}

extension OperationDefinition {
  public static let sumOfSquares = OperationDefinition(
    "sum_of_squares", family: "reductions",
    [Parameter("x", .tensor), Parameter("axis", .integer, default: .integer(0))],
    summary: "The sum of the squares along an axis.", numpy: "np.sum(np.square(x), axis=axis)",
    elementTypes: [.f32, .f64]
  ) { arguments throws(TensorError) in
    [.make(SumOfSquares(axis: try arguments.integer("axis")), [try arguments.tensor("x")], at: arguments.place)]
  }
  .sampled("(x: f64[n, m]) -> sum_of_squares(x, axis=1)")
}
