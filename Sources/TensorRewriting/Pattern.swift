/// One side of a rule.
public indirect enum Pattern<L: TermLanguage>: Sendable {
  /// Any term; the same term wherever the variable stands.
  case variable(Variable<L>)
  /// A literal of this value.
  case constant(L.Constant)
  /// A head applied to operands. Attributes that are not named may be anything on the left, and have their defaults on the
  /// right.
  case term(L.Head, [Pattern], [AttributePattern<L>])
}

/// A pattern variable, told apart by its name.
public struct Variable<L: TermLanguage>: Sendable {
  public let name: String
  /// What a term must be to be bound, in words and as code.
  public let condition: Condition<L>?

  public init(_ name: String, where condition: Condition<L>? = nil) { (self.name, self.condition) = (name, condition) }
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
  public var head: L.Head? {
    switch self {
    case .variable, .constant: nil
    case .term(let head, _, _): head
    }
  }

  /// The names of the variables, each once, in order.
  public var variables: [String] {
    var names: [String] = []
    visit { if case .variable(let variable) = $0, !names.contains(variable.name) { names.append(variable.name) } }
    return names
  }

  /// The names of the attribute variables, each once, in order.
  public var attributeVariables: [String] {
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
  public var size: Int {
    var count = 0
    visit { if case .term = $0 { count += 1 } }
    return count
  }

  /// Calls `body` with this pattern and all inside it, operands after what has them.
  func visit(_ body: (Pattern) -> Void) {
    body(self)
    if case .term(_, let operands, _) = self {
      for operand in operands { operand.visit(body) }
    }
  }
}
