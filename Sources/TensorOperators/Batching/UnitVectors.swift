/// The vectors of the standard basis as rows: what linear functions are applied to for their matrices.
///
/// An identity matrix by its values. But a linear function of it is meant as the matrix of that function, whose elements are not touched by zeros
/// times infinities: products with a matrix are that matrix.
package struct UnitVectors: Operation {
  let count: Dimension
  let type: ElementType

  package init(_ count: Dimension, type: ElementType) { (self.count, self.type) = (count, type) }

  package var name: String { "op.unit_vectors" }
  package var attributes: [Attribute] { [Attribute("count", .dimension(count)), Attribute("dtype", .type(type))] }
  package var derivative: Derivative { .flat }

  package func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference { Inference(TensorType(type, [count, count])) }

  package var lowering: Lowering {
    let (count, type) = (count, type)
    return .composite { _ in [.single(Eye(count, count, type: type), [], at: .none)] }
  }
}

extension Tensor {
  var isUnitVectors: Bool { node.operation is UnitVectors }

  /// This without an axis of extent 1, which may only just have been put there.
  func squeezedBack(_ axis: Int, at place: SourcePlace) -> Tensor {
    (node.operation as? ExpandDims)?.axes == [axis] ? node.inputs[0] : squeezed([axis], at: place)
  }
}
