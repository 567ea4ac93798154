/// One rule at one place.
public struct Firing<L: TermLanguage>: Sendable {
  /// Counts from 1 over a whole rewriting.
  public let number: Int
  public let stage: String
  public let rule: String
  public let before: L.Term
  public let after: L.Term
  public let places: [L.Place]
  /// What matching and building took.
  public let time: Duration
}

/// A rule that matched but gave something that cannot stand there. A correct rule has none.
public struct RefusedFiring<L: TermLanguage>: Sendable {
  public let rule: String
  public let term: L.Term
  public let misfit: Misfit
}

/// What came of a rewriting.
public struct RewriteReport<L: TermLanguage>: Sendable {
  public enum Outcome: Hashable, Sendable {
    /// No rule matches any more.
    case equilibrium
    /// As many firings as allowed; the rules that fired most are named, most first.
    case budget([String])
  }

  public internal(set) var results: [L.Term]
  public internal(set) var outcome: Outcome
  public internal(set) var firings: [Firing<L>]
  public internal(set) var refused: [RefusedFiring<L>]
}

/// Rewrites terms until no rule matches: operands before the terms that have them, what a rule gives again from its operands on.
///
/// The normal form of each term is kept, so that work grows with the number of terms and firings and not with the number of
/// ways to a term; which rules are tried depends on the head of the term. There are no recursive calls: terms may be deep.
public struct Rewriter<L: TermLanguage> {
  public let language: L
  private let stages: [(name: String, index: RuleIndex<L>)]
  private let budget: Int?
  private let sink: ((Firing<L>) -> Void)?

  private var normal: [L.Term: L.Term] = [:]
  private var firings: [Firing<L>] = []
  /// Those of earlier stages.
  private var firingsBefore = 0
  private var refused: [RefusedFiring<L>] = []
  private var counts: [String: Int] = [:]
  private var isExhausted = false

  /// - Parameters:
  ///   - stages: the rules of each stage; every stage sees what the one before it gave.
  ///   - budget: the most firings; nil: a thousand in each stage, and fifty for each term.
  ///   - onFiring: called with each firing as it happens.
  public init(
    _ language: L, stages: [(stage: String, rules: [Rule<L>])], budget: Int? = nil,
    onFiring sink: ((Firing<L>) -> Void)? = nil
  ) {
    self.language = language
    self.stages = stages.filter { !$0.rules.isEmpty }.map { ($0.stage, RuleIndex($0.rules)) }
    (self.budget, self.sink) = (budget, sink)
  }

  public mutating func rewrite(_ roots: [L.Term]) -> RewriteReport<L> {
    var results = roots
    for stage in stages {
      normal = [:]
      firingsBefore = firings.count
      results = normalize(results, stage.index, stage.name)
    }
    var outcome = RewriteReport<L>.Outcome.equilibrium
    if isExhausted {
      let most = counts.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
      outcome = .budget(most.prefix(3).map(\.key))
    }
    return RewriteReport(results: language.finished(results), outcome: outcome, firings: firings, refused: refused)
  }

  private enum Step {
    case visit(L.Term)
    case build(L.Term)
    /// The first term's normal form is that of the second.
    case adopt(L.Term, L.Term)
  }

  private mutating func normalize(_ roots: [L.Term], _ index: RuleIndex<L>, _ stage: String) -> [L.Term] {
    var stack: [Step] = roots.reversed().map { .visit($0) }
    while let step = stack.popLast() {
      switch step {
      case .visit(let term):
        if normal[term] != nil { continue }
        stack.append(.build(term))
        for operand in language.operands(of: term).reversed() where normal[operand] == nil { stack.append(.visit(operand)) }
      case .build(let term):
        if normal[term] != nil { continue }
        build(term, index, stage, &stack)
      case .adopt(let term, let other):
        if let result = normal[other] { normal[term] = result }
      }
    }
    return roots.map { normal[$0] ?? $0 }
  }

  private mutating func build(_ term: L.Term, _ index: RuleIndex<L>, _ stage: String, _ stack: inout [Step]) {
    let operands = language.operands(of: term).map { normal[$0] ?? $0 }
    let built = language.rebuilt(term, operands)
    if let known = normal[built] {
      normal[term] = known
      return
    }
    guard let next = fire(built, index, stage) else {
      normal[term] = built
      normal[built] = built
      return
    }
    if built != term { stack.append(.adopt(term, built)) }
    stack.append(.adopt(built, next))
    stack.append(.visit(next))
  }

  private var isAtBudget: Bool {
    budget.map { firings.count >= $0 } ?? (firings.count - firingsBefore >= 1_000 + 50 * normal.count)
  }

  /// What the first rule that matches makes of the term.
  private mutating func fire(_ term: L.Term, _ index: RuleIndex<L>, _ stage: String) -> L.Term? {
    if isExhausted { return nil }
    if isAtBudget {
      isExhausted = true
      return nil
    }
    let head = language.head(of: term)
    let candidates = index.candidates(head, isAssociative: language.isAssociative(head)) {
      language.operands(of: term).map(language.head)
    }
    for rule in candidates {
      let start = ContinuousClock.now
      guard let (match, replacement) = apply(rule, to: term) else { continue }
      guard replacement != term else { continue }
      switch language.adopted(replacement, for: term, covering: match.covered) {
      case .failure(let misfit):
        refused.append(RefusedFiring(rule: rule.name, term: term, misfit: misfit))
      case .success(let next):
        guard next != term else { continue }
        let firing = Firing<L>(
          number: firings.count + 1, stage: stage, rule: rule.name, before: term, after: next,
          places: language.places(of: term), time: ContinuousClock.now - start)
        firings.append(firing)
        counts[rule.name, default: 0] += 1
        sink?(firing)
        return next
      }
    }
    return nil
  }

  /// A match of the rule at the root of the term, and its right side.
  func apply(_ rule: Rule<L>, to term: L.Term) -> (Match<L>, L.Term)? {
    var result: L.Term?
    let match = Matcher(language: language).firstMatch(rule.left, term) { match in
      guard rule.guards.allSatisfy({ $0.holds(match, language) }) else { return false }
      switch rule.right {
      case .pattern(let pattern): result = language.instance(of: pattern, match)
      case .code(_, let code): result = code(match, language)
      }
      return result != nil
    }
    guard let match, let result else { return nil }
    return (match, result)
  }
}

extension TermLanguage {
  /// A pattern with what a match bound in the place of its variables.
  public func instance(of pattern: Pattern<Self>, _ match: Match<Self>) -> Term? {
    switch pattern {
    case .variable(let variable): return match.terms[variable.name]
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
          guard let value = match.attributes[name] else { return nil }
          values.append((attribute.label, value))
        }
      }
      return term(head, terms, values, for: match.root)
    }
  }
}
