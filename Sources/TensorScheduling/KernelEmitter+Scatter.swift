import TensorGraph

extension KernelEmitter {
  /// A copy of the first operand, into which the third is combined at the places that the second names.
  ///
  /// Places are found first, in a loop of their own, where they are checked: what follows has no errors, and no place is
  /// outside. Every element of the result belongs to one thread, which combines in the order of the indices: so the
  /// result is the same however the work is shared.
  func emitScatter(_ root: RootAnalysis, axis: Int, batchAxes: Int, _ combiner: Combiner) {
    allocate(root.entry)
    let item = graph.entries[root.entry]
    emitPart(
      ConcatenationPart(root: root, operand: item.inputs[0], axis: axis, start: 0, shape: root.space),
      type: item.type.elementType)
    let places = emitPlaces(root, axis: axis)
    let loops = ScatterLoops(self, root, axis: axis, batchAxes: batchAxes)
    guard let columns = loops.inner.last else {
      let grain = ParallelThreshold.grain(elements: loops.count, cost: root.cost + 4)
      builder.loop(loops.outer.reduce(1, *), .parallel(grain: grain)) { number in
        let outer = splitIndex(number, loops.outer)
        nested(loops.middle) { step in
          let place = place(places, loops.indices(outer, step))
          combine(combiner, root, loops.target(outer, place, []), loops.source(outer, step, []))
        }
      }
      return
    }
    let tiles = ColumnTiles(columns, tile: ScatterTile.columns(of: columns, byteCount: item.type.elementType.byteCount))
    let common = loops.outer + loops.inner.dropLast() + [tiles.count]
    let grain = ParallelThreshold.grain(elements: tiles.tile * loops.count, cost: root.cost + 4)
    builder.loop(common.reduce(1, *), .parallel(grain: grain)) { number in
      let at = splitIndex(number, common)
      let outer = Array(at.prefix(loops.outer.count))
      let between = Array(at.dropFirst(outer.count).dropLast())
      let start = at[at.count - 1] * tiles.tile
      nested(loops.middle) { step in
        let place = place(places, loops.indices(outer, step))
        builder.loop(tiles.width(from: start), .vector) { lane in
          let inner = between + [start + lane]
          combine(combiner, root, loops.target(outer, place, inner), loops.source(outer, step, inner))
        }
      }
    }
  }

  /// The indices counted from the front, within the axis, in memory.
  private func emitPlaces(_ root: RootAnalysis, axis: Int) -> Int {
    let item = graph.entries[root.entry]
    let shape = item.inputTypes[1].shape
    let buffer = temporary("places\(root.entry)", .i64, count: shape.reduce(1, *))
    let context = EntryContext(walker: walker, entry: root.entry)
    let probe = probed(item.inputs[1], shape)
    let nest = Nest(space: shape, expressions: offsets(probe) + [linear(variables(shape), shape)])
    emitNest(nest, cost: probe.cost + 8, widest: 8) { index in
      walker.withScope {
        order = linear(index, shape)
        let wanted = context.convert(context.input(1, at: index), to: .i64)
        let place = context.checkedIndex(wanted, extent: root.space[axis], axis: axis)
        builder.store(builder.index(place), buffer, at: linear(index, shape))
      }
    }
    return buffer
  }

  private func place(_ places: Int, _ offset: Dimension) -> Dimension {
    builder.integer(builder.load(places, at: offset))
  }

  private func combine(_ combiner: Combiner, _ root: RootAnalysis, _ target: [Dimension], _ source: [Dimension]) {
    walker.withScope {
      let item = graph.entries[root.entry]
      order = linear(source, item.inputTypes[2].shape)
      let update = builder.convert(walker.value(item.inputs[2], at: source), to: item.type.elementType)
      let access = access(root.entry, target)
      builder.store(walker.combine(combiner, builder.load(access), update), access)
    }
  }

  /// Serial loops, the last one innermost.
  private func nested(_ extents: [Dimension], _ outer: [Dimension] = [], _ body: ([Dimension]) -> Void) {
    guard let first = extents.first else { return body(outer) }
    builder.loop(first, .serial) { nested(Array(extents.dropFirst()), outer + [$0], body) }
  }
}

/// How wide tiles of columns are that threads share.
enum ScatterTile {
  /// Four registers of the widest kind: each tile looks up all places anew, which is to be little beside the columns.
  private static let leastBytes = 256
  /// From here on finding the place costs nothing beside the columns.
  private static let mostBytes = 4_096
  /// Tiles that are wished for, between these bounds.
  private static let count = 8

  static func columns(of columns: Dimension, byteCount: Int) -> Dimension {
    let (least, most) = (leastBytes / byteCount, mostBytes / byteCount)
    let parts = Dimension.floorDivide(columns + SymbolicInteger(count * least - 1), SymbolicInteger(count * least))
    return .minimum(SymbolicInteger(most), .maximum(SymbolicInteger(least), parts * SymbolicInteger(least)))
  }
}

/// The loops of a scatter: over the axes in front, over the indices, and over the axes behind.
private struct ScatterLoops {
  let outer: [Dimension]
  let middle: [Dimension]
  let inner: [Dimension]
  private let front: Collapsing
  private let picking: Collapsing
  private let behind: Collapsing
  private let axis: Int
  private let batchAxes: Int
  private let indexShape: [Dimension]
  private let rank: Int

  /// - Parameter emitter: says where the operands and the result lie.
  init(_ emitter: KernelEmitter, _ root: RootAnalysis, axis: Int, batchAxes: Int) {
    let item = emitter.graph.entries[root.entry]
    let space = item.inputTypes[2].shape
    (self.axis, self.batchAxes, indexShape, rank) = (axis, batchAxes, item.inputTypes[1].shape, space.count)
    let (start, end) = (axis, axis + indexShape.count - batchAxes)
    let reads = emitter.offsets(emitter.probed(item.inputs[2], space))
    let variables = emitter.variables(space)
    // The result moves along the axes in front and behind, the places along those between.
    let target = emitter.access(root.entry, variables[..<start] + [0] + variables[end...]).offset
    let place = emitter.linear(Array(variables[..<batchAxes]) + variables[start..<end], indexShape)
    front = Collapsing(axes: Array(0..<start), space: space, expressions: reads + [target, place])
    picking = Collapsing(axes: Array(start..<end), space: space, expressions: reads + [place])
    behind = Collapsing(axes: Array(end..<rank), space: space, expressions: reads + [target])
    (outer, middle, inner) = (front.extents(space), picking.extents(space), behind.extents(space))
  }

  /// How many indices there are.
  var count: Dimension { middle.reduce(1, *) }

  /// An index of the updates.
  func source(_ outer: [Dimension], _ step: [Dimension], _ inner: [Dimension]) -> [Dimension] {
    var index = [Dimension](repeating: 0, count: rank)
    front.assign(outer, to: &index)
    picking.assign(step, to: &index)
    behind.assign(inner, to: &index)
    return index
  }

  /// An index of the result.
  func target(_ outer: [Dimension], _ place: Dimension, _ inner: [Dimension]) -> [Dimension] {
    let index = source(outer, [], inner)
    return index[..<axis] + [place] + index[(axis + indexShape.count - batchAxes)...]
  }

  /// Where a place is in memory.
  func indices(_ outer: [Dimension], _ step: [Dimension]) -> Dimension {
    let index = source(outer, step, [])
    let place = Array(index[..<batchAxes]) + index[axis..<(axis + indexShape.count - batchAxes)]
    return zip(place, rowMajorStrides(indexShape)).reduce(SymbolicInteger(0)) { $0 + $1.0 * $1.1 }
  }
}
