import TensorGraph

/// What happens in one row of a group: loops one after the other, each computing the roots that fit into it.
struct RowPlan {
  enum Step {
    /// A root with one element a row.
    case point(RootAnalysis)
    /// Roots over one inner space, in order.
    case maps([RootAnalysis])
    /// Reductions over one inner space, and the elementwise roots computed on the way, in order.
    case reduction([RootAnalysis], maps: [RootAnalysis])

    var isPoint: Bool {
      switch self {
      case .point: true
      case .maps, .reduction: false
      }
    }
  }

  private(set) var steps: [Step] = []
  private let depth: Int
  private let owner: (Int) -> Int
  /// Elementwise roots that wait for a loop to be computed in.
  private var pending: [RootAnalysis] = []

  init(_ members: [RootAnalysis], depth: Int, owner: @escaping (Int) -> Int) {
    (self.depth, self.owner) = (depth, owner)
    for member in members { add(member) }
    flush(pending)
  }

  private func inner(_ root: RootAnalysis) -> ArraySlice<Dimension> { root.space.dropFirst(depth) }
  private func readsOf(_ root: RootAnalysis) -> Set<Int> { Set(root.reads.map { owner($0.entry) }) }

  private mutating func add(_ root: RootAnalysis) {
    guard case .reduction(let reduction) = root.kind else {
      if inner(root).allSatisfy({ $0.constant == 1 }) {
        flush(needed(by: [root]))
        steps.append(.point(root))
      } else {
        pending.append(root)
      }
      return
    }
    let merged = mergeable(into: root)
    let before = needed(by: [root] + merged).filter { waiting in !merged.contains { $0.entry == waiting.entry } }
    flush(before)
    pending.removeAll { waiting in merged.contains { $0.entry == waiting.entry } }
    if before.isEmpty, case .reduction(let others, let maps)? = steps.last, let first = others.first,
      canShare(first, others, maps, root, reduction, merged)
    {
      steps[steps.count - 1] = .reduction(others + [root], maps: maps + merged)
    } else {
      steps.append(.reduction([root], maps: merged))
    }
  }

  /// Whether two reductions over the same elements can be one loop.
  private func canShare(
    _ first: RootAnalysis, _ others: [RootAnalysis], _ maps: [RootAnalysis], _ root: RootAnalysis,
    _ reduction: ReductionLowering, _ merged: [RootAnalysis]
  ) -> Bool {
    guard case .reduction(let shared) = first.kind, first.space == root.space, shared.axes == reduction.axes else {
      return false
    }
    guard others.allSatisfy({ haveOneTree($0, root) }) else { return false }
    let results = Set(others.map(\.entry))
    guard ([root] + merged).allSatisfy({ readsOf($0).isDisjoint(with: results) }) else { return false }
    return ([root] + merged).allSatisfy { reader in
      maps.allSatisfy { reader.readsInPlace($0.entry, depth: reader.space.count, owner: owner) }
    }
  }

  /// Whether what two reductions combine may be combined in one pass: in trees of the same shape, or in any order.
  private func haveOneTree(_ a: RootAnalysis, _ b: RootAnalysis) -> Bool {
    guard case .reduction(let x) = a.kind, case .reduction(let y) = b.kind, let s = a.reducedType, let t = b.reducedType
    else { return false }
    let areOrdered = x.combiner.isOrdered(s) && y.combiner.isOrdered(t)
    return !areOrdered || ReductionTree.lanes(s) == ReductionTree.lanes(t)
  }

  /// Everything waiting that the roots need, directly or through one another, in order.
  private func needed(by roots: [RootAnalysis]) -> [RootAnalysis] {
    var wanted = roots.reduce(into: Set<Int>()) { $0.formUnion(readsOf($1)) }
    var result: [RootAnalysis] = []
    for waiting in pending.reversed() where wanted.contains(waiting.entry) {
      result.append(waiting)
      wanted.formUnion(readsOf(waiting))
    }
    return result.reversed()
  }

  /// The waiting roots that can be computed in the reduction's own loop: same inner space, read in place only, and not
  /// needed by anything that must be done before.
  private func mergeable(into root: RootAnalysis) -> [RootAnalysis] {
    let all = needed(by: [root])
    var candidates = all.filter { inner($0) == inner(root) }
    while true {
      let readers = candidates + [root]
      let before = all.filter { need in !candidates.contains { $0.entry == need.entry } }
      let blocked = candidates.first { candidate in
        before.contains { readsOf($0).contains(candidate.entry) }
          || !readers.allSatisfy { $0.readsInPlace(candidate.entry, depth: $0.space.count, owner: owner) }
      }
      guard let blocked else { return candidates }
      candidates.removeAll { $0.entry == blocked.entry }
    }
  }

  /// Computes waiting roots now, those over one space together.
  private mutating func flush(_ roots: [RootAnalysis]) {
    let all = needed(by: roots).filter { need in !roots.contains { $0.entry == need.entry } } + roots
    let ordered = pending.filter { waiting in all.contains { $0.entry == waiting.entry } }
    pending.removeAll { waiting in ordered.contains { $0.entry == waiting.entry } }
    var open: [RootAnalysis] = []
    for root in ordered {
      let fits =
        open.first.map { inner($0) == inner(root) } ?? true
        && open.allSatisfy { root.readsInPlace($0.entry, depth: root.space.count, owner: owner) }
      if !fits {
        steps.append(.maps(open))
        open = []
      }
      open.append(root)
    }
    if !open.isEmpty { steps.append(.maps(open)) }
  }

  /// The step in which each root is computed.
  var stepOf: [Int: Int] {
    var result: [Int: Int] = [:]
    for (number, step) in steps.enumerated() {
      switch step {
      case .point(let root): result[root.entry] = number
      case .maps(let roots): for root in roots { result[root.entry] = number }
      case .reduction(let roots, let maps): for root in roots + maps { result[root.entry] = number }
      }
    }
    return result
  }
}
