import TensorGraphRewrites
import TensorJIT

/// What an expression costs, without looking at how it is scheduled.
enum GraphCost {
  /// The operations that compute something; what only moves, converts or names elements does not count.
  static func operations(of tensor: Tensor) -> Int {
    Traversal.nodes(of: [tensor]).count { node in
      if node.operation is Elementwise { return true }
      switch node.operation.lowering {
      case .leaf, .elements, .reshape, .concatenation: return false
      case .reduction, .scan, .recurrence, .scatter, .overwrite, .matrixProduct, .routine, .compaction, .composite: return true
      }
    }
  }

  /// The scalar instructions for actual extents; symbols that are not given count as 8.
  static func instructions(of tensor: Tensor, _ extents: [Symbol: Int]) -> Double {
    func count(_ shape: [Dimension]) -> Double {
      shape.reduce(1) { product, extent in
        product * Double(extent.evaluate { if case .symbol(let symbol) = $0 { extents[symbol] ?? 8 } else { nil } } ?? 8)
      }
    }
    var total = 0.0
    for node in expandedNodes(of: tensor) {
      let elements = count(node.types[0].shape)
      if let elementwise = node.operation as? Elementwise {
        total += elements * Double(instructions(of: elementwise.function, node.inputs.map(\.type)))
        continue
      }
      switch node.operation.lowering {
      case .leaf, .elements, .reshape, .concatenation, .composite: continue
      case .reduction, .scan, .recurrence, .compaction: total += 2 * count(node.inputs[0].shape)
      case .scatter: total += elements + 2 * count(node.inputs[node.inputs.count - 1].shape)
      case .overwrite: total += elements + count(node.inputs[1].shape)
      // Sorting, of rows whose length does not matter much.
      case .routine: total += 16 * count(node.inputs[0].shape)
      case .matrixProduct: total += 2 * elements * count([node.inputs[0].shape[node.inputs[0].rank - 1]])
      }
    }
    return total
  }

  /// The nodes of an expression, composite operations with what they stand for.
  static func expandedNodes(of tensor: Tensor) -> [Node] {
    var result: [Node] = []
    var pending = [tensor]
    var seen: Set<ObjectIdentifier> = []
    while let next = pending.popLast() {
      for node in Traversal.nodes(of: [next]) where seen.insert(ObjectIdentifier(node)).inserted {
        result.append(node)
        if case .composite(let expand) = node.operation.lowering { pending += expand(node.inputs) }
      }
    }
    return result
  }

  private static func instructions(of function: ScalarFunction, _ types: [TensorType]) -> Int {
    guard let signature = Elementwise.signature(of: function, types) else { return 1 }
    switch function.machineForm(for: signature.arguments) {
    case .expansion(let body), .rareCase(let body, _, _):
      return ScalarProgram(body).instructions.count {
        switch $0 {
        case .argument, .constant: false
        case .primitive, .call: true
        }
      }
    }
  }
}
