/// Rules by the head of their left side, in the order in which they are tried.
struct RuleIndex<L: TermLanguage>: Sendable {
  private struct Entry: Sendable {
    let rule: Rule<L>
    /// Heads that operands of the term must have: a cheap test before anything is matched.
    let operandHeads: [L.Head]
  }

  private let entries: [L.Head: [Entry]]

  init(_ rules: [Rule<L>]) {
    let ordered = rules.enumerated().sorted { a, b in
      if a.element.priority != b.element.priority { return a.element.priority > b.element.priority }
      let (first, second) = (a.element.left.size, b.element.left.size)
      return first != second ? first > second : a.offset < b.offset
    }
    var entries: [L.Head: [Entry]] = [:]
    for (_, rule) in ordered {
      guard case .term(let head, let operands, _) = rule.left else { continue }
      entries[head, default: []].append(Entry(rule: rule, operandHeads: operands.compactMap(\.head)))
    }
    self.entries = entries
  }

  /// The rules that a term may match.
  func candidates(_ head: L.Head, isAssociative: Bool, operandHeads: () -> [L.Head]) -> [Rule<L>] {
    guard let entries = entries[head] else { return [] }
    // Operands of associative heads may stand deeper.
    if isAssociative { return entries.map(\.rule) }
    let present = operandHeads()
    return entries.filter { $0.operandHeads.allSatisfy(present.contains) }.map(\.rule)
  }
}
