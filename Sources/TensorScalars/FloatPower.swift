extension ScalarFunction {
  /// Powers and sums of powers in f64 or base 2.
  static let floatPowers: [ScalarFunction] = [.floatPower, .logaddexp2]

  /// `x ** y` in f64.
  public static let floatPower = ScalarFunction(
    "float_power", arity: 2, rule: .double,
    summary: "The power x ** y in f64.", numpy: "np.float_power(x, y)", domain: 0...100, ulps: 2,
    partials: power.partials, complex: .power
  ) { x in
    .expansion(ScalarFunction.power(x[0], x[1]))
  }

  /// `log2(2^x + 2^y)`, without overflow.
  public static let logaddexp2 = ScalarFunction(
    "logaddexp2", arity: 2, rule: .float,
    summary: "log2(2^x + 2^y), without overflow.", numpy: "np.logaddexp2(x, y)",
    facts: [.commutative], domain: -100...100, ulps: 3,
    partials: [{ x, r in share(x[0], x[1]) }, { x, r in share(x[1], x[0]) }]
  ) { x in
    .expansion(inDouble(x[0], x[1], binaryLogarithmOfSum))
  }
}

/// `x ** y` in f64.
public func floatPower<A: Algebra>(_ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.floatPower, [x, y], at: .at(file, line))
}

public func floatPower<A: Algebra>(_ x: A, _ y: some WeakNumber, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.floatPower, [x, .weak(y.weakValue, like: x)], at: .at(file, line))
}

public func floatPower<A: Algebra>(_ x: some WeakNumber, _ y: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.floatPower, [.weak(x.weakValue, like: y), y], at: .at(file, line))
}

/// `log2(2^x + 2^y)`, without overflow.
public func logaddexp2<A: Algebra>(_ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.logaddexp2, [x, y], at: .at(file, line))
}

public func logaddexp2<A: Algebra>(_ x: A, _ y: some WeakNumber, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.logaddexp2, [x, .weak(y.weakValue, like: x)], at: .at(file, line))
}

public func logaddexp2<A: Algebra>(_ x: some WeakNumber, _ y: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.logaddexp2, [.weak(x.weakValue, like: y), y], at: .at(file, line))
}

/// `m + log2(1 + 2^-d)` with the greater m and the distance d; equal ones (infinities too) one more.
private func binaryLogarithmOfSum(_ x: ScalarExpression, _ y: ScalarExpression) -> ScalarExpression {
  let greater = select(x .< y, y, x)
  let distance = (x - y).magnitude
  let more = ScalarFunction.log1p(ScalarFunction.exp2(-distance)) * .constant(0x1.71547652b82fep0, .f64)
  return select(x .== y, x + .constant(1.0, .f64), select(distance.isNaN, x + y, greater + more))
}

/// `2^x / (2^x + 2^y)`; half where both are equal, infinities too.
private func share(_ x: ScalarExpression, _ y: ScalarExpression) -> ScalarExpression {
  let distance = (x - y) * .constant(0x1.62e42fefa39efp-1, x.type)
  return select(x .== y, .constant(0.5, x.type), ScalarFunction.expit(distance))
}
