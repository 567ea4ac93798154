import TensorGraph

/// How large products are cut for threads. Borders depend on the shape only, so results do too.
enum ProductTile {
  private static let (fewestRows, mostRows) = (128, 512)
  private static let (fewestColumns, mostColumns) = (128, 512)
  private static let (leastSide, mostSide) = (64, 256)

  /// A quarter of the rows, within bounds: every tile packs its columns of the right matrix anew, so few and large tiles
  /// waste little, but all threads should get some.
  static func rows(of m: Dimension) -> Dimension {
    let quarter = SymbolicInteger.floorDivide(m + 63, 64) * 16
    return .minimum(SymbolicInteger(mostRows), .maximum(SymbolicInteger(fewestRows), quarter))
  }

  /// So many columns that there are some eight tiles, in up to four bands of rows, within bounds.
  static func columns(of n: Dimension, rows m: Dimension) -> Dimension {
    let bands = SymbolicInteger.minimum(4, .floorDivide(m + 127, 128))
    let eighth = SymbolicInteger.floorDivide(n * bands + 511, 512) * 64
    return .minimum(SymbolicInteger(mostColumns), .maximum(SymbolicInteger(fewestColumns), eighth))
  }

  /// Tiles of symmetric products: an eighth of the rows, within bounds. Half of them are computed, and still all threads
  /// should get some.
  static func side(of n: Dimension) -> Dimension {
    let eighth = SymbolicInteger.floorDivide(n + 127, 128) * 16
    return .minimum(SymbolicInteger(mostSide), .maximum(SymbolicInteger(leastSide), eighth))
  }

  /// Products of matrices up to this size, known when compiling, are generated instead of called.
  static let generatedLimit = 32
  /// Rows that a generated product keeps in registers at once.
  static let registerRows = 4
}

/// The grid of tiles over a product of m by n.
private struct ProductTiles {
  private let (m, n): (Dimension, Dimension)
  private let (tallest, widest): (Dimension, Dimension)

  struct Tile {
    let batch: [Dimension]
    /// The first row and column, and how many there are.
    let (i, j): (Dimension, Dimension)
    let (rows, columns): (Dimension, Dimension)

    var corner: [Dimension] { batch + [i, j] }
  }

  init(_ m: Dimension, _ n: Dimension) {
    (self.m, self.n) = (m, n)
    (tallest, widest) = (ProductTile.rows(of: m), ProductTile.columns(of: n, rows: m))
  }

  /// The most rows and columns of a tile.
  var rows: Dimension { .minimum(m, tallest) }
  var columns: Dimension { .minimum(n, widest) }

  /// How many tiles lie below and beside each other.
  var grid: [Dimension] { [.floorDivide(m + tallest - 1, tallest), .floorDivide(n + widest - 1, widest)] }

  /// The tile at batch axes and a place in the grid, each number made a value by `bound`.
  func tile(_ at: [Dimension], _ bound: (Dimension) -> Dimension) -> Tile {
    let (i, j) = (bound(at[at.count - 2] * tallest), bound(at[at.count - 1] * widest))
    return Tile(
      batch: at.dropLast(2).map(bound), i: i, j: j, rows: bound(.minimum(tallest, m - i)),
      columns: bound(.minimum(widest, n - j)))
  }
}

extension KernelEmitter {
  private struct Matrices {
    let batch: [Dimension]
    let (m, n, k): (Dimension, Dimension, Dimension)
    let left: Operand
    let right: Operand
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

  /// `C = A B` by a library call for each tile, and what is made of the tile's elements right behind it.
  func emitTiledProduct(_ root: RootAnalysis, _ maps: [RootAnalysis]) {
    for map in maps where needsMemory(map, inLoopWith: maps) { allocate(map.entry) }
    let isStored = needsMemory(root, inLoopWith: maps)
    if isStored { allocate(root.entry) }
    let matrices = matrices(root)
    let tiles = ProductTiles(matrices.m, matrices.n)
    let buffer = isStored ? nil : builder.buffer("tile", matrices.type, .scratch, count: tiles.rows * tiles.columns)
    let grid = matrices.batch + tiles.grid
    let work = tiles.rows * tiles.columns * matrices.k
    let grain = SymbolicInteger.maximum(1, .floorDivide(SymbolicInteger(1 << 18), work))
    builder.loop(grid.reduce(1, *), .parallel(grain: grain)) { number in
      let tile = tiles.tile(splitIndex(number, grid), bound)
      // Memory of each thread for one tile, its rows one after the other.
      let memory = buffer.map { Storage(buffer: $0, strides: matrices.batch.map { _ in 0 } + [tile.columns, 1]) }
      let target = memory ?? storage(root.entry)
      callLibrary(matrices, tile, target, memory == nil ? self.offset(tile.corner, target.strides) : 0)
      if !maps.isEmpty { emitEpilogue(root, maps, tile, memory) }
    }
  }

  /// Elementwise roots over one tile. A tile that is stored nowhere else is read from its thread's memory.
  private func emitEpilogue(
    _ root: RootAnalysis, _ maps: [RootAnalysis], _ tile: ProductTiles.Tile, _ memory: Storage?
  ) {
    builder.loop(tile.rows, .serial) { row in
      builder.loop(tile.columns, .vector) { column in
        walker.withScope {
          // Along an extent of 1 there is only index 0.
          let index = zip(tile.batch + [tile.i + row, tile.j + column], root.space).map { $1.constant == 1 ? 0 : $0 }
          if let memory {
            let place = Access(buffer: memory.buffer, offset: offset([row, column], Array(memory.strides.suffix(2))))
            walker.remember(builder.load(place), entry: root.entry, at: index)
          }
          emitElement(maps, at: index)
        }
      }
    }
  }

  /// An extent or index as a value: expressions of it stay small.
  private func bound(_ integer: Dimension) -> Dimension {
    integer.constant == nil ? SymbolicInteger(.value(builder.index(integer).number)) : integer
  }

  /// `C = A Aᵀ` by library calls for the tiles on and below the diagonal.
  func emitSymmetricProduct(_ root: RootAnalysis) {
    allocate(root.entry)
    let (matrices, result) = (matrices(root), storage(root.entry))
    let extent = ProductTile.side(of: matrices.n)
    let blocks = SymbolicInteger.floorDivide(matrices.n + extent - 1, extent)
    let grid = matrices.batch + [.floorDivide(blocks * (blocks + 1), 2)]
    let side = SymbolicInteger.minimum(extent, matrices.n)
    let grain = SymbolicInteger.maximum(1, .floorDivide(SymbolicInteger(1 << 18), side * side * matrices.k))
    let isFlipped = matrices.left.column.constant != 1
    builder.loop(grid.reduce(1, *), .parallel(grain: grain)) { number in
      let at = splitIndex(number, grid)
      let batch = Array(at.dropLast())
      builder.library(
        matrices.type == .f32 ? .syrkF32 : .syrkF64,
        [
          Access(buffer: matrices.left.buffer, offset: matrices.left.offset(batch, 0, 0)),
          Access(buffer: result.buffer, offset: offset(batch + [0, 0], result.strides)),
        ],
        [
          matrices.n, matrices.k, isFlipped ? 1 : 0, isFlipped ? matrices.left.column : matrices.left.row,
          result.strides[result.strides.count - 2], extent, at[at.count - 1],
        ])
    }
  }

  /// A small product as loops.
  func emitGeneratedProduct(_ root: RootAnalysis) {
    allocate(root.entry)
    generate(matrices(root), storage(root.entry))
  }

  private func matrices(_ root: RootAnalysis) -> Matrices {
    let item = graph.entries[root.entry]
    let shape = item.type.shape
    let leftShape = item.inputTypes[0].shape
    return Matrices(
      batch: Array(shape.dropLast(2)), m: shape[shape.count - 2], n: shape[shape.count - 1],
      k: leftShape[leftShape.count - 1], left: operand(item.inputs[0]), right: operand(item.inputs[1]),
      type: item.type.elementType)
  }

  private func offset(_ index: [Dimension], _ strides: [Dimension]) -> Dimension {
    zip(index, strides).reduce(SymbolicInteger(0)) { $0 + $1.0 * $1.1 }
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

  private func callLibrary(_ matrices: Matrices, _ tile: ProductTiles.Tile, _ target: Storage, _ offset: Dimension) {
    // A matrix whose rows have unit stride is stored as its transpose.
    let isLeftFlipped = matrices.left.column.constant != 1
    let isRightFlipped = matrices.right.column.constant != 1
    builder.library(
      matrices.type == .f32 ? .gemmF32 : .gemmF64,
      [
        Access(buffer: matrices.left.buffer, offset: matrices.left.offset(tile.batch, tile.i, 0)),
        Access(buffer: matrices.right.buffer, offset: matrices.right.offset(tile.batch, 0, tile.j)),
        Access(buffer: target.buffer, offset: offset),
      ],
      [
        tile.rows, tile.columns, matrices.k, isLeftFlipped ? 1 : 0, isRightFlipped ? 1 : 0,
        isLeftFlipped ? matrices.left.column : matrices.left.row,
        isRightFlipped ? matrices.right.column : matrices.right.row,
        target.strides[target.strides.count - 2],
      ])
  }

  /// Rows of the result in registers, columns in vector lanes, the inner axis in order.
  private func generate(_ matrices: Matrices, _ result: Storage) {
    let m = matrices.m.constant ?? 0
    let k = matrices.k.constant ?? 0
    let perMatrix = matrices.m * matrices.n
    let grain = ParallelThreshold.grain(elements: perMatrix, cost: k)
    let packed = packedRight(matrices)
    builder.loop(matrices.batch.reduce(1, *), .parallel(grain: grain)) { number in
      let batch = splitIndex(number, matrices.batch)
      if let packed { pack(matrices.right, batch, matrices, into: packed) }
      for first in stride(from: 0, to: m, by: ProductTile.registerRows) {
        let rows = first..<min(m, first + ProductTile.registerRows)
        generateRows(matrices, packed ?? matrices.right, batch, rows, result)
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

  private func generateRows(
    _ matrices: Matrices, _ right: Operand, _ batch: [Dimension], _ rows: Range<Int>, _ result: Storage
  ) {
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
        let offset = offset(batch + [SymbolicInteger(row), j], result.strides)
        builder.store(sum, Access(buffer: result.buffer, offset: offset))
      }
    }
  }
}
