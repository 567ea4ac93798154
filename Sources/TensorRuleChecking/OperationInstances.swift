import TensorGraphRewrites
import TensorJIT

/// Random legal calls of operations on given operands: what a pattern that names an operation may meet.
enum OperationInstances {
  typealias Builder = @Sendable (_ operands: [Tensor], _ shape: [Dimension], _ random: inout RandomSource) -> Tensor?

  /// Operations whose arguments cannot be drawn from their parameters alone.
  static let builders: [String: Builder] = [
    "getitem": { operands, _, random in
      let x = operands[0]
      var entries: [SliceEntry] = []
      for extent in x.shape {
        if random.chance(0.15) { entries.append(.newAxis) }
        switch random.integer(in: 0...3) {
        case 0:
          guard let count = extent.constant, count > 0 else {
            entries.append(.index(random.chance(0.5) ? 0 : -1))
            continue
          }
          entries.append(.index(Dimension(random.integer(in: -count...count - 1))))
        case 1: entries.append(.range(start: Dimension(random.integer(in: 0...2)), stop: nil, step: random.integer(in: 1...2)))
        case 2: entries.append(.range(start: nil, stop: nil, step: -1))
        default: entries.append(.all)
        }
      }
      if random.chance(0.15) { entries.append(.newAxis) }
      return sliced(x, entries, at: .none)
    },
    "reshape": { operands, _, random in
      let x = operands[0]
      if x.rank >= 2, random.chance(0.3) { return reshape(x, Array(x.shape.dropLast(2)) + [x.shape[x.rank - 2] * x.shape[x.rank - 1]]) }
      if random.chance(0.3) { return reshape(x, [1] + x.shape) }
      return random.chance(0.5) ? reshape(x, [-1]) : reshape(x, x.shape + [1])
    },
    "transpose": { operands, _, random in
      var axes = Array(0..<operands[0].rank)
      axes.shuffle(using: &random)
      return transpose(operands[0], axes: axes)
    },
    "broadcast_to": { operands, shape, random in
      let x = operands[0]
      if x.rank == 0 { return broadcast(x, to: shape) }
      let front: [Dimension] = random.chance(0.5) ? [Dimension(random.integer(in: 1...3))] : []
      return broadcast(x, to: front + x.shape.map { $0.constant == 1 ? Dimension(random.integer(in: 1...4)) : $0 })
    },
    "concatenate": { operands, _, random in
      guard let rank = operands.map(\.rank).min(), rank > 0 else { return nil }
      return concatenate(operands, axis: random.integer(in: 0...rank - 1))
    },
    "stack": { operands, _, random in stack(operands, axis: random.integer(in: 0...operands[0].rank)) },
    "take": { operands, _, random in
      guard operands[0].rank > 0 else { return nil }
      if random.chance(0.15), let extent = operands[0].shape[0].constant, extent > 0 {
        // Neighbours in order are a slice.
        let first = random.integer(in: 0...extent - 1)
        return take(operands[0], Tensor(NDArray(Array(first...random.integer(in: first...extent - 1)))), axis: 0)
      }
      return take(operands[0], operands[1], axis: random.integer(in: -operands[0].rank...operands[0].rank - 1))
    },
    "op.set_slice": { operands, _, random in
      guard operands.count == 2, operands[0].elementType == operands[1].elementType else { return nil }
      // The second fits some part of the first: where it is one of its rows, or all of it; or a part that is a number.
      let (x, y) = (operands[0], operands[1])
      var written: [SliceEntry] = []
      if x.rank == y.rank, let first = x.shape.first?.constant, let count = y.shape.first?.constant, count <= first {
        written = [.range(start: Dimension(random.integer(in: 0...first - count)), stop: nil)]
        if case .range(let start?, _, _) = written[0] { written = [.range(start: start, stop: start + Dimension(count))] }
      } else if x.rank == y.rank + 1 {
        written = [.index(random.chance(0.5) ? 0 : -1)]
      }
      if let slice = y.node.operation as? Slice, y.node.inputs[0] == x { written = slice.entries }
      guard let setting = try? SetSlice(written, rank: x.rank) else { return nil }
      return .single(setting, [x, y], at: .none)
    },
    "op.gather": { operands, _, random in
      guard let x = operands.first, x.rank >= 2 else { return nil }
      let axes = random.chance(0.5) || x.rank == 2 ? [0, 1] : [0, 2]
      guard axes.allSatisfy({ x.shape[$0].constant != 0 }) else { return nil }
      let indices = axes.map { _ in Tensor(NDArray((0..<2).map { _ in random.integer(in: -1...0) })) }
      return .single(Gather(axes: axes, position: axes == [0, 1] ? 0 : random.integer(in: 0...x.rank - 2)), [x] + indices, at: .none)
    },
    "expand_dims": { operands, _, random in
      let rank = operands[0].rank
      let axes = random.chance(0.7) ? [random.integer(in: 0...rank)] : [0, random.integer(in: 1...rank + 1)]
      return expandDims(operands[0], axis: axes)
    },
    "roll": { operands, _, random in
      let x = operands[0]
      guard x.rank > 0 else { return nil }
      var axes = Array(0..<x.rank)
      axes.shuffle(using: &random)
      axes = Array(axes.prefix(random.integer(in: 1...2)))
      return roll(x, shifts: axes.map { random.chance(0.3) ? x.shape[$0] : Dimension(random.integer(in: -3...3)) }, axes: axes)
    },
    "sort": { operands, _, random in
      guard operands[0].rank > 0 else { return nil }
      return sort(operands[0], axis: random.integer(in: 0...operands[0].rank - 1), descending: random.chance(0.3))
    },
    "argsort": { operands, _, random in
      guard operands[0].rank > 0 else { return nil }
      return argsort(operands[0], axis: random.integer(in: 0...operands[0].rank - 1), descending: random.chance(0.3))
    },
    "partition": { operands, _, random in
      guard operands[0].rank > 0 else { return nil }
      return partition(operands[0], around: 0, axis: random.integer(in: 0...operands[0].rank - 1))
    },
    "argpartition": { operands, _, random in
      guard operands[0].rank > 0 else { return nil }
      return argpartition(operands[0], around: 0, axis: random.integer(in: 0...operands[0].rank - 1))
    },
    "diagonal": { operands, _, random in
      let x = operands[0]
      guard x.rank >= 2 else { return nil }
      var axes = Array(0..<x.rank)
      if random.chance(0.4) { axes.shuffle(using: &random) } else { axes = [x.rank - 2, x.rank - 1] }
      return diagonal(x, offset: random.integer(in: -1...1), axis1: axes[0], axis2: axes[1])
    },
    "diag_embed": { operands, _, random in
      operands[0].rank == 0 ? nil : diagEmbed(operands[0], offset: random.integer(in: -1...1))
    },
    // What is assumed must hold for whatever values are drawn.
    "assume": { operands, _, _ in
      if operands[0].node.operation is Assume { return assume(operands[0], .nonnegative) }
      return assume(.apply(.absolute, operands, at: .none), .nonnegative)
    },
    "constant": { _, _, random in
      let count = random.integer(in: 0...3)
      return Tensor(NDArray((0..<count).map { _ in random.pick([0.5, -1, 3, 1e300, -0.0, .infinity, .nan]) }))
    },
    "squeeze": { operands, _, random in
      let ones = operands[0].shape.indices.filter { operands[0].shape[$0].constant == 1 }
      if ones.isEmpty || random.chance(0.2) { return squeeze(operands[0]) }
      return squeeze(operands[0], axis: random.chance(0.5) ? ones : [random.pick(ones)])
    },
    "arange": { _, _, random in
      let count = random.integer(in: 0...6)
      return random.chance(0.5) ? arange(count) : arange(2, 2 + 3 * count, step: 3)
    },
  ]

  /// Operations without operands that fit what stands beside them.
  static let creations:
    [String: @Sendable (_ shape: [Dimension], _ type: ElementType, _ random: inout RandomSource) -> Tensor?] = [
      "eye": { shape, type, random in
        let type = random.chance(0.7) ? type : .f64
        // Mostly an identity matrix that may be multiplied by what has this shape.
        if !shape.isEmpty, random.chance(0.8) { return eye(random.pick(shape.suffix(2)), type: type) }
        let (rows, columns) = (random.integer(in: 1...4), random.integer(in: 1...4))
        return eye(Dimension(rows), Dimension(columns), diagonal: random.integer(in: -2...2), type: type)
      }
    ]

  /// A legal value of a parameter that is no tensor, for an operand of this rank; nil where none is known.
  static func attribute(
    _ parameter: OperationDefinition.Parameter, rank: Int, _ random: inout RandomSource
  ) -> TensorAttribute? {
    func axis() -> Int { rank == 0 ? 0 : random.integer(in: -rank...rank - 1) }
    switch parameter.kind {
    case .tensor, .tensors, .nested, .shape, .text, .numberOrText: return nil
    case .flag: return TensorAttribute(.flag(random.chance(0.5)))
    case .type: return TensorAttribute(.type(random.pick(ElementType.combined)))
    case .float: return TensorAttribute(.float(random.pick([0, 1, 0.5])))
    case .integer:
      if parameter.fallback == OperationDefinition.Argument.none, random.chance(0.3) { return TensorAttribute(.none) }
      return TensorAttribute(.integer(axis()))
    case .axes:
      if rank == 0 || random.chance(0.3) { return TensorAttribute(.none) }
      if random.chance(0.6) { return TensorAttribute(.integer(axis())) }
      var axes = Array(0..<rank)
      axes.shuffle(using: &random)
      return TensorAttribute(.tuple(axes.prefix(random.integer(in: 1...rank)).map { .integer($0) }))
    }
  }
}
