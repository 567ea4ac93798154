import TensorGraphRewrites
import TensorJIT

/// Checks how the rules of a database that a query selects get on with each other: which overlap, which loop, which are in
/// the shadow of others or never fire, and whether graphs end in equal values at a like cost whatever the order of the rules.
///
/// - Parameters:
///   - programs: expressions to rewrite, beside random ones of the form of the rules' left sides, in each other too.
///   - orders: the random orders in which the rules are tried.
///   - instances: the random expressions of each rule.
public func checkRuleSet(
  _ database: TensorRuleDatabase = .standard, query: RuleQuery = .standard, programs: [Tensor] = [], orders: Int = 20,
  instances: Int = 24, seed: UInt64 = 1
) -> RuleSetReport {
  var check = RuleSetCheck(database, query, orders: orders, seed: seed)
  return check.run(programs: programs, instances: instances)
}

/// The check of a set of rules.
struct RuleSetCheck {
  private let rules: [TensorRule]
  private let plan: RewritePlan<TensorLanguage>
  /// The same rules in random orders.
  private let shuffled: [RewritePlan<TensorLanguage>]
  private let seed: UInt64
  private var random: RandomSource
  private var report = RuleSetReport()
  private var firings: [String: Int] = [:]
  private var corpus: [RuleInstance] = []

  init(_ database: TensorRuleDatabase, _ query: RuleQuery, orders: Int, seed: UInt64) {
    rules = database.rules.filter(query.selects)
    plan = database.plan(query)
    self.seed = seed
    var random = RandomSource(seed: seed, "orders")
    shuffled = (0..<orders).map { _ in database.shuffled(&random).plan(query) }
    self.random = random
    (report.rules, report.orders) = (rules.count, orders)
  }

  mutating func run(programs: [Tensor], instances: Int) -> RuleSetReport {
    findOverlaps()
    drawInstances(instances)
    corpus += programs.map { RuleInstance(left: $0, parameters: Traversal.parameters(of: [$0]), extents: [:], variables: []) }
    report.programs = corpus.count
    for instance in corpus { rewriteInAllOrders(instance) }
    report.silent = rules.map(\.name).filter { firings[$0] == nil }
    return report
  }

  /// More firings than any of these small programs needs. The rewriter's own limit grows with the terms that rules make, so
  /// rules that make new ones without end would never reach it.
  private static let firingLimit = 600

  private func rewritten(
    _ tensor: Tensor, _ plan: RewritePlan<TensorLanguage>, budget: Int = firingLimit
  ) -> TensorRewriteReport {
    rewrite([tensor], plan: plan, budget: budget, evaluator: InterpretingEvaluator())
  }

  // MARK: Overlaps

  /// Expressions tried until one shows that both rules match.
  private static let overlapAttempts = 12

  private mutating func findOverlaps() {
    for outer in rules {
      for path in outer.left.termPaths {
        for inner in rules where !(path.isEmpty && outer.name <= inner.name) {
          guard let pattern = Unification.overlap(outer.left, at: path, inner.left) else { continue }
          guard let instance = overlap(outer, inner, pattern) else { continue }
          let known = report.overlaps.contains { $0.outer == outer.name && $0.inner == inner.name }
          if !known {
            let text = RuleViolation.text(instance.left, instance.parameters)
            report.overlaps.append(RuleSetReport.Overlap(outer: outer.name, inner: inner.name, program: text))
          }
          corpus.append(instance)
        }
      }
    }
  }

  /// An expression of the pattern at which each of the rules fires when it is alone.
  private func overlap(_ outer: TensorRule, _ inner: TensorRule, _ pattern: TensorPattern) -> RuleInstance? {
    var builder = InstanceBuilder(pattern, RandomSource(seed: seed, outer.name + inner.name))
    for _ in 0..<Self.overlapAttempts {
      guard let instance = builder.next() else { continue }
      let first = rewritten(instance.left, RewritePlan([outer], driver: .walk(.usersFirst)), budget: 1).firings.first
      guard first?.before == instance.left else { continue }
      if !rewritten(instance.left, RewritePlan([inner]), budget: 1).firings.isEmpty { return instance }
    }
    return nil
  }

  // MARK: Random expressions

  private mutating func drawInstances(_ count: Int) {
    let patterns = rules.flatMap { [$0.left] + $0.examples }
    for rule in rules {
      var builders = InstanceBuilder.builders(for: rule, RandomSource(seed: seed &+ 2, rule.name), inner: patterns)
      let alone = RewritePlan([rule])
      var (found, fired) = (0, false)
      var others: [String: Int] = [:]
      for attempt in 0..<count * 80 where found < count {
        guard let instance = builders[attempt % builders.count].next(), !rewritten(instance.left, alone, budget: 1).firings.isEmpty else { continue }
        found += 1
        corpus.append(instance)
        for firing in rewritten(instance.left, plan).firings {
          if firing.rule == rule.name { fired = true } else { others[firing.rule, default: 0] += 1 }
        }
      }
      guard found > 0, !fired else { continue }
      let names = others.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }.map(\.key)
      report.shadows.append(RuleSetReport.Shadow(rule: rule.name, by: Array(names.prefix(3))))
    }
  }

  // MARK: Orders

  private mutating func rewriteInAllOrders(_ instance: RuleInstance) {
    var results: [(text: String, tensor: Tensor)] = []
    var signedZeros = false
    for plan in [plan] + shuffled {
      let result = rewritten(instance.left, plan)
      for firing in result.firings { firings[firing.rule, default: 0] += 1 }
      if case .budget(let names) = result.outcome {
        let text = RuleViolation.text(instance.left, instance.parameters)
        report.loops.append(RuleSetReport.Loop(rules: names, program: text))
        return
      }
      let fired = Set(result.firings.map(\.rule))
      signedZeros = signedZeros || rules.contains { fired.contains($0.name) && $0.tags.contains("signed-zero") }
      let text = RuleViolation.text(result.results[0], instance.parameters)
      if !results.contains(where: { $0.text == text }) { results.append((text, result.results[0])) }
    }
    guard results.count > 1 else { return }
    let ordered = results.map { ($0, GraphCost.instructions(of: $0.tensor, instance.extents)) }.sorted { $0.1 < $1.1 }
    let (least, most) = (ordered[0], ordered[ordered.count - 1])
    if most.1 > 1.1 * least.1 {
      let message = "costs \(Int(least.1)) and \(Int(most.1)) instructions"
      report.costs.append(difference(message, instance, least.0.text, most.0.text))
    }
    compareValues(instance, results, signedZeros)
  }

  private func difference(_ message: String, _ instance: RuleInstance, _ a: String, _ b: String) -> RuleSetReport.Difference {
    let program = RuleViolation.text(instance.left, instance.parameters)
    return RuleSetReport.Difference(message: message, program: program, first: a, second: b)
  }

  /// Values that are allowed in one order must be so in all.
  private mutating func compareValues(
    _ instance: RuleInstance, _ results: [(text: String, tensor: Tensor)], _ signedZeros: Bool
  ) {
    let values = RandomValues(isOrdinary: false)
    for _ in 0..<4 {
      var arguments: [Tensor: NDArray] = [:]
      for parameter in instance.parameters {
        arguments[parameter] = try? values.array(parameter.elementType, instance.shape(of: parameter), &random)
      }
      var verdicts: [Int: [Bool]] = [:]
      for result in results {
        let comparison = SideComparison(left: instance.left, right: result.tensor, instance.parameters)
        guard case .values(let pairs, _) = comparison.run(arguments) else { continue }
        let policy = ValuePolicy(
          ulps: ValuePolicy.statedUlps(of: result.tensor), exchangesZeros: signedZeros, reassociates: false)
        let references = ExactReferences(comparison, arguments, variables: [])
        for (position, pair) in pairs.enumerated() {
          let verdict = policy.judge(left: pair.left, right: pair.right, references.reference(at: pair.index))
          if case .forbidden = verdict { verdicts[position, default: []].append(false) } else { verdicts[position, default: []].append(true) }
        }
      }
      for (position, allowed) in verdicts.sorted(by: { $0.key < $1.key }) where Set(allowed).count > 1 && allowed.count == results.count {
        guard let good = allowed.firstIndex(of: true), let bad = allowed.firstIndex(of: false) else { continue }
        report.values.append(difference("element \(position)", instance, results[good].text, results[bad].text))
        return
      }
    }
  }
}

extension RuleDatabase where L == TensorLanguage {
  /// The same rules, those of equal priority in a random order within each stage.
  fileprivate func shuffled(_ random: inout RandomSource) -> TensorRuleDatabase {
    var result = TensorRuleDatabase()
    for stage in stages {
      result.addStage(stage.name, driver: stage.driver)
      for book in stage.books {
        let rules = book.rules.map { $0.prioritized($0.priority * 2_000_000 + random.integer(in: 0...1_000_000)) }
        result.register(RuleBook(book.name, book.summary) { rules }, in: stage.name)
      }
    }
    return result
  }
}
