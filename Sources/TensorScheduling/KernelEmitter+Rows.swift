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
    builder.loop(extents.reduce(1, *), .parallel(grain: grain)) { row in
      var index = [Dimension](repeating: 0, count: depth)
      collapsing.assign(splitIndex(row, extents), to: &index)
      walker.withScope {
        for step in plan.steps { emit(step, outer: index) }
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
    case .scan, .concatenation, .matrixProduct, .relabel: false
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
