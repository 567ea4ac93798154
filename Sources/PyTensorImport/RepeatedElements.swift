import TensorOperators

/// Integers that are the same at every place of the leading axes: shapes in batches.
///
/// `vectorize` makes of a shape a matrix whose rows are all that shape, and computes with these as with one. What is known of a row (`ImportedTensor.row`)
/// is followed here through the Ops that take part in it, so that `Blockwise` finds the numbers again that its Op must know.
enum RepeatedElements {
  /// The elements along the last axis of a node's result, the same in all rows; a single one stands for an axis of any extent.
  static func row(of node: NodeContext, _ result: Tensor) -> [Dimension]? {
    guard result.rank > 0, result.elementType == .bool || result.elementType.isInteger, let rule = rules[node.op.name] else { return nil }
    let operands = node.operands.map { operand -> ImportedTensor? in if case .tensor(let value) = operand { value } else { nil } }
    guard let row = rule(node, operands, result), row.count == 1 || result.shape.last?.constant == row.count else { return nil }
    return row
  }

  private typealias Rule = @Sendable (NodeContext, [ImportedTensor?], Tensor) -> [Dimension]?

  private static let rules: [String: Rule] = [
    "Alloc": kept, "Assert": kept, "CheckAndRaise": kept, "SpecifyShape": kept, "DimShuffle": shuffled, "Elemwise": combined,
    "Subtensor": picked, "Join": joined,
  ]

  /// The first operand's.
  private static func kept(_ node: NodeContext, _ operands: [ImportedTensor?], _ result: Tensor) -> [Dimension]? {
    operands.first??.knownRow
  }

  /// New axes in front repeat it; a single element may get them behind it too.
  private static func shuffled(_ node: NodeContext, _ operands: [ImportedTensor?], _ result: Tensor) -> [Dimension]? {
    guard let value = operands.first ?? nil, let row = value.knownRow, let order = node.op.properties["new_order"]?.list else { return nil }
    return row.count == 1 || order.last?.integer == value.tensor.rank - 1 ? row : nil
  }

  private static func combined(_ node: NodeContext, _ operands: [ImportedTensor?], _ result: Tensor) -> [Dimension]? {
    guard let function = try? node.op.op("scalar_op")?.name else { return nil }
    if function == "Second" { return operands.count == 2 ? operands[1]?.knownRow : nil }
    let values = operands.compactMap { $0 }
    let rows = values.compactMap(\.knownRow)
    guard !rows.isEmpty, rows.count == operands.count else { return nil }
    if function == "Cast" { return IntegerElements.wrapped(rows[0], to: result.elementType) }
    return IntegerElements.apply(function, rows, values.map(\.tensor.elementType), to: result.elementType)
  }

  /// Elements of every row, or what is left of rows of one element.
  private static func picked(_ node: NodeContext, _ operands: [ImportedTensor?], _ result: Tensor) -> [Dimension]? {
    guard let value = operands.first ?? nil, let row = value.knownRow else { return nil }
    if row.count == 1 { return row }
    guard let entries = try? IndexList(node, firstOperand: 1).entries else { return nil }
    if entries.count < value.tensor.rank { return entries.allSatisfy(\.isBasic) ? row : nil }
    guard entries.count == value.tensor.rank, entries.allSatisfy(\.isBasic) else { return nil }
    return OpTable.picked(row, entries.suffix(1))
  }

  /// Rows end to end.
  private static func joined(_ node: NodeContext, _ operands: [ImportedTensor?], _ result: Tensor) -> [Dimension]? {
    guard let axis = operands.first??.element?.constant, axis == result.rank - 1 || axis == -1 else { return nil }
    var row: [Dimension] = []
    for operand in operands.dropFirst() {
      guard let part = operand?.knownRow, let extent = operand?.tensor.shape.last?.constant, extent <= ImportedTensor.elementLimit else { return nil }
      row += part.count == 1 ? Array(repeating: part[0], count: extent) : part
    }
    return row.count <= ImportedTensor.elementLimit ? row : nil
  }
}

extension IndexList.Entry {
  /// Whether it leaves out axes or parts of them, and no more.
  fileprivate var isBasic: Bool {
    switch self {
    case .range: true
    case .integer(let value): value.tensor.rank == 0
    case .array, .newAxis: false
    }
  }
}

extension ImportedTensor {
  /// What is known of the elements along the last axis, wherever that is the same in all rows.
  var knownRow: [Dimension]? { row ?? (tensor.rank <= 1 ? elements : nil) }

  /// What stands for one element of a batch of values, or for the value that all have in common.
  static func batchElement(_ tensor: Tensor, of value: ImportedTensor) -> ImportedTensor {
    var result = value
    result.tensor = tensor
    if tensor.shape == value.tensor.shape { return result }
    result = ImportedTensor(tensor)
    guard let row = value.knownRow, row.count == 1 || tensor.shape.last?.constant == row.count else { return result }
    result.row = row
    if tensor.rank == 0 {
      result.elements = row
    } else if tensor.rank == 1, let extent = tensor.shape[0].constant, extent <= elementLimit {
      result.elements = row.count == extent ? row : Array(repeating: row[0], count: extent)
    }
    return result
  }
}
