import TensorGraph

/// When the temporaries of a program hold something: memory is shared by those whose times do not overlap.
enum Liveness {
  /// Temporaries and scratch buffers with the first and last top-level statement that touch them.
  static func temporaries(of program: LoopProgram) -> [ScheduledProgram.Temporary] {
    var uses: [Int: (first: Int, last: Int)] = [:]
    for (position, statement) in program.body.enumerated() {
      for buffer in statement.touchedBuffers {
        uses[buffer] = (uses[buffer]?.first ?? position, position)
      }
    }
    return program.buffers.enumerated().compactMap { number, buffer in
      switch buffer.role {
      case .input, .output, .constant: nil
      case .temporary, .scratch:
        uses[number].map { ScheduledProgram.Temporary(buffer: number, firstUse: $0.first, lastUse: $0.last) }
      }
    }
  }
}

extension Statement {
  /// Every buffer that the statement, or one inside it, reads or writes.
  var touchedBuffers: Set<Int> {
    var result: Set<Int> = []
    var stack: [Statement] = [self]
    while let statement = stack.popLast() {
      switch statement {
      case .define(_, .load(let access)): result.insert(access.buffer)
      case .define: break
      case .store(_, let access): result.insert(access.buffer)
      case .loop(let loop): stack += loop.body
      case .fold(let fold): stack += fold.body
      case .reduce(let reduction): stack += reduction.body + reduction.then
      case .scan(let scan): stack += scan.body + scan.then
      case .call(let call): result.formUnion(call.pointers.map(\.buffer))
      case .check: break
      }
    }
    return result
  }
}
