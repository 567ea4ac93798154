import TensorGraph

/// Roots that are computed together, in one pass over a common index space.
struct RootGroup {
  enum Shape: Equatable {
    /// Elementwise roots over one space: one loop nest computes them all.
    case maps
    /// One parallel loop over the first `depth` axes; inside it, row after row, everything the members do.
    case rows(depth: Int)
    /// A matrix product in tiles, and elementwise roots over its space that are computed tile by tile.
    case product
    /// A root by itself.
    case single
  }

  var shape: Shape
  var members: [RootAnalysis]
  /// The space of the first member; the common part is its first axes.
  var space: [Dimension] { members[0].space }
}

/// Puts roots into groups: a root joins the group of one it reads in place, or of one that reads the same data over the same
/// space, where that keeps every read after the write it needs.
struct Grouping {
  private(set) var groups: [RootGroup] = []
  private var groupOf: [Int: Int] = [:]
  private let selection: RootSelection
  /// How far back a root looks for a group to join: keeps grouping linear.
  private static let window = 8
  /// Members of one group: keeps kernels of a size that compiles quickly.
  private static let memberLimit = 24
  /// Scalar instructions for each element behind a product: what costs more shares threads better by itself.
  private static let epilogueCost = 64

  init(_ roots: [RootAnalysis], selection: RootSelection) {
    self.selection = selection
    for root in roots { place(root) }
  }

  private func owner(_ entry: Int) -> Int { selection.owner(of: entry) }

  private mutating func place(_ root: RootAnalysis) {
    let earliest = root.reads.compactMap { groupOf[owner($0.entry)] }.max() ?? 0
    let first = max(earliest, groups.count - Grouping.window)
    if root.rowDepth > 0 || root.space.isEmpty {
      for candidate in stride(from: first, to: groups.count, by: 1) {
        if let joined = joined(groups[candidate], root) {
          groups[candidate] = joined
          groupOf[root.entry] = candidate
          return
        }
      }
    }
    groupOf[root.entry] = groups.count
    groups.append(RootGroup(shape: initialShape(root), members: [root]))
  }

  private func initialShape(_ root: RootAnalysis) -> RootGroup.Shape {
    switch root.kind {
    case .map: return .maps
    case .reduction: return root.rowDepth > 0 && root.prefersRows ? .rows(depth: root.rowDepth) : .single
    case .matrixProduct(.tiled): return .product
    case .interleaved, .matrixProduct(.generated), .matrixProduct(.symmetric), .scan, .recurrence, .scatter, .overwrite, .concatenation, .routine, .compaction, .relabel:
      return .single
    }
  }

  private func joined(_ group: RootGroup, _ root: RootAnalysis) -> RootGroup? {
    guard group.members.count < Grouping.memberLimit, isRelated(group, root) else { return nil }
    var result = group
    result.members.append(root)
    let isMap = if case .map = root.kind { true } else { false }
    switch group.shape {
    case .single: return nil
    case .product:
      let fits = isMap && root.space == group.space && isEpilogue(group, root)
      return fits && readsInPlace(group, root, depth: root.space.count) ? result : nil
    case .maps where isMap && root.space == group.space:
      return readsInPlace(group, root, depth: root.space.count) ? result : nil
    case .maps where isMap: return nil
    case .maps, .rows:
      let limit: Int
      if case .rows(let depth) = group.shape { limit = depth } else { limit = group.space.count }
      if !isMap, !root.prefersRows { return nil }
      guard let depth = commonDepth(group, root, limit: min(limit, root.rowDepth)) else { return nil }
      result.shape = .rows(depth: depth)
      return result
    }
  }

  /// Whether a root gains by being computed tile by tile behind a product: it is cheap, so that what counts is memory, and
  /// walks its other operands along rows. Checks would be in another order.
  private func isEpilogue(_ group: RootGroup, _ root: RootAnalysis) -> Bool {
    let cost = group.members.dropFirst().reduce(root.cost) { $0 + $1.cost }
    return cost <= Grouping.epilogueCost && !root.hasChecks && root.indexElements.isEmpty && root.readsAlongRows
  }

  /// The most leading axes that all members share and over which all reads stay in the row.
  private func commonDepth(_ group: RootGroup, _ root: RootAnalysis, limit: Int) -> Int? {
    for depth in stride(from: limit, to: 0, by: -1) {
      guard root.space.prefix(depth) == group.space.prefix(depth) else { continue }
      // A single row has nothing to run in parallel.
      guard root.space.prefix(depth).contains(where: { $0.constant != 1 }) else { return nil }
      if readsInPlace(group, root, depth: depth) { return depth }
    }
    return nil
  }

  private func readsInPlace(_ group: RootGroup, _ root: RootAnalysis, depth: Int) -> Bool {
    group.members.allSatisfy { root.readsInPlace($0.entry, depth: depth, owner: owner) }
  }

  /// Whether the root reads a member, or something that a member reads too.
  private func isRelated(_ group: RootGroup, _ root: RootAnalysis) -> Bool {
    let wanted = Set(root.reads.map { owner($0.entry) })
    return group.members.contains { member in
      wanted.contains(member.entry) || member.reads.contains { wanted.contains(owner($0.entry)) }
    }
  }
}
