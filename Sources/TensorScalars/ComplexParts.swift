extension ScalarFunction {
  /// The parts of a number as a complex one: of real numbers the number itself, 0, and an angle of 0 or pi.
  static let parts: [ScalarFunction] = [.real, .imag, .conj, .phase, .isreal, .iscomplex]

  /// The real part: x itself.
  public static let real = ScalarFunction(
    "real", arity: 1, rule: .promoted,
    summary: "The real part.", numpy: "np.real(x)",
    facts: [.increasing, .odd, .idempotent],
    partials: [{ x, r in .constant(1.0, r.type) }],
    image: { x in x[0] }, worksOnBits: true,
    complex: .realPart
  ) { x in
    .expansion(x[0])
  }

  /// The imaginary part: 0 of real numbers.
  public static let imag = ScalarFunction(
    "imag", arity: 1, rule: .promoted,
    summary: "The imaginary part; 0 of real numbers.", numpy: "np.imag(x)",
    partials: [{ x, r in .constant(0.0, r.type) }],
    image: { _ in ElementFacts(0, 0) }, worksOnBits: true,
    complex: .imaginaryPart
  ) { x in
    .expansion(.constant(bits: 0, x[0].type))
  }

  /// The complex conjugate: x itself for real numbers.
  public static let conj = ScalarFunction(
    "conj", aliases: ["conjugate"], arity: 1, rule: .promotedBoolAsByte,
    summary: "The complex conjugate; x itself for real numbers.", numpy: "np.conj(x)",
    facts: [.odd],
    partials: [{ x, r in .constant(1.0, r.type) }],
    image: { x in x[0] }, worksOnBits: true,
    complex: .conjugate
  ) { x in
    .expansion(x[0])
  }

  /// The angle in the complex plane: 0 of positive numbers and +0, pi of negative ones and -0.
  public static let phase = ScalarFunction(
    "phase", arity: 1, rule: .floatOfNumber,
    summary: "The angle in the complex plane: 0 or pi of real numbers.", numpy: "np.angle(x)",
    partials: [{ x, r in .constant(0.0, r.type) }],
    image: { x in ElementFacts(0, 3.2, mayBeNaN: x[0].mayBeNaN) },
    complex: .phase
  ) { x in
    .expansion(angleOf(x[0]))
  }

  /// Whether the imaginary part is 0: always for real numbers.
  public static let isreal = ScalarFunction(
    "isreal", arity: 1, rule: .predicate,
    summary: "Whether the imaginary part is 0.", numpy: "np.isreal(x)",
    complex: .isreal
  ) { x in
    .expansion(.constant(1, .bool))
  }

  /// Whether the imaginary part is not 0: never for real numbers.
  public static let iscomplex = ScalarFunction(
    "iscomplex", arity: 1, rule: .predicate,
    summary: "Whether the imaginary part is not 0.", numpy: "np.iscomplex(x)",
    complex: .iscomplex
  ) { x in
    .expansion(.constant(0, .bool))
  }
}

/// The real part: x itself for real numbers.
public func real<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.real, [x], at: .at(file, line))
}

/// The imaginary part: 0 of real numbers.
public func imag<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.imag, [x], at: .at(file, line))
}

/// The complex conjugate: x itself for real numbers.
public func conj<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.conj, [x], at: .at(file, line))
}

/// Whether the imaginary part is 0.
public func isreal<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.isreal, [x], at: .at(file, line))
}

/// Whether the imaginary part is not 0.
public func iscomplex<A: Algebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .apply(.iscomplex, [x], at: .at(file, line))
}

/// By the sign bit: -0 has the angle pi, as C's atan2(0, -0).
private func angleOf(_ x: ScalarExpression) -> ScalarExpression {
  let sign = ScalarExpression.constant(1.0, x.type).withSign(of: x)
  let angle = select(sign .< .constant(0.0, x.type), .constant(Double.pi, x.type), .constant(0.0, x.type))
  return select(x.isNaN, x, angle)
}
