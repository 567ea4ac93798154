import TensorLLVM
import TensorLoopIR
import TensorScalars

// Loads and stores: how an access walks along the lanes decides the instruction.
extension FunctionEmitter {
  /// How an offset moves from lane to lane.
  private enum Walk {
    /// All lanes touch one element.
    case uniform(SymbolicInteger)
    /// Lane `l` touches `rest + factor * (base + l)`.
    case strided(factor: SymbolicInteger, rest: SymbolicInteger)
    /// Each lane has its own offset.
    case scattered
  }

  private func walk(_ offset: SymbolicInteger) -> Walk {
    guard let vector, vector.lanes > 1 else { return .uniform(offset) }
    let atom = SymbolicInteger.Atom.loop(vector.variable)
    guard offset.contains(atom) else { return integer(offset).lanes == 1 ? .uniform(offset) : .scattered }
    guard let factor = offset.coefficient(of: atom) else { return .scattered }
    let rest = offset - factor * SymbolicInteger(atom)
    guard integer(rest).lanes == 1, integer(factor).lanes == 1 else { return .scattered }
    return .strided(factor: factor, rest: rest)
  }

  /// The address of element `rest` of a buffer; with a factor, that of the lane 0 of a walk by so many elements a lane.
  ///
  /// What varies further out is added further out, so that in an inner loop one addition is left, which the instruction that
  /// reads or writes does by itself. Constants come last: neighbours share all but those.
  func address(_ buffer: Int, _ rest: SymbolicInteger, walkingBy factor: SymbolicInteger? = nil) -> Operand {
    let (parts, constant) = partsByLevel(rest)
    let type = module.memoryType(buffers[buffer].type)
    var pointer = Operand(base(buffer), lanes: 1, level: 0)
    var (sum, step) = (SymbolicInteger(0), factor.map(laneStart))
    func advance(_ offset: Operand) {
      let level = max(pointer.level, offset.level)
      at(level)
      pointer = Operand(module.ir.element(type, pointer.ir, offset.ir), lanes: 1, level: level)
    }
    for (level, part) in parts {
      if let first = step, level > first.level { (_, step) = (advance(first), nil) }
      sum = sum + part
      let isShared = step != nil || factor == nil
      if isShared, let known = remembered(.pointer(buffer, sum)) {
        pointer = known
      } else {
        advance(integer(part))
        if isShared { remember(.pointer(buffer, sum), pointer) }
      }
    }
    if let step { advance(step) }
    if constant != 0 { advance(integerConstant(constant)) }
    return pointer
  }

  /// The elements from that of iteration 0 to that of lane 0, in a walk by `factor`.
  private func laneStart(_ factor: SymbolicInteger) -> Operand {
    guard let vector else { preconditionFailure("lanes without a vector loop") }
    return factor == 1 ? vector.base : binary(.multiply, vector.base, integer(factor))
  }

  // MARK: Loads

  func load(_ access: Access) -> Operand {
    let buffer = buffers[access.buffer]
    let stored = loadStored(access, buffer)
    return buffer.type == .bool ? compare(.notEqual, stored, integer(0, .i8)) : stored
  }

  private func loadStored(_ access: Access, _ buffer: LoopBuffer) -> Operand {
    let type = module.memoryType(buffer.type)
    let isConstant = isReadOnly(buffer)
    switch walk(access.offset) {
    case .uniform(let offset):
      let pointer = address(access.buffer, offset)
      let level = placeLevel(of: access.buffer, atLeast: pointer.level)
      at(level)
      let value = module.ir.load(type, pointer.ir, alignment: buffer.type.byteCount)
      if isConstant { module.ir.setMetadata(value, module.invariantLoad, module.ir.metadata([])) }
      return Operand(value, lanes: 1, level: level)
    case .strided(let factor, let rest):
      guard let vector else { preconditionFailure("lanes without a vector loop") }
      let isReversed = factor == -1
      if factor == 1 || isReversed {
        var first = address(access.buffer, rest, walkingBy: factor)
        if isReversed {
          at(first.level)
          first.ir = module.ir.element(type, first.ir, module.ir.constant(1 - vector.lanes))
        }
        return contiguous(first, type, buffer, reversed: isReversed)
      }
      if let grouped = groupedLoad(buffer, access.buffer, factor: factor, rest: rest) { return grouped }
      let first = address(access.buffer, rest, walkingBy: factor)
      let steps = laneSteps(factor, vector.lanes)
      let level = max(max(first.level, steps.level), vector.mask?.level ?? 0)
      at(level)
      let addresses = module.ir.element(type, first.ir, steps.ir)
      let value = gather(type, addresses, lanes: vector.lanes, alignment: buffer.type.byteCount, mask: vector.mask?.ir)
      return Operand(value, lanes: vector.lanes, level: level)
    case .scattered:
      let indices = integer(access.offset)
      let start = base(access.buffer)
      let level = placeLevel(of: access.buffer, atLeast: max(indices.level, vector?.mask?.level ?? 0))
      at(level)
      let addresses = module.ir.element(type, start, indices.ir)
      let value = gather(
        type, addresses, lanes: indices.lanes, alignment: buffer.type.byteCount, mask: vector?.mask?.ir)
      return Operand(value, lanes: indices.lanes, level: level)
    }
  }

  /// The offsets of lanes from lane 0: `factor * l`.
  private func laneSteps(_ factor: SymbolicInteger, _ lanes: Int) -> Operand {
    if let known = remembered(.steps(factor, lanes)) { return known }
    let steps = binary(.multiply, integer(factor), Operand(iota(lanes), lanes: lanes, level: 0))
    remember(.steps(factor, lanes), steps)
    return steps
  }

  private func contiguous(_ first: Operand, _ type: IRType, _ buffer: LoopBuffer, reversed: Bool) -> Operand {
    guard let vector else { preconditionFailure("lanes without a vector loop") }
    let vectorType = type.lanes(vector.lanes)
    let level = max(first.level, vector.mask?.level ?? 0)
    let value: IRValue
    if let mask = vector.mask {
      let lanesMask = reversed ? self.reversed(mask) : mask
      at(level)
      value = module.ir.call(
        module.intrinsic("llvm.masked.load", [vectorType, module.ir.pointerType]),
        [first.ir, module.ir.constant(buffer.type.byteCount, bits: 32), lanesMask.ir, module.ir.zero(vectorType)])
      if isReadOnly(buffer) { module.ir.setMetadata(value, module.invariantLoad, module.ir.metadata([])) }
    } else {
      at(level)
      let loads = registerLoads(type, first.ir, buffer)
      if isReadOnly(buffer) {
        for load in loads { module.ir.setMetadata(load, module.invariantLoad, module.ir.metadata([])) }
      }
      value = join(loads, vector.lanes / loads.count)
    }
    let operand = Operand(value, lanes: vector.lanes, level: level)
    return reversed ? self.reversed(operand) : operand
  }

  /// The loads of a vector's registers, upwards: left to itself, LLVM splits a wide load in an order that memory
  /// prefetchers do not follow.
  private func registerLoads(_ type: IRType, _ first: IRValue, _ buffer: LoopBuffer) -> [IRValue] {
    registerParts(buffer.type.byteCount).map { part in
      let place = part.lowerBound == 0 ? first : module.ir.element(type, first, module.ir.constant(part.lowerBound))
      return module.ir.load(type.lanes(part.count), place, alignment: buffer.type.byteCount)
    }
  }

  /// The lanes of the vector loop by the register that holds them, for elements of a size.
  private func registerParts(_ byteCount: Int) -> [Range<Int>] {
    guard let vector else { preconditionFailure("lanes without a vector loop") }
    let perRegister = max(1, module.target.registerBytes / byteCount)
    guard vector.lanes > perRegister, vector.lanes % perRegister == 0 else { return [0..<vector.lanes] }
    return stride(from: 0, to: vector.lanes, by: perRegister).map { $0..<($0 + perRegister) }
  }

  private func reversed(_ operand: Operand) -> Operand {
    apply([operand]) { module.ir.shuffle($0[0], (0..<operand.lanes).reversed()) }
  }

  /// Elements at a vector of addresses; the builder stands where they are wanted.
  func gather(_ type: IRType, _ addresses: IRValue, lanes: Int, alignment: Int, mask: IRValue?) -> IRValue {
    let vectorType = type.lanes(lanes)
    if mask == nil, !module.target.hasFastGather { return loads(vectorType, type, addresses, lanes: lanes, alignment: alignment) }
    let all = module.ir.vector([IRValue](repeating: module.ir.constant(1, bits: 1), count: lanes))
    return module.ir.call(
      module.intrinsic("llvm.masked.gather", [vectorType, addresses.type]),
      [addresses, module.ir.constant(alignment, bits: 32), mask ?? all, module.ir.zero(vectorType)])
  }

  /// The same by one load for each lane.
  private func loads(_ vectorType: IRType, _ type: IRType, _ addresses: IRValue, lanes: Int, alignment: Int) -> IRValue {
    (0..<lanes).reduce(module.ir.poison(vectorType)) { vector, lane in
      let number = module.ir.constant(lane)
      let element = module.ir.load(type, module.ir.extract(addresses, number), alignment: alignment)
      return module.ir.insert(element, into: vector, at: number)
    }
  }

  func isReadOnly(_ buffer: LoopBuffer) -> Bool {
    switch buffer.role {
    case .input, .constant: true
    case .output, .temporary, .scratch: false
    }
  }

  /// How far out a load may go: no loop on the way writes the buffer, and none on the way may run zero times.
  private func placeLevel(of buffer: Int, atLeast level: Int) -> Int {
    let readOnly = isReadOnly(buffers[buffer])
    var place = depth
    while place > level {
      if !readOnly && levels[place].writes.contains(buffer) { break }
      place -= 1
      if place > level && !levels[place + 1].alwaysRuns { break }
    }
    return place
  }

  // MARK: Stores

  func store(_ value: Operand, _ valueType: ElementType, _ access: Access) {
    let buffer = buffers[access.buffer]
    let type = module.memoryType(buffer.type)
    let stored = valueType == .bool ? cast(.zeroExtend, value, module.ir.integerType(8)) : value
    let alignment = buffer.type.byteCount
    switch walk(access.offset) {
    case .uniform(let offset):
      let pointer = address(access.buffer, offset)
      at(depth)
      // Lanes are independent, so a place they share belongs to a loop of one iteration.
      let scalar = stored.lanes == 1 ? stored.ir : module.ir.extract(stored.ir, module.ir.constant(0))
      module.ir.store(scalar, pointer.ir, alignment: alignment)
    case .strided(let factor, let rest):
      if factor == 2, pairedStore(stored, buffer, access.buffer, rest: rest) { return }
      guard let vector else { preconditionFailure("lanes without a vector loop") }
      var first = address(access.buffer, rest, walkingBy: factor)
      let lanes = widened(stored, vector.lanes)
      if factor == 1 || factor == -1 {
        let operand = Operand(lanes, lanes: vector.lanes, level: depth)
        let value = factor == 1 ? operand : reversed(operand)
        let mask = factor == 1 ? vector.mask : vector.mask.map(reversed)
        at(depth)
        if factor == -1 { first.ir = module.ir.element(type, first.ir, module.ir.constant(1 - vector.lanes)) }
        storeContiguous(value.ir, first.ir, type, alignment, mask?.ir, isStreamed: vector.streams && mayStream(buffer))
      } else {
        let steps = laneSteps(factor, vector.lanes)
        at(depth)
        scatter(lanes, module.ir.element(type, first.ir, steps.ir), alignment)
      }
    case .scattered:
      let indices = integer(access.offset)
      let start = base(access.buffer)
      let lanes = widened(stored, indices.lanes)
      at(depth)
      scatter(lanes, module.ir.element(type, start, indices.ir), alignment)
    }
  }

  private func storeContiguous(
    _ value: IRValue, _ pointer: IRValue, _ type: IRType, _ byteCount: Int, _ mask: IRValue?, isStreamed: Bool
  ) {
    guard let mask else {
      let parts = registerParts(byteCount)
      for part in parts {
        let place = part.lowerBound == 0 ? pointer : module.ir.element(type, pointer, module.ir.constant(part.lowerBound))
        let lanes = parts.count == 1 ? value : module.ir.shuffle(value, Array(part))
        let store = module.ir.store(lanes, place, alignment: isStreamed ? module.target.registerBytes : byteCount)
        if isStreamed { module.ir.setMetadata(store, module.nontemporal, module.ir.metadata([1])) }
      }
      return
    }
    module.ir.call(
      module.intrinsic("llvm.masked.store", [value.type, module.ir.pointerType]),
      [value, pointer, module.ir.constant(byteCount, bits: 32), mask])
  }

  private func scatter(_ value: IRValue, _ addresses: IRValue, _ alignment: Int) {
    guard let vector else { preconditionFailure("lanes without a vector loop") }
    let all = module.ir.vector([IRValue](repeating: module.ir.constant(1, bits: 1), count: vector.lanes))
    module.ir.call(
      module.intrinsic("llvm.masked.scatter", [value.type, addresses.type]),
      [value, addresses, module.ir.constant(alignment, bits: 32), vector.mask?.ir ?? all])
  }
}
