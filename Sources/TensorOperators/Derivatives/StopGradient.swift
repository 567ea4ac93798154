/// The operand itself, which derivatives take for a constant.
public struct StopGradient: Operation {
  public init() {}

  public var name: String { "stop_gradient" }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference { Inference(try single(inputs)) }

  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts { known[0] }

  public var derivative: Derivative { .flat }

  public var batching: Batching { .elementwise }

  public var lowering: Lowering { .elements { context, index in context.input(0, at: index) } }
}

/// `x` itself, which derivatives take for a constant: nothing flows back through it.
public func stopGradient<A: ArrayAlgebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .single(StopGradient(), [x], at: .at(file, line))
}

extension OperationDefinition {
  static let derivatives: [OperationDefinition] = [
    OperationDefinition(
      "stop_gradient", family: "derivatives", [Parameter("x", .tensor)],
      summary: "The operand, which derivatives take for a constant.", numpy: "np.asarray(x)"
    ) { arguments throws(TensorError) in
      [.single(StopGradient(), [try arguments.tensor("x")], at: arguments.place)]
    }
  ]
}
