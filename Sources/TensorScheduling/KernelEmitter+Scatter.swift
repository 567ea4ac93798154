import TensorGraph
import TensorScalars

extension KernelEmitter {
  /// A copy of the first operand, into which the last is combined at the places that those between name.
  ///
  /// Where an index stands for several elements, places are found first, in a loop of their own, where they are checked: what follows has no
  /// errors about indices. (What fails a check is place 0.) Every element of the result belongs to one thread, which combines in the order of the indices: so the
  /// result is the same however the work is shared.
  func emitScatter(_ root: RootAnalysis, _ scatter: ScatterLowering) {
    emitTarget(root)
    let item = graph.entries[root.entry]
    let loops = ScatterLoops(self, root, scatter)
    if loops.usesPlainIndicesOnce { return emitScatterOfElements(root, scatter, loops) }
    let places = emitPlaces(root, scatter)
    guard let columns = loops.inner.last else {
      let grain = ParallelThreshold.grain(elements: loops.count, cost: root.cost + 4)
      builder.loop(loops.outer.reduce(1, *), .parallel(grain: grain)) { number in
        let outer = splitIndex(number, loops.outer)
        nested(loops.middle) { step in
          let place = place(places, loops.indices(outer, step))
          combine(scatter, root, loops.target(outer, place, []), loops.source(outer, step, []))
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
          combine(scatter, root, loops.target(outer, place, inner), loops.source(outer, step, inner))
        }
      }
    }
  }

  /// One element for each index: its place is found where it is used.
  ///
  /// Places in a large result are asked for ahead of their turn: they are known, and a processor by itself sees no further than a few
  /// of them.
  private func emitScatterOfElements(_ root: RootAnalysis, _ scatter: ScatterLowering, _ loops: ScatterLoops) {
    let shape = graph.entries[root.entry].inputTypes[1].shape
    let type = graph.entries[root.entry].type.elementType
    let grain = ParallelThreshold.grain(elements: loops.count, cost: root.cost + 12)
    let reached = scatter.axes.reduce(SymbolicInteger(1)) { $0 * root.space[$1] }
    let isLarge = PlacesAhead.isLarge(reached, byteCount: type.byteCount)
    builder.loop(loops.outer.reduce(1, *), .parallel(grain: grain)) { number in
      let outer = splitIndex(number, loops.outer)
      func index(_ step: [Dimension]) -> [Dimension] { Array(loops.source(outer, step, []).prefix(shape.count)) }
      func scatterOne(_ step: [Dimension]) {
        let place = walker.withScope {
          order = linear(index(step), shape)
          return checkedPlace(root, scatter, index(step))
        }
        combine(scatter, root, loops.target(outer, place, []), loops.source(outer, step, []))
      }
      guard let count = loops.middle.last, isLarge != 0 else { return nested(loops.middle) { scatterOne($0) } }
      nested(Array(loops.middle.dropLast())) { before in
        let early = isLarge * .maximum(0, count - PlacesAhead.distance)
        builder.loop(early, .serial) { step in
          let place = walker.withScope { uncheckedPlace(root, scatter, index(before + [step + PlacesAhead.distance])) }
          builder.prefetch(loops.target(outer, place, []))
          scatterOne(before + [step])
        }
        builder.loop(count - early, .serial) { step in scatterOne(before + [early + step]) }
      }
    }
  }

  /// A copy of the first operand, over a part of which the second is written.
  func emitOverwrite(_ root: RootAnalysis, _ place: @escaping ([Dimension], [Dimension]) -> [Dimension]) {
    emitTarget(root)
    let item = graph.entries[root.entry]
    emitPart(OperandPart(root: root, operand: item.inputs[1], shape: item.inputTypes[1].shape) { index in
      place(root.space, index).map(self.facts.resolve)
    }, type: item.type.elementType)
  }

  /// The first operand in the memory of the result: a copy, unless it is there already.
  private func emitTarget(_ root: RootAnalysis) {
    let item = graph.entries[root.entry]
    if selection.writers[item.inputs[0]] == root.entry { return adopt(root.entry, from: item.inputs[0]) }
    allocate(root.entry)
    emitPart(OperandPart(root: root, operand: item.inputs[0], shape: root.space) { $0 }, type: item.type.elementType)
  }

  /// Where in the memory of the result the indices, which are checked, point to.
  private func emitPlaces(_ root: RootAnalysis, _ scatter: ScatterLowering) -> Int {
    let item = graph.entries[root.entry]
    let shape = item.inputTypes[1].shape
    let buffer = temporary("places\(root.entry)", .i64, count: shape.reduce(1, *))
    let probes = scatter.axes.indices.map { probed(item.inputs[$0 + 1], shape) }
    let nest = Nest(space: shape, expressions: probes.flatMap(offsets) + [linear(variables(shape), shape)])
    emitNest(nest, cost: probes.reduce(0) { $0 + $1.cost + 8 }, widest: 8) { index in
      walker.withScope {
        order = linear(index, shape)
        builder.store(builder.index(checkedPlace(root, scatter, index)), buffer, at: linear(index, shape))
      }
    }
    return buffer
  }

  /// Where in the memory of the result the indices at an index of theirs point to.
  private func checkedPlace(_ root: RootAnalysis, _ scatter: ScatterLowering, _ index: [Dimension]) -> Dimension {
    place(root, scatter, index) { $0.checkedIndex($1, extent: root.space[$2], axis: $2) }
  }

  /// The same where nothing depends on it: an index out of range gives a place that does not exist.
  private func uncheckedPlace(_ root: RootAnalysis, _ scatter: ScatterLowering, _ index: [Dimension]) -> Dimension {
    place(root, scatter, index) { context, wanted, axis in
      let zero = builder.constant(ScalarValue(integer: 0, type: .i64))
      return builder.integer(context.fromFront(wanted, size: context.element(root.space[axis]), zero: zero))
    }
  }

  private func place(
    _ root: RootAnalysis, _ scatter: ScatterLowering, _ index: [Dimension],
    _ position: (_ context: EntryContext, _ wanted: Value, _ axis: Int) -> Dimension
  ) -> Dimension {
    let (context, strides) = (EntryContext(walker: walker, entry: root.entry), storage(root.entry).strides)
    return scatter.axes.enumerated().reduce(SymbolicInteger(0)) { sum, item in
      let wanted = context.convert(context.input(item.offset + 1, at: index), to: .i64)
      return sum + position(context, wanted, item.element) * strides[item.element]
    }
  }

  private func place(_ places: Int, _ offset: Dimension) -> Dimension {
    builder.integer(builder.load(places, at: offset))
  }

  private func combine(_ scatter: ScatterLowering, _ root: RootAnalysis, _ access: Access, _ source: [Dimension]) {
    let combiner = scatter.combiner
    if scatter.isOfPairs, let function = combiner.function { return combinePair(function, root, access, source) }
    walker.withScope {
      let item = graph.entries[root.entry]
      let operand = item.inputs.count - 1
      order = linear(source, item.inputTypes[operand].shape)
      let update = builder.convert(walker.value(item.inputs[operand], at: source), to: item.type.elementType)
      guard let function = combiner.function else {
        builder.store(update, access)
        return
      }
      if combiner == .power, item.type.elementType.isInteger {
        EntryContext(walker: walker, entry: root.entry).requireNonnegativePower(update)
      }
      builder.store(builder.call(function, [builder.load(access), update]), access)
    }
  }

  /// Both parts of a complex number: `access` and `source` are of the real one.
  private func combinePair(_ function: ScalarFunction, _ root: RootAnalysis, _ access: Access, _ source: [Dimension]) {
    guard let real = function.realPart, let imaginary = function.imaginaryPart else {
      preconditionFailure("\(function.name) of complex numbers is one")
    }
    walker.withScope {
      let item = graph.entries[root.entry]
      let operand = item.inputs.count - 1
      let sources = [0, 1].map { Array(source.dropLast()) + [Dimension($0)] }
      let accesses = [access, Access(buffer: access.buffer, offset: access.offset + storage(root.entry).strides[root.space.count - 1])]
      order = linear(source, item.inputTypes[operand].shape)
      let values = accesses.map { builder.load($0) } + sources.map { walker.value(item.inputs[operand], at: $0) }
      for (part, access) in zip([real, imaginary].map({ builder.call($0, values) }), accesses) { builder.store(part, access) }
    }
  }

  /// Serial loops, the last one innermost.
  private func nested(_ extents: [Dimension], _ outer: [Dimension] = [], _ body: ([Dimension]) -> Void) {
    guard let first = extents.first else { return body(outer) }
    builder.loop(first, .serial) { nested(Array(extents.dropFirst()), outer + [$0], body) }
  }
}

/// Places of a scatter that memory is asked for before they are written.
private enum PlacesAhead {
  /// How many indices ahead: enough for memory to answer meanwhile, and few enough to stay in the nearest cache.
  static let distance = Dimension(64)
  /// From here on results do not fit the caches that answer at once.
  private static let largeBytes = 1 << 19

  /// 1 for results that are large, else 0.
  static func isLarge(_ count: Dimension, byteCount: Int) -> Dimension {
    .minimum(1, .floorDivide(count, SymbolicInteger(largeBytes / byteCount)))
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
  /// Whether each index stands for one element, and is read rather than computed (which threads do side by side).
  let usesPlainIndicesOnce: Bool
  /// A cast or a sign.
  private static let plainCost = 2
  private let front: Collapsing
  private let picking: Collapsing
  private let behind: Collapsing
  private let scatter: ScatterLowering
  /// The axes of the updates that are those of the index arrays.
  private let picked: Range<Int>
  private let indexStrides: [Dimension]
  private let rank: Int
  /// The result's memory at an index of the updates, at place 0.
  private let access: ([Dimension]) -> Access

  /// - Parameter emitter: says where the operands and the result lie.
  init(_ emitter: KernelEmitter, _ root: RootAnalysis, _ scatter: ScatterLowering) {
    let item = emitter.graph.entries[root.entry]
    let (indexShape, space) = (item.inputTypes[1].shape, item.inputTypes[item.inputs.count - 1].shape)
    let picked = scatter.position..<scatter.position + indexShape.count - scatter.batchAxes
    let others = scatter.otherAxes(rank: root.space.count)
    (self.scatter, self.picked, rank) = (scatter, picked, space.count)
    // Both parts of a complex number go together.
    let end = scatter.isOfPairs ? rank - 1 : rank
    indexStrides = rowMajorStrides(indexShape)
    access = { index in
      var target = [Dimension](repeating: 0, count: root.space.count)
      for (axis, value) in zip(others, index[..<picked.lowerBound] + index[picked.upperBound...]) { target[axis] = value }
      return emitter.access(root.entry, target)
    }
    let indices = item.inputs.dropFirst().dropLast().map { emitter.probed($0, indexShape) }
    let isOnce = picked.lowerBound == scatter.batchAxes && picked.upperBound == end
    usesPlainIndicesOnce = isOnce && indices.allSatisfy { $0.cost <= ScatterLoops.plainCost && !$0.hasChecks }
    var reads = emitter.offsets(emitter.probed(item.inputs[item.inputs.count - 1], space))
    if usesPlainIndicesOnce { reads += indices.flatMap { emitter.offsets($0) } }
    let variables = emitter.variables(space)
    // The result moves along the axes in front and behind, the places along those between.
    let target = access(variables).offset
    let place = ScatterLoops.linear(variables, scatter, picked, indexStrides)
    front = Collapsing(axes: Array(0..<picked.lowerBound), space: space, expressions: reads + [target, place])
    picking = Collapsing(axes: Array(picked), space: space, expressions: reads + [place])
    behind = Collapsing(axes: Array(picked.upperBound..<end), space: space, expressions: reads + [target])
    (outer, middle, inner) = (front.extents(space), picking.extents(space), behind.extents(space))
  }

  private static func linear(
    _ index: [Dimension], _ scatter: ScatterLowering, _ picked: Range<Int>, _ strides: [Dimension]
  ) -> Dimension {
    zip(index[..<scatter.batchAxes] + index[picked], strides).reduce(SymbolicInteger(0)) { $0 + $1.0 * $1.1 }
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

  /// Where an element of the result is.
  func target(_ outer: [Dimension], _ place: Dimension, _ inner: [Dimension]) -> Access {
    let start = access(source(outer, [], inner))
    return Access(buffer: start.buffer, offset: start.offset + place)
  }

  /// Where a place is in memory.
  func indices(_ outer: [Dimension], _ step: [Dimension]) -> Dimension {
    Self.linear(source(outer, step, []), scatter, picked, indexStrides)
  }
}
