/// An operation on operands, compared by value: what merging of equal nodes looks up.
package struct NodeKey: Hashable {
  package let operation: any Operation
  package let inputs: [Tensor]

  package init(_ operation: any Operation, _ inputs: [Tensor]) { (self.operation, self.inputs) = (operation, inputs) }

  package static func == (a: NodeKey, b: NodeKey) -> Bool {
    a.inputs == b.inputs && a.operation.identity == b.operation.identity && a.operation.isEqual(to: b.operation)
  }

  package func hash(into hasher: inout Hasher) {
    operation.hash(into: &hasher)
    hasher.combine(inputs)
  }
}
