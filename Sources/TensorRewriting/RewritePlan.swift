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
    @usableFromInline let index: RuleIndex<L>
    /// Without the rules of the stage before, which terms that have come through it need not be tried with again.
    @usableFromInline let ownIndex: RuleIndex<L>

    @inlinable init(name: String, driver: Driver, index: RuleIndex<L>, ownIndex: RuleIndex<L>) {
      (self.name, self.driver, self.index, self.ownIndex) = (name, driver, index, ownIndex)
    }
  }

  @usableFromInline let stages: [Stage]

  /// Stages in the order in which they run; every stage sees what the one before it gave.
  ///
  /// - Parameter lasting: how many of a stage's rules, its first, are also those of the equilibrium before it.
  @inlinable public init(stages: [(name: String, rules: [Rule<L>], lasting: Int, driver: Driver)]) {
    self.stages = stages.filter { !$0.rules.isEmpty }.map { stage in
      Stage(
        name: stage.name, driver: stage.driver, index: RuleIndex(stage.rules),
        ownIndex: RuleIndex(Array(stage.rules.dropFirst(stage.lasting))))
    }
  }

  /// One stage of these rules.
  @inlinable public init(_ rules: [Rule<L>], driver: Driver = .equilibrium) { self.init(stages: [("rules", rules, 0, driver)]) }
}
