/// Fires rules, and keeps account of it: what fired where, and whether there may be more.
@usableFromInline
struct FiringLog<L: TermLanguage> {
  @usableFromInline var firings: [Firing<L>] = []
  @usableFromInline var refused: [RefusedFiring<L>] = []
  @usableFromInline var isExhausted = false
  @usableFromInline var counts: [String: Int] = [:]
  /// Those of earlier stages.
  @usableFromInline var firingsBefore = 0
  /// The most firings, if that is said.
  @usableFromInline let budget: Int?
  /// The most in each stage otherwise: it follows from what there was before anything fired, so that rules that make more and more
  /// terms come to an end too.
  @usableFromInline var stageBudget = Int.max
  @usableFromInline let sink: ((Firing<L>) -> Void)?

  @inlinable init(budget: Int?, sink: ((Firing<L>) -> Void)?) { (self.budget, self.sink) = (budget, sink) }

  @inlinable mutating func beginStage() { firingsBefore = firings.count }

  @inlinable mutating func begin(termCount: Int) { stageBudget = 1_000 + 50 * termCount }

  /// The rules that fired most, most first.
  @inlinable var busiest: [String] {
    counts.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }.prefix(3).map(\.key)
  }

  /// What the first rule that matches makes of the term; nil if none does.
  @inlinable mutating func fire(
    _ term: L.Term, _ index: RuleIndex<L>, _ stage: RewritePlan<L>.Stage, _ choice: RuleIndex<L>.Choice, _ language: L
  ) -> L.Term? {
    if isExhausted { return nil }
    if budget.map({ firings.count >= $0 }) ?? (firings.count - firingsBefore >= stageBudget) {
      isExhausted = true
      return nil
    }
    var start: ContinuousClock.Instant?
    var result: L.Term?
    index.first(for: term, language, in: choice) { rule in
      let begin = start ?? ContinuousClock.now
      start = begin
      result = fire(rule, at: term, stage.name, language, since: begin)
      return result != nil
    }
    return result
  }

  /// What the rule makes of the term; nil where it does not match, or gives nothing new or nothing that fits.
  @inlinable mutating func fire(
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
