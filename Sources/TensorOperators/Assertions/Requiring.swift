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
      let own = node.constraints.map { Origin(operation: node.writtenName, constraint: $0, places: node.places) }
      return (own + ((node.operation as? Requiring)?.origins ?? [])).filter { seen.insert($0.constraint).inserted }
    }
  }

  /// What extents ask for by being there: an extent that two have together has nodes behind it that broadcast them, though perhaps
  /// none that are computed (`zeros((x + y).shape)`).
  ///
  /// - Parameter known: what is asked for anyway.
  package static func implied(by tensors: [Tensor], beside known: [Origin]) -> [Origin] {
    var seen = Set(known.lazy.map(\.constraint).filter { $0.relation == .broadcastable }.map { Set([$0.first, $0.second]) })
    var result: [Origin] = []
    for node in Traversal.nodes(of: tensors) {
      node.forEachExtent { extent in
        extent.forEachAtom { atom in
          guard case .broadcast(let first, let second) = atom, seen.insert([first, second]).inserted else { return }
          let constraint = ShapeConstraint(.broadcastable, first, second, "an extent of what broadcasts")
          result.append(Origin(operation: node.writtenName, constraint: constraint, places: node.places))
        }
      }
    }
    return result
  }

  /// The tensor, asking for what others ask for too.
  package static func tensor(_ tensor: Tensor, of origins: [Origin], at place: SourcePlace) -> Tensor {
    tensor.error != nil || origins.isEmpty ? tensor : .single(Requiring(origins: origins), [tensor], at: place)
  }
}

extension ArrayAlgebra {
  /// This, where extents that a user asked an operation for are not negative and their product fits 64 bits.
  func requiring(sizes: [Dimension], _ operation: String, at place: SourcePlace) throws(TensorError) -> Self {
    let operation = place.writtenOperation ?? operation
    func failure(_ message: String) -> TensorError { TensorError(operation: operation, message: message) }
    var constraints: [ShapeConstraint] = []
    for size in sizes {
      guard let size = size.constant else {
        if !size.isNonnegative { constraints.append(ShapeConstraint(.atLeast, size, 0, "negative dimensions are not allowed")) }
        continue
      }
      if size < 0 { throw failure("negative dimensions are not allowed: \(size)") }
      if size > ExtentDefinition.limit { throw failure("an extent of \(size) is too large") }
    }
    if sizes.count > 1 {
      let product = sizes.reduce(1.0) { $0 * Double($1.constant ?? 1) }
      if product >= 0x1p63 { throw failure("the dimensions are too large: their product does not fit 64 bits") }
      // A product that overflows is an error by itself.
      let count = sizes.reduce(Dimension(1), *)
      if count.constant == nil { constraints.append(ShapeConstraint(.atLeast, count, 0, "the dimensions are too large")) }
    }
    return requiring(constraints, operation, at: place)
  }

  /// This, asking for conditions on extents in the name of an operation.
  func requiring(_ constraints: [ShapeConstraint], _ operation: String, at place: SourcePlace) -> Self {
    guard error == nil, !constraints.isEmpty else { return self }
    return .single(Requiring(origins: constraints.map { .init(operation: operation, constraint: $0, places: [place]) }), [self], at: place)
  }
}
