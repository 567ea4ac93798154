import TensorOperators

/// Ops whose result is the operand, seen otherwise.
extension OpTable {
  static let views: [String: OpImporter] = [
    "DimShuffle": dimShuffle, "ScalarFromTensor": same, "TensorFromScalar": same, "ViewOp": same, "DeepCopyOp": same,
    "CpuContiguous": same, "TransferOp": same, "Rebroadcast": same, "OutputGuard": same, "TypeCastingOp": same,
    "SpecifyShape": specifyShape, "SplitDims": splitDims, "JoinDims": joinDims, "Reshape": reshape, "ExtractDiag": extractDiag,
  ]

  /// The operand itself.
  static func same(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    try node.requireCount(1...)
    return [.tensor(try node.value(0))]
  }

  /// Axes in another order, new ones of extent 1 (`"x"`), others of extent 1 left out.
  private static func dimShuffle(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    let value = try node.value(0)
    guard let order = node.op.properties["new_order"]?.list else { throw .malformed("DimShuffle without new_order") }
    let rank = value.tensor.rank
    var (axes, added): ([Int], [Int]) = ([], [])
    for (position, entry) in order.enumerated() {
      if entry.text == "x" {
        added.append(position)
      } else if let axis = entry.integer, (0..<rank).contains(axis), !axes.contains(axis) {
        axes.append(axis)
      } else {
        throw .malformed("DimShuffle of \(rank) axes to \(entry.shown)")
      }
    }
    let dropped = (0..<rank).filter { !axes.contains($0) }
    var tensor = value.tensor
    let shape = (0..<rank).map { dropped.contains($0) ? 1 : tensor.shape[$0] }
    tensor = node.asserting(tensor, shape, of: "1, for DimShuffle leaves the axis out")
    if !dropped.isEmpty { tensor = tensor.squeezed(dropped, at: node.place) }
    let places = axes.map { axis in axis - dropped.count { $0 < axis } }
    tensor = tensor.transposed(places, at: node.place)
    if !added.isEmpty { tensor = tensor.expanded(added, at: node.place) }
    return [.tensor(ImportedTensor(tensor, elements: order.count <= 1 ? value.elements : nil, scalar: value.scalar))]
  }

  private static func specifyShape(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    let value = try node.value(0)
    guard node.operands.count == value.tensor.rank + 1 else { throw .malformed("\(node.operands.count - 1) extents for \(value.tensor.type)") }
    var shape = value.tensor.shape
    for axis in shape.indices where !node.isNone(axis + 1) { shape[axis] = try node.extent(axis + 1, "the extent of axis \(axis)") }
    var result = value
    result.tensor = node.asserting(value.tensor, shape, of: "the extent that SpecifyShape asks for")
    return [.tensor(result)]
  }

  private static func reshape(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    try node.requireCount(2...2)
    let value = try node.value(0)
    var shape = try node.extents(1, "the shape", as: .integer)
    let declared = node.resultTypes.first?.shape ?? []
    guard shape.count == declared.count else { throw .invalid("a shape of \(shape.count) extents for a result of \(declared.count) axes") }
    // An extent that is -1 when the program runs takes the place of a number that is not known yet.
    let open = shape.filter { $0.constant == nil && $0.mayBeNegative }.count
    if open == 1 { shape = solved(shape, value.tensor.shape) }
    if open > 1 { shape = try solvedByValues(shape, value.tensor.shape, node) }
    let result = value.tensor.shape == shape ? value.tensor : Tensor.single(Reshape(shape), [value.tensor], at: node.place)
    return [.tensor(ImportedTensor(result, elements: shape.count <= 1 ? value.elements : nil, scalar: shape.allSatisfy { $0.constant == 1 } ? value.scalar : nil))]
  }

  /// Extents of which one may be negative, which then follows from the others.
  private static func solved(_ shape: [Dimension], _ operand: [Dimension]) -> [Dimension] {
    let flags = shape.map(\.isNegativeFlag)
    let known = zip(shape, flags).reduce(Dimension(1)) { $0 * ($1.0 + $1.1 * (1 - $1.0)) }
    let rest = Dimension.floorDivide(operand.reduce(1, *), known)
    return zip(shape, flags).map { $0 + $1 * (rest - $0) }
  }

  /// The same as values of scalars: expressions in which each extent may be the one would double with every extent.
  private static func solvedByValues(
    _ shape: [Dimension], _ operand: [Dimension], _ node: NodeContext
  ) throws(PyTensorImportError) -> [Dimension] {
    func scalar(_ extent: Dimension) -> Tensor { Tensor.single(Extent(extent, isWeak: false), [], at: node.place) }
    let (zero, one) = (node.literal(.integer(0), .i64), node.literal(.integer(1), .i64))
    let numbers = shape.map(scalar)
    let isOpen = numbers.map { node.apply(.less, $0, zero) }
    let known = zip(numbers, isOpen).reduce(one) { node.apply(.multiply, $0, node.apply(.where, $1.1, one, $1.0)) }
    let rest = node.apply(.floorDivide, scalar(operand.reduce(1, *)), known)
    var result: [Dimension] = []
    for ((extent, number), isOpen) in zip(zip(shape, numbers), isOpen) {
      let value = node.apply(.where, isOpen, rest, number)
      result.append(extent.mayBeNegative ? try ValueExtents.extent(of: value, "the shape", as: .extent, at: node.place) : extent)
    }
    return result
  }

  /// One axis becomes several.
  private static func splitDims(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    let (x, axis) = (try node.tensor(0), try node.integer("axis"))
    guard x.shape.indices.contains(axis) else { throw .invalid("axis \(axis) of \(x.type)") }
    let parts = try node.extents(1, "the shape")
    let shape = Array(x.shape[..<axis]) + parts + x.shape[(axis + 1)...]
    return [.tensor(.single(Reshape(shape), [x], at: node.place))]
  }

  /// Several axes become one; none become one of extent 1.
  private static func joinDims(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    let x = try node.tensor(0)
    let (start, count) = (try node.integer("start_axis"), try node.integer("n_axes"))
    guard start >= 0, count >= 0, start + count <= x.rank else { throw .invalid("\(count) axes from \(start) on of \(x.type)") }
    let joined = x.shape[start..<start + count].reduce(Dimension(1), *)
    return [.tensor(.single(Reshape(Array(x.shape[..<start]) + [joined] + x.shape[(start + count)...]), [x], at: node.place))]
  }

  /// A diagonal of the planes of two axes, as the last axis.
  private static func extractDiag(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    let x = try node.tensor(0)
    let arguments: [String: OperationDefinition.Argument] = [
      "a": .tensor(x), "offset": .integer(try node.integer("offset")), "axis1": .integer(try node.integer("axis1")),
      "axis2": .integer(try node.integer("axis2")),
    ]
    return [.tensor(try node.call("diagonal", arguments))]
  }
}

extension SymbolicInteger {
  /// Whether nothing shows that the value is at least 0.
  var mayBeNegative: Bool { isNegativeFlag.constant != 0 }
}
