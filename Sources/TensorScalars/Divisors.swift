extension ScalarFunction {
  /// Common divisors and multiples.
  static let divisors: [ScalarFunction] = [.gcd, .lcm]

  /// The greatest common divisor of |x| and |y|; 0 of zeros.
  public static let gcd = ScalarFunction(
    "gcd", arity: 2, rule: .integers,
    summary: "The greatest common divisor of |x| and |y|; 0 of zeros.", numpy: "np.gcd(x, y)",
    facts: [.commutative, .associative]
  ) { x in
    divisorForm(x[0], x[1]) { divisor, _, _ in divisor }
  }

  /// The least common multiple of |x| and |y|; 0 if one is 0; wraps.
  public static let lcm = ScalarFunction(
    "lcm", arity: 2, rule: .integers,
    summary: "The least common multiple of |x| and |y|; 0 if one is 0.", numpy: "np.lcm(x, y)",
    facts: [.commutative]
  ) { x in
    // The quotient by 0 is 0.
    divisorForm(x[0], x[1]) { divisor, a, b in .primitive(.quotient, a, divisor) * b }
  }
}

/// The greatest common divisor of |x| and |y|; 0 of zeros. Integers.
public func gcd<A: Algebra>(_ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.gcd, [x, y], at: .at(file, line))
}

public func gcd<A: Algebra>(_ x: A, _ y: Int, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.gcd, [x, .weak(.integer(y), like: x)], at: .at(file, line))
}

/// The least common multiple of |x| and |y|; 0 if one is 0; wraps. Integers.
public func lcm<A: Algebra>(_ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.lcm, [x, y], at: .at(file, line))
}

public func lcm<A: Algebra>(_ x: A, _ y: Int, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.lcm, [x, .weak(.integer(y), like: x)], at: .at(file, line))
}

/// Stein's binary algorithm with a fixed number of steps: each takes at least one bit from the two numbers together.
///
/// Of wide types a few steps are enough for small numbers; what is left over is the rare case.
private func divisorForm(
  _ x: ScalarExpression, _ y: ScalarExpression,
  _ finish: (_ divisor: ScalarExpression, _ a: ScalarExpression, _ b: ScalarExpression) -> ScalarExpression
) -> MachineForm {
  let (a, b) = (unsignedMagnitude(x), unsignedMagnitude(y))
  func form(_ steps: Int) -> (value: ScalarExpression, rest: ScalarExpression) {
    let (divisor, rest) = commonDivisor(a, b, steps: steps)
    return (finish(divisor, a, b).bitcast(to: x.type), rest)
  }
  let width = x.type.bitWidth
  if width == 8 { return .expansion(form(2 * width).value) }
  let fast = form(width == 16 ? 14 : 24)
  return .rareCase(
    fast: fast.value, rare: .primitive(.notEqual, fast.rest, .constant(0, fast.rest.type)), exact: form(2 * width).value)
}

/// |x| as an unsigned number: of the least integer too.
private func unsignedMagnitude(_ x: ScalarExpression) -> ScalarExpression {
  guard x.type.isSignedInteger else { return x }
  let unsigned: ElementType = x.type.bitWidth == 8 ? .u8 : x.type.bitWidth == 16 ? .u16 : x.type.bitWidth == 32 ? .u32 : .u64
  return x.magnitude.bitcast(to: unsigned)
}

/// The number of trailing zero bits; the width for 0.
private func trailingZeros(_ x: ScalarExpression) -> ScalarExpression {
  let below = .primitive(.not, x) & (x - .constant(1, x.type)) as ScalarExpression
  return .primitive(.bitCount, below)
}

/// The divisor after so many steps, and what is not 0 where they were too few.
private func commonDivisor(
  _ x: ScalarExpression, _ y: ScalarExpression, steps: Int
) -> (divisor: ScalarExpression, rest: ScalarExpression) {
  let zero = ScalarExpression.constant(0, x.type)
  let twos = trailingZeros(x | y)
  // Where one is 0 the other is the divisor: let `a` be that one.
  let isZero = x .== zero
  let first = select(isZero, y, x)
  var a = ScalarExpression.primitive(.shiftRight, first, trailingZeros(first))
  var b = select(isZero, zero, y)
  for _ in 0..<steps {
    // A shift by the width leaves 0.
    b = .primitive(.shiftRight, b, trailingZeros(b))
    let lesser = select(b .== zero, a, .primitive(.minimum, a, b))
    (a, b) = (lesser, .primitive(.maximum, a, b) - lesser)
  }
  return (.primitive(.shiftLeft, a, twos), b)
}
