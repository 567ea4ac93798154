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
      // The sign of 0 is that of x, and the derivative 1 there too.
      return [which(isinf(x), copysign(0.0, x), which(signbit(x), -(whole - x), x - whole)), whole]
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
  static let divmod = pair(
    "divmod", of: ["x1", "x2"], "The quotient rounded down and the remainder.", numpy: "np.divmod(x1, x2)",
    samples: "(x: f64[n], y: f64[n]) -> divmod(x, y)[1] * y + divmod(x, y)[0]"
  ) { Tensor.dividedWithRest($0[0], $0[1], at: $1) }

  static let modf = pair(
    "modf", of: ["x"], "The fractional and the integral part, both with the sign of x.", numpy: "np.modf(x)",
    samples: "(x: f64[n]) -> modf(x * 3)[0] ** 2"
  ) { Tensor.fractionAndWhole($0[0], at: $1) }

  static let frexp = pair(
    "frexp", of: ["x"], "The significand in [0.5, 1) and the exponent of 2.", numpy: "np.frexp(x)",
    samples: "(x: f64[n]) -> frexp(x)[0] ** 2", "(x: f64[n]) -> ldexp(x, 3) * ldexp(x, [[-1], [2]])"
  ) { Tensor.significandAndExponent($0[0], at: $1) }

  /// A function of elements with two results.
  private static func pair(
    _ name: String, of parameters: [String], _ summary: String, numpy: String, samples: String...,
    results: @escaping @Sendable (_ operands: [Tensor], _ place: SourcePlace) -> (Tensor, Tensor)
  ) -> OperationDefinition {
    OperationDefinition(name, family: "elementwise", parameters.map { Parameter($0, .tensor) }, summary: summary, numpy: numpy, elementTypes: ElementType.reals) {
      arguments throws(TensorError) in
      var operands: [Tensor] = []
      for parameter in parameters { operands.append(try arguments.tensor(parameter)) }
      let (first, second) = results(operands, arguments.place)
      return [first, second]
    }.sampled(samples)
  }
}
