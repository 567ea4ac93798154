import TensorLLVM
import TensorLoopIR
import TensorScalars

// Reductions side by side: vectors lie across the lane variable.
extension FunctionEmitter {
  /// Strips of a few registers of lanes. In a strip each of the tree's lanes (one where the order is free) runs down
  /// its rows with the state in registers; the lanes then meet in memory by halving.
  func reduceLanes(_ reduction: Reduction, _ reducers: [Reducing], _ lanes: Reduction.Lanes) {
    let extent = integer(lanes.extent)
    let constantExtent = module.ir.integerValue(extent.ir)
    if let count = constantExtent, count <= 0 { return }
    let profile = module.profile(reduction.body + reduction.then)
    let stages = module.stripStages(profile, reducers, extent: constantExtent)
    let writes = (reduction.body + reduction.then).writes
    let nonempty = constantExtent == nil ? compare(.signedGreater, extent, integerConstant(0)) : nil
    guarded(nonempty, []) {
      emit(stages, extent: extent, variable: lanes.variable, writes: writes) {
        let states = stripStates(reduction, reducers, writes: writes)
        bindResults(reducers, states)
        emit(reduction.then)
      }
      return []
    }
  }

  /// The states of the strip that the vector context names.
  private func stripStates(_ reduction: Reduction, _ reducers: [Reducing], writes: Set<Int>) -> States {
    let lanes = vector?.lanes ?? 1
    let extent = integer(reduction.extent)
    func down(_ first: Operand, _ end: Operand, step: Int) -> States {
      let empty = identities(reducers, lanes: lanes, inBlock: false)
      return counted(first, end, step: step, writes: writes, carrying: empty) { index, carried in
        remember(.loop(reduction.variable), index)
        emit(reduction.body)
        return accumulated(reducers, carried, offset: index, mask: nil)
      }
    }
    if reduction.order == .pairwise {
      return merged(reducers, parts: extent, lanes: lanes, writes: writes) { index in
        remember(.loop(reduction.variable), index)
        emit(reduction.body)
        return elementStates(reducers, index: index, lanes: lanes)
      }
    }
    guard reducers.contains(where: \.isOrdered) else { return down(integerConstant(0), extent, step: 1) }
    let width = reduction.treeLanes
    let isCheap = module.isCheap(module.profile(reduction.body + reduction.then), reducers)
    let blocks = binary(
      .arithmeticShiftRight, binary(.add, extent, integerConstant(ReductionTree.block - 1)),
      integerConstant(ReductionTree.blockShift))
    return merged(reducers, parts: blocks, lanes: lanes, writes: writes) { block in
      let start = binary(.shiftLeft, block, integerConstant(ReductionTree.blockShift))
      let count = intrinsic(
        "llvm.smin", [binary(.subtract, extent, start), integerConstant(ReductionTree.block)])
      let end = binary(.add, start, count)
      // Where the body is cheap, four lanes meet before they are stored. (One that does not exist is the identity.)
      let quarter = isCheap ? width / 4 : width
      let used = intrinsic("llvm.smin", [count, integerConstant(quarter)])
      let types = stateTypes(reducers, inBlock: false)
      let slots = stateSlots(types, count: quarter, lanes: lanes, use: SlotUse.strips)
      func place(_ lane: Operand) -> Operand { binary(.multiply, lane, integerConstant(lanes)) }
      func part(_ lane: Operand, _ distance: Int) -> States {
        down(binary(.add, binary(.add, start, lane), integerConstant(distance)), end, step: width)
      }
      counted(integerConstant(0), used, writes: writes) { lane, _ in
        var state = down(binary(.add, start, lane), end, step: width)
        if isCheap {
          let (half, both) = (2 * quarter, 3 * quarter)
          state = combined(reducers, state, part(lane, half))
          state = combined(reducers, state, combined(reducers, part(lane, quarter), part(lane, both)))
        }
        storeStates(state, types, slots, at: place(lane))
        return []
      }
      return meet(reducers, types, slots, width: quarter, used: used, lanes: lanes)
    }
  }

  /// Halving of `used` lanes of states in memory; those that do not exist are skipped.
  private func meet(
    _ reducers: [Reducing], _ types: [IRType], _ slots: [IRValue], width: Int, used: Operand, lanes: Int
  ) -> States {
    func place(_ lane: Operand) -> Operand { binary(.multiply, lane, integerConstant(lanes)) }
    counted(integerConstant(0), integerConstant(width.trailingZeroBitCount), writes: []) { step, _ in
      let distance = binary(.logicalShiftRight, integerConstant(width / 2), step)
      // Of the partners l + distance only those below `used` exist, and after a step no more than `distance` are left.
      let present = intrinsic(
        "llvm.smin", [used, binary(.shiftLeft, distance, integerConstant(1))])
      counted(integerConstant(0), binary(.subtract, present, distance), writes: []) { lane, _ in
        let a = loadStates(types, slots, at: place(lane), lanes: lanes)
        let b = loadStates(types, slots, at: place(binary(.add, lane, distance)), lanes: lanes)
        storeStates(combined(reducers, a, b), types, slots, at: place(lane))
        return []
      }
      return []
    }
    return loadStates(types, slots, at: integerConstant(0), lanes: lanes)
  }
}

extension ModuleEmitter {
  /// Whether a reduction side by side is bound by memory, not by what it computes.
  func isCheap(_ profile: BodyProfile, _ reducers: [Reducing]) -> Bool { profile.cost <= 4 && reducers.count == 1 }

  /// The widths of strips: states take at most a quarter of the registers. The rows of a strip lie far apart in memory, so
  /// where the body is cheap strips are wide: longer runs are what prefetchers follow.
  func stripStages(_ profile: BodyProfile, _ reducers: [Reducing], extent: Int?) -> [FunctionEmitter.Stage] {
    let stateBytes = reducers.reduce(0) { $0 + ($1.findsIndex ? 8 + $1.type.byteCount : $1.stateByteCount) }
    let widest = max(profile.widestByteCount, reducers.contains(where: \.findsIndex) ? 8 : 1)
    let isCheap = isCheap(profile, reducers)
    let limit = isCheap ? min(512, target.registerBytes * target.registerCount / 4) : 256
    // A power of two, as all widths are.
    var most = isCheap ? 512 : lanes(for: profile)
    if profile.visitsLanes { most = min(most, 64) }
    while most > 1, most * stateBytes > limit {
      most /= 2
    }
    let one = min(most, target.registerBytes / widest)
    var widths = most > one ? [most, one] : [one]
    if let extent { widths = widths.filter { $0 <= extent } }
    var stages = widths.map { FunctionEmitter.Stage(lanes: $0, isMasked: false) }
    if target.hasMaskedAccess {
      if stages.count == 2 { stages.removeLast() }
      stages.append(FunctionEmitter.Stage(lanes: one, isMasked: true))
    } else if one > 1 {
      stages.append(FunctionEmitter.Stage(lanes: 1, isMasked: false))
    }
    return stages
  }
}
