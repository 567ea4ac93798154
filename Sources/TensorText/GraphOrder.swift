import TensorGraph

/// The nodes below some tensors, operands before what is made of them, in an order that depends on the graph alone.
struct GraphOrder {
  let nodes: [Node]
  /// How often each node's results are used, by nodes and as results.
  private(set) var uses: [ObjectIdentifier: Int] = [:]

  init(_ results: [Tensor]) {
    nodes = Traversal.nodes(of: results)
    for result in results { uses[ObjectIdentifier(result.node), default: 0] += 1 }
    for node in nodes {
      for input in node.inputs { uses[ObjectIdentifier(input.node), default: 0] += 1 }
    }
    // Each extent is said once.
    var seen: Set<Symbol> = []
    for extent in nodes.flatMap(\.extents) where seen.insert(extent.symbol).inserted {
      uses[ObjectIdentifier(extent.scalar.node), default: 0] += 1
    }
  }
}
