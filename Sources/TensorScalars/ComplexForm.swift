/// A complex number as two real expressions of one type.
public struct ComplexExpression: Sendable {
  public var real: ScalarExpression
  public var imaginary: ScalarExpression

  public init(_ real: ScalarExpression, _ imaginary: ScalarExpression) { (self.real, self.imaginary) = (real, imaginary) }

  /// The real number as a complex one.
  public init(_ real: ScalarExpression) { self.init(real, .constant(0.0, real.type)) }

  /// The type of the parts.
  public var type: ElementType { real.type }
}

/// How a function of complex numbers is computed from the parts of its arguments, which have been cast to the types of its signature.
///
/// An argument that is no complex number (the condition of a choice) is the real part.
public enum ComplexForm: Sendable {
  /// A complex result.
  case complex(@Sendable ([ComplexExpression]) -> ComplexExpression)
  /// A real result (a magnitude), or a bool.
  case real(@Sendable ([ComplexExpression]) -> ScalarExpression)

  /// Whether the result is no complex number.
  public var isReal: Bool {
    switch self {
    case .complex: false
    case .real: true
    }
  }
}

/// A function of complex numbers as functions of their parts: real and imaginary part of the first argument, of the second, and so on.
struct ComplexParts: Sendable {
  let real: ScalarFunction
  /// Nil where the result is no complex number.
  let imaginary: ScalarFunction?

  init(of form: ComplexForm, _ name: String, arity: Int, rule: TypeRule) {
    let isPredicate = rule.resolve(Array(repeating: .c128, count: arity))?.result == .bool
    func function(_ part: String, _ body: @escaping @Sendable ([ComplexExpression]) -> ScalarExpression) -> ScalarFunction {
      ScalarFunction(
        "\(name).\(part)", arity: 2 * arity, rule: isPredicate ? .predicateOfParts : .parts, summary: "The \(part) part of \(name) of complex numbers.", numpy: ""
      ) { x in
        .expansion(body((0..<arity).map { ComplexExpression(x[2 * $0], x[2 * $0 + 1]) }))
      }
    }
    switch form {
    case .complex(let body): (real, imaginary) = (function("real") { body($0).real }, function("imag") { body($0).imaginary })
    case .real(let body): (real, imaginary) = (function("real", body), nil)
    }
  }
}

extension ScalarFunction {
  /// The value on arguments of the types of the signature, of which some are complex.
  func evaluateComplex(_ arguments: [ScalarValue], _ result: ElementType) -> ScalarValue? {
    guard let complexParts else { return nil }
    let parts = arguments.flatMap { [$0.real, $0.type.isComplex ? $0.imaginary : $0.real] }
    guard let real = complexParts.real.evaluate(parts) else { return nil }
    guard let imaginary = complexParts.imaginary.map({ $0.evaluate(parts) }) else { return real.converted(to: result) }
    return imaginary.map { ScalarValue(real: real, imaginary: $0) }
  }
}
