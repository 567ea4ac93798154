import Synchronization

public typealias TensorRuleDatabase = RuleDatabase<TensorLanguage>
public typealias TensorRewriteReport = RewriteReport<TensorLanguage>

extension RuleDatabase where L == TensorLanguage {
  /// The built-in stages and books, without what users have registered.
  public static let builtIn: TensorRuleDatabase = {
    var database = TensorRuleDatabase(stages: ["canonicalize", "stabilize", "specialize"])
    database.addStage("finish", driver: .walk(.operandsFirst))
    let books = [
      (gates, "canonicalize"), (canonical, "canonicalize"), (cancellation, "canonicalize"), (booleans, "canonicalize"), (selections, "canonicalize"),
      (powers, "canonicalize"), (constants, "canonicalize"), (shapes, "canonicalize"), (slices, "canonicalize"), (writes, "canonicalize"),
      (sliceLifting, "canonicalize"), (joins, "canonicalize"), (reductions, "canonicalize"), (sorting, "canonicalize"), (fills, "canonicalize"),
      (products, "canonicalize"), (diagonals, "canonicalize"), (rearrangements, "canonicalize"), (spellings, "stabilize"), (stableExponentials, "stabilize"),
      (stableLogistic, "stabilize"), (stableLogarithms, "stabilize"), (stableSums, "stabilize"),
      (stableDifferences, "stabilize"), (endings, "finish"),
    ]
    for (book, stage) in books {
      precondition(database.register(book, in: stage), "two rules of one name, one of them in \(book.name)")
    }
    return database
  }()

  private struct Standard {
    var database: TensorRuleDatabase
    /// For the standard query; nil until it is needed.
    var plan: RewritePlan<TensorLanguage>?
  }

  private static let shared = Mutex(Standard(database: builtIn))

  /// What functions are compiled with unless they say otherwise: the built-in books and those that have been registered.
  public static var standard: TensorRuleDatabase { shared.withLock { $0.database } }

  /// The standard rules, laid out once.
  static var standardPlan: RewritePlan<TensorLanguage> {
    shared.withLock { standard in
      if let plan = standard.plan { return plan }
      let plan = standard.database.plan(.standard)
      standard.plan = plan
      return plan
    }
  }

  /// Makes a book part of what functions are compiled with from now on.
  ///
  /// - Returns: false, and nothing is changed, if there is no such stage or a rule's name is taken.
  @discardableResult public static func registerStandard(_ book: TensorRuleBook, in stage: String) -> Bool {
    shared.withLock { standard in
      standard.plan = nil
      return standard.database.register(book, in: stage)
    }
  }
}

extension RuleQuery {
  /// All rules but those that may round differently, change values, assume a domain, or cost more than what they save is worth
  /// to most.
  public static let standard = RuleQuery(exclude: ["reassociates", "unsafe", "costly"])
}

/// Rewrites expressions: by the rules of a database that a query selects, until none matches.
///
/// Types and shapes stay as they are, and so do the places in the user's program: a rewritten tensor has those of all it
/// stands for. The report has the results in order, every firing, and what stopped the rewriting.
///
/// - Parameters:
///   - budget: the most firings; nil: a thousand, and fifty for each expression. The first `k` firings are always the same, so
///     a budget of `k` is the graph's version `k`.
///   - evaluator: computes functions of constant arrays; nil: they stay.
public func rewrite(
  _ tensors: [Tensor], database: TensorRuleDatabase = .standard, query: RuleQuery = .standard, budget: Int? = nil,
  evaluator: (any ConstantEvaluator)? = nil, onFiring: ((Firing<TensorLanguage>) -> Void)? = nil
) -> TensorRewriteReport {
  rewrite(tensors, plan: database.plan(query), budget: budget, evaluator: evaluator, onFiring: onFiring)
}

/// The same by a plan that has been made before.
public func rewrite(
  _ tensors: [Tensor], plan: RewritePlan<TensorLanguage>, budget: Int? = nil,
  evaluator: (any ConstantEvaluator)? = nil, onFiring: ((Firing<TensorLanguage>) -> Void)? = nil
) -> TensorRewriteReport {
  var rewriter = Rewriter(TensorLanguage(evaluator: evaluator), plan, budget: budget, onFiring: onFiring)
  return rewriter.rewrite(tensors)
}
