/// A typed expression over the arguments of a scalar function: a graph of immutable nodes, shared by reference.
///
/// Function expansions, loop bodies and derivative formulas are written as ordinary Swift arithmetic on these.
public final class ScalarExpression: Sendable {
  public indirect enum Kind: Sendable {
    case argument(Int)
    case constant(ScalarValue)
    case primitive(Primitive, [ScalarExpression])
    /// Another scalar function, expanded where it stands.
    case call(ScalarFunction, [ScalarExpression])
  }

  public let kind: Kind
  public let type: ElementType

  public init(kind: Kind, type: ElementType) {
    self.kind = kind
    self.type = type
  }

  /// The `index`-th argument of the function, of the given type.
  public static func argument(_ index: Int, _ type: ElementType) -> ScalarExpression {
    ScalarExpression(kind: .argument(index), type: type)
  }

  /// A constant of the given type nearest to `value`.
  @_disfavoredOverload public static func constant(_ value: Double, _ type: ElementType) -> ScalarExpression {
    ScalarExpression(kind: .constant(ScalarValue(.float(value), type: type)), type: type)
  }

  /// An integer constant of the given type.
  public static func constant(_ value: Int64, _ type: ElementType) -> ScalarExpression {
    ScalarExpression(kind: .constant(ScalarValue(.integer(Int(value)), type: type)), type: type)
  }

  /// The constant with these bits.
  public static func constant(bits: UInt64, _ type: ElementType) -> ScalarExpression {
    ScalarExpression(kind: .constant(ScalarValue(type: type, bits: bits)), type: type)
  }

  /// An instruction on arguments.
  public static func primitive(_ primitive: Primitive, _ arguments: ScalarExpression...) -> ScalarExpression {
    precondition(arguments.count == primitive.arity, "\(primitive) takes \(primitive.arity) arguments")
    return ScalarExpression(
      kind: .primitive(primitive, arguments), type: primitive.resultType(arguments.map(\.type)))
  }
}

extension ScalarExpression: Algebra {
  /// The function's record applied to arguments that already have the types its rule asks for.
  public static func apply(_ function: ScalarFunction, _ arguments: [ScalarExpression], at place: SourcePlace = .none
  ) -> ScalarExpression {
    let signature = function.signature(for: arguments.map(\.type))
    precondition(signature != nil, "\(function.name) is not defined for \(arguments.map(\.type))")
    let resolved = signature ?? (arguments.map(\.type), arguments[0].type)
    let converted = zip(arguments, resolved.arguments).map { $0.converted(to: $1) }
    return ScalarExpression(kind: .call(function, converted), type: resolved.result)
  }

  public static func weak(_ value: WeakValue, like other: ScalarExpression) -> ScalarExpression {
    let type = value.resultType(with: other.type)
    return ScalarExpression(kind: .constant(ScalarValue(value, type: type)), type: type)
  }

  /// This value cast to `type`, or itself where it already has it.
  public func converted(to type: ElementType) -> ScalarExpression {
    type == self.type ? self : .primitive(.convert(type), self)
  }

  /// The same bits as another type of the same width.
  public func bitcast(to type: ElementType) -> ScalarExpression { .primitive(.bitcast(type), self) }
}
