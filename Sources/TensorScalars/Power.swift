extension ScalarFunction {
  /// Powers with any exponent.
  static let powers: [ScalarFunction] = [.power, .compound]

  /// `x ** y`; integers wrap, and a negative integer exponent (an error where it is known) counts as unsigned.
  public static let power: ScalarFunction = ScalarFunction(
    "power", aliases: ["pow"], arity: 2, rule: .promotedBoolAsByte,
    summary: "The power x ** y.", numpy: "np.power(x, y)", domain: 0...100, ulps: 2,
    partials: [
      // y x^(y - 1), 0 where y is 0 whatever x is; log(x) x^y, 0 where x is 0.
      { x, r in
        let isZero = x[1] .== .constant(0.0, r.type)
        let less = select(isZero, .constant(1.0, r.type), x[1] - .constant(1.0, r.type))
        return select(isZero, .constant(0.0, r.type), x[1] * ScalarFunction.power(x[0], less))
      },
      { x, r in
        let base = select(x[0] .== .constant(0.0, r.type), .constant(1.0, r.type), x[0])
        return ScalarFunction.log(base) * r
      },
    ],
    complex: .power
  ) { x in
    switch x[0].type {
    case .f32: .expansion(inDouble(x[0], x[1], shortPower))
    case .f64: .expansion(longPower(x[0], x[1]))
    case .bool, .i8, .i16, .i32, .i64, .u8, .u16, .u32, .u64: integerPower(x[0], x[1])
    case .f16, .bf16, .c64, .c128: preconditionFailure("forms are asked for f32 or f64")
    }
  }
}

extension ScalarFunction {
  /// Whether `base ** exponent` squares: NumPy's operator, but not its function, squares bools, which gives i8.
  package static func powerOperatorSquares(_ base: ElementType, exponent: some BinaryInteger) -> Bool {
    base == .bool && exponent == 2
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

// 2 artanh(s) = 2s + s^3 (2/3 + z p(z)), z = s^2, |s| <= 0.1716: degree 7, largest error relative to s^3 1.5e-22.
private let series = [
  0.3999999999999998, 0.28571428571445123, 0.22222222217533752, 0.1818181887064966, 0.15384556847953432,
  0.13336318313348186, 0.11674800196685654, 0.11989166912372155,
]

/// `e^(y log|x|)` with the logarithm to 2^-64, so that the exponent is good to a fraction of a last place; f64.
private func longPower(_ x: ScalarExpression, _ y: ScalarExpression) -> ScalarExpression {
  let a = x.magnitude
  let exponent = preciseLogarithm(a) * y
  let isInside = exponent.high.magnitude .< .constant(800.0, .f64)
  let low = select(isInside, exponent.low, 0.0)
  let high = exponent.high.clamped(below: 800).clamped(above: -800)
  let parts = ExponentialReduction(high, low: low)
  return finishedPower(x, y, parts.scaled(parts.significand.value))
}

/// The same for arguments that were f32: plain f64 arithmetic is precise enough.
private func shortPower(_ x: ScalarExpression, _ y: ScalarExpression) -> ScalarExpression {
  finishedPower(x, y, exponential(LogarithmReduction(x.magnitude).natural * y))
}

/// `(1 + x)^y`: what the sum loses goes into the logarithm, by its series. Near 1 that is the greater part, of which every digit counts where `y`
/// is large.
func compoundPower(_ x: ScalarExpression, _ y: ScalarExpression) -> ScalarExpression {
  let base = DoubleWord.sum(.constant(1.0, .f64), x)
  let logarithm = preciseLogarithm(base.high.magnitude)
  // log(1 + q) = q - q^2 / 2 + ..., with what the quotient loses.
  let q = base.low / base.high
  let rest = fma(-q, base.high, base.low) / base.high - .constant(0.5, .f64) * (q * q)
  let whole = DoubleWord.sum(logarithm.high, q)
  let exponent = DoubleWord.orderedSum(whole.high, whole.low + (logarithm.low + rest)) * y
  let isInside = exponent.high.magnitude .< .constant(800.0, .f64)
  let low = select(isInside, exponent.low, 0.0)
  let high = exponent.high.clamped(below: 800).clamped(above: -800)
  let parts = ExponentialReduction(high, low: low)
  let positive = parts.scaled(parts.significand.value)
  // A sum that is rounded to 1 has not the powers of 1, the infinite ones neither; 1 itself has no others.
  let hasPowers = (y.magnitude .< .constant(.infinity, .f64)) | .primitive(.notEqual, x, .constant(0.0, .f64))
  let isNear = (x.magnitude .< .constant(0.5, .f64)) & hasPowers
  return select(isNear, select(y.isNaN, y, positive), finishedPower(base.high, y, positive))
}

/// The logarithm of a positive finite number as a double word (not normalized). What is long here is the chain of
/// dependent steps, not their number: independent parts are summed first.
private func preciseLogarithm(_ a: ScalarExpression) -> DoubleWord {
  let parts = LogarithmReduction(a)
  let divisor = DoubleWord.orderedSum(.constant(2.0, .f64), parts.f)
  let s = DoubleWord(parts.f, .constant(0.0, .f64)) / divisor
  let start = DoubleWord.orderedSum(parts.k * .constant(0x1.62e42fefap-1, .f64), s.high + s.high)
  let startLow = start.low + fma(parts.k, 0x1.cf79abc9e3b3ap-40, s.low + s.low)
  let z = s * s
  let cube = s * z
  let tail = z.high * splitPolynomial(z.high, squared: z.high * z.high, series)
  let factor = DoubleWord.orderedSum(.constant(0x1.5555555555555p-1, .f64), tail)
  let cubic = cube * DoubleWord(factor.high, factor.low + .constant(0x1.5555555555555p-55, .f64))
  let sum = DoubleWord.orderedSum(start.high, cubic.high)
  return DoubleWord(sum.high, sum.low + (startLow + cubic.low))
}

/// C's special cases of `pow`, given `|x|^y` for positive finite `|x|`.
private func finishedPower(
  _ x: ScalarExpression, _ y: ScalarExpression, _ positive: ScalarExpression
) -> ScalarExpression {
  let (zero, one) = (ScalarExpression.constant(0.0, .f64), ScalarExpression.constant(1.0, .f64))
  let infinity = ScalarExpression.constant(.infinity, .f64)
  let a = x.magnitude
  let isPlain = (a .> zero) & (a .< infinity)
  let grows = .primitive(.not, (a .> one) ^ (y .> zero)) as ScalarExpression
  let edge = select(x.isNaN | y.isNaN, x + y, select(grows, infinity, zero))
  let half = y * .constant(0.5, .f64)
  let isInteger = ScalarExpression.primitive(.truncate, y) .== y
  let isOdd = isInteger & .primitive(.notEqual, .primitive(.truncate, half), half)
  // The sign bit of an odd power is that of x.
  let anywhere = select(isPlain, positive, edge)
  let signed = select(isOdd, anywhere.withSign(of: x), anywhere)
  let isUndefined = (x .< zero) & .primitive(.not, isInteger) & (a .< infinity)
  let defined = select(isUndefined, .nan, signed)
  let isOne = (x .== one) | (y .== zero) | ((x .== -one) & (y.magnitude .== infinity))
  return select(isOne, one, defined)
}
