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
    let statement = Statement.loop(loop)
    guard statement.usedValues.isSubset(of: statement.definedValues) else { return nil }
    var renaming = LoopRenaming()
    renaming.buffers = [:]
    guard case .loop(let renamed) = renaming(statement), renaming.isClosed else { return nil }
    let buffers = renaming.bufferOrder.map { number in
      let buffer = program.buffers[number]
      return LoopBuffer(name: "", type: buffer.type, role: buffer.role.kind, count: buffer.count)
    }
    return (LoopKernel(loop: renamed, buffers: buffers), renaming.bufferOrder)
  }
}

extension Statement {
  /// The values that it, or a statement inside it, defines.
  package var definedValues: Set<Int> {
    switch self {
    case .define(let value, _): [value.number]
    case .store, .call, .check, .prefetch: []
    case .loop(let loop): loop.body.definedValues
    case .fold(let fold): fold.body.definedValues.union(fold.carried.map(\.number))
    case .reduce(let reduction):
      (reduction.body + reduction.then).definedValues.union(reduction.reducers.map(\.result.number))
    case .scan(let scan): (scan.body + scan.then).definedValues.union([scan.result.number])
    }
  }

  /// The values that it, or a statement inside it, uses.
  package var usedValues: Set<Int> {
    switch self {
    case .define(_, let expression): expression.valueNumbers
    case .store(let value, let access): access.offset.valueNumbers.union([value.number])
    case .loop(let loop):
      if case .parallel(let grain) = loop.kind {
        grain.valueNumbers.union(loop.extent.valueNumbers).union(loop.body.usedValues)
      } else {
        loop.extent.valueNumbers.union(loop.body.usedValues)
      }
    case .fold(let fold):
      fold.body.usedValues.union(fold.extent.valueNumbers).union((fold.initial + fold.next).map(\.number))
    case .reduce(let reduction):
      (reduction.body + reduction.then).usedValues.union(reduction.extent.valueNumbers)
        .union(reduction.lanes?.extent.valueNumbers ?? []).union(reduction.reducers.flatMap(\.arguments).map(\.number))
    case .scan(let scan):
      (scan.body + scan.then).usedValues.union(scan.extent.valueNumbers).union(scan.lanes?.extent.valueNumbers ?? [])
        .union([scan.input.number])
    case .call(let call):
      (call.pointers.map(\.offset) + call.integers).reduce(into: []) { $0.formUnion($1.valueNumbers) }
    case .prefetch(let access): access.offset.valueNumbers
    case .check(let check):
      [check.order, check.extent].reduce(into: [check.condition.number, check.index.number]) { $0.formUnion($1.valueNumbers) }
    }
  }
}

extension [Statement] {
  package var definedValues: Set<Int> { reduce(into: []) { $0.formUnion($1.definedValues) } }
  package var usedValues: Set<Int> { reduce(into: []) { $0.formUnion($1.usedValues) } }
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
