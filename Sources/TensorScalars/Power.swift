extension ScalarFunction {
  /// Powers with any exponent.
  static let powers: [ScalarFunction] = [.power]

  /// `x ** y`; integers wrap, and a negative integer exponent (an error where it is known) counts as unsigned.
  public static let power = ScalarFunction(
    "power", aliases: ["pow"], arity: 2, rule: .promotedBoolAsByte,
    summary: "The power x ** y.", numpy: "np.power(x, y)", domain: 0...100, ulps: 2
  ) { x in
    x[0].type.isFloat ? .expansion(x[0]) : integerPower(x[0], x[1])
  }
}

/// The power `x ** y`.
public func power<A: Algebra>(_ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.power, [x, y], at: .at(file, line))
}

public func power<A: Algebra>(_ x: A, _ y: some WeakNumber, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.power, [x, .weak(y.weakValue, like: x)], at: .at(file, line))
}

public func power<A: Algebra>(_ x: some WeakNumber, _ y: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.power, [.weak(x.weakValue, like: y), y], at: .at(file, line))
}

/// Repeated squaring: four bits of the exponent are enough for small ones, all of them in the rare case.
private func integerPower(_ x: ScalarExpression, _ y: ScalarExpression) -> MachineForm {
  let all = integerPower(x, y, bits: x.type.bitWidth)
  if x.type.bitWidth == 8 { return .expansion(all) }
  let upper = y.masked(~15)
  return .rareCase(
    fast: integerPower(x, y, bits: 4), rare: .primitive(.notEqual, upper, .constant(0, y.type)), exact: all)
}

private func integerPower(_ x: ScalarExpression, _ y: ScalarExpression, bits: Int) -> ScalarExpression {
  let (zero, one) = (ScalarExpression.constant(0, x.type), ScalarExpression.constant(1, x.type))
  var result = one
  var square = x
  for bit in 0..<bits {
    let isSet = ScalarExpression.primitive(.notEqual, y.masked(1 << UInt64(bit)), zero)
    result = result * select(isSet, square, one)
    if bit < bits - 1 { square = square * square }
  }
  return result
}
