import TensorGraph

extension KernelEmitter {
  /// Roots over one space, all computed in one loop nest.
  func emitMaps(_ roots: [RootAnalysis]) {
    for root in roots where needsMemory(root, inLoopWith: roots) { allocate(root.entry) }
    let nest = Nest(space: roots[0].space, expressions: offsets(roots))
    if emitShortRows(roots, nest.collapsing) { return }
    emitNest(nest, cost: roots.reduce(0) { $0 + $1.cost }, widest: widestRead(roots.flatMap(\.reads))) { index in
      emitElements(roots, at: index)
    }
  }

  /// A space that a loop nest walks, and how.
  struct Nest {
    let space: [Dimension]
    /// All offsets and index values, in terms of `RootAnalysis.variable(axis)`.
    let expressions: [Dimension]
    let collapsing: Collapsing

    init(space: [Dimension], expressions: [Dimension]) {
      (self.space, self.expressions) = (space, expressions)
      collapsing = Collapsing(axes: Array(space.indices), space: space, expressions: expressions)
    }
  }

  /// The bytes of the widest element that is read.
  private func widestRead(_ reads: [ProbeSink.Read]) -> Int {
    reads.map { graph.entries[$0.entry].type.elementType.byteCount }.max() ?? 8
  }

  /// Whether anything outside the loop reads a root.
  func needsMemory(_ root: RootAnalysis, inLoopWith others: [RootAnalysis]) -> Bool {
    isOutput(root.entry)
      || readers[root.entry, default: []].contains { reader in
        reader.isAlias || !others.contains { $0.entry == reader.root }
      }
  }

  /// One element of each root, in order; later ones use earlier ones' values.
  func emitElements(_ roots: [RootAnalysis], at index: [Dimension]) {
    walker.withScope { emitElement(roots, at: index) }
  }

  func emitElement(_ roots: [RootAnalysis], at index: [Dimension]) {
    order = linear(index, roots[0].space)
    for root in roots {
      let value = walker.compute(root.entry, at: index)
      walker.remember(value, entry: root.entry, at: index)
      store(value, root.entry, index)
    }
  }

  /// A parallel, vectorized loop nest over a whole space whose iterations are independent.
  ///
  /// Axes along which everything advances alike are one loop. The innermost loop is the vector; where some operand lies
  /// the other way round, the two axes are walked in tiles that fit the first-level cache.
  func emitNest(_ nest: Nest, cost: Int, widest: Int, _ body: ([Dimension]) -> Void) {
    let collapsing = nest.collapsing
    let extents = collapsing.extents(nest.space)
    func point(_ variables: [Dimension]) -> [Dimension] {
      var index = [Dimension](repeating: 0, count: nest.space.count)
      collapsing.assign(variables, to: &index)
      return index
    }
    switch extents.count {
    case 0: builder.loop(1, .vector) { _ in body(point([])) }
    case 1: emitFlat(extents[0], cost: cost) { body(point([$0])) }
    default:
      let runs = collapsing.runs
      if let crossed = crossedAxis(runs, nest.expressions) {
        emitTiled(extents, crossed: crossed, cost: cost, widest: widest) { body(point($0)) }
      } else {
        emitRows(extents, cost: cost) { body(point($0)) }
      }
    }
  }

  /// One long loop, in blocks that threads share.
  func emitFlat(_ extent: Dimension, cost: Int, _ body: (Dimension) -> Void) {
    let block = ParallelThreshold.blockSize
    if let known = extent.constant, known <= block {
      builder.loop(extent, .vector) { body($0) }
      return
    }
    let blocks = SymbolicInteger.floorDivide(extent + SymbolicInteger(block - 1), SymbolicInteger(block))
    let grain = ParallelThreshold.grain(elements: SymbolicInteger(block), cost: cost)
    builder.loop(blocks, .parallel(grain: grain)) { number in
      let start = number * SymbolicInteger(block)
      builder.loop(.minimum(SymbolicInteger(block), extent - start), .vector) { body(start + $0) }
    }
  }

  /// Rows, with the last loop as the vector.
  private func emitRows(_ extents: [Dimension], cost: Int, _ body: ([Dimension]) -> Void) {
    let inner = extents.dropFirst().reduce(SymbolicInteger(1), *)
    builder.loop(extents[0], .parallel(grain: ParallelThreshold.grain(elements: inner, cost: cost))) { first in
      emitInner(Array(extents.dropFirst()), [first], body)
    }
  }

  /// Serial loops, and the last one as the vector.
  func emitInner(_ extents: [Dimension], _ outer: [Dimension], _ body: ([Dimension]) -> Void) {
    switch extents.count {
    case 0: body(outer)
    case 1: builder.loop(extents[0], .vector) { body(outer + [$0]) }
    default:
      builder.loop(extents[0], .serial) { variable in
        emitInner(Array(extents.dropFirst()), outer + [variable], body)
      }
    }
  }

  /// The loop along which some operand has unit stride, while it jumps along the innermost loop.
  private func crossedAxis(_ runs: [[Int]], _ expressions: [Dimension]) -> Int? {
    func stride(_ expression: Dimension, _ run: [Int]) -> Dimension? {
      expression.coefficient(of: RootAnalysis.atom(run[run.count - 1]))
    }
    for expression in expressions {
      guard let last = stride(expression, runs[runs.count - 1]), last.constant.map({ abs($0) > 8 }) ?? true else {
        continue
      }
      for position in runs.indices.dropLast().reversed() where stride(expression, runs[position])?.constant == 1 {
        return position
      }
    }
    return nil
  }

  /// Two loops cut into tiles: the crossed one and the innermost one.
  private func emitTiled(
    _ extents: [Dimension], crossed: Int, cost: Int, widest: Int, _ body: ([Dimension]) -> Void
  ) {
    let together = TileSize.rowsTogether(cost: cost, widest: widest)
    let tile = together > 1 ? TileSize.lines(together) : .square
    let (rows, columns) = (SymbolicInteger(tile.rows), SymbolicInteger(tile.columns))
    let last = extents.count - 1
    func tiles(_ extent: Dimension, _ size: Dimension) -> Dimension { .floorDivide(extent + size - 1, size) }
    // The other loops stay outside, in order; the tiles' rows are the parallel loop where nothing is outside.
    let outside = extents.indices.filter { $0 != crossed && $0 != last }
    let tileExtents = outside.map { extents[$0] } + [tiles(extents[crossed], rows), tiles(extents[last], columns)]
    let perStep = tileExtents.dropFirst().reduce(rows * columns, *)
    func walk(_ position: Int, _ variables: [Dimension]) {
      if position == tileExtents.count {
        let (rowStart, columnStart) = (variables[outside.count] * rows, variables[outside.count + 1] * columns)
        func line(_ firstRow: Dimension, _ count: Int) {
          builder.loop(.minimum(columns, extents[last] - columnStart), .vector) { column in
            for row in 0..<count {
              var point = [Dimension](repeating: 0, count: extents.count)
              for (slot, loop) in outside.enumerated() { point[loop] = variables[slot] }
              point[crossed] = rowStart + firstRow + SymbolicInteger(row)
              point[last] = columnStart + column
              body(point)
            }
          }
        }
        let height = SymbolicInteger.minimum(rows, extents[crossed] - rowStart)
        let group = SymbolicInteger(together)
        builder.loop(.floorDivide(height, group), .serial) { line($0 * group, together) }
        if together > 1 {
          let done = SymbolicInteger.floorDivide(height, group) * group
          builder.loop(.remainder(height, group), .serial) { line(done + $0, 1) }
        }
        return
      }
      let kind: Loop.Kind =
        position == 0 ? .parallel(grain: ParallelThreshold.grain(elements: perStep, cost: cost)) : .serial
      builder.loop(tileExtents[position], kind) { walk(position + 1, variables + [$0]) }
    }
    walk(0, [])
  }

  /// A reshape that needs memory of its own: the operand's elements in their order.
  func emitRelabel(_ root: RootAnalysis) {
    allocate(root.entry)
    let item = graph.entries[root.entry]
    let place = storage(root.entry)
    let nest = Nest(
      space: root.space, expressions: offsets([root], storing: false) + [linear(variables(root.space), root.space)])
    emitNest(nest, cost: root.cost, widest: widestRead(root.reads)) { index in
      walker.withScope {
        order = linear(index, root.space)
        let value = walker.value(item.inputs[0], at: index)
        builder.store(value, Access(buffer: place.buffer, offset: linear(index, root.space)))
      }
    }
  }

  /// A complex result: both parts of an element, side by side.
  func emitInterleaved(_ root: RootAnalysis) {
    allocate(root.entry)
    let item = graph.entries[root.entry]
    func place(_ index: [Dimension], _ part: Int) -> Access { access(root.entry, index + [SymbolicInteger(part)]) }
    let nest = Nest(
      space: root.space, expressions: offsets([root], storing: false) + [place(variables(root.space), 0).offset])
    emitNest(nest, cost: root.cost, widest: widestRead(root.reads)) { index in
      walker.withScope {
        order = linear(index, root.space)
        let parts = item.inputs.map { walker.value($0, at: index) }
        for (number, part) in parts.enumerated() { builder.store(part, place(index, number)) }
      }
    }
  }

  /// Operands side by side: each is written to its part of the result.
  func emitConcatenation(_ root: RootAnalysis) {
    allocate(root.entry)
    for part in selection.parts(of: root.entry, graph) {
      let item = graph.entries[part.entry]
      let (operand, shape) = (item.inputs[part.operand], item.inputTypes[part.operand].shape)
      let target = OperandPart(root: root, operand: operand, shape: shape) { zip($0, part.start).map { $0 + $1 } }
      emitPart(target, type: item.type.elementType)
    }
  }

  /// An operand and where its elements go in the result.
  struct OperandPart {
    let root: RootAnalysis
    let operand: Int
    let shape: [Dimension]
    /// The result's index for an index of the operand; affine.
    let target: (_ index: [Dimension]) -> [Dimension]
  }

  /// What is read for the elements of an entry, in terms of its own axes.
  func probed(_ entry: Int, _ shape: [Dimension]) -> ProbeSink {
    let probe = ProbeSink { [graph] in graph.entries[$0].type.elementType }
    _ = ElementWalker(graph: graph, selection: selection, facts: facts, sink: probe).value(entry, at: variables(shape))
    return probe
  }

  func emitPart(_ part: OperandPart, type: ElementType) {
    func target(_ index: [Dimension]) -> Access { access(part.root.entry, part.target(index)) }
    let probe = probed(part.operand, part.shape)
    let nest = Nest(space: part.shape, expressions: offsets(probe) + [target(variables(part.shape)).offset])
    emitNest(nest, cost: probe.cost, widest: widestRead(probe.reads)) { index in
      walker.withScope {
        order = linear(index, part.shape)
        let value = walker.value(part.operand, at: index)
        let converted = value.type == type ? value : builder.primitive(.convert(type), [value])
        builder.store(converted, target(index))
      }
    }
  }
}

/// Tiles of two axes that operands walk in different orders.
struct TileSize {
  let rows: Int
  let columns: Int

  /// What fits the first-level cache several times: lines are read by element, each again and again.
  static let square = TileSize(rows: 32, columns: 64)

  /// Where whole lines are read at once, nothing is read again but by the prefetcher, which takes neighbouring lines:
  /// long streams of four lines side by side, that fit the second-level cache where strides are powers of two.
  static func lines(_ rowsTogether: Int) -> TileSize { TileSize(rows: 4 * rowsTogether, columns: 256) }

  /// A processor's cache line and widest register.
  private static let lineBytes = 64
  private static let instructionLimit = 400

  /// How many rows one vector loop does at once, so that whole lines of a transposed operand are read and sorted out in
  /// registers.
  static func rowsTogether(cost: Int, widest: Int) -> Int {
    let rows = min(16, lineBytes / widest)
    return (cost + 2) * rows <= instructionLimit ? rows : 1
  }
}
