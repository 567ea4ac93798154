import Foundation
import Synchronization
import TensorGraphRewrites
import TensorJIT

/// Checks a rule on random expressions that its left side matches: that it keeps types and shapes, comes to an end, does not
/// make graphs larger unless tagged `grows`, and changes values towards the exact ones only.
///
/// The policy is that of decision 13. Values of both sides are computed as written, without any rewriting, and compared
/// bit by bit; where bits differ, with the left side in exact arithmetic.
///
/// - Parameters:
///   - instances: the expressions to check. Those at which the rule does not fire do not count.
///   - seed: the same seed draws the same expressions and values.
public func checkRule(_ rule: TensorRule, instances: Int = 1000, seed: UInt64 = 1) -> RuleReport {
  var check = RuleCheck(rule, seed: seed)
  return check.run(instances: instances)
}

/// Checks all rules of a database that a query selects, on several threads. The reports are in the order of the rules.
///
/// - Parameter onReport: called with each report as it is made, on any thread, one call at a time.
public func checkRules(
  _ database: TensorRuleDatabase = .standard, query: RuleQuery = RuleQuery(), instances: Int = 1000, seed: UInt64 = 1,
  onReport: (@Sendable (RuleReport) -> Void)? = nil
) -> [RuleReport] {
  let rules = database.rules.filter(query.selects)
  let reports = Mutex([RuleReport?](repeating: nil, count: rules.count))
  DispatchQueue.concurrentPerform(iterations: rules.count) { position in
    let report = checkRule(rules[position], instances: instances, seed: seed)
    reports.withLock { reports in
      reports[position] = report
      onReport?(report)
    }
  }
  return reports.withLock { $0.compactMap { $0 } }
}

/// The check of one rule.
struct RuleCheck {
  let rule: TensorRule
  private let plan: RewritePlan<TensorLanguage>
  private let values: RandomValues
  private var random: RandomSource
  /// Of the left side, and of what the rule is meant for.
  private var builders: [InstanceBuilder]
  private var report: RuleReport

  /// Expressions drawn for each that is wanted before the search is given up.
  private static let patience = 240

  init(_ rule: TensorRule, seed: UInt64) {
    self.rule = rule
    plan = RewritePlan([rule])
    random = RandomSource(seed: seed, rule.name)
    let isUnsafe = rule.tags.contains("unsafe")
    builders = InstanceBuilder.builders(for: rule, RandomSource(seed: seed &+ 1, rule.name), isPlain: isUnsafe)
    values = RandomValues(isOrdinary: isUnsafe)
    report = RuleReport(rule)
  }

  mutating func run(instances: Int) -> RuleReport {
    let start = ContinuousClock.now
    while report.instances < instances, report.attempts < instances * Self.patience + 1000 {
      report.attempts += 1
      if let instance = builders[report.attempts % builders.count].next() { check(instance) }
    }
    report.isScarce = report.instances < instances
    report.time = ContinuousClock.now - start
    return report
  }

  private mutating func check(_ instance: RuleInstance) {
    var rewriter = Rewriter(TensorLanguage(evaluator: InterpretingEvaluator()), plan, budget: 100)
    let result = rewriter.rewrite([instance.left])
    let right = result.results[0]
    func violation(_ kind: RuleViolation.Kind, _ message: String, _ right: Tensor) -> RuleViolation {
      RuleViolation(kind, message, left: instance.left, right: right, parameters: instance.parameters)
    }
    for refusal in result.refused {
      report.add(
        RuleViolation(
          .refused, refusal.misfit.description, left: refusal.term, right: refusal.term, parameters: instance.parameters))
    }
    if case .budget = result.outcome {
      report.add(violation(.endless, "fires again on what it gives", right))
      report.instances += 1
      return
    }
    guard !result.firings.isEmpty else {
      if !result.refused.isEmpty { report.instances += 1 }
      return
    }
    if right.type != instance.left.type {
      report.add(violation(.refused, "gives \(right.type) for \(instance.left.type)", right))
    }
    if !rule.tags.contains("grows") {
      let (before, after) = (GraphCost.operations(of: instance.left), GraphCost.operations(of: right))
      if after > before { report.add(violation(.growth, "\(after) operations instead of \(before)", right)) }
    }
    guard compare(instance, right) else { return }
    report.instances += 1
  }

  /// Elements that an instance should have in all its calls, and the most calls.
  private static let (elementGoal, callLimit) = (16, 4)

  /// Compares values; false if the left side cannot be computed for what was drawn.
  private mutating func compare(_ instance: RuleInstance, _ right: Tensor) -> Bool {
    let policy = ValuePolicy(rule, right: right)
    let comparison = SideComparison(left: instance.left, right: right, instance.parameters, variables: variables(instance))
    var (elements, calls, ran) = (0, 0, false)
    repeat {
      calls += 1
      var arguments: [Tensor: NDArray] = [:]
      for parameter in instance.parameters {
        arguments[parameter] = try? values.array(parameter.elementType, instance.shape(of: parameter), &random)
      }
      switch comparison.run(arguments) {
      case .leftFails: continue
      case .rightFails(let message):
        ran = true
        report.add(
          RuleViolation(
            .failure, message, left: instance.left, right: right, parameters: instance.parameters, arguments: arguments))
      case .values(let pairs, let variables):
        ran = true
        elements += pairs.count
        judge(pairs, comparison, arguments, ExactReferences(comparison, arguments, variables: variables), policy)
      }
    } while elements < Self.elementGoal && calls < Self.callLimit
    report.elements += elements
    return ran
  }

  /// What stands for variables is taken as it is computed, since equations hold for whatever it is. Code may have looked into
  /// it: then it is part of the rule.
  private func variables(_ instance: RuleInstance) -> [Tensor] {
    switch rule.right {
    case .pattern: instance.variables
    case .code: []
    }
  }

  private mutating func judge(
    _ pairs: [SideComparison.Pair], _ comparison: SideComparison, _ arguments: [Tensor: NDArray],
    _ references: ExactReferences, _ policy: ValuePolicy
  ) {
    for pair in pairs where !pair.left.isSameValue(as: pair.right) {
      report.changed += 1
      switch policy.judge(left: pair.left, right: pair.right, references.reference(at: pair.index)) {
      case .equal: report.changed -= 1
      case .allowed(let before, let after):
        report.note(before: before, after: after)
      case .undecided: report.undecided += 1
      case .forbidden(let message):
        let place = pair.index.isEmpty ? "" : "at \(pair.index) "
        report.add(
          RuleViolation(
            .value, place + message, left: comparison.left, right: comparison.right, parameters: comparison.parameters,
            arguments: arguments))
      }
    }
  }
}
