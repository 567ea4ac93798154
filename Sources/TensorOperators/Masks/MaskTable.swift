import Synchronization

/// The counts of masks that have been counted lately: equal masks pick equally many elements, and extents say so only where they are values
/// of one scalar.
enum MaskTable {
  private struct Entry {
    weak var counts: Node?
    weak var total: Node?
  }

  private static let recent = Mutex<[Entry]>([])
  private static let limit = 64
  /// How far down operands are compared.
  private static let depth = 4

  /// The counts of a flat mask, and how many elements it picks.
  static func counted(_ mask: Tensor, at place: SourcePlace) -> (counts: Tensor, total: Tensor) {
    let known = recent.withLock { entries -> (Tensor, Tensor)? in
      entries.removeAll { $0.total == nil }
      for entry in entries {
        guard let counts = entry.counts, let total = entry.total, areEqual(counts.inputs[0], mask, depth: depth) else { continue }
        // The mask of the counts may be another node: counts go with it, and both say the same.
        return (Tensor(node: counts), Tensor(node: total))
      }
      return nil
    }
    if let known { return known }
    let counts = Tensor.single(MaskCounts(), [mask], at: place)
    let total = sliced(counts, [.index(-1)], at: place)
    guard total.error == nil else { return (counts, total) }
    recent.withLock { entries in
      entries.insert(Entry(counts: counts.node, total: total.node), at: 0)
      if entries.count > limit { entries.removeLast() }
    }
    return (counts, total)
  }

  /// Whether two tensors are the same expression of the same nodes.
  private static func areEqual(_ a: Tensor, _ b: Tensor, depth: Int) -> Bool {
    if a == b { return true }
    let (x, y) = (a.node, b.node)
    guard depth > 0, a.index == b.index, x.inputs.count == y.inputs.count, x.types == y.types, x.operation.identity == nil,
      !(x.operation is Parameter), x.operation.isEqual(to: y.operation)
    else { return false }
    return zip(x.inputs, y.inputs).allSatisfy { areEqual($0, $1, depth: depth - 1) }
  }
}
