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
    /// No rule matches any more (or a walk is over).
    case equilibrium
    /// As many firings as allowed; the rules that fired most are named, most first.
    case budget([String])
  }

  public internal(set) var results: [L.Term]
  public internal(set) var outcome: Outcome
  public internal(set) var firings: [Firing<L>]
  public internal(set) var refused: [RefusedFiring<L>]
}
