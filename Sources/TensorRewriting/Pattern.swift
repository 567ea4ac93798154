/// One side of a rule.
public indirect enum Pattern<L: TermLanguage>: Sendable {
  /// Any term; the same term wherever the variable stands.
  case variable(Variable<L>)
  /// A literal of this value.
  case constant(L.Constant)
  /// A head applied to operands; without any, on the left, to whatever it has. Attributes that are not named may be anything on the left, and have their defaults on the
  /// right.
  case term(L.Head, [Pattern], [AttributePattern<L>])
  /// The pattern, and a name for the term that it matched.
  case named(String, Pattern)
  /// An operand that may be absent: where the term is not of the head around it, the other operand's pattern matches the
  /// term itself and the variable stands for a literal of the default. `optional(c, 1) * x` matches `2 * x` and `x`.
  /// Only as one of two operands, and not at the root.
  case optional(Variable<L>, default: L.Constant)
}

/// A pattern variable, told apart by its name.
public struct Variable<L: TermLanguage>: Sendable {
  public let name: String
  /// What a term must be to be bound, in words and as code.
  public let condition: Condition<L>?
  /// The only heads that a term can have which the condition holds for; nil: any. Saves trying.
  public let heads: [L.Head]?

  public init(_ name: String, where condition: Condition<L>? = nil, heads: [L.Head]? = nil) {
    (self.name, self.condition, self.heads) = (name, condition, heads)
  }
}

/// A condition on a single term.
public struct Condition<L: TermLanguage>: Sendable {
  public let text: String
  public let holds: @Sendable (_ term: L.Term, _ language: L) -> Bool

  public init(_ text: String, _ holds: @escaping @Sendable (_ term: L.Term, _ language: L) -> Bool) {
    (self.text, self.holds) = (text, holds)
  }
}

/// What an attribute must be, or becomes.
public struct AttributePattern<L: TermLanguage>: Sendable {
  public enum Value: Sendable {
    case equals(L.Attribute)
    /// Anything; the same wherever the variable stands.
    case variable(String)
  }

  public let label: String
  public let value: Value

  public init(_ label: String, _ value: Value) { (self.label, self.value) = (label, value) }
}

extension Pattern {
  /// The head of the outermost term; nil for variables and constants.
  @inlinable public var head: L.Head? {
    switch self {
    case .variable, .constant, .optional: nil
    case .term(let head, _, _): head
    case .named(_, let pattern): pattern.head
    }
  }

  /// The heads that the root of a matching term may have; nil: any.
  @inlinable var possibleHeads: [L.Head]? {
    switch self {
    case .variable(let variable): return variable.heads
    case .constant: return [L.literalHead]
    case .optional: return nil
    case .named(_, let pattern): return pattern.possibleHeads
    case .term(let head, let operands, _):
      guard let present = operandBesideOptional(operands) else { return [head] }
      return present.possibleHeads.map { [head] + $0 }
    }
  }

  /// The other of two operands of which one may be absent.
  @inlinable func operandBesideOptional(_ operands: [Pattern]) -> Pattern? {
    guard operands.count == 2, let position = operands.firstIndex(where: \.isOptional) else { return nil }
    return operands[1 - position]
  }

  @inlinable var isOptional: Bool { if case .optional = self { true } else { false } }

  /// The names of the variables, each once, in order.
  @inlinable public var variables: [String] {
    var names: [String] = []
    visit { pattern in
      guard let name = pattern.boundName, !names.contains(name) else { return }
      names.append(name)
    }
    return names
  }

  /// The name that stands for a term wherever this pattern has matched.
  @inlinable var boundName: String? {
    switch self {
    case .variable(let variable), .optional(let variable, _): variable.name
    case .named(let name, _): name
    case .constant, .term: nil
    }
  }

  /// The names of the attribute variables, each once, in order.
  @inlinable public var attributeVariables: [String] {
    var names: [String] = []
    visit { pattern in
      guard case .term(_, _, let attributes) = pattern else { return }
      for attribute in attributes {
        if case .variable(let name) = attribute.value, !names.contains(name) { names.append(name) }
      }
    }
    return names
  }

  /// The number of heads.
  @inlinable public var size: Int {
    var count = 0
    visit { if case .term = $0 { count += 1 } }
    return count
  }

  /// Calls `body` with this pattern and all inside it, operands after what has them.
  @inlinable public func visit(_ body: (Pattern) -> Void) {
    body(self)
    switch self {
    case .variable, .constant, .optional: return
    case .named(_, let pattern): pattern.visit(body)
    case .term(_, let operands, _): for operand in operands { operand.visit(body) }
    }
  }
}
