/// Rewrites terms by the stages of a plan.
///
/// Work grows with the number of terms and firings, not with the number of ways to a term: what became of each term is kept.
/// Which rules are tried depends on the head of the term and on those below it. There are no recursive calls over
/// terms, which may be deep.
public struct Rewriter<L: TermLanguage> {
  public let language: L
  @usableFromInline let plan: RewritePlan<L>
  @usableFromInline var log: FiringLog<L>
  /// What became of each term in the equilibrium before. What stayed what it was, no rule of it changes.
  @usableFromInline var earlier: [L.Term: L.Term] = [:]
  @usableFromInline var settledHeads: Set<L.Head> = []
  /// What became of each term in this stage.
  @usableFromInline var normal: [L.Term: L.Term] = [:]

  /// - Parameters:
  ///   - budget: the most firings; nil: a thousand in each stage, and fifty for each term.
  ///   - onFiring: called with each firing as it happens.
  @inlinable public init(
    _ language: L, _ plan: RewritePlan<L>, budget: Int? = nil, onFiring sink: ((Firing<L>) -> Void)? = nil
  ) {
    (self.language, self.plan) = (language, plan)
    log = FiringLog(budget: budget, sink: sink)
  }

  @inlinable public mutating func rewrite(_ roots: [L.Term]) -> RewriteReport<L> {
    var results = roots
    let count = language.begin(roots)
    log.begin(termCount: count)
    for stage in plan.stages {
      // Where an equilibrium has left nothing that the stage's own rules could match, nothing can change.
      if !earlier.isEmpty, !plan.index.hasRules(ofStage: stage.number, for: settledHeads) { continue }
      normal = [:]
      normal.reserveCapacity(count + count / 4)
      log.beginStage()
      switch stage.driver {
      case .equilibrium:
        run(results, stage, repeats: true)
        earlier = normal
        settledHeads = []
        for (term, result) in earlier where term == result {
          settledHeads.insert(language.head(of: term))
          if let group = language.group(of: term) { settledHeads.insert(group) }
        }
      case .walk(.operandsFirst): run(results, stage, repeats: false)
      case .walk(.usersFirst): runUsersFirst(results, stage)
      }
      results = results.map { normal[$0] ?? $0 }
    }
    return RewriteReport(
      results: language.finished(results), outcome: log.isExhausted ? .budget(log.busiest) : .equilibrium,
      firings: log.firings, refused: log.refused)
  }

  @usableFromInline
  enum Step {
    case visit(L.Term)
    /// The operands are done.
    case build(L.Term)
    /// What became of the first term is what became of the second.
    case adopt(L.Term, L.Term)
  }

  // MARK: Operands first

  @inlinable mutating func run(_ roots: [L.Term], _ stage: RewritePlan<L>.Stage, repeats: Bool) {
    var stack: [Step] = roots.reversed().map { .visit($0) }
    while let step = stack.popLast() {
      switch step {
      case .visit(let term): visit(term, &stack)
      case .build(let term):
        if normal[term] == nil { build(term, stage, repeats: repeats, &stack) }
      case .adopt(let term, let other):
        if let result = normal[other] { settle(term, result) }
      }
    }
  }

  @inlinable func visit(_ term: L.Term, _ stack: inout [Step]) {
    if normal[term] != nil { return }
    stack.append(.build(term))
    for operand in language.operands(of: term).reversed() where normal[operand] == nil { stack.append(.visit(operand)) }
  }

  @inlinable mutating func build(_ term: L.Term, _ stage: RewritePlan<L>.Stage, repeats: Bool, _ stack: inout [Step]) {
    let built = rebuilt(term)
    if built != term, let known = normal[built] {
      settle(term, known)
      return
    }
    guard let next = log.fire(built, plan.index, stage, choice(stage, built), language) else {
      settle(term, built)
      if built != term { normal[built] = built }
      return
    }
    guard repeats else {
      settle(term, next)
      return
    }
    if built != term { stack.append(.adopt(term, built)) }
    stack.append(.adopt(built, next))
    stack.append(.visit(next))
  }

  /// A term that has come through the equilibrium before need not be tried with the same rules again.
  @inlinable func choice(_ stage: RewritePlan<L>.Stage, _ term: L.Term) -> RuleIndex<L>.Choice {
    earlier[term] == term ? .own(stage: stage.number) : .all(stage: stage.number)
  }

  @inlinable mutating func settle(_ term: L.Term, _ result: L.Term) {
    normal[term] = result
    if result != term { language.settled(term, as: result) }
  }

  @inlinable func rebuilt(_ term: L.Term) -> L.Term {
    let operands = language.operands(of: term)
    let isSame = operands.allSatisfy { operand in normal[operand].map { $0 == operand } ?? true }
    return language.rebuilt(term, isSame ? operands : operands.map { normal[$0] ?? $0 })
  }

  // MARK: Users first

  @inlinable mutating func runUsersFirst(_ roots: [L.Term], _ stage: RewritePlan<L>.Stage) {
    var stack: [Step] = roots.reversed().map { .visit($0) }
    var seen: Set<L.Term> = []
    while let step = stack.popLast() {
      switch step {
      case .visit(let term):
        guard seen.insert(term).inserted else { continue }
        let next = log.fire(term, plan.index, stage, .all(stage: stage.number), language) ?? term
        if next != term { stack.append(.adopt(term, next)) }
        // What a rule gave is done: only its operands are visited.
        guard next == term || seen.insert(next).inserted else { continue }
        stack.append(.build(next))
        for operand in language.operands(of: next).reversed() { stack.append(.visit(operand)) }
      case .build(let term): settle(term, rebuilt(term))
      case .adopt(let term, let other): settle(term, normal[other] ?? other)
      }
    }
  }
}

extension TermLanguage {
  /// A match of the rule at the root of the term, and its right side.
  @inlinable func apply(_ rule: Rule<Self>, to term: Term) -> (Match<Self>, Term)? {
    var result: Term?
    let match = Matcher(language: self, regroups: rule.tags.contains(.reassociates)).firstMatch(rule.left, term) { match in
      guard rule.guards.allSatisfy({ $0.holds(match, self) }) else { return false }
      switch rule.right {
      case .pattern(let pattern): result = instance(of: pattern, match)
      case .code(_, let code): result = code(match, self)
      }
      return result != nil
    }
    guard let match, let result else { return nil }
    return (match, result)
  }
}

extension TermLanguage {
  /// A pattern with what a match bound in the place of its variables.
  @inlinable public func instance(of pattern: Pattern<Self>, _ match: Match<Self>) -> Term? {
    switch pattern {
    case .variable(let variable), .optional(let variable, _): return match.term(named: variable.name)
    case .named(let name, let pattern): return match.term(named: name) ?? instance(of: pattern, match)
    case .constant(let constant): return literal(constant, for: match.root)
    case .term(let head, let operands, let attributes):
      var terms: [Term] = []
      for operand in operands {
        guard let term = instance(of: operand, match) else { return nil }
        terms.append(term)
      }
      var values: [(label: String, value: Attribute)] = []
      for attribute in attributes {
        switch attribute.value {
        case .equals(let value): values.append((attribute.label, value))
        case .variable(let name):
          guard let value = match.attribute(named: name) else { return nil }
          values.append((attribute.label, value))
        }
      }
      return term(head, terms, values, for: match.root)
    }
  }
}
