import TensorGraph

/// The nodes below some tensors, operands before what is made of them, in an order that depends on the graph alone.
struct GraphOrder {
  private(set) var nodes: [Node] = []
  /// How often each node's results are used, by nodes and as results.
  private(set) var uses: [ObjectIdentifier: Int] = [:]

  init(_ results: [Tensor]) {
    var pending: [(node: Node, isEntered: Bool)] = results.reversed().map { ($0.node, false) }
    for result in results { uses[ObjectIdentifier(result.node), default: 0] += 1 }
    var seen: Set<ObjectIdentifier> = []
    while let (node, isEntered) = pending.popLast() {
      if isEntered {
        nodes.append(node)
        continue
      }
      guard seen.insert(ObjectIdentifier(node)).inserted else { continue }
      pending.append((node, true))
      for input in node.inputs.reversed() {
        uses[ObjectIdentifier(input.node), default: 0] += 1
        pending.append((input.node, false))
      }
    }
  }
}
