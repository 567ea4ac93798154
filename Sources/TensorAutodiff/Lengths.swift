import TensorGraph
import TensorGraphRewrites
import TensorOperators

/// Rules for costs that are to be differentiated.
///
/// The square root of a sum of squares has a corner where it is 0; by its parts the derivative there would be 0 times infinity. It is one part with a
/// derivative of its own, `x / length`, and 0 at 0: the one of least length between the derivatives on all sides.
let lengths = TensorRuleBook("lengths", "lengths, which have corners at 0", tags: ["gradients"]) {
  let x = TensorPattern.variable(Variable("x"))
  Rule(
    "length", sqrt(.call("sum", square(x))), where: .isFloat("x"), gives: "one part, whose derivative at 0 is 0"
  ) { match, _ in
    let sum = match.root.node.inputs[0]
    guard let reduction = sum.node.operation as? AxisReduction, reduction.type == nil else { return nil }
    return Subgraph.apply(.custom(lengthRule(reduction)), [match["x"]], at: match.place) { x in
      let squares = Tensor.apply(.square, [x[0]], at: match.place)
      return [.apply(.sqrt, [.make(reduction, [squares], at: match.place)], at: match.place)]
    }[0]
  }
  Rule("length-of-one", sqrt(square(x)) => abs(x), where: .isFloat("x"))
}

private func lengthRule(_ reduction: AxisReduction) -> @Sendable (ReverseStep) -> [Tensor?] {
  { step in
    guard let cotangent = step.cotangents[0] else { return [nil] }
    let place = step.place
    func spread(_ x: Tensor) -> Tensor { reduction.keepsAxes ? x : x.expanded(reduction.axes, at: place) }
    let (x, length) = (step.inputs[0], spread(step.result))
    let zero = Tensor(weak: .float(0))
    let slope = Tensor.apply(.divide, [x, length], at: place)
    let isCorner = Tensor.apply(.equal, [length, zero], at: place)
    let flowing = Tensor.apply(.multiply, [spread(cotangent), slope], at: place)
    return [.apply(.where, [isCorner, zero, flowing], at: place)]
  }
}
