/// Matrix products of many examples: as few and as large products as there can be.
extension BatchStep {
  func matrixProduct() -> [Tensor] {
    let (a, b) = (inputs[0], inputs[1])
    if !isBatched[1] { return [leftExamples(a, b)] }
    if !isBatched[0] { return [rightExamples(a, b)] }
    return [stacked(a, b)]
  }

  private func product(_ a: Tensor, _ b: Tensor) -> Tensor { .single(MatMul(), [a, b], at: place) }

  /// Examples on the left of one matrix are rows of one product.
  private func leftExamples(_ a: Tensor, _ b: Tensor) -> Tensor {
    guard rank(1) <= 2 else { return stacked(a, b) }
    if rank(0) == 1, rank(1) == 2 { return rows(a, b) }
    if rank(0) == 2, rank(1) == 2, a.shape[1].constant == 1 {
      return rows(a.squeezedBack(1, at: place), b).expanded([1], at: place)
    }
    if rank(0) == 1 || rank(1) == 1 { return product(a, b) }
    let rows = Array(a.shape.dropLast())
    let merged = Tensor.single(Reshape([rows.reduce(1, *), a.shape[a.rank - 1]]), [a], at: place)
    return .single(Reshape(rows + [b.shape[1]]), [product(merged, b)], at: place)
  }

  /// Columns on the right of one matrix are rows of the product with the transposed one.
  private func rightExamples(_ a: Tensor, _ b: Tensor) -> Tensor {
    if rank(0) == 1, rank(1) <= 2 { return product(rank(1) == 1 ? b : b.matrixTransposed(at: place), a) }
    guard rank(0) == 2 else { return stacked(a, b) }
    if rank(1) == 1 { return rows(b, a.matrixTransposed(at: place)) }
    guard rank(1) == 2, b.shape[2].constant == 1 else { return stacked(a, b) }
    return rows(b.squeezedBack(2, at: place), a.matrixTransposed(at: place)).expanded([2], at: place)
  }

  /// Vectors times a matrix: of unit vectors its rows, scaled as these are.
  private func rows(_ vectors: Tensor, _ matrix: Tensor) -> Tensor {
    guard vectors.elementType == matrix.elementType else { return product(vectors, matrix) }
    if vectors.node.operation is UnitVectors { return matrix }
    guard let diagonal = vectors.diagonalOfUnitVectors(at: place) else { return product(vectors, matrix) }
    return .apply(.multiply, [diagonal.expanded([1], at: place), matrix], at: place)
  }

  /// A product for each example: vectors are matrices, and examples lie in front of all leading axes.
  private func stacked(_ a: Tensor, _ b: Tensor) -> Tensor {
    let rank = max(rank(0), rank(1), 2)
    let row = self.rank(0) == 1 ? a.expanded([a.rank - 1], at: place) : a
    let column = self.rank(1) == 1 ? b.expanded([b.rank], at: place) : b
    var result = product(
      isBatched[0] ? row.aligned(behindFirst: rank, at: place) : row,
      isBatched[1] ? column.aligned(behindFirst: rank, at: place) : column)
    if self.rank(1) == 1 { result = result.squeezed([result.rank - 1], at: place) }
    if self.rank(0) == 1 { result = result.squeezed([result.rank - (self.rank(1) == 1 ? 1 : 2)], at: place) }
    return result
  }
}
