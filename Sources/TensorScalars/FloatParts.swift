extension ScalarFunction {
  /// Floating-point numbers by their parts: magnitude, exponent, neighbours.
  static let floatParts: [ScalarFunction] = [
    .fabs, .nextafter, .spacing, .ldexp, .frexpMantissa, .frexpExponent, .isposinf, .isneginf,
  ]

  /// The magnitude |x| as a float.
  public static let fabs = ScalarFunction(
    "fabs", arity: 1, rule: .float,
    summary: "The magnitude |x| as a float.", numpy: "np.fabs(x)",
    facts: [.even, .idempotent],
    partials: [{ x, r in ScalarFunction.sign(x[0]) }],
    image: { x in x[0].magnitude }
  ) { x in
    .expansion(x[0].magnitude)
  }

  /// The next number after x in the direction of y.
  public static let nextafter = ScalarFunction(
    "nextafter", arity: 2, rule: .float,
    summary: "The next number after x in the direction of y.", numpy: "np.nextafter(x, y)",
    partials: [{ x, r in .constant(1.0, r.type) }, { x, r in .constant(0.0, r.type) }], worksOnBits: true
  ) { x in
    .expansion(neighbour(of: x[0], towards: x[1]))
  }

  /// The distance from x to the next number away from zero.
  public static let spacing = ScalarFunction(
    "spacing", arity: 1, rule: .float,
    summary: "The distance from x to the next number away from zero.", numpy: "np.spacing(x)",
    partials: [{ x, r in .constant(0.0, r.type) }], worksOnBits: true
  ) { x in
    .expansion(spacingOf(x[0]))
  }

  /// `x * 2^y`, rounded once; y is an integer.
  public static let ldexp = ScalarFunction(
    "ldexp", arity: 2, rule: .floatAndInteger,
    summary: "x * 2^y for an integer y, rounded once.", numpy: "np.ldexp(x, y)",
    partials: [
      { x, r in ScalarFunction.exp2(x[1].converted(to: r.type)) },
      { x, r in .constant(0.0, r.type) },
    ]
  ) { x in
    .expansion(scaled(x[0], by: x[1]))
  }

  /// The significand in [0.5, 1) of `x = m 2^e`; zeros, infinities and NaN are themselves.
  public static let frexpMantissa = ScalarFunction(
    "frexp_mantissa", arity: 1, rule: .float,
    summary: "The significand m in [0.5, 1) of x = m 2^e.", numpy: "np.frexp(x)[0]",
    facts: [.odd, .idempotent],
    // The power of two between them, which is the quotient of the two; exact.
    partials: [{ x, r in select(x[0] .== .constant(0.0, r.type), .constant(1.0, r.type), r / x[0]) }]
  ) { x in
    .expansion(significand(x[0]))
  }

  /// The exponent of `x = m 2^e` with m in [0.5, 1); 0 for zeros, infinities and NaN.
  public static let frexpExponent = ScalarFunction(
    "frexp_exponent", arity: 1, rule: .floatExponent,
    summary: "The exponent e of x = m 2^e with m in [0.5, 1).", numpy: "np.frexp(x)[1]",
    facts: [.even]
  ) { x in
    .expansion(exponentPart(x[0]))
  }

  /// Whether x is +infinity.
  public static let isposinf = ScalarFunction(
    "isposinf", arity: 1, rule: .predicate,
    summary: "Whether x is +infinity.", numpy: "np.isposinf(x)"
  ) { x in
    .expansion(x[0].type.isFloat ? x[0] .== .constant(.infinity, x[0].type) : .constant(0, .bool))
  }

  /// Whether x is -infinity.
  public static let isneginf = ScalarFunction(
    "isneginf", arity: 1, rule: .predicate,
    summary: "Whether x is -infinity.", numpy: "np.isneginf(x)"
  ) { x in
    .expansion(x[0].type.isFloat ? x[0] .== .constant(-.infinity, x[0].type) : .constant(0, .bool))
  }
}

/// The magnitude |x| as a float.
public func fabs<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.fabs, [x], at: .at(file, line))
}

/// The next number after x in the direction of y.
public func nextafter<A: Algebra>(_ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.nextafter, [x, y], at: .at(file, line))
}

public func nextafter<A: Algebra>(_ x: A, _ y: some WeakNumber, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.nextafter, [x, .weak(y.weakValue, like: x)], at: .at(file, line))
}

/// The distance from x to the next number away from zero.
public func spacing<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.spacing, [x], at: .at(file, line))
}

/// `x * 2^y`, rounded once; y is an integer.
public func ldexp<A: Algebra>(_ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.ldexp, [x, y], at: .at(file, line))
}

public func ldexp<A: Algebra>(_ x: A, _ y: Int, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.ldexp, [x, .weak(.integer(y), like: x)], at: .at(file, line))
}

/// Whether x is +infinity.
public func isposinf<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.isposinf, [x], at: .at(file, line))
}

/// Whether x is -infinity.
public func isneginf<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.isneginf, [x], at: .at(file, line))
}

// MARK: - Neighbours

/// The integer type of a float's bits.
private func bitsType(_ type: ElementType) -> ElementType {
  type.bitWidth == 64 ? .i64 : type.bitWidth == 32 ? .i32 : .i16
}

/// Numbers of one sign are in the order of their bits: one more is the next away from zero, one less the next towards it.
private func neighbour(of x: ScalarExpression, towards y: ScalarExpression) -> ScalarExpression {
  let integer = bitsType(x.type)
  // Floats of 16 bits are compared as f32.
  let (a, b) = (x.converted(to: x.type.computed), y.converted(to: y.type.computed))
  let (zero, one) = (ScalarExpression.constant(0.0, a.type), ScalarExpression.constant(1, integer))
  let bits = x.bitcast(to: integer)
  let grows = .primitive(.not, (a .> zero) ^ (b .> a)) as ScalarExpression
  let moved = select(grows, bits + one, bits - one).bitcast(to: x.type)
  let least = ScalarExpression.constant(bits: 1, x.type).converted(to: a.type).withSign(of: b).converted(to: x.type)
  let other = select(a .== zero, least, moved)
  // Of equal numbers, which may be zeros of two signs, C gives the second, and so does NumPy, but for its f16.
  let equal = x.type == .f16 ? x : y
  return select(a.isNaN | b.isNaN, (a + b).converted(to: x.type), select(a .== b, equal, other))
}

private func spacingOf(_ x: ScalarExpression) -> ScalarExpression {
  let integer = bitsType(x.type)
  let a = x.converted(to: x.type.computed)
  let next = (x.bitcast(to: integer) + .constant(1, integer)).bitcast(to: x.type).converted(to: a.type)
  let least = ScalarExpression.constant(bits: 1, x.type).converted(to: a.type)
  let distance = select(a .== .constant(0.0, a.type), least, next - a)
  return select(a.magnitude .== .constant(.infinity, a.type), .nan, distance).converted(to: x.type)
}

// MARK: - Exponents

private func powerOfTwo(_ exponent: ScalarExpression) -> ScalarExpression {
  (exponent + .constant(1023, .i64)).shifted(left: 52).bitcast(to: .f64)
}

/// `x * 2^n`. Narrower floats in f64, where the product is exact; f64 by up to three factors, of which only the last
/// rounds: one that is far too small is multiplied by 2^-969 first, which leaves 53 bits above what underflows.
private func scaled(_ x: ScalarExpression, by n: ScalarExpression) -> ScalarExpression {
  let limit: Int64 = x.type == .f64 ? 2200 : 400
  let wide = n.converted(to: .i64)
  let above = select(wide .> .constant(limit, .i64), .constant(limit, .i64), wide)
  var rest = select(above .< .constant(-limit, .i64), .constant(-limit, .i64), above)
  guard x.type == .f64 else {
    return (x.converted(to: .f64) * powerOfTwo(rest)).converted(to: x.type)
  }
  var result = x
  for _ in 0..<2 {
    let down = select(rest .< .constant(-1022, .i64), .constant(-969, .i64), ScalarExpression.constant(0, .i64))
    let part = select(rest .> .constant(1023, .i64), .constant(1023, .i64), down)
    result = result * powerOfTwo(part)
    rest = rest - part
  }
  let low = select(rest .< .constant(-1022, .i64), .constant(-1022, .i64), rest)
  return result * powerOfTwo(select(low .> .constant(1023, .i64), .constant(1023, .i64), low))
}

/// The bits of |x| in f64, denormals made normal; how much the exponent was raised; and whether x has an exponent at all.
private func normalized(
  _ x: ScalarExpression
) -> (bits: ScalarExpression, raised: ScalarExpression, isPlain: ScalarExpression) {
  let wide = x.converted(to: .f64).magnitude
  let isPlain = (wide .> .constant(0.0, .f64)) & (wide .< .constant(.infinity, .f64))
  let isDenormal = wide .< .constant(0x1p-1022, .f64)
  let normal = select(isDenormal, wide * .constant(0x1p64, .f64), wide)
  return (normal.bitcast(to: .i64), select(isDenormal, .constant(64, .i64), ScalarExpression.constant(0, .i64)), isPlain)
}

private func significand(_ x: ScalarExpression) -> ScalarExpression {
  let parts = normalized(x)
  let half = parts.bits.masked(0xf_ffff_ffff_ffff) | .constant(bits: 0x3fe0_0000_0000_0000, .i64)
  return select(parts.isPlain, half.bitcast(to: .f64).converted(to: x.type).withSign(of: x), x)
}

private func exponentPart(_ x: ScalarExpression) -> ScalarExpression {
  let parts = normalized(x)
  let exponent = parts.bits.shifted(right: 52) - .constant(1022, .i64) - parts.raised
  return select(parts.isPlain, exponent, .constant(0, .i64)).converted(to: .i32)
}
