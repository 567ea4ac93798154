import TensorLLVM
import TensorLoopIR

/// Two stores of one buffer that walk two elements a step, side by side: real and imaginary parts.
struct StorePair: Hashable {
  let buffer: Int
  /// The offset of the first of the two, without the lane's part.
  let rest: SymbolicInteger
}

extension FunctionEmitter {
  /// The pairs of a vector loop's body.
  static func storePairs(_ body: [Statement], variable: Int) -> Set<StorePair> {
    let atom = SymbolicInteger.Atom.loop(variable)
    var seen: Set<StorePair> = []
    for statement in body {
      guard case .store(_, let access) = statement, access.offset.coefficient(of: atom)?.constant == 2 else { continue }
      seen.insert(StorePair(buffer: access.buffer, rest: access.offset - 2 * SymbolicInteger(atom)))
    }
    return seen.filter { seen.contains(StorePair(buffer: $0.buffer, rest: $0.rest + 1)) && !seen.contains(StorePair(buffer: $0.buffer, rest: $0.rest - 1)) }
  }

  /// Takes a store as half of a pair: the second half writes both, lanes in turn. False for what is no half.
  func pairedStore(_ value: Operand, _ buffer: LoopBuffer, _ number: Int, rest: SymbolicInteger) -> Bool {
    guard let vector, vector.lanes > 1 else { return false }
    let (asFirst, asSecond) = (StorePair(buffer: number, rest: rest), StorePair(buffer: number, rest: rest - 1))
    guard let pair = storePairs.contains(asFirst) ? asFirst : storePairs.contains(asSecond) ? asSecond : nil else { return false }
    guard let other = halves.removeValue(forKey: pair) else {
      halves[pair] = value
      return true
    }
    let (first, second) = pair == asFirst ? (value, other) : (other, value)
    let type = module.memoryType(buffer.type)
    let lanes = vector.lanes
    let turns = (0..<lanes).flatMap { [$0, $0 + lanes] }
    let start = address(number, pair.rest, walkingBy: 2)
    let (a, b) = (widened(first, lanes), widened(second, lanes))
    at(depth)
    let both = module.ir.shuffle(a, b, turns)
    let mask = vector.mask.map { mask -> IRValue in
      let bits = widened(mask, lanes)
      at(depth)
      return module.ir.shuffle(bits, bits, turns)
    }
    at(depth)
    storeInTurn(both, start.ir, type, buffer.type.byteCount, lanes: 2 * lanes, mask)
    return true
  }

  /// Register by register, upwards.
  private func storeInTurn(
    _ value: IRValue, _ pointer: IRValue, _ type: IRType, _ byteCount: Int, lanes: Int, _ mask: IRValue?
  ) {
    let perRegister = min(lanes, max(1, module.target.registerBytes / byteCount))
    for start in stride(from: 0, to: lanes, by: perRegister) {
      let part = Array(start..<min(start + perRegister, lanes))
      let place = start == 0 ? pointer : module.ir.element(type, pointer, module.ir.constant(start))
      let lanesPart = part.count == lanes ? value : module.ir.shuffle(value, part)
      guard let mask else {
        module.ir.store(lanesPart, place, alignment: byteCount)
        continue
      }
      let maskPart = part.count == lanes ? mask : module.ir.shuffle(mask, part)
      module.ir.call(
        module.intrinsic("llvm.masked.store", [lanesPart.type, module.ir.pointerType]),
        [lanesPart, place, module.ir.constant(byteCount, bits: 32), maskPart])
    }
  }
}
