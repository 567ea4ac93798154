/// The first operand, to be computed after the others: what is behind it is merged with nothing else, and not begun before they are there.
///
/// A checkpoint computes its region a second time, when cotangents arrive; without a barrier both would be one.
package struct Barrier: Operation {
  /// Barriers of one identity are one.
  let number: Int

  package init(_ number: Int) { self.number = number }

  package var name: String { "op.barrier" }
  package var identity: Int? { number }

  package func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    guard let first = inputs.first else { throw failure("takes an operand") }
    return Inference(first)
  }

  package func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts { known[0] }

  package var derivative: Derivative { .unary { cotangent, _ in cotangent } }

  package var batching: Batching {
    let operation = self
    return .rule { step in
      // What differs between examples may be what is waited for only.
      [.single(operation, [step.repeated(0)] + step.inputs.dropFirst(), at: step.place)]
    }
  }

  package var complexRule: ComplexRule { .parts }

  package var lowering: Lowering { .elements { context, index in context.input(0, at: index) } }
}
