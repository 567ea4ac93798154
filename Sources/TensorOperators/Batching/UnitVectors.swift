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
  package func withExtents(_ replacement: (Symbol) -> Dimension?) -> UnitVectors {
    UnitVectors(count.withExtents(replacement), type: type)
  }
  package var derivative: Derivative { .flat }

  package func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    guard inputs.isEmpty else { throw failure("takes no operands") }
    return Inference(TensorType(type, [count, count]), try constraints(onRequested: [count]))
  }

  package var lowering: Lowering {
    let (count, type) = (count, type)
    return .composite { _ in [.single(Eye(count, count, type: type), [], at: .none)] }
  }
}

extension Tensor {
  /// The diagonal of what is the unit vectors, each scaled: by vectors and numbers, one for each column. Nil for what is not seen to be that.
  func diagonalOfUnitVectors(at place: SourcePlace) -> Tensor? {
    if let unit = node.operation as? UnitVectors {
      return Tensor(ScalarValue(.integer(1), type: unit.type), at: place).broadcast(to: [unit.count], at: place)
    }
    guard let function = (node.operation as? Elementwise)?.function, rank == 2, shape[0] == shape[1] else { return nil }
    func scaled(_ operand: Int, by other: Int) -> Tensor? {
      let (vectors, factor) = (node.inputs[operand], node.inputs[other])
      guard factor.rank <= 1, factor.elementType == vectors.elementType || factor.type.isWeak else { return nil }
      guard let diagonal = vectors.diagonalOfUnitVectors(at: place) else { return nil }
      if vectors.node.operation is UnitVectors, function == .multiply, factor.shape == diagonal.shape { return factor }
      let operands = operand < other ? [diagonal, factor] : [factor, diagonal]
      return .apply(function, operands, at: place)
    }
    switch function {
    case .multiply: return scaled(0, by: 1) ?? scaled(1, by: 0)
    case .divide: return scaled(0, by: 1)
    case .negative: return node.inputs[0].diagonalOfUnitVectors(at: place).map { .apply(.negative, [$0], at: place) }
    default: return nil
    }
  }

  /// This without an axis of extent 1, which may only just have been put there.
  func squeezedBack(_ axis: Int, at place: SourcePlace) -> Tensor {
    (node.operation as? ExpandDims)?.axes == [axis] ? node.inputs[0] : squeezed([axis], at: place)
  }
}
