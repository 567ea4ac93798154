/// Walks over graphs. All of them keep their own stacks: graphs may be deeper than the machine's stack.
public enum Traversal {
  /// Every node that the tensors are made of, operands before their users, each once.
  ///
  /// Scalars whose values are extents of a node stand before it as if they were operands.
  public static func nodes(of tensors: [Tensor]) -> [Node] { nodes(of: tensors, withExtents: true) }

  /// The same without scalars whose values are extents, unless they are operands of something too.
  package static func nodes(of tensors: [Tensor], withExtents: Bool) -> [Node] {
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
      guard withExtents, !node.extents.isEmpty else { continue }
      for extent in node.extents.reversed() where !seen.contains(ObjectIdentifier(extent.scalar.node)) {
        stack.append((extent.scalar.node, false))
      }
    }
    return result
  }

  /// The parameters that the tensors depend on, in order of creation.
  public static func parameters(of tensors: [Tensor]) -> [Tensor] {
    nodes(of: tensors).filter { $0.operation is Parameter }.sorted { $0.serial < $1.serial }.map { Tensor(node: $0) }
  }

  /// The tensors with others put in the place of some, everything above rebuilt and typed anew.
  ///
  /// Extents that are values of what is replaced become values of the replacement.
  public static func substitute(_ replacements: [Tensor: Tensor], in tensors: [Tensor]) -> [Tensor] {
    substitute(replacements, in: tensors, keepsExtents: false)
  }

  /// - Parameters:
  ///   - keepsExtents: whether the replacements have the values of what they replace, so that extents may stay what they are.
  ///   - others: symbols of extents that are renamed as well.
  package static func substitute(
    _ replacements: [Tensor: Tensor], in tensors: [Tensor], keepsExtents: Bool = false, renaming others: [Symbol: Dimension] = [:]
  ) -> [Tensor] {
    var results = replacements
    var renamed = others
    for node in nodes(of: tensors, withExtents: !keepsExtents) {
      guard results[Tensor(node: node)] == nil else { continue }
      if !keepsExtents {
        for extent in node.extents where renamed[extent.symbol] == nil {
          guard let other = results[extent.scalar], other != extent.scalar else { continue }
          renamed[extent.symbol] = extent.of(other).dimension
        }
      }
      let inputs = node.inputs.map { results[$0] ?? $0 }
      let isRenamed = !others.isEmpty || !renamed.isEmpty && node.extents.contains { renamed[$0.symbol] != nil }
      let operation = isRenamed ? node.operation.withExtents { renamed[$0] } : node.operation
      let rebuilt =
        inputs == node.inputs && !isRenamed ? node : Node.make(operation, inputs, at: node.places.first ?? .none)
      for index in node.types.indices {
        let key = Tensor(node: node, index: index)
        results[key] = replacements[key] ?? Tensor(node: rebuilt, index: min(index, rebuilt.types.count - 1))
      }
    }
    return tensors.map { results[$0] ?? $0 }
  }
}
