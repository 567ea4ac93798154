/// The cotangents of the operands of a matrix product: with `C = A B` they are `A' = C' B^T` and `B' = A^T C'`.
///
/// Source: M. Giles, Collected matrix derivative results for forward and reverse mode algorithmic differentiation (2008), 2.2.2.
extension ReverseStep {
  func matrixProduct() -> [Tensor?] {
    guard let cotangent = cotangents[0] else { return [nil, nil] }
    let (a, b) = (inputs[0], inputs[1])
    return [wanted[0] ? left(cotangent, a, b) : nil, wanted[1] ? right(cotangent, a, b) : nil]
  }

  private func product(_ a: Tensor, _ b: Tensor) -> Tensor { .single(MatMul(), [a, b], at: place) }
  private func times(_ a: Tensor, _ b: Tensor) -> Tensor { .apply(.multiply, [a, b], at: place) }

  /// The last axis of `x` becomes rows, that of a vector columns: an outer product, which is elementwise.
  private func outer(_ x: Tensor, _ vector: Tensor) -> Tensor { times(x.expanded([x.rank], at: place), vector) }

  /// All axes but the last as one.
  private func merged(_ x: Tensor) -> Tensor {
    x.rank <= 2 ? x : .single(Reshape([x.shape.dropLast().reduce(1, *), x.shape[x.rank - 1]]), [x], at: place)
  }

  private func left(_ g: Tensor, _ a: Tensor, _ b: Tensor) -> Tensor {
    if b.rank == 1 { return a.rank == 1 ? times(g, b) : outer(g, b) }
    if a.rank == 1, b.rank == 2 { return product(b, g) }
    if a.rank == 1 { return product(b, g.expanded([g.rank], at: place)).squeezed([b.rank - 1], at: place) }
    return product(g, b.matrixTransposed(at: place))
  }

  private func right(_ g: Tensor, _ a: Tensor, _ b: Tensor) -> Tensor {
    if a.rank == 1, b.rank == 1 { return times(g, a) }
    if a.rank == 1 { return times(a.expanded([1], at: place), g.expanded([g.rank - 1], at: place)) }
    if b.rank == 1 {
      let cotangents = a.rank == 2 ? g : g.raveled(at: place)
      return product(merged(a).matrixTransposed(at: place), cotangents)
    }
    // One right operand for all of a batch: the batch's rows are rows of one product.
    if b.rank == 2 { return product(merged(a).matrixTransposed(at: place), merged(g)) }
    return product(a.matrixTransposed(at: place), g)
  }
}
