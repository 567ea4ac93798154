import TensorGraph

extension KernelEmitter {
  /// Prefix combinations along one axis: in order along the axis, side by side over the axes behind it, in parallel over the
  /// axes in front.
  func emitScan(_ root: RootAnalysis, axis: Int, _ combiner: Combiner) {
    allocate(root.entry)
    let space = root.space
    let item = graph.entries[root.entry]
    let expressions = offsets([root]) + [access(root.entry, variables(space)).offset]
    let lines = AxisLines(axis: axis, space: space, expressions: expressions)
    let (outerExtents, innerExtents) = (lines.outerExtents, lines.innerExtents)
    func element(_ index: [Dimension]) -> Value {
      walker.withScope {
        order = linear(index, space)
        let value = walker.value(item.inputs[0], at: index)
        return value.type == item.type.elementType
          ? value : builder.primitive(.convert(item.type.elementType), [value])
      }
    }
    let extent = space[axis]
    if innerExtents.isEmpty {
      let grain = ParallelThreshold.grain(elements: extent, cost: root.cost + 4)
      builder.loop(outerExtents.reduce(1, *), .parallel(grain: grain)) { number in
        let at = splitIndex(number, outerExtents)
        builder.scan(extent, combiner) { element(lines.index(at, $0, [])) } then: { position, result in
          store(result, root.entry, lines.index(at, position, []))
        }
      }
      return
    }
    let columns = innerExtents[innerExtents.count - 1]
    let tile = SymbolicInteger(LaneTile.bytes / item.type.elementType.byteCount)
    let isWorthGroups = root.cost <= ScanGroup.mostCost && extent.constant.map { $0 >= ScanGroup.size } ?? true
    let carry = isWorthGroups ? builder.buffer("carry\(root.entry)", item.type.elementType, .scratch, count: tile) : nil
    let common = outerExtents + innerExtents.dropLast() + [SymbolicInteger.floorDivide(columns + tile - 1, tile)]
    let grain = ParallelThreshold.grain(elements: tile * extent, cost: root.cost + 4)
    builder.loop(common.reduce(1, *), .parallel(grain: grain)) { number in
      let at = splitIndex(number, common)
      let outerIndex = Array(at.prefix(outerExtents.count))
      let middle = Array(at.dropFirst(outerExtents.count).dropLast())
      let start = at[at.count - 1] * tile
      func index(_ row: Dimension, _ lane: Dimension) -> [Dimension] { lines.index(outerIndex, row, middle + [start + lane]) }
      let strip = ScanColumns(
        rows: extent, width: .minimum(tile, columns - start), combiner: combiner, element: { element(index($0, $1)) },
        store: { self.store($2, root.entry, index($0, $1)) })
      if let carry {
        emitInGroups(strip, carry)
      } else {
        builder.scan(extent, across: strip.width, combiner, strip.element, then: strip.store)
      }
    }
  }

  /// Groups of rows, each of which stays in registers: memory is read and written row by row over all columns, as it lies. `carry` is the
  /// prefix so far.
  ///
  /// The last group has its full number of rows, too: those that do not exist are the last one again. They are stored before it, so
  /// that it has the last word.
  private func emitInGroups(_ columns: ScanColumns, _ carry: Int) {
    let combine = { self.builder.primitive(columns.combiner.primitive, [$0, $1]) }
    let size = SymbolicInteger(ScanGroup.size)
    builder.loop(columns.width, .vector) { lane in
      builder.store(builder.constant(columns.combiner.identity(builder.buffers[carry].type)), carry, at: lane)
    }
    builder.loop(.floorDivide(columns.rows + size - 1, size), .serial) { group in
      builder.loop(columns.width, .vector) { lane in
        let rows = (0..<ScanGroup.size).map { Dimension.minimum(group * size + SymbolicInteger($0), columns.rows - 1) }
        var prefixes = rows.map { columns.element($0, lane) }
        for distance in ScanGroup.distances {
          prefixes = prefixes.indices.map { $0 < distance ? prefixes[$0] : combine(prefixes[$0 - distance], prefixes[$0]) }
        }
        let before = builder.load(carry, at: lane)
        let results = prefixes.map { combine(before, $0) }
        for (row, result) in zip(rows, results).reversed() { columns.store(row, lane, result) }
        builder.store(results[ScanGroup.size - 1], carry, at: lane)
      }
    }
  }
}

/// Scans side by side over the columns of a tile.
private struct ScanColumns {
  let rows: Dimension
  let width: Dimension
  let combiner: Combiner
  let element: (_ row: Dimension, _ lane: Dimension) -> Value
  let store: (_ row: Dimension, _ lane: Dimension, _ result: Value) -> Void
}

extension ScanGroup {
  /// Elements that cost more are computed one at a time: eight times their code would be much, and memory is not what takes time.
  fileprivate static let mostCost = 12
}
