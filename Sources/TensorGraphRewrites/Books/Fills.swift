/// Arrays that hold one number (`zeros`, `ones`, `full` are numbers broadcast to a shape), and broadcasts that
/// arithmetic does anyway.
let fills = TensorRuleBook("fills", "arrays of one number", tags: ["canonicalize", "fills"]) {
  let (x, y) = (anyTensor("x"), anyTensor("y"))
  let number = anyScalar("c")
  let fill = TensorPattern.call("broadcast_to", number)
  let (zeros, ones) = (TensorPattern.call("broadcast_to", 0), TensorPattern.call("broadcast_to", 1))

  // Views of a fill are fills.
  Rule("transpose-fill", .call("transpose", fill), gives: "broadcast_to(c)", by: refilled)
  Rule("reshape-fill", .call("reshape", fill), gives: "broadcast_to(c)", by: refilled)
  Rule("expand-dims-fill", .call("expand_dims", fill), gives: "broadcast_to(c)", by: refilled)
  Rule("squeeze-fill", .call("squeeze", fill), gives: "broadcast_to(c)", by: refilled)

  // Arithmetic broadcasts by itself.
  Rule(
    "elementwise-broadcast-operand", .elementwise, gives: "the function of operands that need not be broadcast first",
    amongOperands: [TensorLanguage.Head("broadcast_to"), TensorLanguage.Head("expand_dims")]
  ) { match, _ in
    for (position, operand) in match.inputs.enumerated() {
      guard let narrow = operand.beforeBroadcast else { continue }
      var operands = match.inputs
      operands[position] = narrow.strong(at: match.place)
      if let result = match.fitting(match.root.applied(to: operands, at: match.place)) { return result }
    }
    return nil
  }
    .meant(for: .call("broadcast_to", x) + y, .call("expand_dims", x) * y, which(.call("broadcast_to", x), x, y))
  Rule(
    "elementwise-fills", .elementwise, gives: "broadcast_to of the function of what is broadcast",
    amongOperands: [TensorLanguage.Head("broadcast_to")]
  ) { match, _ in
    var operands: [Tensor] = []
    var shape: [Dimension]?
    for operand in match.inputs {
      if operand.rank == 0 {
        operands.append(operand)
        continue
      }
      guard operand.node.operation is BroadcastTo, operand.shape == match.root.shape else { return nil }
      let narrow = operand.node.inputs[0].strong(at: match.place)
      guard shape == nil || shape == narrow.shape else { return nil }
      shape = narrow.shape
      operands.append(narrow)
    }
    guard shape != nil else { return nil }
    let result = match.root.applied(to: operands, at: match.place)
    return match.fitting(result.broadcast(to: match.root.shape, at: match.place))
  }
    .meant(for: exp(.call("broadcast_to", number)), .call("broadcast_to", number) + .call("broadcast_to", number), fill * number)
  Rule("astype-fill", .call("astype", .call("broadcast_to", x)), gives: "broadcast_to(astype(x))") { match, _ in
    let narrow = match["x"].strong(at: match.place).converted(to: match.root.elementType, at: match.place)
    return match.fitting(narrow.broadcast(to: match.root.shape, at: match.place))
  }

  // Neutral elements that only make the result larger.
  Rule("times-ones", x * ones, gives: "broadcast_to(x)", by: enlarged)
  Rule("divided-by-ones", x / ones, gives: "broadcast_to(x)", by: enlarged)
  Rule("minus-zeros", x - zeros, gives: "broadcast_to(x)", by: enlarged)
  Rule("plus-zeros", x + zeros, where: .isNotNegativeZero("x"), gives: "broadcast_to(x)", by: enlarged)
  Rule(
    "plus-zeros-signed", x + zeros, tags: ["signed-zero"], where: .isFloat("x"), gives: "broadcast_to(x)", by: enlarged)
}

/// A variable that tensors without axes match.
func anyScalar(_ name: String) -> TensorPattern {
  .variable(Variable(name, where: Condition("has no axes") { tensor, _ in tensor.rank == 0 }))
}

extension Tensor {
  /// What is broadcast here by repetition, or by leading axes of extent 1; nil if nothing is.
  fileprivate var beforeBroadcast: Tensor? {
    switch node.operation {
    case is BroadcastTo: node.inputs[0]
    case let expansion as ExpandDims where expansion.axes == Array(expansion.axes.indices): node.inputs[0]
    default: nil
    }
  }
}

@Sendable private func refilled(_ match: TensorMatch, _ language: TensorLanguage) -> Tensor? {
  match.fitting(match["c"].broadcast(to: match.root.shape, at: match.place))
}

@Sendable private func enlarged(_ match: TensorMatch, _ language: TensorLanguage) -> Tensor? {
  let value = match["x"].strong(at: match.place).converted(to: match.root.elementType, at: match.place)
  return match.fitting(value.broadcast(to: match.root.shape, at: match.place))
}
