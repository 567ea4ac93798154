import TensorScalars

/// One element in exact evaluation: floats are exact numbers, all else is what machines have, which is exact already.
package enum ExactValue {
  case number(ExactNumber)
  case scalar(ScalarValue)

  init(_ value: ScalarValue, precision: Int) {
    self = value.type.isFloat ? .number(ExactNumber(value.asDouble, precision: precision)) : .scalar(value)
  }

  /// The nearest element of the type.
  package func scalar(_ type: ElementType) -> ScalarValue {
    switch self {
    case .number(let number): number.scalar(type)
    case .scalar(let value): value
    }
  }

  var trust: ExactNumber.Trust {
    switch self {
    case .number(let number): number.trust
    case .scalar: .exact
    }
  }

  package var number: ExactNumber? {
    if case .number(let number) = self { number } else { nil }
  }
}

extension ExactValue {
  /// A scalar function on arguments of the types that it computes in.
  static func call(
    _ function: ScalarFunction, _ arguments: [ExactValue], _ types: [ElementType], result: ElementType, precision: Int
  ) -> ExactValue {
    let numbers = arguments.compactMap(\.number)
    if numbers.count == arguments.count, !numbers.isEmpty {
      if let formula = ExactFormulas.numbers[function.name] { return .number(formula(numbers)) }
      if let predicate = ExactFormulas.predicates[function.name] { return .scalar(ScalarValue(predicate(numbers))) }
    }
    if function.name == "where", case .scalar(let condition) = arguments[0] { return arguments[condition.isTrue ? 1 : 2] }
    let scalars = zip(arguments, types).map { $0.scalar($1) }
    let value = function.evaluate(scalars) ?? ScalarValue(type: result, bits: 0)
    return ExactValue(value, precision: precision).trusted(numbers)
  }

  /// One of the instructions that operations use beside scalar functions.
  static func primitive(
    _ primitive: Primitive, _ arguments: [ExactValue], _ types: [ElementType], precision: Int
  ) -> ExactValue {
    if case .convert(let type) = primitive { return arguments[0].converted(from: types[0], to: type, precision: precision) }
    if case .select = primitive, case .scalar(let condition) = arguments[0] { return arguments[condition.isTrue ? 1 : 2] }
    let numbers = arguments.compactMap(\.number)
    if numbers.count == arguments.count, !numbers.isEmpty, let name = primitive.functionName {
      if let formula = ExactFormulas.numbers[name] { return .number(formula(numbers)) }
      if let predicate = ExactFormulas.predicates[name] { return .scalar(ScalarValue(predicate(numbers))) }
    }
    if primitive == .fusedMultiplyAdd, numbers.count == 3 {
      return .number(ExactFormulas.sum(ExactFormulas.product(numbers[0], numbers[1]), numbers[2]))
    }
    let value = primitive.evaluate(zip(arguments, types).map { $0.scalar($1) })
    return ExactValue(value, precision: precision).trusted(numbers)
  }

  /// A machine result of these numbers: approximate if there are any.
  private func trusted(_ numbers: [ExactNumber]) -> ExactValue {
    guard !numbers.isEmpty, case .number(let result) = self else { return self }
    result.trust = numbers.map(\.trust).reduce(.approximate, max)
    return self
  }

  /// A cast: between floats nothing changes (but a number written in the program takes the type), to integers it truncates.
  private func converted(from source: ElementType, to target: ElementType, precision: Int) -> ExactValue {
    switch self {
    case .scalar(let value):
      // Integers beyond 53 bits are rounded, as what takes a float takes them.
      return ExactValue(Primitive.convert(target).evaluate([value]), precision: precision)
    case .number(let number):
      if target.isFloat {
        guard number.isLiteral else { return self }
        let rounded = ExactNumber(number.rounded(to: target), precision: precision)
        rounded.isLiteral = true
        return .number(rounded)
      }
      if target == .bool { return .scalar(ScalarValue(!number.isZero)) }
      // Truncated first: what is just below an integer must not be rounded up to it.
      let whole = ExactFormulas.numbers["trunc"]?([number]) ?? number
      return .scalar(Primitive.convert(target).evaluate([whole.scalar(.f64)]))
    }
  }
}
