/// A graph on its way from one example to many, each node once.
package struct Batch {
  private let extent: Dimension
  private var known: [Tensor: (tensor: Tensor, isBatched: Bool)] = [:]

  package init(_ extent: Dimension) { self.extent = extent }

  /// What stands in the place of a tensor of the graph: with an axis of examples in front, or the same for all.
  package mutating func replace(_ tensor: Tensor, by other: Tensor, isBatched: Bool) { known[tensor] = (other, isBatched) }

  /// The tensors for all examples, in front of which is the axis of these.
  package mutating func results(of tensors: [Tensor]) -> [Tensor] {
    for node in Traversal.nodes(of: tensors) where known[Tensor(node: node)] == nil {
      let operands = node.inputs.map { known[$0] ?? ($0, false) }
      let results = operands.contains(where: \.isBatched) ? batched(node, operands) : nil
      let inputs = operands.map(\.tensor)
      let single = inputs == node.inputs ? node : Node.make(node.operation, inputs, at: node.places.first ?? .none)
      for index in node.types.indices {
        known[Tensor(node: node, index: index)] =
          results.map { ($0[min(index, $0.count - 1)], true) } ?? (Tensor(node: single, index: min(index, single.types.count - 1)), false)
      }
    }
    return tensors.map { tensor in
      let (result, isBatched) = known[tensor] ?? (tensor, false)
      if result.error != nil { return result }
      return isBatched ? result : result.broadcast(to: [extent] + result.shape, at: tensor.node.places.first ?? .none)
    }
  }

  private func batched(_ node: Node, _ operands: [(tensor: Tensor, isBatched: Bool)]) -> [Tensor] {
    if let broken = operands.first(where: { $0.tensor.error != nil }) { return [broken.tensor] }
    let step = BatchStep(node, inputs: operands.map(\.tensor), isBatched: operands.map(\.isBatched), extent: extent)
    switch node.operation.batching {
    case .elementwise: return step.elementwise()
    case .rule(let rule): return rule(step)
    case .ofLowering: return step.throughLowering()
    }
  }
}
