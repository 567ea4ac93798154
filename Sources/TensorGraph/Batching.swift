/// How an operation acts on many examples at once: what `vmap` makes of it.
///
/// An operand that differs from example to example has an axis more, in front; results have it in front too.
public enum Batching: Sendable {
  /// The same operation, operands being aligned at the end: the new axis stays in front of all that broadcasting adds.
  case elementwise
  /// Other operations that do it.
  case rule(@Sendable (_ step: BatchStep) -> [Tensor])
  /// By what the lowering says of single elements, or by the operations that a composite stands for: right for every operation, though
  /// rewrite rules see less of it.
  case ofLowering
}

/// One operation on its way from one example to many.
public struct BatchStep: Sendable {
  /// The operation on one example.
  public let node: Node
  /// The operands for all examples: with an axis more, in front, where they differ.
  public let inputs: [Tensor]
  /// Which operands differ from example to example; one does at least.
  public let isBatched: [Bool]
  /// How many examples there are.
  public let extent: Dimension

  public init(_ node: Node, inputs: [Tensor], isBatched: [Bool], extent: Dimension) {
    (self.node, self.inputs, self.isBatched, self.extent) = (node, inputs, isBatched, extent)
  }

  public var place: SourcePlace { node.places.first ?? .none }
  /// The number of axes that an operand has in one example.
  public func rank(_ operand: Int) -> Int { node.inputs[operand].rank }
}

extension Batching {
  /// The rule of an operation on one operand that becomes another one.
  public static func unary(_ operation: @escaping @Sendable (_ step: BatchStep) -> any Operation) -> Batching {
    .rule { step in Tensor.makeAll(operation(step), step.inputs, at: step.place) }
  }
}
