/// The rules of all stages by the head of their left side, in the order in which they are tried.
///
/// What a term must have below its root is tested first, by bits: each head that rules ask for has one of 128 (several heads may
/// share one), so that the number of rules hardly shows in the time a term takes.
@usableFromInline
struct RuleIndex<L: TermLanguage>: Sendable {
  @usableFromInline
  struct Entry: Sendable {
    @usableFromInline let rule: Rule<L>
    /// For each operand of the left side that cannot be anything: the bits of the heads that it may have.
    @usableFromInline let needs: [UInt128]
    @usableFromInline let stage: Int
    /// Whether later stages have the rule too.
    @usableFromInline let lasts: Bool

    @inlinable init(rule: Rule<L>, needs: [UInt128], stage: Int, lasts: Bool) {
      (self.rule, self.needs, self.stage, self.lasts) = (rule, needs, stage, lasts)
    }

    @inlinable func fits(_ present: UInt128) -> Bool {
      for need in needs where need & present == 0 { return false }
      return true
    }
  }

  /// Which rules are tried.
  @usableFromInline
  enum Choice {
    /// Those of a stage, and those of earlier ones that last.
    case all(stage: Int)
    /// Those of the stage alone: the others have been tried.
    case own(stage: Int)

    @inlinable func contains(_ entry: Entry) -> Bool {
      switch self {
      case .all(let stage): entry.stage == stage || (entry.lasts && entry.stage < stage)
      case .own(let stage): entry.stage == stage
      }
    }
  }

  @usableFromInline var entries: [L.Head: [Entry]] = [:]
  /// Those whose left side is a variable with a condition: tried at every term that has operands.
  @usableFromInline var general: [Entry] = []
  @usableFromInline var bits: [L.Head: UInt128] = [:]

  @inlinable init(_ stages: [(rules: [Rule<L>], lasts: Bool)]) {
    var all: [(rule: Rule<L>, size: Int, stage: Int, lasts: Bool, number: Int)] = []
    for (number, stage) in stages.enumerated() {
      for rule in stage.rules { all.append((rule, rule.left.size, number, stage.lasts, all.count)) }
    }
    all.sort { a, b in
      if a.rule.priority != b.rule.priority { return a.rule.priority > b.rule.priority }
      return a.size != b.size ? a.size > b.size : a.number < b.number
    }
    for (rule, _, stage, lasts, _) in all {
      var needs: [UInt128] = rule.operandHeads.isEmpty ? [] : [rule.operandHeads.reduce(0) { $0 | bit(of: $1) }]
      guard case .term(let head, let operands, _) = rule.left.withoutName else {
        general.append(Entry(rule: rule, needs: needs, stage: stage, lasts: lasts))
        continue
      }
      for operand in operands {
        guard let heads = operand.possibleHeads else { continue }
        needs.append(heads.reduce(0) { $0 | bit(of: $1) })
      }
      entries[head, default: []].append(Entry(rule: rule, needs: needs, stage: stage, lasts: lasts))
    }
  }

  @inlinable mutating func bit(of head: L.Head) -> UInt128 {
    if let known = bits[head] { return known }
    let new = UInt128(1) << UInt128(bits.count % 128)
    bits[head] = new
    return new
  }

  /// Whether the stage has rules of its own for terms of any of these heads.
  @inlinable func hasRules(ofStage stage: Int, for heads: Set<L.Head>) -> Bool {
    general.contains { $0.stage == stage }
      || heads.contains { head in entries[head]?.contains { $0.stage == stage } ?? false }
  }

  /// Calls `body` with the rules that a term may match, in order, until one returns true: first those that are tried everywhere,
  /// then those of the term's own head, the more particular ones, then those of its group.
  @inlinable func first(for term: L.Term, _ language: L, in choice: Choice, where body: (Rule<L>) -> Bool) {
    let operands = language.operands(of: term)
    let head = language.head(of: term)
    let (own, shared) = (entries[head], language.group(of: term).flatMap { entries[$0] })
    if own == nil, shared == nil, general.isEmpty || operands.isEmpty { return }
    let present = self.present(operands, head, language)
    if !operands.isEmpty {
      for entry in general where choice.contains(entry) && entry.fits(present) && body(entry.rule) { return }
    }
    for entry in own ?? [] where choice.contains(entry) && entry.fits(present) && body(entry.rule) { return }
    for entry in shared ?? [] where choice.contains(entry) && entry.fits(present) && body(entry.rule) { return }
  }

  /// The bits of the heads of a term's operands; of associative heads also of those that stand in its list.
  @inlinable func present(_ operands: [L.Term], _ head: L.Head, _ language: L) -> UInt128 {
    var result: UInt128 = 0
    var pending = operands
    var count = 0
    let isList = language.isAssociative(head)
    while let operand = pending.popLast(), count <= Matcher<L>.longestList {
      count += 1
      let operandHead = language.head(of: operand)
      result |= bits[operandHead] ?? 0
      if let group = language.group(of: operand) { result |= bits[group] ?? 0 }
      if isList, operandHead == head { pending += language.operands(of: operand) }
    }
    // Of long lists only the two operands count; what has been seen says enough.
    return result
  }
}

extension Pattern {
  /// A variable that does not stand for everything.
  @inlinable var isConditionalVariable: Bool {
    if case .variable(let variable) = self { variable.condition != nil } else { false }
  }

  /// The pattern inside its name.
  @inlinable var withoutName: Pattern {
    if case .named(_, let pattern) = self { return pattern.withoutName }
    return self
  }
}
