import TensorGraph

extension KernelEmitter {
  /// One call of a routine of the runtime, which reads its operands where they are stored and writes the whole result.
  func emitRoutine(_ root: RootAnalysis, _ routine: RoutineLowering) {
    allocate(root.entry)
    let item = graph.entries[root.entry]
    let operands = item.inputs.map { packedOperand($0) }
    let result = Access(buffer: storage(root.entry).buffer, offset: 0)
    let workspaces = routine.workspaces(item.inputTypes, item.type).enumerated().map { number, workspace in
      let count = facts.resolve(workspace.count)
      return Access(buffer: temporary("work\(root.entry)_\(number)", workspace.type, count: count), offset: 0)
    }
    let integers = routine.integers(item.inputTypes, item.type).map { facts.resolve($0) }
    builder.library(routine.routine, operands + [result] + workspaces, integers)
  }

  /// The first element of an operand whose elements follow each other in row-major order.
  private func packedOperand(_ entry: Int) -> Access {
    guard let view = StoredView(graph: graph, selection: selection, facts: facts, entry: entry) else {
      preconditionFailure("an operand of a routine is a part of something stored")
    }
    return Access(buffer: storage(view.stored).buffer, offset: view.offset(storages.mapValues(\.strides), graph).start)
  }
}
