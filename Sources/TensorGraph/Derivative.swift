/// How an operation is differentiated: its reverse rule, or why there is none.
public enum Derivative: Sendable {
  /// From the cotangents of the results those of the operands; nil for an operand that nothing flows to.
  ///
  /// A cotangent may be given in the shape of the result where an operand was broadcast, and in another float type: the
  /// caller sums it over what was repeated, and converts it.
  case reverse(@Sendable (_ step: ReverseStep) -> [Tensor?])
  /// By the partial derivatives in a scalar function's record.
  case partials
  /// That of the simpler operations that stand for it: its lowering is composite.
  case ofLowering
  /// The same, but computed again behind a barrier when cotangents arrive, so that nothing of it is kept until then.
  case recomputed
  /// Nothing flows: the results are constant wherever they are differentiable at all.
  case flat
  /// The mathematics, or this library, has no derivative: why.
  case none(String)
}

/// One operation on the way back from a cost to what it depends on.
public struct ReverseStep: Sendable {
  public let node: Node
  /// The cotangent of each result; nil where the cost does not depend on it.
  public let cotangents: [Tensor?]
  /// Whether anything is asked of each operand's cotangent: rules need not compute the others.
  public let wanted: [Bool]

  public init(_ node: Node, cotangents: [Tensor?], wanted: [Bool]) {
    (self.node, self.cotangents, self.wanted) = (node, cotangents, wanted)
  }

  public var inputs: [Tensor] { node.inputs }
  public var result: Tensor { Tensor(node: node) }
  /// The line of the operation: what is made for its derivative stands there too.
  public var place: SourcePlace { node.places.first ?? .none }
}

extension Derivative {
  /// The rule of an operation with one operand and one result.
  public static func unary(_ rule: @escaping @Sendable (_ cotangent: Tensor, _ step: ReverseStep) -> Tensor?) -> Derivative {
    .reverse { step in
      [step.cotangents[0].flatMap { rule($0, step) }] + step.inputs.dropFirst().map { _ in nil }
    }
  }
}
