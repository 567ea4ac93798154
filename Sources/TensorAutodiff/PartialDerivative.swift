import TensorGraph
import TensorOperators
import TensorScalars

extension Elementwise {
  /// The cotangents of the operands: the result's times the partial derivatives in the function's record.
  func cotangents(_ step: ReverseStep) -> [Tensor?] {
    guard let cotangent = step.cotangents[0], let signature = Elementwise.signature(of: function, step.inputs.map(\.type))
    else { return step.inputs.map { _ in nil } }
    if signature.arguments.contains(where: \.isComplex), let rule = ComplexCotangents.rules[function.name] {
      return [rule(cotangent, step)]
    }
    var partial = PartialDerivative(step, function, signature)
    return step.inputs.indices.map { position in
      guard step.wanted[position], signature.arguments[position].isInexact else { return nil }
      return partial.times(cotangent, position)
    }
  }
}

/// Cotangents times partial derivatives, which are scalar expressions, as tensors.
struct PartialDerivative {
  private let step: ReverseStep
  private let function: ScalarFunction
  private let arguments: [ScalarExpression]
  private let result: ScalarExpression
  private let tensors: [Tensor]
  /// What has been made of each expression, which is kept alive: they share parts.
  private var known: [ObjectIdentifier: (expression: ScalarExpression, tensor: Tensor)] = [:]

  init(_ step: ReverseStep, _ function: ScalarFunction, _ signature: (arguments: [ElementType], result: ElementType)) {
    (self.step, self.function) = (step, function)
    arguments = signature.arguments.enumerated().map { .argument($0.offset, $0.element) }
    result = .argument(arguments.count, signature.result)
    tensors = zip(step.inputs, signature.arguments).map { $0.converted(to: $1, at: step.place) } + [step.result]
  }

  /// The cotangent times the partial derivative by an operand; nil where that is 0 everywhere.
  mutating func times(_ cotangent: Tensor, _ position: Int) -> Tensor? {
    times(cotangent, function.partials[position](arguments, result))
  }

  /// Choices stay choices: what is not taken adds 0, whatever the derivative is there.
  private mutating func times(_ cotangent: Tensor, _ factor: ScalarExpression) -> Tensor? {
    switch factor.kind {
    case .constant(let value) where value.asDouble == 0: return nil
    case .constant(let value) where value.asDouble == 1: return cotangent
    case .constant(let value) where value.asDouble == -1: return apply(.negative, cotangent)
    case .primitive(.negate, let operands): return times(cotangent, operands[0]).map { apply(.negative, $0) }
    case .primitive(.divide, let operands):
      guard let dividend = times(cotangent, operands[0]) else { return nil }
      let divisor = tensor(operands[1])
      return within(dividend) { apply(.divide, $0, divisor) }
    case .primitive(.select, let operands):
      let (taken, other) = (times(cotangent, operands[1]), times(cotangent, operands[2]))
      if taken == nil, other == nil { return nil }
      return apply(.where, tensor(operands[0]), taken ?? zero, other ?? zero)
    case .argument, .constant, .primitive, .call:
      let value = tensor(factor)
      return within(cotangent) { apply(.multiply, $0, value) }
    }
  }

  private var zero: Tensor { Tensor(weak: .float(0)) }

  /// A product with a cotangent that was masked by a choice stays masked: 0 times an infinite derivative is no NaN there.
  private func within(_ cotangent: Tensor, _ product: (Tensor) -> Tensor) -> Tensor { cotangent.insideChoices(product) }

  // MARK: Scalar expressions as tensors

  private mutating func tensor(_ expression: ScalarExpression) -> Tensor {
    if let known = known[ObjectIdentifier(expression)] { return known.tensor }
    let result = build(expression)
    known[ObjectIdentifier(expression)] = (expression, result)
    return result
  }

  private mutating func build(_ expression: ScalarExpression) -> Tensor {
    switch expression.kind {
    case .argument(let position): return tensors[position]
    case .constant(let value): return Tensor(value, at: step.place)
    case .call(let function, let operands):
      var parts: [Tensor] = []
      for operand in operands { parts.append(tensor(operand)) }
      return .apply(function, parts, at: step.place)
    case .primitive(let primitive, let operands):
      var parts: [Tensor] = []
      for operand in operands { parts.append(tensor(operand)) }
      return build(primitive, parts)
    }
  }

  private func build(_ primitive: Primitive, _ parts: [Tensor]) -> Tensor {
    if let name = primitive.functionName, let function = ScalarFunctionTable.function(named: name) {
      return .apply(function, parts, at: step.place)
    }
    switch primitive {
    case .fusedMultiplyAdd: return apply(.add, apply(.multiply, parts[0], parts[1]), parts[2])
    case .select: return apply(.where, parts[0], parts[1], parts[2])
    case .and: return apply(.bitwiseAnd, parts[0], parts[1])
    case .or: return apply(.bitwiseOr, parts[0], parts[1])
    case .not: return apply(.invert, parts[0])
    case .convert(let type): return parts[0].converted(to: type, at: step.place)
    case .add, .subtract, .multiply, .negate, .divide, .squareRoot, .absolute, .copySign, .minimum, .maximum, .floor, .ceiling,
      .truncate, .roundToEven, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .floorQuotient, .floorRemainder,
      .quotient, .remainder, .multiplyHigh, .xor, .shiftLeft, .shiftRight, .bitCount, .leadingZeros, .bitcast, .lookup:
      return .invalid(
        TensorError(
          operation: function.name, message: "its partial derivative uses the instruction \(primitive), which tensors do not have",
          places: step.node.places))
    }
  }

  private func apply(_ function: ScalarFunction, _ operands: Tensor...) -> Tensor { .apply(function, operands, at: step.place) }
}

