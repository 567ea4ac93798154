/// Which rules a function's graph is rewritten by before code is made of it.
///
/// ```swift
/// var options = CompilationOptions.standard
/// options.rewriting = .off
/// options.rewriting = Rewriting(query: RuleQuery(exclude: ["stabilize"]))
/// ```
public struct Rewriting: Sendable {
  private enum Rules: Sendable {
    /// The standard ones, as they are when a function is compiled.
    case standard
    case none
    case plan(RewritePlan<TensorLanguage>)
  }

  private let rules: Rules

  private init(_ rules: Rules) { self.rules = rules }

  /// The rules of a database that a query selects.
  public init(database: TensorRuleDatabase = .standard, query: RuleQuery = .standard) {
    rules = .plan(database.plan(query))
  }

  /// The built-in books and those that have been registered, without what may round differently or assumes a domain.
  public static let standard = Rewriting(.standard)
  /// No rules: what is written is what is computed.
  public static let off = Rewriting(.none)

  /// The expressions as they are compiled.
  public func rewritten(_ tensors: [Tensor], evaluator: (any ConstantEvaluator)? = nil) -> [Tensor] {
    let tensors = Subgraph.inlined(tensors)
    return switch rules {
    case .standard: rewrite(tensors, plan: TensorRuleDatabase.standardPlan, evaluator: evaluator).results
    case .none: tensors
    case .plan(let plan): rewrite(tensors, plan: plan, evaluator: evaluator).results
    }
  }
}
