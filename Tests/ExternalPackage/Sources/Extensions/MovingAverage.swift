import TensorJIT

/// Means of `width` neighbours along the last axis.
public struct MovingAverage: Operation {
  public let width: Int

  public init(width: Int) { self.width = width }

  public var name: String { "moving_average" }
  public var attributes: [Attribute] { [Attribute("width", .integer(width))] }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    guard inputs.count == 1 else { throw failure("takes 1 operand, got \(inputs.count)") }
    guard let extent = inputs[0].shape.last else { throw failure("the operand has no axes") }
    guard (1...64).contains(width) else { throw failure("width must be 1 to 64, got \(width)") }
    let message = "the last axis, which is averaged over windows of \(width)"
    if let extent = extent.constant, extent < width { throw failure("\(message), has extent \(extent)") }
    var shape = inputs[0].shape
    shape[shape.count - 1] = extent - Dimension(width - 1)
    return Inference(
      TensorType(MovingAverage.resultType(inputs[0].elementType), shape),
      extent.constant == nil ? [ShapeConstraint(.atLeast, extent, Dimension(width), message)] : [])
  }

  public var lowering: Lowering {
    let width = width
    return .elements { context, index in
      let type = MovingAverage.resultType(context.inputs[0].elementType)
      func element(_ offset: Int) -> Value {
        var place = index
        place[place.count - 1] += Dimension(offset)
        return context.convert(context.input(0, at: place), to: type)
      }
      let sum = (1..<width).reduce(element(0)) { context.primitive(.add, [$0, element($1)]) }
      let count = context.constant(ScalarValue(.integer(width), type: type))
      return context.primitive(.divide, [sum, count])
    }
  }

  /// Element `i` is in the windows that begin at `i - width + 1` to `i`: averages of the cotangent between zeros.
  public var derivative: Derivative {
    let width = width
    return .unary { cotangent, step in
      var margin = cotangent.shape
      margin[margin.count - 1] = Dimension(width - 1)
      let nothing = zeros(margin, type: cotangent.elementType)
      return movingAverage(concatenate([nothing, cotangent, nothing], axis: -1), width: width)
    }
  }

  private static func resultType(_ type: ElementType) -> ElementType { type.isFloat ? type : .f64 }
}

/// Means of `width` neighbours along the last axis: `result[..., i] = mean(x[..., i..<i + width])`.
///
/// Shape: the last axis is `width - 1` shorter. Floats keep their type, integers and bool give f64. Errors: no axes, a
/// width out of 1...64, a last axis shorter than the width.
public func movingAverage<A: ArrayAlgebra>(
  _ x: A, width: Int, file: StaticString = #fileID, line: Int = #line
) -> A {
  A.applying(MovingAverage(width: width), [x], at: .at(file, line))[0]
}

extension OperationDefinition {
  public static let movingAverage = OperationDefinition(
    "moving_average", family: "signal", [Parameter("x", .tensor), Parameter("width", .integer)],
    summary: "Means of neighbours along the last axis.",
    numpy: "np.lib.stride_tricks.sliding_window_view(x, width, axis=-1).mean(axis=-1)"
  ) { arguments throws(TensorError) in
    [
      .make(
        MovingAverage(width: try arguments.integer("width")), [try arguments.tensor("x")], at: arguments.place)
    ]
  }
  .sampled("(x: f64[5]) -> moving_average(x, 3)", "(x: f64[n, m]) -> moving_average(x, width=2) * x[:, 1:]")
}
