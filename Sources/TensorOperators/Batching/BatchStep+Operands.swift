/// Operands in the form that rules want them in.
extension BatchStep {
  /// The operand with the axis of examples: repeated where it is the same for all.
  package func repeated(_ operand: Int) -> Tensor {
    isBatched[operand]
      ? inputs[operand] : inputs[operand].broadcast(to: [extent] + inputs[operand].shape, at: place)
  }

  /// The operand with so many axes behind that of the examples, new ones of extent 1 in front of its own; itself where it is the
  /// same for all.
  package func aligned(_ operand: Int, rank: Int) -> Tensor {
    isBatched[operand] ? inputs[operand].aligned(behindFirst: rank, at: place) : inputs[operand]
  }

  /// The same operation on aligned operands.
  func elementwise() -> [Tensor] {
    let rank = node.inputs.map(\.rank).max() ?? 0
    return Tensor.makeAll(node.operation, inputs.indices.map { aligned($0, rank: rank) }, at: place)
  }

  /// By what the lowering says, which is enough for every operation.
  package func throughLowering() -> [Tensor] {
    if case .composite(let expand) = node.operation.lowering {
      let operands = node.inputs.map { Tensor(parameter: "operand", $0.type, at: place) }
      var batch = Batch(extent)
      for (operand, (input, isBatched)) in zip(operands, zip(inputs, isBatched)) {
        batch.replace(operand, by: input, isBatched: isBatched)
      }
      return batch.results(of: expand(operands))
    }
    // Forms that are about memory as a whole take examples of all operands or of none.
    let areWhole =
      switch node.operation.lowering {
      case .elements, .reduction: false
      case .leaf, .scan, .recurrence, .scatter, .overwrite, .reshape, .concatenation, .matrixProduct, .routine, .compaction, .composite: true
      }
    let operation = Batched(
      node.operation, isBatched: areWhole ? isBatched.map { _ in true } : isBatched, extent: extent, types: node.inputs.map(\.type))
    return Tensor.makeAll(operation, areWhole ? inputs.indices.map(repeated) : inputs, at: place)
  }
}

extension Tensor {
  /// New axes of extent 1 behind the first, so that `rank` axes stand there.
  func aligned(behindFirst rank: Int, at place: SourcePlace) -> Tensor {
    let missing = rank + 1 - self.rank
    return missing > 0 ? expanded(Array(1...missing), at: place) : self
  }
}
