import TensorGraph

/// How a matrix product is computed.
enum ProductForm {
  /// Small, of extents known when compiling: loops written out.
  case generated
  /// A matrix with its own transpose: library calls for the tiles on and below the diagonal, which are mirrored.
  case symmetric
  /// Library calls for tiles; each may be followed by what is made of its elements, while the cache holds them.
  case tiled

  /// The form of a product with these reads, both operands being at their axes' variables.
  init(_ item: PrimitiveGraph.Entry, _ reads: [ProbeSink.Read], _ offsets: [Dimension]) {
    let extents = item.type.shape.suffix(2) + item.inputTypes[0].shape.suffix(1)
    let isSmall = extents.allSatisfy { $0.constant.map { $0 <= ProductTile.generatedLimit } ?? false }
    self = isSmall ? .generated : Self.areTransposed(reads, offsets, rank: item.type.rank) ? .symmetric : .tiled
  }

  /// Whether there are two reads of one matrix, the one with the axes of the other exchanged.
  private static func areTransposed(_ reads: [ProbeSink.Read], _ offsets: [Dimension], rank: Int) -> Bool {
    guard reads.count == 2, reads[0].entry == reads[1].entry else { return false }
    let (row, column) = (RootAnalysis.atom(rank - 2), RootAnalysis.atom(rank - 1))
    return offsets[1]
      == offsets[0].substituting { atom in
        atom == row ? SymbolicInteger(column) : atom == column ? SymbolicInteger(row) : nil
      }
  }
}
