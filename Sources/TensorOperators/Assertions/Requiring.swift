/// The operand, which holds only where conditions on extents do that other nodes ask for.
///
/// A gradient no longer has the nodes of its cost. What these ask for (that shapes fit, that an index lies in its axis) is asked for here.
package struct Requiring: Operation {
  /// What one node asks for.
  package struct Origin: Hashable, Sendable {
    package let operation: String
    package let constraint: ShapeConstraint
    package let places: [SourcePlace]
  }

  package let origins: [Origin]

  package var name: String { "op.requiring" }
  package var furtherExtents: [Dimension] { origins.flatMap { [$0.constraint.first, $0.constraint.second] } }
  package func withExtents(_ replacement: (Symbol) -> Dimension?) -> Requiring {
    Requiring(
      origins: origins.map { origin in
        Origin(operation: origin.operation, constraint: origin.constraint.withExtents(replacement), places: origin.places)
      })
  }

  package func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference { Inference(try single(inputs)) }
  package func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts { known[0] }
  package var derivative: Derivative { .unary { cotangent, _ in cotangent } }
  package var batching: Batching { .elementwise }
  package var complexRule: ComplexRule { .parts }

  package var lowering: Lowering { .elements { context, index in context.input(0, at: index) } }
}

extension Requiring {
  /// What the nodes of a graph ask for, each condition once.
  package static func origins(of tensors: [Tensor]) -> [Origin] {
    var seen: Set<ShapeConstraint> = []
    return Traversal.nodes(of: tensors).flatMap { node in
      let own = node.constraints.map { Origin(operation: node.operation.name, constraint: $0, places: node.places) }
      return (own + ((node.operation as? Requiring)?.origins ?? [])).filter { seen.insert($0.constraint).inserted }
    }
  }

  /// The tensor, asking for what others ask for too.
  package static func tensor(_ tensor: Tensor, of origins: [Origin], at place: SourcePlace) -> Tensor {
    tensor.error != nil || origins.isEmpty ? tensor : .single(Requiring(origins: origins), [tensor], at: place)
  }
}
