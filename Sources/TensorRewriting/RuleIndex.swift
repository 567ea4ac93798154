/// Rules by the head of their left side, in the order in which they are tried.
///
/// What a term must have below its root is tested first, by bits: each head that rules ask for has one of 64 (several heads may
/// share one), so that the number of rules hardly shows in the time a term takes.
@usableFromInline
struct RuleIndex<L: TermLanguage>: Sendable {
  @usableFromInline
  struct Entry: Sendable {
    @usableFromInline let rule: Rule<L>
    /// For each operand of the left side that is more than a variable: the bits of the heads that it may have.
    @usableFromInline let needs: [UInt64]

    @inlinable init(rule: Rule<L>, needs: [UInt64]) { (self.rule, self.needs) = (rule, needs) }
  }

  @usableFromInline var entries: [L.Head: [Entry]] = [:]
  /// Those whose left side is a variable with a condition: tried at every term that has operands.
  @usableFromInline var general: [Rule<L>] = []
  @usableFromInline var bits: [L.Head: UInt64] = [:]

  @inlinable init(_ rules: [Rule<L>]) {
    let ordered = rules.enumerated().sorted { a, b in
      if a.element.priority != b.element.priority { return a.element.priority > b.element.priority }
      let (first, second) = (a.element.left.size, b.element.left.size)
      return first != second ? first > second : a.offset < b.offset
    }
    for (_, rule) in ordered {
      guard case .term(let head, let operands, _) = rule.left.withoutName else {
        general.append(rule)
        continue
      }
      var needs: [UInt64] = []
      for heads in operands.compactMap(\.possibleHeads) {
        var mask: UInt64 = 0
        for head in heads { mask |= bit(of: head) }
        needs.append(mask)
      }
      entries[head, default: []].append(Entry(rule: rule, needs: needs))
    }
  }

  @inlinable mutating func bit(of head: L.Head) -> UInt64 {
    if let known = bits[head] { return known }
    let new = UInt64(1) << UInt64(bits.count % 64)
    bits[head] = new
    return new
  }

  /// Whether any rule has this head, or any head.
  @inlinable func mayMatch(_ term: L.Term, _ language: L) -> Bool { !general.isEmpty || entries[language.head(of: term)] != nil }

  /// Calls `body` with the rules that a term may match, in order, until one returns true.
  @inlinable func first(for term: L.Term, _ language: L, where body: (Rule<L>) -> Bool) {
    let head = language.head(of: term)
    if !general.isEmpty, !language.operands(of: term).isEmpty {
      for rule in general where body(rule) { return }
    }
    guard let entries = entries[head] else { return }
    let present = self.present(below: term, head, language)
    for entry in entries where entry.needs.allSatisfy({ $0 & present != 0 }) {
      if body(entry.rule) { return }
    }
  }

  /// The bits of the heads of a term's operands; of associative heads also of those that stand in its list.
  @inlinable func present(below term: L.Term, _ head: L.Head, _ language: L) -> UInt64 {
    var result: UInt64 = 0
    var pending = language.operands(of: term)
    var count = 0
    let isList = language.isAssociative(head)
    while let operand = pending.popLast(), count <= Matcher<L>.longestList {
      count += 1
      let operandHead = language.head(of: operand)
      result |= bits[operandHead] ?? 0
      if isList, operandHead == head { pending += language.operands(of: operand) }
    }
    // Of long lists only the two operands count; what has been seen says enough.
    return result
  }
}

extension Pattern {
  /// A variable that does not stand for everything.
  @inlinable var isConditionalVariable: Bool { if case .variable(let variable) = self { variable.condition != nil } else { false } }

  /// The pattern inside its name.
  @inlinable var withoutName: Pattern {
    if case .named(_, let pattern) = self { return pattern.withoutName }
    return self
  }
}
