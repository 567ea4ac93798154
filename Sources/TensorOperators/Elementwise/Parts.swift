// Numbers taken apart: operations with two results.

extension ArrayAlgebra {
  package static func dividedWithRest(_ x: Self, _ y: Self, at place: SourcePlace) -> (Self, Self) {
    let results = composed("divmod", [x, y], results: 2, at: place) { operands throws(TensorError) in
      [floorDivide(operands[0], operands[1]), remainder(operands[0], operands[1])]
    }
    return (results[0], results[1])
  }

  package static func fractionAndWhole(_ x: Self, at place: SourcePlace) -> (Self, Self) {
    let results = composed("modf", [x], results: 2, at: place) { operands throws(TensorError) in
      let x = operands[0].converted(to: operands[0].elementType.floatResult, at: .none)
      let whole = trunc(x)
      return [copysign(which(isinf(x), 0.0, x - whole), x), whole]
    }
    return (results[0], results[1])
  }

  package static func significandAndExponent(_ x: Self, at place: SourcePlace) -> (Self, Self) {
    let results = composed("frexp", [x], results: 2, at: place) { operands throws(TensorError) in
      [.apply(.frexpMantissa, operands, at: .none), .apply(.frexpExponent, operands, at: .none)]
    }
    return (results[0], results[1])
  }
}

/// The quotient rounded down and the remainder: `(x // y, x % y)`. NumPy's `divmod`.
public func divmod<A: ArrayAlgebra>(
  _ x: A, _ y: A, file: StaticString = #fileID, line: Int = #line
) -> (quotient: A, remainder: A) {
  let results = A.dividedWithRest(x, y, at: .at(file, line))
  return (results.0, results.1)
}

/// The fractional and the integral part, both with the sign of x. NumPy's `modf`.
public func modf<A: ArrayAlgebra>(
  _ x: A, file: StaticString = #fileID, line: Int = #line
) -> (fraction: A, whole: A) {
  let results = A.fractionAndWhole(x, at: .at(file, line))
  return (results.0, results.1)
}

/// `x = significand * 2^exponent` with a significand in [0.5, 1); the exponent is an i32. NumPy's `frexp`.
public func frexp<A: ArrayAlgebra>(
  _ x: A, file: StaticString = #fileID, line: Int = #line
) -> (significand: A, exponent: A) {
  let results = A.significandAndExponent(x, at: .at(file, line))
  return (results.0, results.1)
}

extension OperationDefinition {
  static let divmod = OperationDefinition(
    "divmod", family: "elementwise", [Parameter("x1", .tensor), Parameter("x2", .tensor)],
    summary: "The quotient rounded down and the remainder.", numpy: "np.divmod(x1, x2)"
  ) { arguments throws(TensorError) in
    let results = Tensor.dividedWithRest(try arguments.tensor("x1"), try arguments.tensor("x2"), at: arguments.place)
    return [results.0, results.1]
  }.sampled("(x: f64[n], y: f64[n]) -> divmod(x, y)[1] * y + divmod(x, y)[0]")

  static let modf = OperationDefinition(
    "modf", family: "elementwise", [Parameter("x", .tensor)],
    summary: "The fractional and the integral part, both with the sign of x.", numpy: "np.modf(x)"
  ) { arguments throws(TensorError) in
    let results = Tensor.fractionAndWhole(try arguments.tensor("x"), at: arguments.place)
    return [results.0, results.1]
  }.sampled("(x: f64[n]) -> modf(x * 3)[0] ** 2")

  static let frexp = OperationDefinition(
    "frexp", family: "elementwise", [Parameter("x", .tensor)],
    summary: "The significand in [0.5, 1) and the exponent of 2.", numpy: "np.frexp(x)"
  ) { arguments throws(TensorError) in
    let results = Tensor.significandAndExponent(try arguments.tensor("x"), at: arguments.place)
    return [results.0, results.1]
  }.sampled("(x: f64[n]) -> frexp(x)[0] ** 2", "(x: f64[n]) -> ldexp(x, 3) * ldexp(x, [[-1], [2]])")
}
