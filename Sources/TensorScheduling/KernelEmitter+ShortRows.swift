import TensorGraph

/// When rows of a few elements stand side by side in vector lanes.
enum ShortRow {
  /// The most elements of a row.
  static let mostElements = ElementWalker.unrollLimit
  /// From this cost of an element on: reductions of the row are written out in it, and would run on single numbers.
  static let leastCost = 100
  /// How much code one row may become.
  static let mostInstructions = 20_000
}

extension KernelEmitter {
  /// Rows of a few elements, known when compiling, whose elements need sums and the like of the whole row: the rows stand
  /// side by side in vector lanes, and each is written out. False where rows are long or cheap, or do not follow each other
  /// evenly.
  func emitShortRows(_ roots: [RootAnalysis], _ collapsing: Collapsing) -> Bool {
    let extents = collapsing.extents(roots[0].space)
    let cost = roots.reduce(0) { $0 + $1.cost }
    guard extents.count == 2, let count = extents[1].constant, count > 1, count <= ShortRow.mostElements,
      cost >= ShortRow.leastCost, cost * count <= ShortRow.mostInstructions, !roots.contains(where: \.hasChecks)
    else { return false }
    // What a row shares is computed once, so a row costs little more than its parts.
    emitFlat(extents[0], cost: cost) { row in
      walker.withScope {
        for position in 0..<count {
          var index = [Dimension](repeating: 0, count: roots[0].space.count)
          collapsing.assign([row, SymbolicInteger(position)], to: &index)
          emitElement(roots, at: index)
        }
      }
    }
    return true
  }
}
