/// Walks over graphs. All of them keep their own stacks: graphs may be deeper than the machine's stack.
public enum Traversal {
  /// Every node that the tensors are made of, operands before their users, each once.
  public static func nodes(of tensors: [Tensor]) -> [Node] {
    var seen: Set<ObjectIdentifier> = []
    var result: [Node] = []
    var stack: [(node: Node, ready: Bool)] = tensors.reversed().map { ($0.node, false) }
    while let (node, ready) = stack.popLast() {
      if ready {
        result.append(node)
        continue
      }
      guard seen.insert(ObjectIdentifier(node)).inserted else { continue }
      stack.append((node, true))
      for input in node.inputs.reversed() where !seen.contains(ObjectIdentifier(input.node)) {
        stack.append((input.node, false))
      }
    }
    return result
  }

  /// The parameters that the tensors depend on, in order of creation.
  public static func parameters(of tensors: [Tensor]) -> [Tensor] {
    nodes(of: tensors).filter { $0.operation is Parameter }.sorted { $0.serial < $1.serial }.map { Tensor(node: $0) }
  }

  /// The tensors with others put in the place of some, everything above rebuilt and typed anew.
  public static func substitute(_ replacements: [Tensor: Tensor], in tensors: [Tensor]) -> [Tensor] {
    var results = replacements
    for node in nodes(of: tensors) {
      guard results[Tensor(node: node)] == nil else { continue }
      let inputs = node.inputs.map { results[$0] ?? $0 }
      let rebuilt = inputs == node.inputs ? node : Node.make(node.operation, inputs, at: node.places.first ?? .none)
      for index in node.types.indices {
        let key = Tensor(node: node, index: index)
        results[key] = replacements[key] ?? Tensor(node: rebuilt, index: min(index, rebuilt.types.count - 1))
      }
    }
    return tensors.map { results[$0] ?? $0 }
  }
}
