/// How the rules of a stage are brought to terms.
public enum Driver: Hashable, Sendable {
  public enum Order: Hashable, Sendable {
    /// Operands before the terms that have them.
    case operandsFirst
    /// Terms before their operands; what a rule gives is not looked at again, its operands are.
    case usersFirst
  }

  /// Until no rule matches any more: operands first, what a rule gives again from its operands on.
  case equilibrium
  /// Once over the terms; at each the first rule that matches fires.
  case walk(Order)
}

/// Rules chosen from a database and laid out for finding them by heads. Making one costs more than rewriting a small
/// expression, so it is made once and kept.
public struct RewritePlan<L: TermLanguage>: Sendable {
  @usableFromInline
  struct Stage: Sendable {
    @usableFromInline let name: String
    @usableFromInline let driver: Driver
    @usableFromInline let number: Int

    @inlinable init(name: String, driver: Driver, number: Int) {
      (self.name, self.driver, self.number) = (name, driver, number)
    }
  }

  @usableFromInline let stages: [Stage]
  @usableFromInline let index: RuleIndex<L>

  /// Stages in the order in which they run; every stage sees what the one before it gave. The rules of an equilibrium run in the
  /// later ones too, those of a walk do not.
  @inlinable public init(stages: [(name: String, rules: [Rule<L>], driver: Driver)]) {
    let present = stages.filter { !$0.rules.isEmpty }
    self.stages = present.enumerated().map { Stage(name: $0.element.name, driver: $0.element.driver, number: $0.offset) }
    index = RuleIndex(present.map { ($0.rules, $0.driver == .equilibrium) })
  }

  /// One stage of these rules.
  @inlinable public init(_ rules: [Rule<L>], driver: Driver = .equilibrium) {
    self.init(stages: [("rules", rules, driver)])
  }
}
