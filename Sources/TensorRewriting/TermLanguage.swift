/// What can be rewritten: immutable terms, each a head applied to operands.
///
/// The library knows nothing else of them. A language object is the state of one rewriting: it merges equal terms, so that
/// equal subterms are one term.
public protocol TermLanguage: AnyObject {
  associatedtype Term: Hashable & Sendable
  /// What a term does with its operands, without attributes: the key by which rules are found.
  associatedtype Head: Hashable & Sendable & CustomStringConvertible
  /// A literal value that patterns may ask for.
  associatedtype Constant: Hashable & Sendable & CustomStringConvertible
  /// An argument of a term beside its operands.
  associatedtype Attribute: Hashable & Sendable & CustomStringConvertible
  /// Where in a user's program a term was written.
  associatedtype Place: Hashable & Sendable

  /// The head of literals.
  static var literalHead: Head { get }

  func head(of term: Term) -> Head
  /// A head that stands in patterns for a whole group of heads, to which the term's own belongs; nil: none.
  func group(of term: Term) -> Head?
  func operands(of term: Term) -> [Term]
  /// The value of a named attribute, also where it has its default.
  func attribute(_ label: String, of term: Term) -> Attribute?
  /// The value of a literal term.
  func constant(of term: Term) -> Constant?
  /// Whether a literal's value is what a pattern asks for.
  func isEqual(_ constant: Constant, _ wanted: Constant) -> Bool
  /// Whether the operands may be matched in the other order too.
  func isCommutative(_ head: Head) -> Bool
  /// Whether terms of this head inside each other count as one with many operands.
  func isAssociative(_ head: Head) -> Bool
  /// Whether what such a list gives does not depend on how it is grouped.
  func keepsValues(regrouping list: [Term], of head: Head) -> Bool
  /// Whether the term takes this operand as it is, rather than converted to another type.
  func takesAsIs(_ operand: Int, of term: Term) -> Bool
  /// The places in the user's program that a term stands for.
  func places(of term: Term) -> [Place]

  /// The operand as the term takes it: converted where it converts.
  func converted(_ operand: Int, of term: Term) -> Term
  /// The same term on other operands of the same types, merged with an equal one.
  func rebuilt(_ term: Term, _ operands: [Term]) -> Term
  /// A new term; nil where that is not possible. `model` is what is being replaced.
  func term(_ head: Head, _ operands: [Term], _ attributes: [(label: String, value: Attribute)], for model: Term) -> Term?
  /// A literal.
  func literal(_ constant: Constant, for model: Term) -> Term?
  /// `replacement` in the place of `term`: of the same type and with the places of all that it stands for; or what is wrong.
  func adopted(_ replacement: Term, for term: Term, covering covered: [Term]) -> Result<Term, Misfit>
  /// Called before anything else, with what is going to be rewritten; gives how many terms that are.
  func begin(_ roots: [Term]) -> Int
  /// Called when a term has its normal form, which is another one: what uses the term uses that.
  func settled(_ term: Term, as normal: Term)
  /// The terms as the user gets them, with all the places they have come to stand for.
  func finished(_ roots: [Term]) -> [Term]
}

extension TermLanguage {
  public func group(of term: Term) -> Head? { nil }
  public func keepsValues(regrouping list: [Term], of head: Head) -> Bool { true }
  public func begin(_ roots: [Term]) -> Int {
    var seen: Set<Term> = []
    var stack = roots
    while let term = stack.popLast() {
      if seen.insert(term).inserted { stack += operands(of: term) }
    }
    return seen.count
  }
  public func settled(_ term: Term, as normal: Term) {}

  /// Whether a pattern's head stands for the term's.
  @inlinable func isHead(_ wanted: Head, of term: Term) -> Bool { head(of: term) == wanted || group(of: term) == wanted }
}

/// Why a rule's result cannot stand where the term stood.
public struct Misfit: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String
  public init(_ description: String) { self.description = description }
}
