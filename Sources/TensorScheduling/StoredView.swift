import TensorGraph

/// An entry whose elements are those of a stored entry at other indices, unchanged: a transpose, a slice, a broadcast.
struct StoredView {
  let stored: Int
  /// The index into the stored entry for the entry's own index (loop variables 0, 1, ...).
  let index: [Dimension]
  let rank: Int

  init?(graph: PrimitiveGraph, selection: RootSelection, facts: ShapeFacts, entry: Int) {
    let probe = ProbeSink { graph.entries[$0].type.elementType }
    let walker = ElementWalker(graph: graph, selection: selection, facts: facts, sink: probe)
    rank = graph.entries[entry].type.rank
    let variables = (0..<rank).map { SymbolicInteger.loop($0) }
    let own = zip(variables, graph.entries[entry].type.shape).map { $1.constant == 1 ? 0 : $0 }
    let element = selection.isStored(entry) ? probe.load(entry, at: own) : walker.compute(entry, at: own)
    guard let read = probe.source(of: element), !probe.hasChecks, probe.indexElements.isEmpty, probe.reads.count == 1 else { return nil }
    (stored, index) = (read.entry, read.index)
  }

  /// The steps of the entry's axes in the memory of the stored entry, if they are all affine.
  func strides(_ leafStrides: [Int: [Dimension]], _ graph: PrimitiveGraph) -> [Dimension]? {
    offset(leafStrides, graph).strides
  }

  /// The offset of the entry's first element, and the steps of its axes.
  func offset(
    _ leafStrides: [Int: [Dimension]], _ graph: PrimitiveGraph
  ) -> (start: Dimension, strides: [Dimension]?) {
    let steps = leafStrides[stored] ?? rowMajorStrides(graph.entries[stored].type.shape)
    let offset = zip(index, steps).reduce(SymbolicInteger(0)) { $0 + $1.0 * $1.1 }
    var strides: [Dimension] = []
    for axis in 0..<rank {
      guard let step = offset.coefficient(of: .loop(axis)) else { return (offset, nil) }
      strides.append(step)
    }
    let start = offset.substituting { atom in
      if case .loop = atom { return 0 }
      return nil
    }
    return (start, strides)
  }
}
