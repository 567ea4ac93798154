import TensorOperators

/// What PyTensor keeps in `tensor.extra_ops` and `tensor.basic` beside the families of the other files.
extension OpTable {
  static let extraOps: [String: OpImporter] = [
    "Repeat": repeated, "FillDiagonal": fillDiagonal, "FillDiagonalOffset": fillDiagonalOffset, "RavelMultiIndex": ravelMultiIndex,
    "UnravelIndex": unravelIndex, "Choose": choose, "PermuteRowElements": permuteRowElements, "Nonzero": nonzero,
  ]

  /// Each element so many times along an axis.
  private static func repeated(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    try node.requireCount(2...2)
    let (whole, repeats) = (try node.tensor(0), try node.value(1))
    let given = try node.axes()?.first
    let x = given == nil ? whole.raveled(at: node.place) : whole
    let axis = try normalized(given ?? 0, rank: x.rank)
    if repeats.tensor.rank == 0 {
      let count = try node.extent(1, "the number of repetitions")
      var shape = x.shape
      shape.insert(count, at: axis + 1)
      let copies = x.expanded([axis + 1], at: node.place).broadcast(to: shape, at: node.place)
      shape.remove(at: axis + 1)
      shape[axis] = shape[axis] * count
      return [.tensor(Tensor.single(Reshape(shape), [copies], at: node.place))]
    }
    let counts = repeats.elements?.compactMap(\.constant)
    if let counts, counts.count == repeats.elements?.count, counts.reduce(0, +) <= 4096 {
      guard counts.allSatisfy({ $0 >= 0 }) else { throw .invalid("repeats may not contain negative values") }
      var shape = x.shape
      shape[axis] = Dimension(counts.count)
      let places = counts.enumerated().flatMap { [Int](repeating: $0.offset, count: $0.element) }
      let operand = node.asserting(x, shape, of: "the number of repetitions given")
      return [.tensor(Tensor.single(Take(axis: axis), [operand, Tensor(constant: NDArray(places), at: node.place)], at: node.place))]
    }
    let counted = node.asserting(repeats.tensor, [x.shape[axis]], of: "the extent of the axis that Repeat repeats along")
    return [.tensor(x.repeated(byCounts: counted.casted(to: .i64, at: node.place), axis: axis, at: node.place))]
  }

  /// The index along an axis, shaped to broadcast.
  private static func places(_ shape: [Dimension], _ axis: Int, _ node: NodeContext) -> Tensor {
    let range = ImportedRange.of(shape[axis], at: node.place)
    let added = (0..<shape.count).filter { $0 != axis }
    return added.isEmpty ? range : range.expanded(added, at: node.place)
  }

  /// A value where all indices are equal. (Tall matrices are not filled again below.)
  private static func fillDiagonal(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    try node.requireCount(2...2)
    var (x, value) = (try node.tensor(0), try node.tensor(1))
    guard x.rank >= 2, value.rank == 0 else { throw .invalid("fills \(x.type) with \(value.type)") }
    if x.rank > 2 { x = node.asserting(x, x.shape.map { _ in x.shape[0] }, of: "that of axis 0: FillDiagonal of more than 2 axes") }
    value = value.casted(to: x.elementType, at: node.place)
    let first = places(x.shape, 0, node)
    let isOn = (1..<x.rank).map { node.apply(.equal, first, places(x.shape, $0, node)) }
    return [.tensor(node.apply(.where, isOn.dropFirst().reduce(isOn[0]) { node.apply(.bitwiseAnd, $0, $1) }, value, x))]
  }

  private static func fillDiagonalOffset(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    try node.requireCount(3...3)
    let (x, offset) = (try node.tensor(0), try node.tensor(2).casted(to: .i64, at: node.place))
    guard x.rank == 2 else { throw .invalid("fills a diagonal of \(x.type)") }
    let value = try node.tensor(1).casted(to: x.elementType, at: node.place)
    let diagonal = node.apply(.subtract, places(x.shape, 1, node), places(x.shape, 0, node))
    return [.tensor(node.apply(.where, node.apply(.equal, diagonal, offset), value, x))]
  }

  // MARK: Places in arrays

  /// One index for each element, of one index for each axis of an array of given extents.
  private static func ravelMultiIndex(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    try node.requireCount(1...)
    let count = node.operands.count - 1
    let (mode, order) = (try node.text("mode", default: "raise"), try node.text("order", default: "C"))
    let extents = try scalars(node, count, count)
    var flat = node.literal(.integer(0), .i64)
    let axes = order == "F" ? Array((0..<count).reversed()) : Array(0..<count)
    for axis in axes {
      let place = try fitted(try node.tensor(axis).casted(to: .i64, at: node.place), extents[axis], mode, node)
      flat = node.apply(.add, node.apply(.multiply, flat, extents[axis]), place)
    }
    return [.tensor(flat)]
  }

  /// The elements of a vector operand as scalars.
  private static func scalars(_ node: NodeContext, _ position: Int, _ count: Int) throws(PyTensorImportError) -> [Tensor] {
    let value = try node.value(position)
    if let elements = value.elements, elements.count == count {
      return elements.map { ImportedTensor.integers([$0], isVector: false, at: node.place).tensor }
    }
    guard value.tensor.rank == 1 else { throw .invalid("extents as \(value.tensor.type)") }
    let vector = node.asserting(value.tensor, [Dimension(count)], of: "the number of axes").casted(to: .i64, at: node.place)
    return (0..<count).map { sliced(vector, [.index(Dimension($0))], at: node.place) }
  }

  /// An index that lies in an extent, by `mode`.
  private static func fitted(_ index: Tensor, _ extent: Tensor, _ mode: String, _ node: NodeContext) throws(PyTensorImportError) -> Tensor {
    let zero = node.literal(.integer(0), .i64)
    switch mode {
    case "clip":
      return node.apply(.maximum, node.apply(.minimum, index, node.apply(.subtract, extent, node.literal(.integer(1), .i64))), zero)
    case "wrap": return node.apply(.remainder, index, extent)
    case "raise":
      let isIn = node.apply(.bitwiseAnd, node.apply(.greaterEqual, index, zero), node.apply(.less, index, extent))
      let holds = ReductionKind.all.apply(isIn, axes: nil, keepsAxes: false, at: node.place)
      return Tensor.single(Check(message: "ValueError: invalid entry in coordinates array"), [index, holds], at: node.place)
    default: throw .unknown("mode \(mode)")
    }
  }

  private static func unravelIndex(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    try node.requireCount(2...2)
    let count = node.resultTypes.count
    let extents = try scalars(node, 1, count)
    let order = try node.text("order", default: "C")
    let size = extents.reduce(node.literal(.integer(1), .i64)) { node.apply(.multiply, $0, $1) }
    var rest = try fitted(try node.tensor(0).casted(to: .i64, at: node.place), size, "raise", node)
    var results = [Tensor?](repeating: nil, count: count)
    for axis in order == "F" ? Array(0..<count) : Array((0..<count).reversed()) {
      results[axis] = node.apply(.remainder, rest, extents[axis])
      rest = node.apply(.floorDivide, rest, extents[axis])
    }
    return results.map { .tensor($0 ?? rest) }
  }

  // MARK: Choices

  /// For each element the one that an index names among choices: operands, or the rows of one.
  private static func choose(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    try node.requireCount(2...)
    let type = try node.resultType()
    var choices = try node.values(from: 1).map { $0.tensor.casted(to: type, at: node.place) }
    if choices.count == 1, let stacked = choices.first {
      guard stacked.rank >= 1 else { throw .invalid("choices as \(stacked.type)") }
      return [.tensor(try chosenRow(stacked, node))]
    }
    let index = try fittedChoice(Dimension(choices.count), node)
    let last = choices.removeLast()
    let result = choices.enumerated().reversed().reduce(last) { rest, choice in
      let isThis = node.apply(.equal, index, node.literal(.integer(choice.offset), .i64))
      return node.apply(.where, isThis, choice.element, rest)
    }
    return [.tensor(result)]
  }

  private static func fittedChoice(_ count: Dimension, _ node: NodeContext) throws(PyTensorImportError) -> Tensor {
    let extent = ImportedTensor.integers([count], isVector: false, at: node.place).tensor
    return try fitted(try node.tensor(0).casted(to: .i64, at: node.place), extent, try node.text("mode"), node)
  }

  /// `choices[index[...], ...]`, index and rows broadcast against each other.
  private static func chosenRow(_ choices: Tensor, _ node: NodeContext) throws(PyTensorImportError) -> Tensor {
    let index = try fittedChoice(choices.shape[0], node)
    let rank = max(index.rank, choices.rank - 1)
    let shape: [Dimension]
    do {
      shape = try Broadcasting.combine([index.shape, Array(choices.shape.dropFirst())], operation: "choose").shape
    } catch {
      throw PyTensorImportError(error)
    }
    // The axis of choices goes last, as one more axis of each element, and is taken from there element by element.
    let behind = choices.transposed(Array(1..<choices.rank) + [0], at: node.place)
      .broadcast(to: shape + [choices.shape[0]], at: node.place)
    let places = index.broadcast(to: shape, at: node.place).expanded([rank], at: node.place)
    return Tensor.single(Take(axis: rank, batchAxes: rank), [behind, places], at: node.place).squeezed([rank], at: node.place)
  }

  /// The elements of each row in the order that a row of places gives, or put there.
  private static func permuteRowElements(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    try node.requireCount(2...2)
    let (x, places) = (try node.tensor(0), try node.tensor(1).casted(to: .i64, at: node.place))
    guard x.rank == places.rank, x.rank >= 1 else { throw .invalid("rows of \(x.type) by \(places.type)") }
    let last = x.rank - 1
    let batch: [Dimension]
    do {
      batch = try Broadcasting.combine([Array(x.shape.dropLast()), Array(places.shape.dropLast())], operation: node.op.name).shape
    } catch {
      throw PyTensorImportError(error)
    }
    let width = x.shape[last]
    let rows = x.broadcast(to: batch + [width], at: node.place)
    var order = node.asserting(places, places.shape.dropLast() + [width], of: "the length of the rows")
    if node.flag("inverse") {
      // The place of each place: rows of numbers, put where the permutation says.
      let numbers = ImportedRange.of(width, at: node.place).broadcast(to: order.shape, at: node.place)
      order = Tensor.single(
        Scatter(.set, axis: last, batchAxes: last), [Tensor.filled(order.shape, 0, type: .i64, at: node.place), order, numbers], at: node.place)
    }
    order = order.broadcast(to: batch + [width], at: node.place)
    return [.tensor(Tensor.single(Take(axis: last, batchAxes: last), [rows, order], at: node.place))]
  }

  /// The places of what is not zero: a vector for each axis.
  private static func nonzero(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    try node.calling("nonzero", ["a": .tensor(try node.tensor(0))]).map { .tensor($0) }
  }
}
