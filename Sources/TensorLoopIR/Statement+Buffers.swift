extension Statement {
  /// Calls `visit` with every buffer that the statement, or one inside it, reads or writes.
  fileprivate func visitBuffers(_ visit: (_ buffer: Int, _ isWritten: Bool) -> Void) {
    switch self {
    case .define(_, .load(let access)): visit(access.buffer, false)
    case .define, .check: break
    case .store(_, let access): visit(access.buffer, true)
    case .prefetch(let access): visit(access.buffer, false)
    case .loop(let loop): for statement in loop.body { statement.visitBuffers(visit) }
    case .fold(let fold): for statement in fold.body { statement.visitBuffers(visit) }
    case .reduce(let reduction): for statement in reduction.body + reduction.then { statement.visitBuffers(visit) }
    case .scan(let scan): for statement in scan.body + scan.then { statement.visitBuffers(visit) }
    case .call(let call):
      let written = call.routine.signature.written
      for (position, pointer) in call.pointers.enumerated() { visit(pointer.buffer, written.contains(position)) }
    }
  }

  /// Every buffer that the statement, or one inside it, reads or writes.
  package var touchedBuffers: Set<Int> {
    var result: Set<Int> = []
    visitBuffers { buffer, _ in result.insert(buffer) }
    return result
  }
}

extension [Statement] {
  /// The buffers that are read or written.
  package var touchedBuffers: Set<Int> { reduce(into: []) { $0.formUnion($1.touchedBuffers) } }

  /// The buffers that are written.
  package var writes: Set<Int> {
    reduce(into: []) { result, statement in
      statement.visitBuffers { buffer, isWritten in if isWritten { result.insert(buffer) } }
    }
  }
}
