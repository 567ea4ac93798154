/// What a pattern's variables stand for.
public struct Match<L: TermLanguage>: Sendable {
  /// The term that the whole pattern matched.
  public let root: L.Term
  // A few names: looking through them is quicker than hashing.
  @usableFromInline var terms: [(name: String, term: L.Term)] = []
  @usableFromInline var attributeValues: [(name: String, value: L.Attribute)] = []
  /// The terms that matched the pattern's heads: what the right side stands for.
  public var covered: [L.Term] = []

  @inlinable init(root: L.Term) { self.root = root }

  @inlinable func term(named name: String) -> L.Term? {
    for binding in terms where binding.name == name { return binding.term }
    return nil
  }

  /// The attribute bound to an attribute variable.
  @inlinable public func attribute(named name: String) -> L.Attribute? {
    for binding in attributeValues where binding.name == name { return binding.value }
    return nil
  }

  /// The term bound to a variable, which the rule's left side must have.
  @inlinable public subscript(name: String) -> L.Term {
    guard let term = term(named: name) else { preconditionFailure("the left side has no variable \(name)") }
    return term
  }

  /// The match with one variable more, for right sides by code.
  @inlinable public func binding(_ name: String, to term: L.Term) -> Match {
    var match = self
    match.terms.removeAll { $0.name == name }
    match.terms.append((name, term))
    return match
  }

  @inlinable mutating func bind(_ name: String, _ term: L.Term) -> Bool {
    if let known = self.term(named: name) { return known == term }
    terms.append((name, term))
    return true
  }

  @inlinable mutating func bind(_ name: String, _ attribute: L.Attribute) -> Bool {
    if let known = self.attribute(named: name) { return known == attribute }
    attributeValues.append((name, attribute))
    return true
  }

  @inlinable mutating func cover(_ term: L.Term) { covered.append(term) }
}

/// Finds ways in which patterns match terms.
///
/// Operands of commutative heads are tried in both orders. Where an associative head stands inside itself the operands are
/// one list, of which each operand of the pattern that is no variable takes one, in any order, and the last variable
/// takes all that are left, in their order. Rules that are not tagged `reassociates` meet only lists whose grouping does not
/// matter to the language.
@usableFromInline
struct Matcher<L: TermLanguage> {
  @usableFromInline let language: L
  /// Whether lists may be regrouped where that changes what is computed on the way.
  @usableFromInline let regroups: Bool

  @inlinable init(language: L, regroups: Bool) { (self.language, self.regroups) = (language, regroups) }

  /// Longer sums and products are matched by their two operands only.
  @inlinable static var longestList: Int { 8 }

  /// The first match for which `accept` is true.
  @inlinable func firstMatch(
    _ pattern: Pattern<L>, _ term: L.Term, accept: (Match<L>) -> Bool = { _ in true }
  ) -> Match<L>? {
    var found: Match<L>?
    _ = match(pattern, term, Match(root: term)) { match in
      guard accept(match) else { return false }
      found = match
      return true
    }
    return found
  }

  @usableFromInline typealias Continuation = (Match<L>) -> Bool

  @inlinable func match(_ pattern: Pattern<L>, _ term: L.Term, _ match: Match<L>, _ next: Continuation) -> Bool {
    switch pattern {
    case .variable(let variable):
      if let condition = variable.condition, !condition.holds(term, language) { return false }
      var match = match
      return match.bind(variable.name, term) && next(match)
    case .constant(let wanted):
      guard let constant = language.constant(of: term), language.isEqual(constant, wanted) else { return false }
      return next(match)
    case .optional:
      preconditionFailure("an operand that may be absent stands beside another operand")
    case .named(let name, let pattern):
      return self.match(pattern, term, match) { match in
        var match = match
        return match.bind(name, term) && next(match)
      }
    case .term(let head, let operands, let attributes):
      guard language.isHead(head, of: term) else { return matchWithDefault(operands, term, match, next) }
      var match = match
      for attribute in attributes {
        guard let value = language.attribute(attribute.label, of: term) else { return false }
        switch attribute.value {
        case .equals(let wanted): if value != wanted { return false }
        case .variable(let name): if !match.bind(name, value) { return false }
        }
      }
      match.cover(term)
      return matchOperands(operands, of: term, head, match, next)
    }
  }

  /// A term of another head, where one of two operands may be absent.
  @inlinable func matchWithDefault(
    _ operands: [Pattern<L>], _ term: L.Term, _ match: Match<L>, _ next: Continuation
  ) -> Bool {
    guard operands.count == 2, let position = operands.firstIndex(where: \.isOptional),
      case .optional(let variable, let value) = operands[position], let literal = language.literal(value, for: term)
    else { return false }
    var match = match
    return match.bind(variable.name, literal) && self.match(operands[1 - position], term, match, next)
  }

  @inlinable func matchOperands(
    _ patterns: [Pattern<L>], of term: L.Term, _ head: L.Head, _ match: Match<L>, _ next: Continuation
  ) -> Bool {
    if patterns.isEmpty { return next(match) }
    let count = language.operands(of: term).count
    guard count == patterns.count else { return false }
    if self.match(patterns, Array(0..<count), of: term, match, next) { return true }
    guard language.isCommutative(head), count == 2 else { return false }
    if self.match(patterns, [1, 0], of: term, match, next) { return true }
    return language.isAssociative(head) && matchList(patterns, of: term, head, match, next)
  }

  /// Patterns against operands in an order, from a position on.
  @inlinable func match(
    _ patterns: [Pattern<L>], _ order: [Int], of term: L.Term, from position: Int = 0, _ match: Match<L>,
    _ next: Continuation
  ) -> Bool {
    if position == patterns.count { return next(match) }
    guard let operand = operand(order[position], of: term, for: patterns[position]) else { return false }
    return self.match(patterns[position].present, operand, match) { match in
      self.match(patterns, order, of: term, from: position + 1, match, next)
    }
  }

  /// The operand for a pattern: variables take it as it is converted; a pattern of more matches only what is not.
  @inlinable func operand(_ index: Int, of term: L.Term, for pattern: Pattern<L>) -> L.Term? {
    switch pattern {
    case .variable, .optional: language.converted(index, of: term)
    case .constant: language.operands(of: term)[index]
    case .term, .named: language.takesAsIs(index, of: term) ? language.operands(of: term)[index] : nil
    }
  }

  // MARK: Lists

  @inlinable func matchList(
    _ patterns: [Pattern<L>], of term: L.Term, _ head: L.Head, _ match: Match<L>, _ next: Continuation
  ) -> Bool {
    guard let rest = patterns.lastIndex(where: { if case .variable = $0.present { true } else { false } }) else { return false }
    var inner: [L.Term] = []
    guard let list = flattened(term, head, &inner), list.count > patterns.count else { return false }
    guard regroups || language.keepsValues(regrouping: list, of: head) else { return false }
    var match = match
    for term in inner { match.cover(term) }
    let others = patterns.enumerated().filter { $0.offset != rest }.map(\.element.present)
    return choose(others, from: list, rest: patterns[rest].present, like: term, head, match, next)
  }

  /// The operands of a term and of those of its head inside it; nil where there are none inside, too many, or one is converted.
  @inlinable func flattened(_ term: L.Term, _ head: L.Head, _ inner: inout [L.Term]) -> [L.Term]? {
    var list: [L.Term] = []
    var stack = [term]
    while let next = stack.popLast() {
      let isSame = next == term || language.head(of: next) == head
      guard isSame else {
        list.append(next)
        continue
      }
      if next != term { inner.append(next) }
      let operands = language.operands(of: next)
      guard operands.indices.allSatisfy({ language.takesAsIs($0, of: next) }) else { return nil }
      stack += operands.reversed()
      if stack.count + list.count > Self.longestList { return nil }
    }
    return inner.isEmpty ? nil : list
  }

  @inlinable func choose(
    _ patterns: [Pattern<L>], from list: [L.Term], rest: Pattern<L>, like term: L.Term, _ head: L.Head,
    _ match: Match<L>, _ next: Continuation
  ) -> Bool {
    guard let pattern = patterns.first else {
      var sum = list[0]
      for operand in list.dropFirst() {
        guard let more = language.term(head, [sum, operand], [], for: term) else { return false }
        sum = more
      }
      return self.match(rest, sum, match, next)
    }
    for position in list.indices {
      var others = list
      let candidate = others.remove(at: position)
      let found = self.match(pattern, candidate, match) { match in
        choose(Array(patterns.dropFirst()), from: others, rest: rest, like: term, head, match, next)
      }
      if found { return true }
    }
    return false
  }
}

extension Pattern {
  /// What an operand that is there must match.
  @inlinable var present: Pattern {
    if case .optional(let variable, _) = self { return .variable(variable) }
    return self
  }
}
