extension TensorLanguage {
  /// The literal with the other sign, of the same type; nil for other terms, and where no such literal is exact.
  func negated(_ tensor: Tensor) -> Tensor? {
    guard let literal = tensor.node.operation as? Literal else { return nil }
    // An integer has no negative zero to give.
    guard literal.value.type.isFloat || (literal.value.type.isSignedInteger && literal.value.bits != 0) else { return nil }
    let value = Primitive.negate.evaluate([literal.value])
    return .make(Literal(value: value, isWeak: literal.isWeak), [], at: tensor.node.places.first ?? .none)
  }

  /// The value of a scalar function of literals.
  func folded(_ tensor: Tensor) -> Tensor? {
    guard let function = (tensor.node.operation as? Elementwise)?.function,
      let signature = Elementwise.signature(of: function, tensor.node.inputs.map(\.type))
    else { return nil }
    let values = zip(tensor.node.inputs, signature.arguments).compactMap { input, type in
      (input.node.operation as? Literal)?.value.converted(to: type)
    }
    // A negative exponent of integers is an error of the run.
    if function == .power, signature.result.isSignedInteger, values[1].integer < 0 { return nil }
    guard values.count == function.arity, let value = function.evaluate(values), value.type == tensor.elementType else {
      return nil
    }
    return .make(Literal(value: value, isWeak: tensor.type.isWeak), [], at: tensor.node.places.first ?? .none)
  }

  /// Whether a tensor depends on constant arrays and literals only, and is not larger than they are.
  func isFunctionOfArrays(_ tensor: Tensor) -> Bool {
    let node = tensor.node
    // (`Constant` alone is this language's.)
    guard node.inputs.contains(where: { $0.node.operation is TensorGraph.Constant }), node.operation.identity == nil,
      node.types.count == 1,
      node.inputs.allSatisfy({ $0.node.operation is TensorGraph.Constant || $0.node.operation is Literal }),
      let count = tensor.type.count.constant
    else { return false }
    return count <= node.inputs.compactMap { $0.type.count.constant }.reduce(64, max)
  }

  /// The value of such a tensor, as a constant.
  func evaluated(_ tensor: Tensor) -> Tensor? {
    guard let array = evaluator?.evaluate(tensor), array.elementType == tensor.elementType else { return nil }
    let constant = Tensor(constant: array, at: tensor.node.places.first ?? .none)
    guard tensor.rank == 0, let value = (constant.node.operation as? TensorGraph.Constant)?.elements.first else { return constant }
    return Tensor(value, at: tensor.node.places.first ?? .none)
  }
}
