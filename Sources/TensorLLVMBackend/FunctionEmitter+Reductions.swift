import TensorLLVM
import TensorLoopIR
import TensorScalars

extension FunctionEmitter {
  func emit(_ reduction: Reduction) {
    let reducers = reduction.reducers.map(Reducing.init)
    switch (reduction.order, reduction.lanes) {
    case (.lanes, nil):
      for pass in module.passes(reduction) {
        let reducers = pass.reducers.map(Reducing.init)
        bindResults(reducers, reduced(pass, reducers))
      }
    case (.pairwise, nil): bindResults(reducers, pairwise(reduction, reducers))
    case (_, let lanes?): reduceLanes(reduction, reducers, lanes)
    }
  }

  /// The states over the whole range: blocks, merged pairwise.
  private func reduced(_ reduction: Reduction, _ reducers: [Reducing]) -> States {
    let extent = integer(reduction.extent)
    if let count = module.ir.integerValue(extent.ir), count <= ReductionTree.block {
      if count <= 0 { return identities(reducers, lanes: 1, inBlock: false) }
      return blockStates(reduction, reducers, start: integerConstant(0), count: extent)
    }
    let blocks = binary(
      .arithmeticShiftRight, binary(.add, extent, integerConstant(ReductionTree.block - 1)),
      integerConstant(ReductionTree.blockShift))
    return merged(reducers, parts: blocks, lanes: 1, writes: reduction.body.writes) { block in
      let start = binary(.shiftLeft, block, integerConstant(ReductionTree.blockShift))
      let count = intrinsic(
        "llvm.smin", [binary(.subtract, extent, start), integerConstant(ReductionTree.block)])
      return blockStates(reduction, reducers, start: start, count: count)
    }
  }

  /// Parts merged pairwise, neighbours in index order, by a binary counter: the stack holds one state for each bit
  /// that is set in the number of parts so far.
  func merged(
    _ reducers: [Reducing], parts: Operand, lanes: Int, writes: Set<Int>, _ part: (Operand) -> States
  ) -> States {
    let types = stateTypes(reducers, inBlock: false)
    let slots = stateSlots(types, count: 64, lanes: lanes, use: SlotUse.mergeStack)
    let width = integerConstant(lanes)
    func place(_ entry: Operand) -> Operand { lanes == 1 ? entry : binary(.multiply, entry, width) }
    counted(integerConstant(0), parts, writes: writes) { index, _ in
      let state = part(index).map { Operand(widened($0, lanes), lanes: lanes, level: $0.level) }
      let height = intrinsic("llvm.ctpop", [index])
      let merges = trailingOnes(index)
      let total = counted(integerConstant(0), merges, writes: [], carrying: state) { step, carried in
        let entry = binary(.subtract, binary(.subtract, height, step), integerConstant(1))
        return combined(reducers, loadStates(types, slots, at: place(entry), lanes: lanes), carried)
      }
      storeStates(total, types, slots, at: place(binary(.subtract, height, merges)))
      return []
    }
    let none = identities(reducers, lanes: lanes, inBlock: false)
    let isSome = compare(.signedGreater, parts, integerConstant(0))
    return guarded(isSome, none) {
      let height = intrinsic("llvm.ctpop", [parts])
      let top = loadStates(types, slots, at: place(binary(.subtract, height, integerConstant(1))), lanes: lanes)
      return counted(integerConstant(1), height, writes: [], carrying: top) { step, carried in
        let entry = binary(.subtract, binary(.subtract, height, step), integerConstant(1))
        return combined(reducers, loadStates(types, slots, at: place(entry), lanes: lanes), carried)
      }
    }
  }

  private func trailingOnes(_ a: Operand) -> Operand {
    let inverted = binary(.xor, a, integerConstant(-1))
    return apply([inverted]) {
      module.ir.call(module.intrinsic("llvm.cttz", [$0[0].type]), [$0[0], module.ir.constant(0, bits: 1)])
    }
  }

  /// Elements themselves merged pairwise, one at a time.
  private func pairwise(_ reduction: Reduction, _ reducers: [Reducing]) -> States {
    merged(reducers, parts: integer(reduction.extent), lanes: 1, writes: reduction.body.writes) { index in
      remember(.loop(reduction.variable), index)
      emit(reduction.body)
      return elementStates(reducers, index: index, lanes: 1)
    }
  }

  /// The states of one element alone.
  func elementStates(_ reducers: [Reducing], index: Operand, lanes: Int) -> States {
    let empty = identities(reducers, lanes: lanes, inBlock: false)
    var states = accumulated(reducers, empty, offset: index, mask: nil)
    // The index is right even where the element is the identity itself.
    var position = 0
    for reducing in reducers {
      if reducing.findsIndex { states[position + 1] = index }
      position += reducing.stateCount
    }
    return states.map { Operand(widened($0, lanes), lanes: lanes, level: $0.level) }
  }

  // MARK: One block

  /// The states over `start ..< start + count`, where `count` is 1 to 2,048.
  private func blockStates(
    _ reduction: Reduction, _ reducers: [Reducing], start: Operand, count: Operand
  ) -> States {
    let types = stateTypes(reducers, inBlock: true)
    let profile = module.profile(reduction.body)
    let constantCount = module.ir.integerValue(count.ir)
    // A short range of known length needs no more lanes than elements.
    var lanes = reduction.treeLanes
    if let constantCount { while lanes / 2 >= constantCount { lanes /= 2 } }
    // Where the order is free, a few registers are enough.
    if !reducers.contains(where: \.isOrdered) {
      lanes = min(lanes, module.freeLanes(profile, reducers))
    }
    let states: States
    if module.keepsInRegisters(profile, reducers, lanes: lanes) {
      states = registerBlock(reduction, reducers, types, start: start, count: count, lanes: lanes)
    } else {
      states = memoryBlock(reduction, reducers, types, profile, start: start, count: count)
    }
    return halved(reducers, withLaneIndices(reducers, states)).enumerated().map { position, state in
      guard isIndex(position, reducers) else { return state }
      let bits = module.ir.integerBits(state.ir.type)
      return binary(.add, bits == 64 ? state : cast(.zeroExtend, state, i64), start)
    }
  }

  private func isIndex(_ position: Int, _ reducers: [Reducing]) -> Bool {
    var next = 0
    for reducing in reducers {
      if reducing.findsIndex, position == next + 1 { return true }
      next += reducing.stateCount
    }
    return false
  }

  /// Indices noted are those of a group's first lane: adds each lane's own.
  private func withLaneIndices(_ reducers: [Reducing], _ states: States) -> States {
    states.enumerated().map { position, state in
      guard isIndex(position, reducers), state.lanes > 1 else { return state }
      let bits = module.ir.integerBits(state.ir.type)
      return binary(.add, state, Operand(iota(state.lanes, bits: bits), lanes: state.lanes, level: 0))
    }
  }

  /// Emits the body for `lanes` lanes from `base` on.
  func emitBody(_ body: [Statement], variable: Int, lanes: Int, base: Operand, mask: Operand?) {
    let outer = vector
    vector = VectorContext(variable: variable, lanes: lanes, base: base, mask: mask)
    if lanes == 1 { remember(.loop(variable), base) }
    emit(body)
    vector = outer
  }

  /// All lanes of all states in registers, a group of elements as large as the tree is wide an iteration.
  private func registerBlock(
    _ reduction: Reduction, _ reducers: [Reducing], _ types: [IRType], start: Operand, count: Operand, lanes: Int
  ) -> States {
    let writes = reduction.body.writes
    let full = binary(.and, count, integerConstant(-lanes))
    let empty = identities(reducers, lanes: lanes, inBlock: true)
    var states = counted(integerConstant(0), full, step: lanes, writes: writes, carrying: empty) { offset, carried in
      emitBody(
        reduction.body, variable: reduction.variable, lanes: lanes, base: binary(.add, start, offset), mask: nil)
      return accumulated(reducers, carried, offset: offset, mask: nil)
    }
    if let difference = constantDifference(full, count), difference == 0 { return states }
    let rest = binary(.subtract, count, full)
    let hasRest = compare(.signedGreater, rest, integerConstant(0))
    if masksRest(of: reduction) || constantDifference(full, count) != nil {
      states = guarded(module.ir.integerValue(rest.ir) == nil ? hasRest : nil, states) {
        // Level of the current block: neither the mask nor what is computed of the lanes' numbers may outlive the guard.
        let base = Operand(binary(.add, start, full).ir, lanes: 1, level: depth)
        let mask = tailMask(base, binary(.add, start, count), lanes)
        emitBody(reduction.body, variable: reduction.variable, lanes: lanes, base: base, mask: mask)
        return accumulated(reducers, states, offset: full, mask: mask)
      }
    } else {
      let slots = stateSlots(types, count: lanes, lanes: 1, use: SlotUse.block)
      states = guarded(hasRest, states) {
        storeStates(states, types, slots, at: integerConstant(0))
        scalarRest(reduction, reducers, types, slots, start: start, from: full, to: count, lanes: lanes)
        return loadStates(types, slots, at: integerConstant(0), lanes: lanes)
      }
    }
    return states
  }

  private func masksRest(of reduction: Reduction) -> Bool {
    module.target.hasMaskedAccess && narrowAccess(reduction.body, variable: reduction.variable) == .none
  }

  /// The last elements one by one, into lanes in memory.
  private func scalarRest(
    _ reduction: Reduction, _ reducers: [Reducing], _ types: [IRType], _ slots: [IRValue], start: Operand,
    from: Operand, to: Operand, lanes: Int
  ) {
    counted(from, to, writes: reduction.body.writes) { offset, _ in
      let lane = binary(.and, offset, integerConstant(lanes - 1))
      emitBody(
        reduction.body, variable: reduction.variable, lanes: 1, base: binary(.add, start, offset), mask: nil)
      let state = loadStates(types, slots, at: lane, lanes: 1)
      let group = binary(.subtract, offset, lane)
      storeStates(accumulated(reducers, state, offset: group, mask: nil), types, slots, at: lane)
      return []
    }
  }

  /// Lanes in memory, a few registers of elements an iteration: for bodies that need the registers themselves.
  private func memoryBlock(
    _ reduction: Reduction, _ reducers: [Reducing], _ types: [IRType], _ profile: BodyProfile, start: Operand,
    count: Operand
  ) -> States {
    let all = reduction.treeLanes
    let slots = stateSlots(types, count: all, lanes: 1, use: SlotUse.block)
    storeStates(identities(reducers, lanes: all, inBlock: true), types, slots, at: integerConstant(0))
    let width = min(module.lanes(for: profile), all)
    let full = binary(.and, count, integerConstant(-width))
    func step(_ offset: Operand, _ mask: Operand?) {
      let lane = binary(.and, offset, integerConstant(all - 1))
      emitBody(
        reduction.body, variable: reduction.variable, lanes: width, base: binary(.add, start, offset), mask: mask)
      let state = loadStates(types, slots, at: lane, lanes: width)
      let group = binary(.subtract, offset, lane)
      storeStates(accumulated(reducers, state, offset: group, mask: mask), types, slots, at: lane)
    }
    counted(integerConstant(0), full, step: width, writes: reduction.body.writes) { offset, _ in
      step(offset, nil)
      return []
    }
    if masksRest(of: reduction) {
      let hasRest = compare(.signedLess, full, count)
      guarded(hasRest, []) {
        let base = Operand(binary(.add, start, full).ir, lanes: 1, level: depth)
        let mask = tailMask(base, binary(.add, start, count), width)
        step(Operand(full.ir, lanes: 1, level: depth), mask)
        return []
      }
    } else {
      scalarRest(reduction, reducers, types, slots, start: start, from: full, to: count, lanes: all)
    }
    return loadStates(types, slots, at: integerConstant(0), lanes: all)
  }
}

extension ModuleEmitter {
  /// Lanes for reductions whose order is free: states of about twelve registers.
  func freeLanes(_ profile: BodyProfile, _ reducers: [Reducing]) -> Int {
    let bytes = reducers.reduce(0) { $0 + $1.stateByteCount }
    var lanes = ReductionTree.mostLanes
    while lanes > target.registerBytes / profile.widestByteCount, lanes * bytes > 12 * target.registerBytes {
      lanes /= 2
    }
    return lanes
  }

  /// Whether the lanes of all states, and the body for all of them at once, fit into registers.
  func keepsInRegisters(_ profile: BodyProfile, _ reducers: [Reducing], lanes: Int) -> Bool {
    func registers(_ bytes: Int) -> Int { (lanes * bytes + target.registerBytes - 1) / target.registerBytes }
    let states = reducers.reduce(0) { $0 + registers($1.stateByteCount) }
    return states <= target.registerCount * 5 / 8 && profile.cost * registers(profile.widestByteCount) <= 64
  }
}
