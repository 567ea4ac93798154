/// A pattern over tensors, written with the functions that tensors use: `log(1 + x)`.
public typealias TensorPattern = Pattern<TensorLanguage>
public typealias TensorRule = Rule<TensorLanguage>
public typealias TensorRuleBook = RuleBook<TensorLanguage>
public typealias TensorMatch = Match<TensorLanguage>

extension Pattern: Algebra where L == TensorLanguage {
  public static func apply(_ function: ScalarFunction, _ arguments: [TensorPattern], at place: SourcePlace) -> TensorPattern {
    .term(L.Head(function), arguments, [])
  }

  public static func weak(_ value: WeakValue, like other: TensorPattern) -> TensorPattern { .constant(L.Constant(value)) }
}

extension Pattern where L == TensorLanguage {
  /// An operation by its name; attributes by label.
  public static func call(
    _ name: String, _ operands: TensorPattern..., attributes: KeyValuePairs<String, AttributePattern<L>.Value> = [:]
  ) -> TensorPattern {
    .term(L.Head(name), operands, attributes.map { AttributePattern($0.key, $0.value) })
  }

  /// A reduction over the axes of an attribute variable: `axis` and `keepdims` as they are, or as they were matched.
  public static func reduction(_ name: String, _ x: TensorPattern) -> TensorPattern {
    call(name, x, attributes: ["axis": .variable("axis"), "keepdims": .variable("keepdims")])
  }

  /// The softmax by hand, along the axes of an attribute variable.
  static func plainSoftmax(_ x: TensorPattern) -> TensorPattern {
    call("softmax", x, attributes: ["axis": .variable("axis"), "plain": .equals(TensorAttribute(.flag(true)))])
  }

  /// The softmax or its logarithm, that by hand or SciPy's: which one it is an attribute variable.
  static func softmaxOfAnyKind(_ name: String, _ x: TensorPattern) -> TensorPattern {
    call(name, x, attributes: ["axis": .variable("axis"), "plain": .variable("plain")])
  }

  /// An operation along the axes of an attribute variable: `softmax(x, axis=axis)`.
  public static func along(_ name: String, _ x: TensorPattern) -> TensorPattern {
    call(name, x, attributes: ["axis": .variable("axis")])
  }
}

extension Pattern: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral
where L == TensorLanguage {
  public init(integerLiteral value: Int) { self = .constant(L.Constant(.integer(value))) }
  public init(floatLiteral value: Double) { self = .constant(L.Constant(.float(value))) }
  public init(booleanLiteral value: Bool) { self = .constant(L.Constant(.bool(value))) }
}

extension Pattern where L == TensorLanguage {
  /// Any scalar function of any operands.
  public static var elementwise: TensorPattern { .term(.elementwise, [], []) }
  /// Any scalar function of one operand.
  public static func elementwise(_ x: TensorPattern) -> TensorPattern { .term(.elementwise, [x], []) }
  /// Anything that combines elements of its operand over axes.
  public static func reduction(_ x: TensorPattern) -> TensorPattern { .term(.reduction, [x], []) }
}

/// A variable that any tensor matches.
public func anyTensor(_ name: String) -> TensorPattern { .variable(Variable(name)) }

/// A variable that literal numbers match.
public func anyNumber(_ name: String) -> TensorPattern {
  let isNumber = Condition<TensorLanguage>("is a number") { tensor, language in language.constant(of: tensor) != nil }
  return .variable(Variable(name, where: isNumber, heads: [TensorLanguage.literalHead]))
}
