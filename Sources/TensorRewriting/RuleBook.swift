/// Rules that belong together.
public struct RuleBook<L: TermLanguage>: Sendable {
  public let name: String
  public let summary: String
  public private(set) var rules: [Rule<L>]

  public init(_ name: String, _ summary: String, tags: Set<Tag> = [], @RuleBuilder<L> _ rules: () -> [Rule<L>]) {
    (self.name, self.summary) = (name, summary)
    self.rules = rules().map { $0.tagged(tags) }
  }
}

/// Writes the rules of a book one below the other, with `let` for their variables between.
@resultBuilder
public enum RuleBuilder<L: TermLanguage> {
  public static func buildExpression(_ rule: Rule<L>) -> [Rule<L>] { [rule] }
  public static func buildExpression(_ rules: [Rule<L>]) -> [Rule<L>] { rules }
  public static func buildBlock(_ parts: [Rule<L>]...) -> [Rule<L>] { parts.flatMap { $0 } }
  public static func buildArray(_ parts: [[Rule<L>]]) -> [Rule<L>] { parts.flatMap { $0 } }
}

/// Which rules take part.
public struct RuleQuery: Hashable, Sendable {
  /// Rules with any of these tags, or of these names; nil: all.
  public var included: Set<String>?
  /// Rules with any of these tags, or of these names, are left out, whatever else holds.
  public var excluded: Set<String>
  /// Rules must have all of these tags.
  public var required: Set<String>
  /// The last stage that runs; nil: all do.
  public var lastStage: String?

  public init(
    include included: Set<String>? = nil, exclude excluded: Set<String> = [], require required: Set<String> = [],
    through lastStage: String? = nil
  ) {
    (self.included, self.excluded, self.required, self.lastStage) = (included, excluded, required, lastStage)
  }

  @inlinable public func selects<L>(_ rule: Rule<L>) -> Bool {
    let words = Set(rule.tags.map(\.name)).union([rule.name])
    return (included.map { !$0.isDisjoint(with: words) } ?? true) && excluded.isDisjoint(with: words)
      && required.isSubset(of: words)
  }
}

/// Books in named stages, which run one after the other.
///
/// The rules of a stage run in the later ones too, unless the stage is a walk: what a later rule gives is brought into the
/// form that the earlier rules leave.
public struct RuleDatabase<L: TermLanguage>: Sendable {
  public struct Stage: Sendable {
    public let name: String
    public let driver: Driver
    public internal(set) var books: [RuleBook<L>]
  }

  /// The stages in the order in which they run.
  public private(set) var stages: [Stage] = []
  private var ruleNames: Set<String> = []

  public init(stages: [String] = []) { self.stages = stages.map { Stage(name: $0, driver: .equilibrium, books: []) } }

  /// Adds a stage behind another one; at the end without one. False, and nothing is changed, if the name is taken or there is
  /// no such other stage.
  @discardableResult public mutating func addStage(
    _ name: String, after other: String? = nil, driver: Driver = .equilibrium
  ) -> Bool {
    guard !stages.contains(where: { $0.name == name }) else { return false }
    guard let other else {
      stages.append(Stage(name: name, driver: driver, books: []))
      return true
    }
    guard let position = stages.firstIndex(where: { $0.name == other }) else { return false }
    stages.insert(Stage(name: name, driver: driver, books: []), at: position + 1)
    return true
  }

  /// Adds a book to a stage. False, and nothing is changed, if there is no such stage or a rule's name is taken.
  @discardableResult public mutating func register(_ book: RuleBook<L>, in stage: String) -> Bool {
    guard let position = stages.firstIndex(where: { $0.name == stage }) else { return false }
    let names = Set(book.rules.map(\.name))
    guard names.count == book.rules.count, ruleNames.isDisjoint(with: names) else { return false }
    ruleNames.formUnion(names)
    stages[position].books.append(book)
    return true
  }

  /// All rules, stage by stage.
  public var rules: [Rule<L>] { stages.flatMap { $0.books.flatMap(\.rules) } }

  /// The rules that a query selects, stage by stage, laid out for rewriting.
  @inlinable public func plan(_ query: RuleQuery = RuleQuery()) -> RewritePlan<L> {
    var planned: [(name: String, rules: [Rule<L>], driver: Driver)] = []
    for stage in stages {
      planned.append((stage.name, stage.books.flatMap(\.rules).filter(query.selects), stage.driver))
      if stage.name == query.lastStage { break }
    }
    return RewritePlan(stages: planned)
  }
}
