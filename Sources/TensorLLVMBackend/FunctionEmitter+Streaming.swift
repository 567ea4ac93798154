import TensorLLVM
import TensorLoopIR

// Stores past the caches: a line that is written whole need not be read first. That is a third of the traffic of `x + y`,
// where the result is too large to be found in a cache again.
extension FunctionEmitter {
  /// Whether the widest stage of a vector loop shall store past the caches: where what it touches is more than they keep,
  /// and the places of its results here start with a register's alignment. Nil: never.
  func streams(_ loop: Loop, lanes: Int) -> Operand? {
    let kept = { [self] (access: Access) in !mayStream(buffers[access.buffer]) }
    guard isOutlined, module.target.isX86, let stores = loop.body.streamableStores(along: loop.variable, except: kept),
      module.profile(loop.body).cost <= module.tuning.fourRegisterCost * stores.count,
      stores.allSatisfy({ fillsRegisters(buffer($0), lanes) }), let isLong = isLong(loop.body)
    else { return nil }
    return stores.reduce(isLong) { all, store in
      let first = address(store.buffer, store.offset - SymbolicInteger(.loop(loop.variable)))
      return binary(.and, all, isAligned(first))
    }
  }

  private func buffer(_ access: Access) -> LoopBuffer { buffers[access.buffer] }

  private func fillsRegisters(_ buffer: LoopBuffer, _ lanes: Int) -> Bool {
    lanes * buffer.type.byteCount % module.target.registerBytes == 0
  }

  /// Scratch is small and read again at once: it stays in the caches.
  func mayStream(_ buffer: LoopBuffer) -> Bool {
    switch buffer.role {
    case .scratch: false
    case .input, .constant, .output, .temporary: true
    }
  }

  /// Whether the buffers of a body are more than caches keep; nil where they are known not to be.
  private func isLong(_ body: [Statement]) -> Operand? {
    let bytes = body.touchedBuffers.sorted().reduce(SymbolicInteger(0)) { sum, number in
      let buffer = buffers[number]
      return sum + buffer.count * SymbolicInteger(buffer.type.byteCount)
    }
    if let known = bytes.constant, known < module.tuning.streamedBytes { return nil }
    if !streamedBytes.contains(bytes) { streamedBytes.append(bytes) }
    return isLong(bytes)
  }

  private func isLong(_ bytes: SymbolicInteger) -> Operand {
    compare(.signedGreaterOrEqual, integer(bytes), integerConstant(module.tuning.streamedBytes))
  }

  private func isAligned(_ pointer: Operand) -> Operand {
    at(pointer.level)
    let bits = Operand(module.ir.cast(.pointerToInteger, pointer.ir, to: i64), lanes: 1, level: pointer.level)
    let low = binary(.and, bits, integerConstant(module.target.registerBytes - 1))
    return compare(IntegerPredicate.equal, low, integerConstant(0))
  }

  /// Stores that went past the caches are seen by other threads only after a fence.
  func fenceStreams() {
    guard let first = streamedBytes.first else { return }
    let any = streamedBytes.dropFirst().reduce(isLong(first)) { binary(.or, $0, isLong($1)) }
    guarded(any, []) {
      at(depth)
      module.ir.call(module.intrinsic("llvm.x86.sse.sfence", []), [])
      return []
    }
  }
}

extension [Statement] {
  /// The stores of a body if each writes one element after the other along a loop, and nothing that is written is read; but
  /// for those that are to stay in the caches.
  fileprivate func streamableStores(along variable: Int, except isKept: (Access) -> Bool) -> [Access]? {
    var stores: [Access] = []
    var read: Set<Int> = []
    for statement in self {
      switch statement {
      case .define(_, .load(let access)): read.insert(access.buffer)
      case .define: break
      case .store(_, let access):
        if isKept(access) { continue }
        guard access.offset.coefficient(of: .loop(variable)) == 1 else { return nil }
        stores.append(access)
      case .check, .loop, .fold, .reduce, .scan, .call, .prefetch: return nil
      }
    }
    return stores.isEmpty || stores.contains { read.contains($0.buffer) } ? nil : stores
  }
}
