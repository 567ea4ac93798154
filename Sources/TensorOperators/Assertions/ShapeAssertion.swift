/// The same elements, known to have a declared shape; extents that differ from it fail before anything is computed.
package struct ShapeAssertion: Operation {
  package let shape: [Dimension]
  /// Whose the extents are, for the message.
  package let owner: String

  package init(_ shape: [Dimension], of owner: String = "the extent declared for it") { (self.shape, self.owner) = (shape, owner) }

  package var name: String { "op.assert_shape" }
  package var attributes: [Attribute] { [Attribute("shape", .tuple(shape.map { .dimension($0) }))] }
  package func withExtents(_ replacement: (Symbol) -> Dimension?) -> ShapeAssertion {
    ShapeAssertion(shape.map { $0.withExtents(replacement) }, of: owner)
  }

  package func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    guard inputs.count == 1, inputs[0].rank == shape.count else {
      throw failure("takes one operand of rank \(shape.count)")
    }
    var constraints: [ShapeConstraint] = []
    for (axis, (actual, declared)) in zip(inputs[0].shape, shape).enumerated() where actual != declared {
      if let difference = (actual - declared).constant, difference != 0 {
        throw failure("axis \(axis) has extent \(actual), not \(declared)")
      }
      constraints.append(ShapeConstraint(.equal, actual, declared, "axis \(axis) and \(owner)"))
    }
    return Inference(TensorType(inputs[0].elementType, shape), constraints)
  }

  package var derivative: Derivative { .unary { cotangent, _ in cotangent } }
  package var batching: Batching {
    let (shape, owner) = (shape, owner)
    return .unary { ShapeAssertion([$0.extent] + shape, of: owner) }
  }

  package var complexRule: ComplexRule { .parts }

  package var lowering: Lowering { .elements { context, index in context.input(0, at: index) } }
}

extension ArrayAlgebra {
  /// This, whose extents must be those of a shape, where broadcasting would do too little.
  package func required(_ shape: [Dimension], of owner: String, at place: SourcePlace) -> Self {
    inferredType.shape == shape || error != nil ? self : .single(ShapeAssertion(shape, of: owner), [self], at: place)
  }
}
