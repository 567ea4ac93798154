import TensorOperators

/// Products of matrices, and Ops of matrices over batches of them.
extension OpTable {
  static let linearAlgebra: [String: OpImporter] = [
    "Dot": dot, "BatchedDot": batchedDot, "Blockwise": blockwise,
    "BlockDiagonal": blockDiagonal, "KroneckerProduct": kronecker,
  ]

  private static func operands(_ node: NodeContext) throws(PyTensorImportError) -> [Tensor] {
    let type = try node.resultType()
    return try node.values().map { $0.tensor.casted(to: type, at: node.place) }
  }

  private static func dot(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    try node.requireCount(2...2)
    let x = try operands(node)
    return [.tensor(x[0].dotted(x[1], at: node.place))]
  }

  private static func batchedDot(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    try node.requireCount(2...2)
    let x = try operands(node)
    return [.tensor(Tensor.single(MatMul(), x, at: node.place))]
  }

  /// An Op of arrays applied to all arrays of batches, whose axes stand in front. Only extents known to be 1 broadcast.
  private static func blockwise(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    guard let core = try node.op.op("core_op") else { throw .malformed("Blockwise without a core Op") }
    let signature = try Signature(try node.text("signature"))
    guard signature.inputs.count == node.operands.count else {
      throw .malformed("\(node.operands.count) operands for the signature of Blockwise")
    }
    let x = try node.values()
    guard zip(x, signature.inputs).allSatisfy({ $0.tensor.rank >= $1 }) else { throw .invalid("an operand has too few axes") }
    let axes = zip(x, signature.inputs).map { $0.tensor.rank - $1 }.max() ?? 0
    return try batched(core, node, x, signature, axes)
  }

  /// Batch axes from the first on: each becomes one of `vmap`.
  private static func batched(
    _ core: OpDescription, _ node: NodeContext, _ x: [ImportedValue.Part], _ signature: Signature, _ axes: Int
  ) throws(PyTensorImportError) -> [ImportedValue] {
    guard axes > 0 else {
      let types = zip(node.resultTypes, signature.outputs).map { type, rank in
        var type = type
        type.shape = Array(type.shape.suffix(rank))
        return type
      }
      let inner = NodeContext(
        op: core, operands: x.map { .tensor($0) },
        operandTypes: zip(node.operandTypes, signature.inputs).map { type, rank in
          var type = type
          type.shape = Array(type.shape.suffix(rank))
          return type
        }, resultTypes: types, place: node.place, importer: node.importer)
      guard let importer = importer(of: core) else { throw .unknown("the core Op \(core.name) is not known here") }
      return try importer(inner)
    }
    // An operand has this axis unless it has fewer batch axes, or extent 1 there.
    var (operands, places): ([Tensor], [Int?]) = ([], [])
    for (value, (type, rank)) in zip(x, zip(node.operandTypes, signature.inputs)) {
      let own = value.tensor.rank - rank
      let declared = type.shape.count - value.tensor.rank
      if own < axes {
        operands.append(value.tensor)
        places.append(nil)
      } else if type.shape.indices.contains(declared), type.shape[declared] == 1, !isOnly(axes, x, node.operandTypes, signature) {
        operands.append(value.tensor.squeezed([0], at: node.place))
        places.append(nil)
      } else {
        operands.append(value.tensor)
        places.append(0)
      }
    }
    let results = try vmap(operands, places, 0, at: node.place) { stands throws(PyTensorImportError) in
      let values = zip(stands, x).map { stand, value in
        ImportedTensor.batchElement(stand, of: value)
      }
      return try batched(core, node, values, signature, axes - 1).map { result throws(PyTensorImportError) in
        guard case .tensor(let value) = result else { throw .unknown("results of \(core.name) that are not tensors, in batches") }
        return value.tensor
      }
    }
    return results.map { .tensor($0) }
  }

  /// Whether all operands that have an axis of the batch have extent 1 there.
  private static func isOnly(_ axes: Int, _ x: [ImportedValue.Part], _ types: [VariableType], _ signature: Signature) -> Bool {
    zip(x, zip(types, signature.inputs)).allSatisfy { value, declared in
      let (type, rank) = declared
      let place = type.shape.count - value.tensor.rank
      return value.tensor.rank - rank < axes || (type.shape.indices.contains(place) && type.shape[place] == 1)
    }
  }

  /// Matrices along the diagonal of a matrix of zeros.
  private static func blockDiagonal(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    let type = try node.resultType()
    let blocks = try node.values().map { $0.tensor.casted(to: type, at: node.place) }
    guard !blocks.isEmpty, blocks.allSatisfy({ $0.rank == 2 }) else { throw .invalid("blocks that are not matrices") }
    let width = blocks.reduce(Dimension(0)) { $0 + $1.shape[1] }
    var (rows, before): ([Tensor], Dimension) = ([], 0)
    for block in blocks {
      func zeros(_ columns: Dimension) -> Tensor { Tensor.filled([block.shape[0], columns], 0, type: type, at: node.place) }
      let parts = [zeros(before), block, zeros(width - before - block.shape[1])]
      rows.append(Tensor.single(Concatenate(axis: 1), parts, at: node.place))
      before += block.shape[1]
    }
    return [.tensor(rows.count == 1 ? rows[0] : Tensor.single(Concatenate(axis: 0), rows, at: node.place))]
  }

  private static func kronecker(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    node.op.properties["inner"]?["nodes"] != nil
      ? try innerGraph(node) : [.tensor(try node.function("kron", try node.values().map(\.tensor)))]
  }
}

extension ImportedValue {
  typealias Part = ImportedTensor
}

/// How many axes an Op of batches takes and gives, from its signature: `(m,n),(n,p)->(m,p)`.
private struct Signature {
  var inputs: [Int]
  var outputs: [Int]

  init(_ text: String) throws(PyTensorImportError) {
    let sides = text.split(separator: ">", omittingEmptySubsequences: false)
    guard sides.count == 2, sides[0].hasSuffix("-") else { throw .malformed("'\(text)' is not a signature") }
    (inputs, outputs) = (try Signature.ranks(sides[0].dropLast(), text), try Signature.ranks(sides[1], text))
  }

  private static func ranks(_ side: Substring, _ text: String) throws(PyTensorImportError) -> [Int] {
    var (ranks, names, isInside, hasName): ([Int], Int, Bool, Bool) = ([], 0, false, false)
    for character in side where character != " " {
      switch character {
      case "(" where !isInside: (isInside, names, hasName) = (true, 0, false)
      case ")" where isInside:
        ranks.append(names + (hasName ? 1 : 0))
        isInside = false
      case "," where isInside: (names, hasName) = (names + 1, false)
      case ",": continue
      case _ where isInside: hasName = true
      default: throw .malformed("'\(text)' is not a signature")
      }
    }
    return ranks
  }
}
