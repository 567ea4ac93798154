import TensorGraph

extension KernelEmitter {
  /// `y[j] = a[j] * y[j - 1] + b[j]`: in order along the axis, side by side over the axes behind it, in parallel over the
  /// axes in front.
  func emitRecurrence(_ root: RootAnalysis, _ recurrence: RecurrenceLowering) {
    let (axis, isReversed) = (recurrence.axis, recurrence.isReversed)
    allocate(root.entry)
    let lines = AxisLines(
      axis: axis, space: root.space, expressions: offsets([root]) + [access(root.entry, variables(root.space)).offset])
    let extent = root.space[axis]
    // Lines side by side, step by step.
    func run(_ outers: [[Dimension]], _ inner: [Dimension]) {
      let zero = builder.constant(ScalarValue(.integer(0), type: graph.entries[root.entry].type.elementType))
      _ = builder.fold(extent, outers.map { _ in zero }) { number, previous in
        let position = isReversed ? extent - 1 - number : number
        return zip(outers, previous).map { recurred(root, recurrence, lines.index($0, position, inner), $1) }
      }
    }
    guard let columns = lines.innerExtents.last else {
      emitRowsTogether(lines.outerExtents, cost: (root.cost + 4, extent)) { run($0, []) }
      return
    }
    let middle = lines.innerExtents.dropLast()
    let tiles = ColumnTiles(columns, tile: SymbolicInteger(LaneTile.bytes / root.widestByteCount(graph)))
    let common = lines.outerExtents + middle + [tiles.count]
    let grain = ParallelThreshold.grain(elements: tiles.tile * extent, cost: root.cost + 4)
    builder.loop(common.reduce(1, *), .parallel(grain: grain)) { number in
      let at = splitIndex(number, common)
      let outer = Array(at.prefix(lines.outerExtents.count))
      let between = Array(at.dropFirst(outer.count).dropLast())
      let start = at[at.count - 1] * tiles.tile
      builder.loop(tiles.width(from: start), .vector) { lane in run([outer], between + [start + lane]) }
    }
  }

  /// Rows, several at a time: one alone would wait for each product and sum.
  private func emitRowsTogether(
    _ extents: [Dimension], cost: (element: Int, elements: Dimension), _ body: ([[Dimension]]) -> Void
  ) {
    let rows = extents.reduce(SymbolicInteger(1), *)
    let together = cost.element <= 100 ? 4 : 1
    let (group, groups) = (SymbolicInteger(together), SymbolicInteger.floorDivide(rows, SymbolicInteger(together)))
    let grain = ParallelThreshold.grain(elements: group * cost.elements, cost: cost.element)
    if groups.constant != 0 {
      builder.loop(groups, .parallel(grain: grain)) { number in
        body((0..<together).map { splitIndex(number * group + SymbolicInteger($0), extents) })
      }
    }
    let rest = SymbolicInteger.remainder(rows, group)
    if rest.constant != 0 {
      builder.loop(rest, .serial) { body([splitIndex(groups * group + $0, extents)]) }
    }
  }

  /// The element at an index, from the one before it; stored, too.
  private func recurred(_ root: RootAnalysis, _ recurrence: RecurrenceLowering, _ index: [Dimension], _ previous: Value) -> Value {
    walker.withScope {
      order = linear(index, root.space)
      let item = graph.entries[root.entry]
      let operands = item.inputs.map { operand in
        builder.convert(walker.value(operand, at: index), to: item.type.elementType)
      }
      let product = builder.primitive(.multiply, operands[0], previous)
      var value = builder.primitive(.add, product, operands[1])
      if recurrence.startsAnew {
        let zero = builder.constant(ScalarValue(.integer(0), type: item.type.elementType))
        value = builder.primitive(.select, builder.primitive(.equal, operands[0], zero), operands[1], value)
      }
      store(value, root.entry, index)
      return value
    }
  }
}

/// A space seen from one of its axes: the axes in front of it and those behind, each in as few loops as will do.
struct AxisLines {
  let outerExtents: [Dimension]
  let innerExtents: [Dimension]
  private let axis: Int
  private let rank: Int
  private let outer: Collapsing
  private let inner: Collapsing

  init(axis: Int, space: [Dimension], expressions: [Dimension]) {
    (self.axis, rank) = (axis, space.count)
    outer = Collapsing(axes: Array(0..<axis), space: space, expressions: expressions)
    inner = Collapsing(axes: Array((axis + 1)..<space.count), space: space, expressions: expressions)
    (outerExtents, innerExtents) = (outer.extents(space), inner.extents(space))
  }

  func index(_ outerIndex: [Dimension], _ position: Dimension, _ innerIndex: [Dimension]) -> [Dimension] {
    var full = [Dimension](repeating: 0, count: rank)
    outer.assign(outerIndex, to: &full)
    full[axis] = position
    inner.assign(innerIndex, to: &full)
    return full
  }
}

/// Columns cut into tiles, which threads share.
struct ColumnTiles {
  let columns: Dimension
  let tile: Dimension

  init(_ columns: Dimension, tile: Dimension) { (self.columns, self.tile) = (columns, tile) }

  var count: Dimension { .floorDivide(columns + tile - 1, tile) }

  /// The columns of the tile that starts there.
  func width(from start: Dimension) -> Dimension {
    if let columns = columns.constant, let tile = tile.constant, tile > 0, columns % tile == 0 { return self.tile }
    return .minimum(tile, columns - start)
  }
}

extension RootAnalysis {
  /// The bytes of the widest element that is read or written.
  func widestByteCount(_ graph: PrimitiveGraph) -> Int {
    (reads.map(\.entry) + [entry]).reduce(1) { max($0, graph.entries[$1].type.elementType.byteCount) }
  }
}
