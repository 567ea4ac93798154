import TensorScalars

/// A parallel loop by itself: what it computes, whichever buffers it is given. Equal kernels have equal code.
public struct LoopKernel: Hashable, Sendable {
  /// Buffers, loops and values are numbered in order of appearance.
  public let loop: Loop
  /// What the code may know of each buffer.
  public let buffers: [LoopBuffer]

  /// The kernel of a loop that stands at the top level of a program, and the program's buffers that are given to it; nil if it uses values
  /// that are computed outside.
  public static func of(_ loop: Loop, in program: LoopProgram) -> (kernel: LoopKernel, arguments: [Int])? {
    var renaming = LoopRenaming()
    renaming.buffers = [:]
    guard case .loop(let renamed) = renaming(.loop(loop)) else { return nil }
    var defined: Set<Int> = []
    LoopKernel.collectDefinitions(loop.body, &defined)
    guard renaming.values.keys.allSatisfy(defined.contains) else { return nil }
    let buffers = renaming.bufferOrder.map { number in
      let buffer = program.buffers[number]
      return LoopBuffer(name: "", type: buffer.type, role: buffer.role.kind, count: buffer.count)
    }
    return (LoopKernel(loop: renamed, buffers: buffers), renaming.bufferOrder)
  }

  private static func collectDefinitions(_ body: [Statement], _ found: inout Set<Int>) {
    for statement in body {
      switch statement {
      case .define(let value, _): found.insert(value.number)
      case .store, .call, .check: break
      case .loop(let loop): collectDefinitions(loop.body, &found)
      case .fold(let fold):
        found.formUnion(fold.carried.map(\.number))
        collectDefinitions(fold.body, &found)
      case .reduce(let reduction):
        found.formUnion(reduction.reducers.map(\.result.number))
        collectDefinitions(reduction.body + reduction.then, &found)
      case .scan(let scan):
        found.insert(scan.result.number)
        collectDefinitions(scan.body + scan.then, &found)
      }
    }
  }
}

extension LoopBuffer.Role {
  /// Without the position among inputs or outputs, which code does not depend on.
  fileprivate var kind: LoopBuffer.Role {
    switch self {
    case .input: .input(0)
    case .output: .output(0)
    case .temporary, .scratch, .constant: self
    }
  }
}
