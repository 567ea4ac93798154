extension ScalarFunction {
  /// Quotients rounded to integers and what they leave.
  static let division: [ScalarFunction] = [.floorDivide, .remainder, .fmod]

  /// `floor(x / y)` as Python rounds it, from the exact remainder; integers by zero give 0.
  public static let floorDivide = ScalarFunction(
    "floor_divide", arity: 2, rule: .promotedBoolAsByte,
    summary: "The quotient rounded down.", numpy: "np.floor_divide(x, y)",
    partials: [{ x, r in .constant(0.0, r.type) }, { x, r in .constant(0.0, r.type) }]
  ) { x in
    guard x[0].type.isFloat else { return .expansion(.primitive(.floorQuotient, x[0], x[1])) }
    return dividingForm(x[0], x[1], floorQuotient)
  }

  /// `x - y * floor(x / y)`, exactly: the sign is the divisor's; integers by zero give 0.
  public static let remainder = ScalarFunction(
    "remainder", aliases: ["mod"], arity: 2, rule: .promotedBoolAsByte,
    summary: "The remainder with the sign of the divisor.", numpy: "np.remainder(x, y)",
    partials: [
      { x, r in .constant(1.0, r.type) },
      { x, r in -ScalarFunction.floorDivide(x[0], x[1]) },
    ]
  ) { x in
    guard x[0].type.isFloat else { return .expansion(.primitive(.floorRemainder, x[0], x[1])) }
    return dividingForm(x[0], x[1], floorRemainder)
  }

  /// `x - y * trunc(x / y)`, exactly: the sign is the dividend's; integers by zero give 0.
  public static let fmod = ScalarFunction(
    "fmod", arity: 2, rule: .promotedBoolAsByte,
    summary: "The remainder with the sign of the dividend, as in C.", numpy: "np.fmod(x, y)",
    partials: [
      { x, r in .constant(1.0, r.type) },
      { x, r in -ScalarFunction.trunc(x[0] / x[1]) },
    ]
  ) { x in
    guard x[0].type.isFloat else { return .expansion(.primitive(.remainder, x[0], x[1])) }
    return dividingForm(x[0], x[1]) { _, _, rest in rest }
  }
}

/// The quotient rounded down; integers by zero give 0.
public func floorDivide<A: Algebra>(_ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.floorDivide, [x, y], at: .at(file, line))
}

public func floorDivide<A: Algebra>(
  _ x: A, _ y: some WeakNumber, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.floorDivide, [x, .weak(y.weakValue, like: x)], at: .at(file, line))
}

/// The remainder with the sign of the divisor; `x % y`.
public func remainder<A: Algebra>(_ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.remainder, [x, y], at: .at(file, line))
}

public func remainder<A: Algebra>(
  _ x: A, _ y: some WeakNumber, file: StaticString = #fileID, line: Int = #line
) -> A {
  .apply(.remainder, [x, .weak(y.weakValue, like: x)], at: .at(file, line))
}

/// The remainder with the sign of the dividend, as in C.
public func fmod<A: Algebra>(_ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.fmod, [x, y], at: .at(file, line))
}

public func fmod<A: Algebra>(_ x: A, _ y: some WeakNumber, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.fmod, [x, .weak(y.weakValue, like: x)], at: .at(file, line))
}

/// What a function makes of dividend, divisor and the exact remainder with the dividend's sign, in its two forms.
///
/// While the quotient stays below 2^52, `x - trunc(x / y) * y` in one fused step is exact, but for one `y` where
/// the division rounded up. Longer quotients are the rare case.
private func dividingForm(
  _ x: ScalarExpression, _ y: ScalarExpression,
  _ finish: (ScalarExpression, ScalarExpression, ScalarExpression) -> ScalarExpression
) -> MachineForm {
  let (a, b) = (x.converted(to: .f64).magnitude, y.converted(to: .f64).magnitude)
  let quotient = a / b
  func finished(_ rest: ScalarExpression) -> ScalarExpression {
    finish(x, y, specialRemainder(a, b, rest).converted(to: x.type).withSign(of: x))
  }
  let isLong = ScalarExpression.primitive(.greaterOrEqual, quotient, .constant(0x1p52, .f64))
  let isFinite = a .< .constant(.infinity, .f64)
  let isNonzero = b .> .constant(0.0, .f64)
  return .rareCase(
    fast: finished(remainderStep(a, b)), rare: isLong & isFinite & isNonzero,
    exact: finished(longRemainder(a, b, levels: x.type == .f32 ? 7 : 43)))
}

/// `a mod b` for non-negative values with `a / b` below 2^53.
private func remainderStep(_ a: ScalarExpression, _ b: ScalarExpression) -> ScalarExpression {
  let rest = fma(-ScalarExpression.primitive(.floor, a / b), b, a)
  return select(rest .< .constant(0.0, .f64), rest + b, rest)
}

/// NaN by zero, of infinity and of NaN; the dividend itself where the divisor is infinite or just larger.
private func specialRemainder(
  _ a: ScalarExpression, _ b: ScalarExpression, _ rest: ScalarExpression
) -> ScalarExpression {
  let isInvalid = (a .== .constant(.infinity, .f64)) | (b .== .constant(0.0, .f64)) | a.isNaN | b.isNaN
  return select(isInvalid, .nan, select(a .< b, a, rest))
}

/// Long division by `b * 2^e` for falling `e`, 50 bits of quotient a level; every level is exact.
private func longRemainder(_ a: ScalarExpression, _ b: ScalarExpression, levels: Int) -> ScalarExpression {
  let gap = exponent(a) - exponent(b)
  var rest = a
  for level in stride(from: levels - 1, through: 0, by: -1) {
    let wanted = gap - .constant(Int64(50 * (levels - 1 - level)), .i64)
    let power = level == 0 ? .constant(0, .i64) : ScalarExpression.primitive(.maximum, wanted, .constant(0, .i64))
    let part = power.shifted(right: 2)
    let factor = powerOfTwo(part)
    rest = remainderStep(rest, b * factor * factor * factor * powerOfTwo(power - part - part - part))
  }
  return rest
}

/// The exponent of a positive finite number, denormals included, as i64.
private func exponent(_ x: ScalarExpression) -> ScalarExpression {
  let isDenormal = x .< .constant(0x1p-1022, .f64)
  let normal = select(isDenormal, x * .constant(0x1p64, .f64), x)
  let field = normal.asBits.shifted(right: 52)
  return select(isDenormal, field - .constant(64, .i64), field) - .constant(1023, .i64)
}

private func powerOfTwo(_ exponent: ScalarExpression) -> ScalarExpression {
  (exponent + .constant(1023, .i64)).shifted(left: 52).bitcast(to: .f64)
}

/// Python's quotient from the C remainder; by zero the plain quotient.
private func floorQuotient(
  _ x: ScalarExpression, _ y: ScalarExpression, _ rest: ScalarExpression
) -> ScalarExpression {
  let zero = ScalarExpression.constant(0.0, x.type)
  let one = ScalarExpression.constant(1.0, x.type)
  let quotient = (x - rest) / y
  let adjusted = select(wantsOtherSign(y, rest), quotient - one, quotient)
  let floor = ScalarExpression.primitive(.floor, adjusted)
  let nearest = select(adjusted - floor .> .constant(0.5, x.type), floor + one, floor)
  let signed = select(adjusted .== zero, zero.withSign(of: x / y), nearest)
  return select(y .== zero, x / y, signed)
}

private func floorRemainder(
  _ x: ScalarExpression, _ y: ScalarExpression, _ rest: ScalarExpression
) -> ScalarExpression {
  let zero = ScalarExpression.constant(0.0, x.type)
  let adjusted = select(wantsOtherSign(y, rest), rest + y, rest)
  return select(rest .== zero, zero.withSign(of: y), adjusted)
}

private func wantsOtherSign(_ y: ScalarExpression, _ rest: ScalarExpression) -> ScalarExpression {
  let zero = ScalarExpression.constant(0.0, y.type)
  return .primitive(.and, .primitive(.notEqual, rest, zero), (y .< zero) ^ (rest .< zero))
}
