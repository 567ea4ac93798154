extension ScalarFunction {
  /// Logarithms of one argument.
  static let logarithms: [ScalarFunction] = [.log, .log2, .log10, .log1p]

  /// The natural logarithm.
  public static let log = ScalarFunction(
    "log", arity: 1, rule: .float, summary: "The natural logarithm.", numpy: "np.log(x)",
    facts: [.increasing], domain: 0...1000, ulps: 1,
    partials: [{ x, r in .constant(1.0, r.type) / x[0] }],
    complex: .log
  ) { x in
    .expansion(logarithm(of: x[0], LogarithmReduction(x[0]).natural))
  }

  /// The logarithm in base 2; exact on powers of 2.
  public static let log2 = ScalarFunction(
    "log2", arity: 1, rule: .float, summary: "The logarithm in base 2.", numpy: "np.log2(x)",
    facts: [.increasing], domain: 0...1000, ulps: 1,
    partials: [{ x, r in .constant(1.4426950408889634, r.type) / x[0] }],
    complex: .log2
  ) { x in
    .expansion(
      inDouble(x[0]) { x in
        let inverse = DoubleWord.constant(0x1.71547652b82fep+0, 0x1.777d0ffda0d24p-56, .f64)
        let word = LogarithmReduction(x).word(base2High: 1, base2Low: 0, scale: inverse)
        return logarithm(of: x, word.value)
      })
  }

  /// The logarithm in base 10.
  public static let log10 = ScalarFunction(
    "log10", arity: 1, rule: .float, summary: "The logarithm in base 10.", numpy: "np.log10(x)",
    facts: [.increasing], domain: 0...1000, ulps: 1,
    partials: [{ x, r in .constant(0.4342944819032518, r.type) / x[0] }],
    complex: .log10
  ) { x in
    .expansion(
      inDouble(x[0]) { x in
        let inverse = DoubleWord.constant(0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57, .f64)
        let word = LogarithmReduction(x).word(
          base2High: 0x1.34413509fp-2, base2Low: 0x1.e7fbcc47c4acdp-40, scale: inverse)
        return logarithm(of: x, word.value)
      })
  }

  /// `log(1 + x)`, precise near 0.
  public static let log1p = ScalarFunction(
    "log1p", arity: 1, rule: .float, summary: "log(1 + x), precise near 0.", numpy: "np.log1p(x)",
    facts: [.increasing], domain: -1...1000, ulps: 1,
    partials: [{ x, r in .constant(1.0, r.type) / (x[0] + .constant(1.0, r.type)) }],
    complex: .log1p
  ) { x in
    .expansion(x[0].type == .f32 ? singleLogarithmOfOnePlus(x[0]) : logarithmOfOnePlus(x[0]))
  }
}

/// The natural logarithm; -inf at 0, NaN below.
public func log<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.log, [x], at: .at(file, line))
}

/// The logarithm in base 2.
public func log2<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.log2, [x], at: .at(file, line))
}

/// The logarithm in base 10.
public func log10<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.log10, [x], at: .at(file, line))
}

/// log(1 + x), precise near 0.
public func log1p<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.log1p, [x], at: .at(file, line))
}

func logarithmOfOnePlus(_ x: ScalarExpression) -> ScalarExpression {
  let word = LogarithmReduction.ofOnePlusAny(DoubleWord(x, .constant(0.0, .f64)))
  let isTiny = x.magnitude .< .constant(0x1p-54, .f64)
  return select(isTiny, x, logarithm(of: x + .constant(1.0, .f64), word.value))
}

/// Of a product, in f32 or f64: near -1 what its rounding loses is most of what is left.
func logarithmOfOnePlus(_ product: ScalarExpression, of x: ScalarExpression, _ y: ScalarExpression) -> ScalarExpression {
  let type = product.type
  let (zero, one) = (ScalarExpression.constant(0.0, type), ScalarExpression.constant(1.0, type))
  let whole = fma(x, y, one)
  // Below 1/2 the sum is rounded relative to itself, and 1 - whole would lose more.
  let lost = select(whole .< .constant(0.5, type), zero, fma(x, y, one - whole))
  let parts = LogarithmReduction(whole)
  let inside = type == .f32 ? parts.natural(including: lost) : parts.naturalWord(low: lost).value
  let isTiny = product.magnitude .< .constant(type == .f32 ? 0x1p-25 : 0x1p-54, type)
  return select(isTiny, product, logarithm(of: whole, inside))
}

/// In f32: the rounding error of `1 + x` goes into the sum with its derivative, `1 / (1 + f)`.
private func singleLogarithmOfOnePlus(_ x: ScalarExpression) -> ScalarExpression {
  let one = ScalarExpression.constant(1.0, .f32)
  let sum = DoubleWord.sum(one, x)
  let parts = LogarithmReduction(sum.high)
  let inside = parts.natural(including: sum.low)
  let isTiny = x.magnitude .< .constant(0x1p-25, .f32)
  return select(isTiny, x, logarithm(of: sum.high, inside))
}
