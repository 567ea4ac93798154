/// A graph on its way from one example to many, each node once.
package struct Batch {
  private let extent: Dimension
  private var known: [Tensor: (tensor: Tensor, isBatched: Bool)] = [:]
  /// Extents that are values of scalars for which others stand.
  private var renamed: [Symbol: Dimension] = [:]

  package init(_ extent: Dimension) { self.extent = extent }

  /// What stands in the place of a tensor of the graph: with an axis of examples in front, or the same for all.
  package mutating func replace(_ tensor: Tensor, by other: Tensor, isBatched: Bool) { known[tensor] = (other, isBatched) }

  /// The tensors for all examples, in front of which is the axis of these.
  package mutating func results(of tensors: [Tensor]) -> [Tensor] {
    for written in Traversal.nodes(of: tensors) where known[Tensor(node: written)] == nil {
      if let ragged = settle(written) {
        for index in written.types.indices { known[Tensor(node: written, index: index)] = (ragged, false) }
        continue
      }
      let isRenamed = !renamed.isEmpty && written.extents.contains { renamed[$0.symbol] != nil }
      let node = isRenamed ? written.withExtents { renamed[$0] } : written
      let operands = written.inputs.map { known[$0] ?? ($0, false) }
      let results = operands.contains(where: \.isBatched) ? batched(node, operands) : nil
      let inputs = operands.map(\.tensor)
      let single = inputs == node.inputs ? node : Node.make(node.operation, inputs, at: node.places.first ?? .none)
      for index in node.types.indices {
        known[Tensor(node: written, index: index)] =
          results.map { ($0[min(index, $0.count - 1)], true) } ?? (Tensor(node: single, index: min(index, single.types.count - 1)), false)
      }
    }
    return tensors.map { tensor in
      let (result, isBatched) = known[tensor] ?? (tensor, false)
      if result.error != nil { return result }
      return isBatched ? result : result.broadcast(to: [extent] + result.shape, at: tensor.node.places.first ?? .none)
    }
  }

  /// Finds the extents of a node that are values of scalars of the graph. Gives an error where each example has its own.
  private mutating func settle(_ node: Node) -> Tensor? {
    for extent in node.extents where renamed[extent.symbol] == nil {
      guard let (scalar, isBatched) = known[extent.scalar] else { continue }
      if scalar.error != nil { return scalar }
      if isBatched {
        return .invalid(
          TensorError(
            operation: "vmap",
            message: "\(node.operation.name) has an extent that is a value of each example, found by \(extent.operation): no array holds results of "
              + "different extents", operands: node.inputs.map(\.type), places: node.places + [extent.place],
            hint: "use a form whose extent is the same for all, as where(mask, x, 0)"))
      }
      if scalar != extent.scalar { renamed[extent.symbol] = extent.of(scalar).dimension }
    }
    return nil
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
