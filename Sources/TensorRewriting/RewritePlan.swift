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
  struct Stage: Sendable {
    let name: String
    let index: RuleIndex<L>
    let driver: Driver
  }

  let stages: [Stage]

  /// Stages in the order in which they run; every stage sees what the one before it gave.
  public init(stages: [(name: String, rules: [Rule<L>], driver: Driver)]) {
    self.stages = stages.filter { !$0.rules.isEmpty }.map { Stage(name: $0.name, index: RuleIndex($0.rules), driver: $0.driver) }
  }

  /// One stage of these rules.
  public init(_ rules: [Rule<L>], driver: Driver = .equilibrium) { self.init(stages: [("rules", rules, driver)]) }
}
