import TensorOperators

/// Ops about shapes, and those that put tensors together or take them apart.
extension OpTable {
  static let shapes: [String: OpImporter] = [
    "Shape": shape, "Shape_i": shapeOfAxis, "MakeVector": makeVector, "MakeSlice": makeSlice, "Join": join, "Split": split,
  ]

  private static func shape(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    let x = try node.tensor(0)
    return [.tensor(.integers(x.shape, isVector: true, at: node.place))]
  }

  private static func shapeOfAxis(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    let (x, axis) = (try node.tensor(0), try node.integer("i"))
    guard x.shape.indices.contains(axis) else { throw .invalid("axis \(axis) of \(x.type)") }
    return [.tensor(.integers([x.shape[axis]], isVector: false, at: node.place))]
  }

  /// A vector of scalars.
  private static func makeVector(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    let type = try node.resultType()
    let values = try node.values().map { node.cast($0, to: type) }
    guard values.allSatisfy({ $0.tensor.rank == 0 }) else { throw .invalid("MakeVector takes scalars") }
    let elements = values.compactMap(\.element)
    if elements.count == values.count, !elements.isEmpty || type.isInteger {
      return [.tensor(.integers(elements, isVector: true, type: type, at: node.place))]
    }
    if values.isEmpty { return [.tensor(Tensor.filled([0], 0, type: type, at: node.place))] }
    let parts = values.map { $0.tensor.expanded([0], at: node.place) }
    return [.tensor(Tensor.single(Concatenate(axis: 0), parts, at: node.place))]
  }

  private static func makeSlice(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    try node.requireCount(3...3)
    func part(_ position: Int) throws(PyTensorImportError) -> ImportedTensor? { node.isNone(position) ? nil : try node.value(position) }
    return [.slice(start: try part(0), stop: try part(1), step: try part(2))]
  }

  /// Tensors side by side along an axis, which is an operand.
  private static func join(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    try node.requireCount(2...)
    let type = try node.resultType()
    let values = try node.values(from: 1).map { node.cast($0, to: type) }
    let axis = try normalized(try node.number(0, "the axis of Join"), rank: values[0].tensor.rank)
    let elements = values.compactMap(\.elements)
    if values[0].tensor.rank == 1, elements.count == values.count, type.isInteger,
      elements.map(\.count).reduce(0, +) <= ImportedTensor.elementLimit
    {
      return [.tensor(.integers(Array(elements.joined()), isVector: true, type: type, at: node.place))]
    }
    if values.count == 1 { return [.tensor(values[0])] }
    return [.tensor(Tensor.single(Concatenate(axis: axis), values.map(\.tensor), at: node.place))]
  }

  /// Parts of given sizes along an axis.
  private static func split(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    try node.requireCount(3...3)
    let value = try node.value(0)
    let axis = try normalized(try node.number(1, "the axis of Split"), rank: value.tensor.rank)
    let sizes = try node.extents(2, "the sizes of the parts")
    guard sizes.count == node.resultTypes.count else { throw .invalid("\(sizes.count) sizes for \(node.resultTypes.count) parts") }
    if sizes.contains(where: { ($0.constant ?? 0) < 0 }) { throw .invalid("split sizes cannot be negative") }
    var whole = value.tensor.shape
    whole[axis] = sizes.reduce(0, +)
    let x = node.asserting(value.tensor, whole, of: "the sum of the sizes of its parts")
    var (parts, start): ([ImportedValue], Dimension) = ([], 0)
    for size in sizes {
      let entries = (0..<axis).map { _ in SliceEntry.all } + [.range(start: start, stop: start + size)]
      var part = sliced(x, entries, at: node.place)
      if part.error == nil {
        var shape = part.shape
        shape[axis] = size
        part = node.asserting(part, shape, of: "the size of a part of Split, which cannot be negative")
      }
      parts.append(.tensor(part))
      start += size
    }
    return parts
  }

  static func normalized(_ axis: Int, rank: Int) throws(PyTensorImportError) -> Int {
    guard axis >= -rank, axis < rank else { throw .invalid("axis \(axis) is out of bounds for \(rank) axes") }
    return axis < 0 ? axis + rank : axis
  }
}
