import TensorGraph

/// Bytes of one row that one thread takes in a reduction or a scan over an outer axis.
enum LaneTile {
  static let bytes = 1_024
}

/// Elements of a block of which the least or greatest is found by one thread.
enum ArgumentBlock {
  static let extent = 16_384
}

extension KernelEmitter {
  /// A reduction by itself: over the last axes, over everything, or over axes with others inside.
  func emitReduction(_ root: RootAnalysis, _ reduction: ReductionLowering) {
    allocate(root.entry)
    let space = root.space
    var before = Array(0..<(reduction.axes.first ?? 0))
    var after = Array(((reduction.axes.last ?? -1) + 1)..<space.count)
    after.removeAll { space[$0].constant == 1 }
    if root.prefersRows {
      // Memory runs along the reduced axes, whatever lies behind them.
      before += after
      after = []
    } else if after.isEmpty, let front = before.last(where: { space[$0].constant != 1 }) {
      // Memory runs along the axis in front: that is where the lanes are.
      before.removeAll { $0 == front }
      after = [front]
    }
    let job = ReductionJob(
      root: root, reduction: reduction, before: before, after: after,
      inner: ReducedIndex(axes: reduction.axes, space: space, expressions: offsets([root])))
    if job.after.isEmpty { emitWhole(job) } else { emitOverLanes(job) }
  }

  struct ReductionJob {
    let root: RootAnalysis
    let reduction: ReductionLowering
    /// Axes in front of the reduced ones, and those behind.
    let before: [Int]
    let after: [Int]
    let inner: ReducedIndex

    var space: [Dimension] { root.space }

    /// An index of the space.
    func index(before: [Dimension], running: Dimension, after lanes: [Dimension]) -> [Dimension] {
      let reduced = inner.index(running)
      var index = [Dimension](repeating: 0, count: space.count)
      for (axis, value) in zip(self.before, before) { index[axis] = value }
      for (axis, value) in zip(reduction.axes, reduced) { index[axis] = value }
      for (axis, value) in zip(after, lanes) { index[axis] = value }
      return index
    }

    func resultIndex(_ index: [Dimension]) -> [Dimension] {
      reduction.resultIndex(index.enumerated().filter { !reduction.axes.contains($0.offset) }.map(\.element))
    }
  }

  private func arguments(_ job: ReductionJob, _ index: [Dimension]) -> [Value] {
    order = linear(index, job.space)
    return walker.withScope { job.reduction.arguments(EntryContext(walker: walker, entry: job.root.entry), index) }
  }

  private func finish(_ job: ReductionJob, _ combined: Value, _ index: [Dimension]) {
    let value = job.reduction.finish(EntryContext(walker: walker, entry: job.root.entry), combined)
    store(value, job.root.entry, job.resultIndex(index))
  }

  // MARK: Nothing behind the reduced axes

  /// Blocks of the tree on all threads, then the blocks' results.
  private func emitWhole(_ job: ReductionJob) {
    let extent = job.inner.extent
    let elements = job.before.dropFirst().reduce(extent) { $0 * job.space[$1] }
    let grain = ParallelThreshold.grain(elements: elements, cost: job.root.cost)
    forEach(job.before, job.space, [], grain) { before in
      let isSmall = extent.constant.map { $0 <= ReductionTree.block } ?? false
      switch job.reduction.combiner {
      case .argMinimum, .argMaximum:
        if extent.constant.map({ $0 <= ArgumentBlock.extent }) ?? false || !job.before.isEmpty {
          single(job, before)
        } else {
          argumentBlocks(job, before)
        }
      case .sum, .product, .minimum, .maximum, .or, .and, .dot:
        if isSmall || !job.before.isEmpty { single(job, before) } else { blocks(job, before) }
      }
    }
  }

  /// Loops over axes, the first one parallel.
  private func forEach(
    _ axes: [Int], _ space: [Dimension], _ indices: [Dimension], _ grain: Dimension, _ body: ([Dimension]) -> Void
  ) {
    guard indices.count < axes.count else { return body(indices) }
    let extent = space[axes[indices.count]]
    if extent.constant == 1 { return forEach(axes, space, indices + [0], grain, body) }
    let kind: Loop.Kind = indices.isEmpty ? .parallel(grain: grain) : .serial
    builder.loop(extent, kind) { forEach(axes, space, indices + [$0], grain, body) }
  }

  private func single(_ job: ReductionJob, _ before: [Dimension]) {
    let result = builder.reduce(job.inner.extent, job.reduction.combiner) { variable in
      arguments(job, job.index(before: before, running: variable, after: []))
    }
    finish(job, result, job.index(before: before, running: 0, after: []))
  }

  private func blocks(_ job: ReductionJob, _ before: [Dimension]) {
    let (extent, block) = (job.inner.extent, SymbolicInteger(ReductionTree.block))
    let count = SymbolicInteger.floorDivide(extent + block - 1, block)
    let combiner = job.reduction.combiner
    let type = job.root.reducedType ?? .f64
    let partial = temporary("blocks\(job.root.entry)", type, count: .maximum(1, count))
    let grain = ParallelThreshold.grain(elements: block, cost: job.root.cost)
    builder.loop(count, .parallel(grain: grain)) { number in
      let start = number * block
      let result = builder.reduce(.minimum(block, extent - start), combiner) { variable in
        arguments(job, job.index(before: before, running: start + variable, after: []))
      }
      builder.store(result, Access(buffer: partial, offset: number))
    }
    let merging: Combiner = combiner == .dot ? .sum : combiner
    let result = builder.reduce(count, order: .pairwise, merging) { variable in
      [builder.load(Access(buffer: partial, offset: variable))]
    }
    finish(job, result, job.index(before: before, running: 0, after: []))
  }

  /// The place of the least or greatest element: of each block on all threads, then of the blocks' own. Of equal elements the first
  /// wins in a block and among blocks.
  private func argumentBlocks(_ job: ReductionJob, _ before: [Dimension]) {
    let (extent, block, combiner) = (job.inner.extent, SymbolicInteger(ArgumentBlock.extent), job.reduction.combiner)
    let count = SymbolicInteger.floorDivide(extent + block - 1, block)
    let bests = temporary("bests\(job.root.entry)", job.root.reducedType ?? .f64, count: .maximum(1, count))
    let places = temporary("places\(job.root.entry)", .i64, count: .maximum(1, count))
    let grain = ParallelThreshold.grain(elements: block, cost: job.root.cost)
    builder.loop(count, .parallel(grain: grain)) { number in
      let start = number * block
      let place = builder.reduce(.minimum(block, extent - start), combiner) { variable in
        arguments(job, job.index(before: before, running: start + variable, after: []))
      }
      let whole = start + builder.integer(place)
      let best = arguments(job, job.index(before: before, running: whole, after: []))[0]
      builder.store(best, Access(buffer: bests, offset: number))
      builder.store(builder.index(whole), Access(buffer: places, offset: number))
    }
    let winner = builder.reduce(count, combiner) { variable in [builder.load(Access(buffer: bests, offset: variable))] }
    let result = builder.load(Access(buffer: places, offset: builder.integer(winner)))
    finish(job, result, job.index(before: before, running: 0, after: []))
  }

  // MARK: Other axes behind the reduced ones

  /// Many reductions side by side: tiles of neighbouring columns, and blocks of rows, on all threads.
  private func emitOverLanes(_ job: ReductionJob) {
    let extent = job.inner.extent
    let type = job.root.reducedType ?? .f64
    let collapsing = Collapsing(
      axes: job.after, space: job.space,
      expressions: offsets([job.root]) + [access(job.root.entry, job.resultIndex(variables(job.space))).offset])
    let runs = collapsing.extents(job.space)
    let columns = runs[runs.count - 1]
    let tile = SymbolicInteger(LaneTile.bytes / type.byteCount)
    let combiner = job.reduction.combiner
    let (block, outerLanes) = (SymbolicInteger(ReductionTree.block), Array(runs.dropLast()))
    let isOneBlock = extent.constant.map { $0 <= ReductionTree.block } ?? false
    let needsValues = combiner == .argMinimum || combiner == .argMaximum
    let beforeExtents = job.before.map { job.space[$0] }
    let tiles = SymbolicInteger.floorDivide(columns + tile - 1, tile)
    func lanes(_ outer: [Dimension], _ column: Dimension) -> [Dimension] {
      var full = [Dimension](repeating: 0, count: job.space.count)
      collapsing.assign(outer + [column], to: &full)
      return job.after.map { full[$0] }
    }
    let common = beforeExtents + outerLanes + [tiles]

    if isOneBlock || needsValues {
      let grain = ParallelThreshold.grain(elements: tile * extent, cost: job.root.cost)
      builder.loop(common.reduce(1, *), .parallel(grain: grain)) { number in
        let at = splitIndex(number, common)
        let (before, outer) = (Array(at.prefix(beforeExtents.count)), Array(at.dropFirst(beforeExtents.count).dropLast()))
        let start = at[at.count - 1] * tile
        reduceLanes(job, rows: 0, extent, order: .lanes, columns: .minimum(tile, columns - start), combiner) {
          row, column in
          arguments(job, job.index(before: before, running: row, after: lanes(outer, start + column)))
        } then: { combined, column in
          finish(job, combined, job.index(before: before, running: 0, after: lanes(outer, start + column)))
        }
      }
      return
    }

    // Blocks of rows first, each into a row of partial results.
    let count = SymbolicInteger.floorDivide(extent + block - 1, block)
    let width = (beforeExtents + runs).reduce(SymbolicInteger(1), *)
    let partial = temporary("blocks\(job.root.entry)", type, count: .maximum(1, count * width))
    let blocked = [count] + common
    func column(_ at: [Dimension], _ column: Dimension) -> Dimension {
      linear(Array(at) + [column], beforeExtents + runs)
    }
    let grain = ParallelThreshold.grain(elements: tile * SymbolicInteger(ReductionTree.block / 8), cost: job.root.cost)
    builder.loop(blocked.reduce(1, *), .parallel(grain: grain)) { number in
      let at = splitIndex(number, blocked)
      let fixed = Array(at.dropFirst().dropLast())
      let before = Array(fixed.prefix(beforeExtents.count))
      let outer = Array(fixed.dropFirst(beforeExtents.count))
      let (first, start) = (at[0] * block, at[at.count - 1] * tile)
      reduceLanes(
        job, rows: first, .minimum(block, extent - first), order: .lanes, columns: .minimum(tile, columns - start), combiner
      ) { row, lane in
        arguments(job, job.index(before: before, running: row, after: lanes(outer, start + lane)))
      } then: { combined, lane in
        builder.store(combined, Access(buffer: partial, offset: at[0] * width + column(fixed, start + lane)))
      }
    }
    let merging: Combiner = combiner == .dot ? .sum : combiner
    builder.loop(common.reduce(1, *), .parallel(grain: ParallelThreshold.grain(elements: tile * count, cost: 2))) {
      number in
      let at = splitIndex(number, common)
      let fixed = Array(at.dropLast())
      let before = Array(fixed.prefix(beforeExtents.count))
      let outer = Array(fixed.dropFirst(beforeExtents.count))
      let start = at[at.count - 1] * tile
      reduceLanes(job, rows: 0, count, order: .pairwise, columns: .minimum(tile, columns - start), merging) {
        row, lane in
        [builder.load(Access(buffer: partial, offset: row * width + column(fixed, start + lane)))]
      } then: { combined, lane in
        finish(job, combined, job.index(before: before, running: 0, after: lanes(outer, start + lane)))
      }
    }
  }

  private func reduceLanes(
    _ job: ReductionJob, rows: Dimension, _ extent: Dimension, order: Reduction.Order, columns: Dimension,
    _ combiner: Combiner, _ arguments: (Dimension, Dimension) -> [Value],
    then: (Value, Dimension) -> Void
  ) {
    builder.reduce(extent, order: order, across: columns, [combiner]) { row, column in
      [arguments(rows + row, column)]
    } then: { column, results in
      walker.withScope { then(results[0], column) }
    }
  }
}
