import TensorLLVM
import TensorLoopIR
import TensorScalars

// Prefix combinations in groups.
extension FunctionEmitter {
  func emit(_ scan: Scan) {
    let reducing = Reducing(
      reducer: Reducer(combiner: scan.combiner, arguments: [scan.input], result: scan.result))
    let writes = (scan.body + scan.then).writes
    guard let lanes = scan.lanes else {
      scanAlone(scan, reducing, writes)
      return
    }
    let extent = integer(lanes.extent)
    let constantExtent = module.ir.integerValue(extent.ir)
    if let count = constantExtent, count <= 0 { return }
    let body = scan.body + scan.then
    let stages = module.stages(for: body, extent: constantExtent, narrow: narrowAccess(body, variable: lanes.variable))
    let nonempty = constantExtent == nil ? compare(.signedGreater, extent, integerConstant(0)) : nil
    guarded(nonempty, []) {
      emit(stages, extent: extent, variable: lanes.variable, writes: writes) {
        let width = vector?.lanes ?? 1
        let empty = emptyPrefix(reducing, lanes: width)
        step(scan, reducing, writes, from: integerConstant(0), carry: empty[0], lanes: width)
      }
      return []
    }
  }

  /// The value of a prefix of nothing. (A prefix is a plain value, also where a reduction would keep more on the side.)
  private func emptyPrefix(_ reducing: Reducing, lanes: Int) -> States {
    Array(identities([reducing], lanes: lanes, inBlock: false).prefix(1))
  }

  /// One scan: whole groups in registers, where only one addition is on the chain from group to group.
  private func scanAlone(_ scan: Scan, _ reducing: Reducing, _ writes: Set<Int>) {
    let size = ScanGroup.size
    let extent = integer(scan.extent)
    let full = binary(.and, extent, integerConstant(-size))
    let empty = emptyPrefix(reducing, lanes: 1)
    let identity = Operand(widened(empty[0], size), lanes: size, level: 0)
    let carry = counted(integerConstant(0), full, step: size, writes: writes, carrying: empty) { base, carried in
      vector = VectorContext(variable: scan.variable, lanes: size, base: base, mask: nil)
      emit(scan.body)
      let input = bound(.value(scan.input.number))
      var prefix = Operand(widened(input, size), lanes: size, level: input.level)
      for distance in ScanGroup.distances {
        // Position k reads k - distance; what comes from before the group is the identity.
        let positions = (0..<size).map { $0 < distance ? size + $0 : $0 - distance }
        let shifted = apply([prefix, identity]) { module.ir.shuffle($0[0], $0[1], positions) }
        prefix = combined(shifted, prefix, reducing)
      }
      let last = apply([prefix]) { module.ir.extract($0[0], module.ir.constant(size - 1)) }
      let next = combined(carried[0], Operand(last.ir, lanes: 1, level: last.level), reducing)
      remember(.value(scan.result.number), combined(carried[0], prefix, reducing))
      emit(scan.then)
      vector = nil
      return [next]
    }
    if let rest = constantDifference(full, extent), rest == 0 { return }
    step(scan, reducing, writes, from: full, carry: carry[0], lanes: 1)
  }

  /// One element (of each lane) at a time. The stages of doubling of the group so far are kept in memory, with
  /// identities before the group's start.
  private func step(
    _ scan: Scan, _ reducing: Reducing, _ writes: Set<Int>, from first: Operand, carry: Operand, lanes: Int
  ) {
    let types = Array(stateTypes([reducing], inBlock: false).prefix(1))
    let padding = ScanGroup.size / 2
    let tables = (0..<ScanGroup.levels).map {
      stateSlots(types, count: ScanGroup.size + padding, lanes: lanes, use: SlotUse.scans + $0)
    }
    func place(_ position: Operand) -> Operand {
      lanes == 1 ? position : binary(.multiply, position, integerConstant(lanes))
    }
    let empty = emptyPrefix(reducing, lanes: lanes)
    for table in tables {
      for position in 0..<padding {
        storeStates(empty, types, table, at: integerConstant(position * lanes))
      }
    }
    let outerVector = vector
    counted(first, integer(scan.extent), writes: writes, carrying: [carry]) { row, carried in
      if lanes == 1, scan.lanes == nil {
        vector = VectorContext(variable: scan.variable, lanes: 1, base: row, mask: nil)
      }
      remember(.loop(scan.variable), row)
      emit(scan.body)
      let input = bound(.value(scan.input.number))
      var prefix = Operand(widened(input, lanes), lanes: lanes, level: depth)
      let inGroup = binary(.and, row, integerConstant(ScanGroup.size - 1))
      let entry = binary(.add, inGroup, integerConstant(padding))
      for (table, distance) in zip(tables, ScanGroup.distances) {
        storeStates([prefix], types, table, at: place(entry))
        let before = binary(.subtract, entry, integerConstant(distance))
        let earlier = loadStates(types, table, at: place(before), lanes: lanes)[0]
        prefix = combined(earlier, prefix, reducing)
      }
      let result = combined(carried[0], prefix, reducing)
      remember(.value(scan.result.number), result)
      emit(scan.then)
      let isLast = compare(IntegerPredicate.equal, inGroup, integerConstant(ScanGroup.size - 1))
      return [select(isLast, result, carried[0])]
    }
    vector = outerVector
  }
}
