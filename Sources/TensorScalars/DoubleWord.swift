/// An unevaluated sum `high + low` of two floats, about twice as precise as one.
///
/// The building blocks are those of Dekker (1971) and Knuth, with products by fused multiply-add; bounds are in
/// Joldes, Muller, Popescu, Tight and rigorous error bounds for basic building blocks of double-word arithmetic
/// (2017). Where an operand is an infinity the low word is NaN: functions select special values themselves.
package struct DoubleWord {
  package let high, low: ScalarExpression

  package init(_ high: ScalarExpression, _ low: ScalarExpression) { (self.high, self.low) = (high, low) }

  /// `high + low`, rounded.
  package var value: ScalarExpression { high + low }

  /// `a + b` exactly.
  package static func sum(_ a: ScalarExpression, _ b: ScalarExpression) -> DoubleWord {
    let sum = a + b
    let part = sum - a
    return DoubleWord(sum, (a - (sum - part)) + (b - part))
  }

  /// `a + b` exactly, for `|a| >= |b|` or `a = 0`.
  package static func orderedSum(_ a: ScalarExpression, _ b: ScalarExpression) -> DoubleWord {
    let sum = a + b
    return DoubleWord(sum, (a - sum) + b)
  }

  /// `a * b` exactly.
  package static func product(_ a: ScalarExpression, _ b: ScalarExpression) -> DoubleWord {
    let product = a * b
    return DoubleWord(product, fma(a, b, -product))
  }

  /// The same value with `|low| <= ulp(high) / 2`, for `|high| >= |low|`.
  package var normalized: DoubleWord { .orderedSum(high, low) }

  package static func + (a: DoubleWord, b: ScalarExpression) -> DoubleWord {
    let sum = DoubleWord.sum(a.high, b)
    return DoubleWord(sum.high, sum.low + a.low)
  }

  package static func + (a: DoubleWord, b: DoubleWord) -> DoubleWord {
    let sum = DoubleWord.sum(a.high, b.high)
    return DoubleWord(sum.high, sum.low + (a.low + b.low))
  }

  package static func * (a: DoubleWord, b: ScalarExpression) -> DoubleWord {
    let product = DoubleWord.product(a.high, b)
    return DoubleWord(product.high, fma(a.low, b, product.low))
  }

  package static func * (a: DoubleWord, b: DoubleWord) -> DoubleWord {
    let product = DoubleWord.product(a.high, b.high)
    return DoubleWord(product.high, fma(a.high, b.low, fma(a.low, b.high, product.low)))
  }

  /// The quotient by one division: of the reciprocal of the divisor's high word.
  package static func / (a: DoubleWord, b: DoubleWord) -> DoubleWord {
    let reciprocal = .constant(1.0, b.high.type) / b.high
    let quotient = a.high * reciprocal
    let rest = fma(-quotient, b.high, a.high) + fma(-quotient, b.low, a.low)
    return DoubleWord(quotient, rest * reciprocal)
  }

  package static prefix func - (a: DoubleWord) -> DoubleWord { DoubleWord(-a.high, -a.low) }

  /// A constant as the nearest float and the rest.
  package static func constant(_ high: Double, _ low: Double, _ type: ElementType) -> DoubleWord {
    DoubleWord(.constant(high, type), .constant(low, type))
  }

  package static func select(_ condition: ScalarExpression, _ a: DoubleWord, _ b: DoubleWord) -> DoubleWord {
    DoubleWord(TensorScalars.select(condition, a.high, b.high), TensorScalars.select(condition, a.low, b.low))
  }

  /// `sqrt(a)` of a positive word.
  package var squareRoot: DoubleWord {
    let root = high.squareRoot
    let rest = fma(-root, root, high) + low
    return DoubleWord(root, rest / (root + root))
  }
}

/// A function of f64 applied to floats of any width: in f64, rounded once.
func inDouble(_ x: ScalarExpression, _ body: (ScalarExpression) -> ScalarExpression) -> ScalarExpression {
  body(x.converted(to: .f64)).converted(to: x.type)
}

func inDouble(
  _ x: ScalarExpression, _ y: ScalarExpression, _ body: (ScalarExpression, ScalarExpression) -> ScalarExpression
) -> ScalarExpression {
  body(x.converted(to: .f64), y.converted(to: .f64)).converted(to: x.type)
}
