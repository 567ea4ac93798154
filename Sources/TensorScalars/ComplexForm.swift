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


/// How a function of complex numbers is computed from the parts of its arguments, which have all been cast to one complex type.
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
