/// Products with diagonal matrices, as `eye(n) * d` makes them: rows or columns of the other operand scaled.
///
/// Each element is one product, where the matrix product adds zeros to it: the same value, but for a zero times infinity, and a sum
/// is never -0.
let diagonals = TensorRuleBook("diagonals", "products with diagonal matrices", tags: ["canonicalize", "products"]) {
  let (a, b, d) = (anyTensor("a"), anyTensor("b"), anyTensor("d"))
  let diagonal = TensorPattern.named("e", .call("eye")) * d
  let (fromLeft, fromRight) = (TensorPattern.call("matmul", diagonal, b), TensorPattern.call("matmul", a, diagonal))

  Rule(
    "diagonal-matmul", fromLeft, where: .resultIsNotFloat, .isDiagonal, gives: "d * b, row by row", by: scaledRows)
  Rule(
    "matmul-diagonal", fromRight, where: .resultIsNotFloat, .isDiagonal, gives: "a * d, column by column",
    by: scaledColumns)
  Rule(
    "diagonal-matmul-signed", fromLeft, tags: ["signed-zero"], where: .resultIsFloat, .isDiagonal, .isFinite("b"),
    .diagonalIsFinite(0), gives: "d * b, row by row", by: scaledRows)
  Rule(
    "matmul-diagonal-signed", fromRight, tags: ["signed-zero"], where: .resultIsFloat, .isDiagonal, .isFinite("a"),
    .diagonalIsFinite(1), gives: "a * d, column by column", by: scaledColumns)
  Rule(
    "diagonal-matmul-unchecked", fromLeft, tags: ["signed-zero", "unsafe"], where: .resultIsFloat, .isDiagonal,
    gives: "d * b, row by row", by: scaledRows)
  Rule(
    "matmul-diagonal-unchecked", fromRight, tags: ["signed-zero", "unsafe"], where: .resultIsFloat, .isDiagonal,
    gives: "a * d, column by column", by: scaledColumns)
}

extension Rule.Guard where L == TensorLanguage {
  fileprivate static var isDiagonal: Self {
    Self("eye is an identity matrix, and d a vector or number spread over it") { match, _ in
      guard let eye = match["e"].node.operation as? Eye, eye.diagonal == 0, eye.rows == eye.columns else { return false }
      return match["d"].rank <= 1 || match["d"].rank == 2 && match["d"].shape.contains { $0.constant == 1 }
    }
  }

  /// In the matrix's type: a number may be too large for it.
  fileprivate static func diagonalIsFinite(_ position: Int) -> Self {
    Self("d is finite") { match, language in language.facts(of: match.diagonal(position)).elements.isFinite }
  }
}

extension Match where L == TensorLanguage {
  /// What stands on the diagonal of the operand at a position: a vector, or a number, of the matrix's type.
  fileprivate func diagonal(_ position: Int) -> Tensor {
    let d = self["d"].converted(to: root.node.inputs[position].elementType, at: place)
    guard d.rank == 2 else { return d }
    return d.squeezed([d.shape[0].constant == 1 ? 0 : 1], at: place)
  }
}

@Sendable private func scaledRows(_ match: TensorMatch, _ language: TensorLanguage) -> Tensor? {
  let (factors, other) = (match.diagonal(0), match["b"])
  let spread = other.rank > 1 && factors.rank == 1 ? factors.expanded([1], at: match.place) : factors
  return match.fitting(.apply(.multiply, [spread, other], at: match.place))
}

@Sendable private func scaledColumns(_ match: TensorMatch, _ language: TensorLanguage) -> Tensor? {
  match.fitting(.apply(.multiply, [match["a"], match.diagonal(1)], at: match.place))
}
