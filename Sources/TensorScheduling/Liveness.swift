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
