// How expansions are written: arithmetic on scalar expressions of one type, each operator one instruction.

/// A scalar expression or a number that takes the type of the expression it meets.
package protocol ExpansionOperand {
  func expression(like other: ScalarExpression) -> ScalarExpression
}

extension ScalarExpression: ExpansionOperand {
  package func expression(like other: ScalarExpression) -> ScalarExpression { self }
}

extension Double: ExpansionOperand {
  package func expression(like other: ScalarExpression) -> ScalarExpression { .constant(self, other.type) }
}

/// `a * b + c`, rounded once.
package func fma(
  _ a: ScalarExpression, _ b: some ExpansionOperand, _ c: some ExpansionOperand
) -> ScalarExpression {
  .primitive(.fusedMultiplyAdd, a, b.expression(like: a), c.expression(like: a))
}

/// `a` where the condition holds, else `b`.
package func select(_ condition: ScalarExpression, _ a: ScalarExpression, _ b: ScalarExpression) -> ScalarExpression {
  .primitive(.select, condition, a, b)
}

package func select(_ condition: ScalarExpression, _ a: Double, _ b: ScalarExpression) -> ScalarExpression {
  .primitive(.select, condition, .constant(a, b.type), b)
}

package func select(_ condition: ScalarExpression, _ a: ScalarExpression, _ b: Double) -> ScalarExpression {
  .primitive(.select, condition, a, .constant(b, a.type))
}

/// The polynomial with these coefficients, constant term first, by Horner's rule in fused multiply-adds.
package func polynomial(_ x: ScalarExpression, _ coefficients: [Double]) -> ScalarExpression {
  let highest = ScalarExpression.constant(coefficients[coefficients.count - 1], x.type)
  return coefficients.dropLast().reversed().reduce(highest) { sum, coefficient in fma(sum, x, coefficient) }
}

/// The same polynomial as its even and its odd half, two chains that run side by side.
package func splitPolynomial(
  _ x: ScalarExpression, squared: ScalarExpression, _ coefficients: [Double]
) -> ScalarExpression {
  let even = stride(from: 0, to: coefficients.count, by: 2).map { coefficients[$0] }
  let odd = stride(from: 1, to: coefficients.count, by: 2).map { coefficients[$0] }
  return fma(polynomial(squared, odd), x, polynomial(squared, even))
}

extension ScalarExpression {
  package var magnitude: ScalarExpression { .primitive(.absolute, self) }
  package var squareRoot: ScalarExpression { .primitive(.squareRoot, self) }
  package var rounded: ScalarExpression { .primitive(.roundToEven, self) }
  package var isNaN: ScalarExpression { .primitive(.notEqual, self, self) }
  package func withSign(of other: ScalarExpression) -> ScalarExpression { .primitive(.copySign, self, other) }

  /// The lesser of this and a number; NaN stays NaN. One instruction, unlike the primitive that orders zeros.
  package func clamped(below limit: Double) -> ScalarExpression {
    select(.primitive(.greater, self, .constant(limit, type)), limit, self)
  }
  package func clamped(above limit: Double) -> ScalarExpression {
    select(.primitive(.less, self, .constant(limit, type)), limit, self)
  }

  /// Integer arithmetic on bits with constants.
  package func shifted(left count: Int64) -> ScalarExpression {
    .primitive(.shiftLeft, self, .constant(count, type))
  }
  package func shifted(right count: Int64) -> ScalarExpression {
    .primitive(.shiftRight, self, .constant(count, type))
  }
  package func masked(_ bits: UInt64) -> ScalarExpression { .primitive(.and, self, .constant(bits: bits, type)) }

  /// The signed integer type of the same width: where the bits of a float are worked on.
  package var asBits: ScalarExpression { bitcast(to: type == .f32 ? .i32 : .i64) }
}

// Equal types make the instruction itself; others go the way of every algebra, through the records.
extension ScalarExpression {
  private static func direct(
    _ primitive: Primitive, _ function: @autoclosure () -> ScalarFunction, _ a: ScalarExpression, _ b: ScalarExpression
  ) -> ScalarExpression {
    a.type == b.type && a.type != .bool ? .primitive(primitive, a, b) : apply(function(), [a, b])
  }

  package static func + (a: ScalarExpression, b: ScalarExpression) -> ScalarExpression { direct(.add, .add, a, b) }
  package static func - (a: ScalarExpression, b: ScalarExpression) -> ScalarExpression {
    direct(.subtract, .subtract, a, b)
  }
  package static func * (a: ScalarExpression, b: ScalarExpression) -> ScalarExpression {
    direct(.multiply, .multiply, a, b)
  }
  package static func / (a: ScalarExpression, b: ScalarExpression) -> ScalarExpression {
    a.type == b.type && a.type.isFloat ? .primitive(.divide, a, b) : apply(.divide, [a, b])
  }
  package static prefix func - (a: ScalarExpression) -> ScalarExpression {
    a.type == .bool ? apply(.negative, [a]) : .primitive(.negate, a)
  }

  package static func .== (a: ScalarExpression, b: ScalarExpression) -> ScalarExpression {
    a.type == b.type ? .primitive(.equal, a, b) : apply(.equal, [a, b])
  }
  package static func .< (a: ScalarExpression, b: ScalarExpression) -> ScalarExpression {
    a.type == b.type ? .primitive(.less, a, b) : apply(.less, [a, b])
  }
  package static func .> (a: ScalarExpression, b: ScalarExpression) -> ScalarExpression {
    a.type == b.type ? .primitive(.greater, a, b) : apply(.greater, [a, b])
  }
  package static func & (a: ScalarExpression, b: ScalarExpression) -> ScalarExpression { .primitive(.and, a, b) }
  package static func | (a: ScalarExpression, b: ScalarExpression) -> ScalarExpression { .primitive(.or, a, b) }
  package static func ^ (a: ScalarExpression, b: ScalarExpression) -> ScalarExpression { .primitive(.xor, a, b) }
}
