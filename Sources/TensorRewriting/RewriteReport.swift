/// One rule at one place.
public struct Firing<L: TermLanguage>: Sendable {
  /// Counts from 1 over a whole rewriting.
  public let number: Int
  public let stage: String
  public let rule: String
  public let before: L.Term
  public let after: L.Term
  public let places: [L.Place]
  /// What finding, matching and building took.
  public let time: Duration

  @inlinable init(
    number: Int, stage: String, rule: String, before: L.Term, after: L.Term, places: [L.Place], time: Duration
  ) {
    (self.number, self.stage, self.rule) = (number, stage, rule)
    (self.before, self.after, self.places, self.time) = (before, after, places, time)
  }
}

/// A rule that matched but gave something that cannot stand there. A correct rule has none.
public struct RefusedFiring<L: TermLanguage>: Sendable {
  public let rule: String
  public let term: L.Term
  public let misfit: Misfit

  @inlinable init(rule: String, term: L.Term, misfit: Misfit) { (self.rule, self.term, self.misfit) = (rule, term, misfit) }
}

/// What came of a rewriting.
public struct RewriteReport<L: TermLanguage>: Sendable {
  public enum Outcome: Hashable, Sendable {
    /// No rule matches any more (or a walk is over).
    case equilibrium
    /// As many firings as allowed; the rules that fired most are named, most first.
    case budget([String])
  }

  public var results: [L.Term]
  public var outcome: Outcome
  public var firings: [Firing<L>]
  public var refused: [RefusedFiring<L>]

  @inlinable init(results: [L.Term], outcome: Outcome, firings: [Firing<L>], refused: [RefusedFiring<L>]) {
    (self.results, self.outcome, self.firings, self.refused) = (results, outcome, firings, refused)
  }
}
