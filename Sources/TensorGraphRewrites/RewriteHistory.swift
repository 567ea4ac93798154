/// A rewriting as the versions that a graph had: version 0 is the graph as it was given, version `k` the one after the
/// first `k` firings.
///
/// Rewriting is deterministic, so version `k` is what a budget of `k` firings gives. Versions are computed when they
/// are first asked for, and kept.
///
///     var history = RewriteHistory([y])
///     while history.forward() { print(history.firing(history.position).rule) }
public struct RewriteHistory: Sendable {
  /// What the whole rewriting gave.
  public let report: TensorRewriteReport
  /// Which version is looked at: 0 at first.
  public private(set) var position = 0

  private let tensors: [Tensor]
  private let plan: RewritePlan<TensorLanguage>
  private let evaluator: (any ConstantEvaluator)?
  private let rules: [String: TensorRule]
  private var versions: [Int: [Tensor]] = [:]

  /// Arguments as for `rewrite`.
  public init(
    _ tensors: [Tensor], database: TensorRuleDatabase = .standard, query: RuleQuery = .standard, budget: Int? = nil,
    evaluator: (any ConstantEvaluator)? = nil
  ) {
    (self.tensors, self.evaluator) = (tensors, evaluator)
    plan = database.plan(query)
    report = rewrite(tensors, plan: plan, budget: budget, evaluator: evaluator)
    rules = Dictionary(database.rules.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    versions[report.firings.count] = report.results
  }

  /// How many rules fired: the number of the last version.
  public var count: Int { report.firings.count }

  /// The graph after the first `number` firings.
  public mutating func version(_ number: Int) -> [Tensor] {
    precondition(0...count ~= number, "there are versions 0 to \(count), not \(number)")
    if let known = versions[number] { return known }
    let version = rewrite(tensors, plan: plan, budget: number, evaluator: evaluator).results
    versions[number] = version
    return version
  }

  /// The firing that made version `number` of the one before it; counts from 1.
  public func firing(_ number: Int) -> Firing<TensorLanguage> {
    precondition(number >= 1 && number <= count, "there are firings 1 to \(count), not \(number)")
    return report.firings[number - 1]
  }

  /// The rule of a firing.
  public func rule(_ number: Int) -> TensorRule? { rules[firing(number).rule] }

  // MARK: Stepping

  /// The version at the position.
  public var current: [Tensor] { mutating get { version(position) } }

  /// Goes to the next version; false at the last one.
  @discardableResult public mutating func forward() -> Bool { go(to: position + 1) }

  /// Goes to the version before; false at the first one.
  @discardableResult public mutating func back() -> Bool { go(to: position - 1) }

  /// Goes to a version; false, and the position stays, if there is none of that number.
  @discardableResult public mutating func go(to number: Int) -> Bool {
    guard 0...count ~= number else { return false }
    position = number
    return true
  }
}
