import TensorGraph

/// How large products are cut for threads. Borders depend on the shape only, so results do too.
enum ProductTile {
  static let columns = 512
  private static let (fewestRows, mostRows) = (128, 512)

  /// A quarter of the rows, within bounds: every tile packs its columns of the right matrix anew, so few and large tiles
  /// waste little, but all threads should get some.
  static func rows(of m: Dimension) -> Dimension {
    let quarter = SymbolicInteger.floorDivide(m + 63, 64) * 16
    return .minimum(SymbolicInteger(mostRows), .maximum(SymbolicInteger(fewestRows), quarter))
  }

  /// Products of matrices up to this size, known when compiling, are generated instead of called.
  static let generatedLimit = 32
  /// Rows that a generated product keeps in registers at once.
  static let registerRows = 4
}

extension KernelEmitter {
  private struct Matrices {
    let batch: [Dimension]
    let (m, n, k): (Dimension, Dimension, Dimension)
    let left: Operand
    let right: Operand
    let result: Storage
    let type: ElementType
  }

  /// A matrix operand: its buffer, the offset of the first element, the steps of batch axes, rows and columns.
  private struct Operand {
    let buffer: Int
    let start: Dimension
    let strides: [Dimension]

    var row: Dimension { strides[strides.count - 2] }
    var column: Dimension { strides[strides.count - 1] }

    func offset(_ batch: [Dimension], _ i: Dimension, _ j: Dimension) -> Dimension {
      zip(batch, strides).reduce(start) { $0 + $1.0 * $1.1 } + i * row + j * column
    }
  }

  /// `C = A B`: a library call for each tile, or generated loops for small matrices.
  func emitMatrixProduct(_ root: RootAnalysis) {
    allocate(root.entry)
    let item = graph.entries[root.entry]
    let shape = item.type.shape
    let leftShape = item.inputTypes[0].shape
    let matrices = Matrices(
      batch: Array(shape.dropLast(2)), m: shape[shape.count - 2], n: shape[shape.count - 1],
      k: leftShape[leftShape.count - 1], left: operand(item.inputs[0]), right: operand(item.inputs[1]),
      result: storage(root.entry), type: item.type.elementType)
    let isSmall = [matrices.m, matrices.n, matrices.k].allSatisfy { extent in
      extent.constant.map { $0 <= ProductTile.generatedLimit } ?? false
    }
    if isSmall { generate(matrices) } else { callLibrary(matrices) }
  }

  private func operand(_ entry: Int) -> Operand {
    let leafStrides = storages.mapValues(\.strides)
    guard let view = StoredView(graph: graph, selection: selection, facts: facts, entry: entry) else {
      preconditionFailure("an operand of a matrix product is a view of something stored")
    }
    let (start, strides) = view.offset(leafStrides, graph)
    guard let strides else { preconditionFailure("an operand of a matrix product has affine offsets") }
    return Operand(buffer: storage(view.stored).buffer, start: start, strides: strides)
  }

  private func callLibrary(_ matrices: Matrices) {
    let (m, n, k) = (matrices.m, matrices.n, matrices.k)
    let (rows, columns) = (ProductTile.rows(of: m), SymbolicInteger(ProductTile.columns))
    let grid = matrices.batch + [.floorDivide(m + rows - 1, rows), .floorDivide(n + columns - 1, columns)]
    let work = SymbolicInteger.minimum(m, rows) * .minimum(n, columns) * k
    let grain = SymbolicInteger.maximum(1, .floorDivide(SymbolicInteger(1 << 18), work))
    builder.loop(grid.reduce(1, *), .parallel(grain: grain)) { number in
      let at = splitIndex(number, grid)
      let batch = Array(at.dropLast(2))
      let (i, j) = (at[at.count - 2] * rows, at[at.count - 1] * columns)
      let result = zip(batch + [i, j], matrices.result.strides).reduce(SymbolicInteger(0)) { $0 + $1.0 * $1.1 }
      // A matrix whose rows have unit stride is stored as its transpose.
      let isLeftFlipped = matrices.left.column.constant != 1
      let isRightFlipped = matrices.right.column.constant != 1
      builder.library(
        matrices.type == .f32 ? .gemmF32 : .gemmF64,
        [
          Access(buffer: matrices.left.buffer, offset: matrices.left.offset(batch, i, 0)),
          Access(buffer: matrices.right.buffer, offset: matrices.right.offset(batch, 0, j)),
          Access(buffer: matrices.result.buffer, offset: result),
        ],
        [
          .minimum(rows, m - i), .minimum(columns, n - j), k, isLeftFlipped ? 1 : 0, isRightFlipped ? 1 : 0,
          isLeftFlipped ? matrices.left.column : matrices.left.row,
          isRightFlipped ? matrices.right.column : matrices.right.row,
          matrices.result.strides[matrices.result.strides.count - 2],
        ])
    }
  }

  /// Rows of the result in registers, columns in vector lanes, the inner axis in order.
  private func generate(_ matrices: Matrices) {
    let m = matrices.m.constant ?? 0
    let k = matrices.k.constant ?? 0
    let perMatrix = matrices.m * matrices.n
    let grain = ParallelThreshold.grain(elements: perMatrix, cost: k)
    let packed = packedRight(matrices)
    builder.loop(matrices.batch.reduce(1, *), .parallel(grain: grain)) { number in
      let batch = splitIndex(number, matrices.batch)
      if let packed { pack(matrices.right, batch, matrices, into: packed) }
      for first in stride(from: 0, to: m, by: ProductTile.registerRows) {
        generateRows(matrices, packed ?? matrices.right, batch, first..<min(m, first + ProductTile.registerRows))
      }
    }
  }

  /// Memory of each thread for one right matrix with rows of unit stride; nil where it has them, or where there is less
  /// than one line of elements to transpose.
  private func packedRight(_ matrices: Matrices) -> Operand? {
    let together = TileSize.rowsTogether(cost: 0, widest: matrices.type.byteCount)
    guard matrices.right.column.constant != 1, let k = matrices.k.constant, k >= together else { return nil }
    let buffer = builder.buffer("packed", matrices.type, .scratch, count: matrices.k * matrices.n)
    return Operand(
      buffer: buffer, start: 0, strides: [Dimension](repeating: 0, count: matrices.batch.count) + [matrices.n, 1])
  }

  /// Copies a matrix, several rows at once: so lines of a transposed one are read whole.
  private func pack(_ matrix: Operand, _ batch: [Dimension], _ matrices: Matrices, into packed: Operand) {
    let k = matrices.k.constant ?? 0
    let together = TileSize.rowsTogether(cost: 0, widest: matrices.type.byteCount)
    for first in stride(from: 0, to: k, by: together) {
      builder.loop(matrices.n, .vector) { j in
        for l in first..<min(k, first + together) {
          let row = SymbolicInteger(l)
          let value = builder.load(Access(buffer: matrix.buffer, offset: matrix.offset(batch, row, j)))
          builder.store(value, Access(buffer: packed.buffer, offset: packed.offset(batch, row, j)))
        }
      }
    }
  }

  private func generateRows(_ matrices: Matrices, _ right: Operand, _ batch: [Dimension], _ rows: Range<Int>) {
    builder.loop(matrices.n, .vector) { j in
      let zero = builder.constant(ScalarValue(.float(0), type: matrices.type))
      let sums = builder.fold(matrices.k, rows.map { _ in zero }) { l, carried in
        let element = builder.load(Access(buffer: right.buffer, offset: right.offset(batch, l, j)))
        return zip(rows, carried).map { row, sum in
          let left = builder.load(
            Access(buffer: matrices.left.buffer, offset: matrices.left.offset(batch, SymbolicInteger(row), l)))
          return builder.primitive(.fusedMultiplyAdd, [left, element, sum])
        }
      }
      for (row, sum) in zip(rows, sums) {
        let offset = zip(batch + [SymbolicInteger(row), j], matrices.result.strides)
          .reduce(SymbolicInteger(0)) { $0 + $1.0 * $1.1 }
        builder.store(sum, Access(buffer: matrices.result.buffer, offset: offset))
      }
    }
  }
}
