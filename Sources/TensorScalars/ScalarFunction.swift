/// Everything the library knows of one elementwise function: the only place that names it.
///
/// Swift calls, the text format, both backends, the fuzzer and `tensorjit ops` all read this record.
public final class ScalarFunction: Sendable {
  /// Which argument types are allowed and what the result's is.
  public let rule: TypeRule
  /// The name in the text format, NumPy's or SciPy's.
  public let name: String
  /// Other names for the same function in the text format (`abs` for `absolute`).
  public let aliases: [String]
  public let arity: Int
  /// One sentence for people.
  public let summary: String
  /// The meaning in Python: an expression in `x`, `y`, `z` over `np` and `sp` (`scipy.special`).
  public let numpy: String
  public let facts: AlgebraicFacts
  /// Where arguments are drawn from in tests beside edge values; nil: everywhere.
  public let domain: ClosedRange<Double>?
  /// The stated largest error in units in the last place, f32 and f64; 0: correctly rounded or exact.
  public let ulps: Double
  /// The partial derivatives, one for each argument, of the arguments and the result; empty where there are none.
  public let partials: [@Sendable ([ScalarExpression], ScalarExpression) -> ScalarExpression]
  /// What is known of the values for arguments of which something is known; nil: what follows from `facts`.
  let image: (@Sendable ([ElementFacts]) -> ElementFacts)?
  /// Whether its form is written for the bits of every float type: a detour by f32 would be wrong (`nextafter`) or only slower.
  let worksOnBits: Bool
  /// How to compute the function of complex numbers; nil where it is not defined for them.
  public let complexForm: ComplexForm?
  /// The same by parts.
  let complexParts: ComplexParts?
  private let form: @Sendable ([ScalarExpression]) -> MachineForm

  /// A record.
  ///
  /// - Parameters:
  ///   - image: what is known of the values, the type's rounding aside, for arguments of which something is known.
  ///   - worksOnBits: whether `form` takes f16 and bf16 as they are; else it is given f32, and the result is rounded.
  ///   - complexForm: the function of complex numbers.
  ///   - form: how to compute the function for arguments of the (resolved) types of these placeholders.
  public init(
    _ name: String, aliases: [String] = [], arity: Int, rule: TypeRule, summary: String, numpy: String,
    facts: AlgebraicFacts = [], domain: ClosedRange<Double>? = nil, ulps: Double = 0,
    partials: [@Sendable ([ScalarExpression], ScalarExpression) -> ScalarExpression] = [],
    image: (@Sendable ([ElementFacts]) -> ElementFacts)? = nil, worksOnBits: Bool = false,
    complex complexForm: ComplexForm? = nil,
    form: @escaping @Sendable ([ScalarExpression]) -> MachineForm
  ) {
    (self.name, self.aliases, self.arity, self.rule) = (name, aliases, arity, rule)
    (self.summary, self.numpy, self.facts, self.domain) = (summary, numpy, facts, domain)
    (self.ulps, self.partials, self.image, self.form) = (ulps, partials, image, form)
    (self.worksOnBits, self.complexForm) = (worksOnBits, complexForm)
    complexParts = complexForm.map { ComplexParts(of: $0, name, arity: arity, rule: rule) }
  }

  /// The types that arguments of the given types are cast to, and the result's; nil where NumPy raises.
  public func signature(for types: [ElementType]) -> (arguments: [ElementType], result: ElementType)? {
    guard types.count == arity, let signature = rule.resolve(types) else { return nil }
    guard signature.arguments.contains(where: \.isComplex) else { return signature }
    guard let complexForm else { return nil }
    return (signature.arguments, complexForm.isReal && signature.result.isComplex ? signature.result.realType : signature.result)
  }

  /// How to compute the function for arguments of exactly these (resolved) types.
  ///
  /// On floats of 16 bits it is computed in f32 and rounded once.
  public func machineForm(for types: [ElementType]) -> MachineForm {
    let arguments = types.enumerated().map { ScalarExpression.argument($0.offset, $0.element) }
    guard !worksOnBits, let half = types.first(where: \.isHalf) else { return form(arguments) }
    func rounded(_ value: ScalarExpression) -> ScalarExpression { value.type == .f32 ? value.converted(to: half) : value }
    switch form(arguments.map { $0.converted(to: $0.type.computed) }) {
    case .expansion(let value): return .expansion(rounded(value))
    case .rareCase(let fast, let rare, let exact): return .rareCase(fast: rounded(fast), rare: rare, exact: rounded(exact))
    }
  }
}

extension ScalarFunction {
  /// The function applied, as formulas beside the records write it: inside this type its plain name is the record.
  public func callAsFunction<A: Algebra>(_ arguments: A...) -> A { .apply(self, arguments, at: .none) }
}

/// How a backend computes a scalar function. Expressions refer to the arguments by number.
public enum MachineForm: Sendable {
  /// Straight-line code without branches.
  case expansion(ScalarExpression)
  /// `fast` wherever `rare` (a bool) does not hold, `exact` where it does. The compiled loop tests a whole vector
  /// at once and goes to a cold path only if some lane is rare.
  case rareCase(fast: ScalarExpression, rare: ScalarExpression, exact: ScalarExpression)
}

/// Algebraic facts that the compiler uses and the laws in the tests check.
public struct AlgebraicFacts: OptionSet, Hashable, Sendable {
  public let rawValue: Int
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// `f(x, y) = f(y, x)`, bit by bit (NaN payloads aside).
  public static let commutative = AlgebraicFacts(rawValue: 1)
  /// `f(f(x, y), z) = f(x, f(y, z))` for integers; approximately for floats.
  public static let associative = AlgebraicFacts(rawValue: 2)
  /// `f(f(x)) = f(x)`, or `f(x, x) = x`.
  public static let idempotent = AlgebraicFacts(rawValue: 4)
  /// Non-decreasing in its argument.
  public static let increasing = AlgebraicFacts(rawValue: 8)
  /// `f(-x) = f(x)`.
  public static let even = AlgebraicFacts(rawValue: 16)
  /// `f(-x) = -f(x)`.
  public static let odd = AlgebraicFacts(rawValue: 32)
}

extension ScalarFunction {
  /// The real part of the value, as a function of the parts of the arguments: real and imaginary part of the first, of the second, and so
  /// on. Nil where the function is not defined for complex numbers.
  package var realPart: ScalarFunction? { complexParts?.real }
  /// The imaginary part; nil also where the value is no complex number.
  package var imaginaryPart: ScalarFunction? { complexParts?.imaginary }
}

extension ScalarFunction: Hashable {
  public static func == (a: ScalarFunction, b: ScalarFunction) -> Bool { a === b }
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

extension ScalarFunction: CustomStringConvertible {
  public var description: String { name }
}
