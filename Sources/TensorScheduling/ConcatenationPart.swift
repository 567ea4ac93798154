import TensorGraph

/// One operand of a concatenation, or of a concatenation inside it: its elements are written where they end up.
struct ConcatenationPart {
  /// The concatenation that has it, and its number there.
  let entry: Int
  let operand: Int
  /// Where its first element is in the outermost concatenation.
  let start: [Dimension]
}

extension RootSelection {
  /// What lies side by side in a concatenation, those inside it that have no memory of their own taken apart.
  func parts(of entry: Int, _ graph: PrimitiveGraph) -> [ConcatenationPart] {
    parts(of: entry, graph, from: [Dimension](repeating: 0, count: graph.entries[entry].type.rank))
  }

  private func parts(of entry: Int, _ graph: PrimitiveGraph, from start: [Dimension]) -> [ConcatenationPart] {
    let item = graph.entries[entry]
    guard case .concatenation(let axis) = item.lowering else { return [] }
    var start = start
    var result: [ConcatenationPart] = []
    for (operand, source) in item.inputs.enumerated() {
      if case .concatenation = graph.entries[source].lowering, roles[source] == .inline {
        result += parts(of: source, graph, from: start)
      } else {
        result.append(ConcatenationPart(entry: entry, operand: operand, start: start))
      }
      start[axis] += item.inputTypes[operand].shape[axis]
    }
    return result
  }

  /// A concatenation that is part of another one and nothing else is written into that: margins around several axes, blocks of blocks.
  mutating func markNestedConcatenations(_ graph: PrimitiveGraph) {
    for (position, entry) in graph.entries.enumerated() {
      guard case .concatenation = entry.lowering, graph.users[position].count == 1, let user = graph.users[position].first,
        case .concatenation = graph.entries[user].lowering, graph.entries[user].inputs.filter({ $0 == position }).count == 1
      else { continue }
      setRole(.inline, of: position)
    }
  }
}
