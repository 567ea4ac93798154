/// Nodes by what they do with which operands, each once.
///
/// A table by hash values rather than by keys: comparing keys in a dictionary copies them, with all that they hold.
package struct UniqueNodes {
  private var first: [Int: Node] = [:]
  /// Nodes whose hash value another has too.
  private var more: [Int: [Node]] = [:]

  package init() {}

  package mutating func reserveCapacity(_ count: Int) { first.reserveCapacity(count) }

  package static func hash(_ operation: any Operation, _ inputs: [Tensor]) -> Int {
    var hasher = Hasher()
    operation.hash(into: &hasher)
    for input in inputs { hasher.combine(input) }
    return hasher.finalize()
  }

  /// The node that does this, if there is one.
  package func node(_ operation: any Operation, _ inputs: [Tensor], hash: Int) -> Node? {
    guard let node = first[hash] else { return nil }
    if Self.does(node, operation, inputs) { return node }
    return more[hash]?.first { Self.does($0, operation, inputs) }
  }

  package mutating func insert(_ node: Node, hash: Int) {
    if first[hash] == nil { first[hash] = node } else { more[hash, default: []].append(node) }
  }

  private static func does(_ node: Node, _ operation: any Operation, _ inputs: [Tensor]) -> Bool {
    node.inputs == inputs && node.operation.identity == operation.identity && node.operation.isEqual(to: operation)
  }
}
