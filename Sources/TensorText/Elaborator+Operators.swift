import TensorOperators

/// Unary and binary operators.
extension Elaborator {
  func unary(_ sign: UnaryOperator, _ operand: TextValue, _ id: ExpressionID) throws(TextError) -> TextValue {
    switch operand {
    case .number(let number):
      do throws(PythonNumber.Problem) {
        return .number(try PythonNumber.apply(sign, number))
      } catch {
        throw self.error(id, error.message, hint: error.hint)
      }
    case .extent(let extent):
      switch sign {
      case .positive: return operand
      case .negative: return .extent(-extent)
      case .invert: return .extent(-extent - 1)
      }
    case .tensor, .list, .tuple, .elementType, .text, .none, .function:
      if case .tuple = operand { throw error(id, "\(sign.rawValue) is not defined for a tuple") }
      let tensor = try tensor(operand, id, as: "an operand of \(sign.rawValue)")
      return try elementwise(sign.function, [tensor], id)
    }
  }

  func binary(
    _ sign: BinaryOperator, _ left: TextValue, _ right: TextValue, _ id: ExpressionID
  ) throws(TextError) -> TextValue {
    switch (left, right) {
    case (.number(let a), .number(let b)):
      do throws(PythonNumber.Problem) {
        return .number(try PythonNumber.apply(sign, a, b))
      } catch {
        throw self.error(id, error.message, hint: error.hint)
      }
    case (.tuple(let a), .tuple(let b)) where sign == .add: return .tuple(try parts(a.values + b.values, id))
    case (.tuple, _), (_, .tuple):
      throw error(
        id, "\(sign.rawValue) is not defined for \(left.shown) and \(right.shown)",
        hint: "an array is written as a list, as [1, 2]")
    case (_, _):
      if let a = left.dimension, let b = right.dimension, let value = extent(sign, a, b) { return value }
      return try tensors(sign, left, right, id)
    }
  }

  /// Arithmetic on weak integers of which one is an extent, where its result is an extent or known.
  private func extent(_ sign: BinaryOperator, _ a: Dimension, _ b: Dimension) -> TextValue? {
    let result: Dimension
    switch sign {
    case .add: result = a + b
    case .subtract: result = a - b
    case .multiply: result = a * b
    case .floorDivide, .remainder:
      guard let divisor = b.constant, divisor != 0 else { return nil }
      result = sign == .remainder ? .remainder(a, b) : .floorDivide(a, b)
    case .power:
      guard let exponent = b.constant, (0...4).contains(exponent) else { return nil }
      result = (0..<exponent).reduce(1) { product, _ in product * a }
    case .equal, .notEqual:
      guard let difference = (a - b).constant else { return nil }
      return .number(.flag((difference == 0) == (sign == .equal)))
    case .less, .lessEqual, .greater, .greaterEqual, .or, .exclusiveOr, .and, .leftShift, .rightShift, .divide, .matmul:
      return nil
    }
    guard result.isModest else { return nil }
    return result.constant.map { .number(.integer(Int128($0))) } ?? .extent(result)
  }

  private func tensors(
    _ sign: BinaryOperator, _ left: TextValue, _ right: TextValue, _ id: ExpressionID
  ) throws(TextError) -> TextValue {
    func operand(_ value: TextValue, beside other: TextValue) throws(TextError) -> Tensor {
      if case .number(.integer(let integer)) = value, Int64(exactly: integer) == nil, case .tensor(let tensor) = other,
        tensor.elementType.isInexact
      {
        return try literal(.float(Double(integer)), isWeak: true, id)
      }
      return try tensor(value, id, as: "an operand of \(sign.rawValue)")
    }
    let operands = [try operand(left, beside: right), try operand(right, beside: left)]
    if sign == .matmul {
      guard let definition = OperationTable.definition(named: sign.function) else {
        throw notAvailable("matmul (@)", id)
      }
      let names = definition.parameters.prefix(2).map(\.name)
      let arguments = Dictionary(
        uniqueKeysWithValues: zip(names, operands.map { OperationDefinition.Argument.tensor($0) }))
      guard let result = try build(definition, arguments, id).first else { throw error(id, "matmul gave no result") }
      return .tensor(result)
    }
    if sign == .power, case .number(.integer(let exponent)) = right,
      ScalarFunction.powerOperatorSquares(operands[0].elementType, exponent: exponent)
    {
      return try elementwise(ScalarFunction.square.name, [operands[0]], id)
    }
    return try elementwise(sign.function, operands, id)
  }

  /// A scalar function of tensors.
  func elementwise(_ name: String, _ operands: [Tensor], _ id: ExpressionID) throws(TextError) -> TextValue {
    guard let function = ScalarFunctionTable.function(named: name) else { throw notAvailable(name, id) }
    return try checked(Tensor.apply(function, operands, at: place(id)), id)
  }
}

extension SymbolicInteger {
  /// Whether the expression is small enough to go on with as an extent.
  var isModest: Bool { measure(limit: 256) != nil }

  /// The number of atoms, nested ones too; nil above the limit.
  private func measure(limit: Int) -> Int? {
    var count = terms.count
    for term in terms {
      count += term.atoms.count
      for atom in term.atoms {
        for operand in atom.operands {
          guard count <= limit, let inner = operand.measure(limit: limit - count) else { return nil }
          count += inner
        }
      }
      if count > limit { return nil }
    }
    return count
  }
}
