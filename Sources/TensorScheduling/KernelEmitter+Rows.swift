import TensorGraph

extension KernelEmitter {
  /// One parallel loop over rows; in a row, the steps of the group's plan.
  func emitRows(_ group: RootGroup, depth: Int) {
    let plan = RowPlan(group.members, depth: depth, owner: selection.owner)
    allocateRowMemory(group, plan, depth)
    let outer = Array(group.space.prefix(depth))
    let expressions = offsets(group.members) + rowStores(group, depth)
    let collapsing = Collapsing(axes: Array(outer.indices), space: group.space, expressions: expressions)
    let extents = collapsing.extents(group.space)
    let rowWork = group.members.map { $0.space.dropFirst(depth).reduce(SymbolicInteger(1), *) }
    // An extent known only at run time counts as more than any number.
    let elements = rowWork.max { $0.workRank < $1.workRank } ?? 1
    let cost = group.members.reduce(0) { $0 + $1.cost + 2 }
    let grain = ParallelThreshold.grain(elements: elements, cost: cost)
    let count = extents.reduce(SymbolicInteger(1), *)
    func index(_ row: Dimension) -> [Dimension] {
      var index = [Dimension](repeating: 0, count: depth)
      collapsing.assign(splitIndex(row, extents), to: &index)
      return index
    }
    func emitRow(_ row: Dimension) {
      walker.withScope {
        for step in plan.steps { emit(step, outer: index(row)) }
      }
    }
    guard let together = rowsTogether(plan, depth, count) else {
      builder.loop(count, .parallel(grain: grain)) { emitRow($0) }
      return
    }
    let size = SymbolicInteger(together.rows)
    builder.loop(together.blocks, .parallel(grain: .floorDivide(grain + size - 1, size))) { block in
      emitRowsTogether(together, plan, (0..<together.rows).map { index(block * size + SymbolicInteger($0)) })
    }
    let done = together.blocks * size
    if count - done != 0 { builder.loop(count - done, .parallel(grain: grain)) { emitRow(done + $0) } }
  }

  /// Rows reduced in one pass.
  private struct RowsTogether {
    let root: RootAnalysis
    let reduction: ReductionLowering
    let rows: Int
    let blocks: Dimension
  }

  /// Rows that are only reduced go several at a time where they share an operand, which is then read once, or where they
  /// are short, so that the ends of their trees overlap. Nil where rows are long to compute or few. (Long rows that share
  /// nothing are one stream of memory, which is better left whole.)
  private func rowsTogether(_ plan: RowPlan, _ depth: Int, _ count: Dimension) -> RowsTogether? {
    guard case .reduction(let roots, let maps)? = plan.steps.first, roots.count == 1, maps.isEmpty,
      case .reduction(let reduction) = roots[0].kind, roots[0].space.count == depth + reduction.axes.count,
      !roots[0].hasChecks, plan.steps.dropFirst().allSatisfy(\.isPoint)
    else { return nil }
    switch reduction.combiner {
    case .sum, .product, .dot, .minimum, .maximum: break
    case .or, .and, .argMinimum, .argMaximum: return nil
    }
    let inner = roots[0].space.dropFirst(depth).reduce(SymbolicInteger(1), *)
    guard roots[0].sharesReads(depth: depth) || inner.constant.map({ $0 <= 256 }) ?? false else { return nil }
    let rows = roots[0].cost <= 2 ? 4 : roots[0].cost <= 6 ? 2 : 1
    // Enough blocks for many threads, or none.
    let (size, least) = (SymbolicInteger(rows), SymbolicInteger(rows * 64))
    let blocks = SymbolicInteger.floorDivide(count, size) * .minimum(1, .floorDivide(count, least))
    return rows == 1 || blocks == 0
      ? nil : RowsTogether(root: roots[0], reduction: reduction, rows: rows, blocks: blocks)
  }

  private func emitRowsTogether(_ together: RowsTogether, _ plan: RowPlan, _ indices: [[Dimension]]) {
    let (root, reduction) = (together.root, together.reduction)
    let inner = ReducedIndex(axes: reduction.axes, space: root.space, expressions: offsets([root]))
    let combiners = [Combiner](repeating: reduction.combiner, count: indices.count)
    let results = builder.reduce(inner.extent, combiners) { variable in
      walker.withScope {
        indices.map { reduction.arguments(EntryContext(walker: walker, entry: root.entry), $0 + inner.index(variable)) }
      }
    }
    for (index, result) in zip(indices, results) {
      walker.withScope {
        let place = reduction.resultIndex(index)
        let value = reduction.finish(EntryContext(walker: walker, entry: root.entry), result)
        walker.remember(value, entry: root.entry, at: place)
        store(value, root.entry, place)
        for step in plan.steps.dropFirst() { emit(step, outer: index) }
      }
    }
  }

  /// Offsets at which members that are stored write, so that outer axes collapse only where writes allow it.
  private func rowStores(_ group: RootGroup, _ depth: Int) -> [Dimension] {
    group.members.compactMap { member in
      guard case .reduction(let reduction) = member.kind, storages[member.entry] != nil else { return nil }
      let staying = variables(member.space).enumerated().filter { !reduction.axes.contains($0.offset) }.map(\.element)
      return access(member.entry, reduction.resultIndex(staying)).offset
    }
  }

  private func allocateRowMemory(_ group: RootGroup, _ plan: RowPlan, _ depth: Int) {
    let stepOf = plan.stepOf
    let members = Set(group.members.map(\.entry))
    for member in group.members {
      let users = readers[member.entry, default: []]
      if isOutput(member.entry) || users.contains(where: { $0.isAlias || !members.contains($0.root) }) {
        allocate(member.entry)
      } else if !staysInRegister(member, depth), users.contains(where: { stepOf[$0.root] != stepOf[member.entry] }) {
        allocateScratch(member.entry, depth: depth)
      }
    }
  }

  /// Whether a root has one element a row, which later steps of the row use directly.
  private func staysInRegister(_ root: RootAnalysis, _ depth: Int) -> Bool {
    switch root.kind {
    case .map: root.space.dropFirst(depth).allSatisfy { $0.constant == 1 }
    case .reduction(let reduction): root.space.count - reduction.axes.count == depth
    case .interleaved, .scan, .recurrence, .scatter, .overwrite, .concatenation, .matrixProduct, .routine, .compaction, .relabel: false
    }
  }

  private func emit(_ step: RowPlan.Step, outer: [Dimension]) {
    switch step {
    case .point(let root):
      let index = outer + [Dimension](repeating: 0, count: root.space.count - outer.count)
      order = linear(index, root.space)
      let value = walker.compute(root.entry, at: index)
      walker.remember(value, entry: root.entry, at: index)
      store(value, root.entry, index)
    case .maps(let roots): emitRowMaps(roots, outer: outer)
    case .reduction(let roots, let maps): emitRowReduction(roots, maps: maps, outer: outer)
    }
  }

  private func emitRowMaps(_ roots: [RootAnalysis], outer: [Dimension]) {
    let space = roots[0].space
    let axes = Array(space.indices.dropFirst(outer.count))
    let collapsing = Collapsing(axes: axes, space: space, expressions: offsets(roots))
    emitInner(collapsing.extents(space), []) { variables in
      var index = outer + [Dimension](repeating: 0, count: axes.count)
      collapsing.assign(variables, to: &index)
      emitElements(roots, at: index)
    }
  }

  /// Reductions of one row over common axes, elementwise roots being computed on the way.
  private func emitRowReduction(_ roots: [RootAnalysis], maps: [RootAnalysis], outer: [Dimension]) {
    guard case .reduction(let first) = roots[0].kind else { return }
    let space = roots[0].space
    let leading = Array(outer.count..<(space.count - first.axes.count))
    func nest(_ position: Int, _ index: [Dimension]) {
      if position < leading.count {
        // Along an extent of 1 reads say index 0, by which what is computed on the way is known.
        if space[leading[position]].constant == 1 { return nest(position + 1, index + [0]) }
        builder.loop(space[leading[position]], .serial) { variable in
          walker.withScope { nest(position + 1, index + [variable]) }
        }
        return
      }
      let results = reduceRow(roots, maps, staying: index)
      for (root, result) in zip(roots, results) {
        guard case .reduction(let reduction) = root.kind else { continue }
        let place = reduction.resultIndex(index)
        let value = reduction.finish(EntryContext(walker: walker, entry: root.entry), result)
        walker.remember(value, entry: root.entry, at: place)
        store(value, root.entry, place)
      }
    }
    nest(0, outer)
  }

  private func reduceRow(_ roots: [RootAnalysis], _ maps: [RootAnalysis], staying: [Dimension]) -> [Value] {
    guard case .reduction(let first) = roots[0].kind else { return [] }
    let space = roots[0].space
    let inner = ReducedIndex(
      axes: first.axes, space: space, expressions: offsets(roots + maps))
    let reductions = roots.compactMap { root -> ReductionLowering? in
      if case .reduction(let reduction) = root.kind { return reduction }
      return nil
    }
    return builder.reduce(inner.extent, reductions.map(\.combiner)) { variable in
      walker.withScope {
        let index = staying + inner.index(variable)
        order = linear(index, space)
        for map in maps {
          let value = walker.compute(map.entry, at: index)
          walker.remember(value, entry: map.entry, at: index)
          store(value, map.entry, index)
        }
        return zip(roots, reductions).map { root, reduction in
          reduction.arguments(EntryContext(walker: walker, entry: root.entry), index)
        }
      }
    }
  }
}

/// The axes of a reduction as one running index.
struct ReducedIndex {
  private let axes: [Int]
  private let space: [Dimension]
  private let collapsing: Collapsing

  init(axes: [Int], space: [Dimension], expressions: [Dimension]) {
    (self.axes, self.space) = (axes, space)
    collapsing = Collapsing(axes: axes, space: space, expressions: expressions)
  }

  /// How many elements are combined.
  var extent: Dimension { axes.reduce(SymbolicInteger(1)) { $0 * space[$1] } }

  /// The indices of the reduced axes, in order, for a running index.
  func index(_ running: Dimension) -> [Dimension] {
    var full = [Dimension](repeating: 0, count: space.count)
    collapsing.assign(splitIndex(running, collapsing.extents(space)), to: &full)
    return axes.map { full[$0] }
  }
}

extension SymbolicInteger {
  /// For a comparison of amounts of work: symbolic ones, then by the number of terms, then numbers by value.
  fileprivate var workRank: (Int, Int, Int) { (constant == nil ? 1 : 0, terms.count, constant ?? 0) }
}
