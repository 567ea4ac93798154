/// A word by which rules are chosen: `stabilize`, `reassociates`.
public struct Tag: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  public let name: String
  public init(_ name: String) { self.name = name }
  public init(stringLiteral value: String) { name = value }
  public var description: String { name }

  /// The rule may compute in another order than is written.
  public static var reassociates: Tag { "reassociates" }
}

/// Two sides: what matches the left becomes the right.
public struct Equation<L: TermLanguage>: Sendable {
  public let left: Pattern<L>
  public let right: Pattern<L>
  public init(_ left: Pattern<L>, _ right: Pattern<L>) { (self.left, self.right) = (left, right) }
}

precedencegroup RewritePrecedence { lowerThan: AssignmentPrecedence }
infix operator => : RewritePrecedence

/// `left => right`: what matches the left becomes the right.
public func => <L: TermLanguage>(left: Pattern<L>, right: Pattern<L>) -> Equation<L> { Equation(left, right) }

/// A rewrite rule: data that can be printed, chosen by tags and checked.
public struct Rule<L: TermLanguage>: Sendable {
  /// What a match becomes.
  public enum RightSide: Sendable {
    case pattern(Pattern<L>)
    /// By code, where types or shapes must be computed; nil leaves the term as it is. The text stands in tables.
    case code(text: String, @Sendable (Match<L>, L) -> L.Term?)
  }

  /// What must hold of a match, in words and as code.
  public struct Guard: Sendable {
    public let text: String
    public let holds: @Sendable (Match<L>, L) -> Bool
    public init(_ text: String, _ holds: @escaping @Sendable (Match<L>, L) -> Bool) { (self.text, self.holds) = (text, holds) }
  }

  public let name: String
  public let tags: Set<Tag>
  /// Rules of higher priority are tried first; of equal ones the more particular left side, then the older rule.
  public let priority: Int
  public let left: Pattern<L>
  public let right: RightSide
  public let guards: [Guard]
  /// Heads of which one must stand among the operands of what matches, where the left side does not show it; saves trying.
  public let operandHeads: [L.Head]
  /// Terms that the rule is meant for, where the left side says little: checks draw instances of them too.
  public let examples: [Pattern<L>]
  /// Where the rule is written.
  public let file: String
  public let line: Int

  public init(
    _ name: String, _ equation: Equation<L>, tags: Set<Tag> = [], priority: Int = 0, where guards: Guard...,
    file: StaticString = #fileID, line: Int = #line
  ) {
    self.init(name, equation, tags: tags, priority: priority, guards: guards, file: file, line: line)
  }

  /// A rule whose right side is code: `text` says what it gives.
  ///
  /// - Parameter operandHeads: heads of which one must stand among the operands of what matches, where the left side does not
  ///   show it; saves trying.
  public init(
    _ name: String, _ left: Pattern<L>, tags: Set<Tag> = [], priority: Int = 0, where guards: Guard..., gives text: String,
    amongOperands operandHeads: [L.Head] = [], file: StaticString = #fileID, line: Int = #line,
    by code: @escaping @Sendable (Match<L>, L) -> L.Term?
  ) {
    self.init(
      name, left, .code(text: text, code), tags: tags, priority: priority, guards: guards, operandHeads: operandHeads,
      file: file, line: line)
  }

  /// The same with guards in a list.
  public init(
    _ name: String, _ equation: Equation<L>, tags: Set<Tag> = [], priority: Int = 0, guards: [Guard],
    file: StaticString = #fileID, line: Int = #line
  ) {
    self.init(
      name, equation.left, .pattern(equation.right), tags: tags, priority: priority, guards: guards, file: file, line: line)
    let free = equation.right.variables.filter { !equation.left.variables.contains($0) }
    precondition(free.isEmpty, "rule \(name): the left side has no \(free.joined(separator: ", "))")
  }

  private init(
    _ name: String, _ left: Pattern<L>, _ right: RightSide, tags: Set<Tag>, priority: Int, guards: [Guard],
    operandHeads: [L.Head] = [], file: StaticString, line: Int
  ) {
    (self.name, self.tags, self.priority, self.left, self.right) = (name, tags, priority, left, right)
    (self.guards, self.operandHeads, examples, self.file, self.line) = (guards, operandHeads, [], "\(file)", line)
    precondition(
      left.head != nil || left.isConditionalVariable,
      "rule \(name): the left side is a variable without a condition or a number, which matches everywhere")
  }

  /// The same rule with more tags.
  public func tagged(_ more: Set<Tag>) -> Rule { Rule(self, tags: tags.union(more)) }

  /// The same rule, tried earlier or later among others.
  package func prioritized(_ priority: Int) -> Rule { Rule(self, tags: tags, priority: priority) }

  /// The same rule, which is meant for terms like these: `log(sum(w * exp(x)))` of a rule whose left side is `log(sum(x))`.
  public func meant(for examples: Pattern<L>...) -> Rule { Rule(self, tags: tags, examples: self.examples + examples) }

  private init(_ rule: Rule, tags: Set<Tag>, priority: Int? = nil, examples: [Pattern<L>]? = nil) {
    (name, self.tags, left, right) = (rule.name, tags, rule.left, rule.right)
    (self.priority, self.examples) = (priority ?? rule.priority, examples ?? rule.examples)
    (guards, operandHeads, file, line) = (rule.guards, rule.operandHeads, rule.file, rule.line)
  }
}

extension Rule: CustomStringConvertible {
  /// The rule as an equation: `log(1 + x) => log1p(x)`.
  public var description: String {
    let result =
      switch right {
      case .pattern(let pattern): "\(pattern)"
      case .code(let text, _): text
      }
    let conditions = left.conditions + guards.map(\.text)
    return "\(left) => \(result)" + (conditions.isEmpty ? "" : "  where " + conditions.joined(separator: ", "))
  }
}

extension Pattern {
  /// The conditions on variables, in words: `c is a number`.
  var conditions: [String] {
    var seen: Set<String> = []
    var result: [String] = []
    visit { pattern in
      let variable: Variable<L>
      switch pattern {
      case .variable(let own), .optional(let own, _): variable = own
      case .constant, .term, .named: return
      }
      guard let condition = variable.condition else { return }
      if seen.insert(variable.name).inserted { result.append("\(variable.name) \(condition.text)") }
    }
    return result
  }
}
