/// Fires rules, and keeps account of it: what fired where, and whether there may be more.
struct FiringLog<L: TermLanguage> {
  private(set) var firings: [Firing<L>] = []
  private(set) var refused: [RefusedFiring<L>] = []
  private(set) var isExhausted = false
  private var counts: [String: Int] = [:]
  /// Those of earlier stages.
  private var firingsBefore = 0
  private let budget: Int?
  private let sink: ((Firing<L>) -> Void)?

  init(budget: Int?, sink: ((Firing<L>) -> Void)?) { (self.budget, self.sink) = (budget, sink) }

  mutating func beginStage() { firingsBefore = firings.count }

  /// The rules that fired most, most first.
  var busiest: [String] {
    counts.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }.prefix(3).map(\.key)
  }

  /// What the first rule that matches makes of the term; nil if none does.
  ///
  /// - Parameter termCount: the terms known so far, from which the budget follows where none is given.
  mutating func fire(_ term: L.Term, _ stage: RewritePlan<L>.Stage, _ language: L, termCount: Int) -> L.Term? {
    guard !isExhausted, stage.index.mayMatch(term, language) else { return nil }
    if budget.map({ firings.count >= $0 }) ?? (firings.count - firingsBefore >= 1_000 + 50 * termCount) {
      isExhausted = true
      return nil
    }
    let start = ContinuousClock.now
    var result: L.Term?
    stage.index.first(for: term, language) { rule in
      result = fire(rule, at: term, stage.name, language, since: start)
      return result != nil
    }
    return result
  }

  /// What the rule makes of the term; nil where it does not match, or gives nothing new or nothing that fits.
  private mutating func fire(
    _ rule: Rule<L>, at term: L.Term, _ stage: String, _ language: L, since start: ContinuousClock.Instant
  ) -> L.Term? {
    guard let (match, replacement) = language.apply(rule, to: term), replacement != term else { return nil }
    switch language.adopted(replacement, for: term, covering: match.covered) {
    case .failure(let misfit):
      refused.append(RefusedFiring(rule: rule.name, term: term, misfit: misfit))
      return nil
    case .success(let next):
      guard next != term else { return nil }
      let firing = Firing<L>(
        number: firings.count + 1, stage: stage, rule: rule.name, before: term, after: next,
        places: language.places(of: term), time: ContinuousClock.now - start)
      firings.append(firing)
      counts[rule.name, default: 0] += 1
      sink?(firing)
      return next
    }
  }
}
