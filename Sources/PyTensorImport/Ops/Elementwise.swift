import TensorOperators

/// Scalar Ops applied to the elements of tensors.
extension OpTable {
  static let elementwise: [String: OpImporter] = ["Elemwise": elemwise]

  private static func elemwise(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    guard let op = try node.op.op("scalar_op") else { throw .malformed("Elemwise without a scalar Op") }
    return try Elementwise.results(of: op, node).map { .tensor($0) }
  }

  /// A scalar Op by itself: of scalars, or inside another scalar Op.
  static func scalarNode(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    try Elementwise.results(of: node.op, node).map { .tensor($0) }
  }
}

private enum Elementwise {
  static func results(of op: OpDescription, _ node: NodeContext) throws(PyTensorImportError) -> [ImportedTensor] {
    let values = try node.values()
    var types: [ElementType] = []
    for position in node.resultTypes.indices { types.append(try node.resultType(position)) }
    if types.count == 1, let elements = integers(op, values, types[0]) {
      return [.integers(elements, isVector: values.contains { $0.tensor.rank == 1 }, type: types[0], at: node.place)]
    }
    if node.importer.isScalar { return try ScalarOps.apply(op, values.map(\.tensor), to: types, node).map { ImportedTensor($0) } }
    let rank = values.map(\.tensor.rank).max() ?? 0
    guard values.allSatisfy({ $0.tensor.rank == rank }) else { throw .malformed("operands of \(op.name) have different ranks") }
    // Numbers that were given axes to fit are numbers again.
    if values.allSatisfy({ $0.scalar != nil }) {
      return try ScalarOps.apply(op, values.compactMap(\.scalar), to: types, node).map {
        ImportedTensor($0.expanded(Array(0..<rank), at: node.place), scalar: $0)
      }
    }
    let shape = joint(values, node)
    let operands = zip(values, node.operandTypes).map { value, declared in
      if let scalar = value.scalar { return scalar }
      let extents = (0..<rank).map { isOne(declared, $0) ? value.tensor.shape[$0] : shape[$0] }
      return node.asserting(value.tensor, extents, of: "that of another operand (only extents known to be 1 broadcast)")
    }
    return try ScalarOps.apply(op, operands, to: types, node).map { result in
      ImportedTensor(result.error == nil && result.shape != shape ? result.broadcast(to: shape, at: node.place) : result)
    }
  }

  /// Whether an axis broadcasts: PyTensor decides that by types, extents that happen to be 1 do not.
  private static func isOne(_ type: VariableType, _ axis: Int) -> Bool {
    type.shape.indices.contains(axis) && type.shape[axis] == 1
  }

  /// The extents of the result: of each axis those of the operands that do not broadcast, a number if there is one.
  private static func joint(_ values: [ImportedTensor], _ node: NodeContext) -> [Dimension] {
    let rank = values[0].tensor.rank
    return (0..<rank).map { axis in
      let extents = zip(values, node.operandTypes).filter { !isOne($0.1, axis) }.map { $0.0.tensor.shape[axis] }
      return extents.first { $0.constant != nil } ?? extents.first ?? 1
    }
  }

  private static func integers(_ op: OpDescription, _ values: [ImportedTensor], _ type: ElementType) -> [Dimension]? {
    let elements = values.compactMap(\.elements)
    guard !values.isEmpty, elements.count == values.count, values.allSatisfy({ $0.tensor.rank <= 1 }) else { return nil }
    if op.name == "Cast" { return IntegerElements.wrapped(elements[0], to: type) }
    return IntegerElements.apply(op.name, elements, values.map(\.tensor.elementType), to: type)
  }
}
