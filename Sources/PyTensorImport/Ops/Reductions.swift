import TensorOperators

/// Ops that combine elements over axes.
extension OpTable {
  static let reductions: [String: OpImporter] = [
    "CAReduce": reduce, "Sum": reduce, "Prod": reduce, "ProdWithoutZeros": reduce, "Max": reduce, "Min": reduce, "All": reduce, "Any": reduce,
    "FixedOpCAReduce": reduce, "NonZeroDimsCAReduce": reduce, "Argmax": argmax, "MaxAndArgmax": maxAndArgmax, "CumOp": cumulative,
  ]

  /// By the class of the scalar Op that combines two elements.
  private static let kinds: [String: ReductionKind] = [
    "Add": .sum, "Mul": .prod, "MulWithoutZeros": .prod, "Maximum": .max, "Minimum": .min, "ScalarMaximum": .max,
    "ScalarMinimum": .min,
  ]

  /// Elements are cast to `acc_dtype` and combined in it; the result is cast to the type of the output.
  private static func reduce(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    let x = try node.tensor(0)
    let type = try node.resultType()
    guard let function = try node.op.op("scalar_op")?.name else { throw .malformed("\(node.op.name) without a scalar Op") }
    let (asked, wanted) = (try node.elementType("acc_dtype"), try node.elementType("dtype"))
    let accumulation = asked ?? wanted ?? type
    let axes = try axes(try node.axes(), x.rank)
    if let bits = BitReduction(rawValue: function) { return [.tensor(try bits.result(x, axes, type, node))] }
    guard let kind = kinds[function] else { throw .unknown("a reduction by \(function)") }
    var operand = x.casted(to: accumulation, at: node.place)
    if function == "MulWithoutZeros" {
      let zero = node.literal(.integer(0), accumulation)
      operand = node.apply(.where, node.apply(.equal, operand, zero), node.literal(.integer(1), accumulation), operand)
    }
    if axes.isEmpty { return [.tensor(operand)] }
    if accumulation == .bool, kind == .sum || kind == .prod {
      return [.tensor((kind == .sum ? ReductionKind.any : .all).apply(operand, axes: axes, keepsAxes: false, at: node.place))]
    }
    return [.tensor(kind.apply(operand, axes: axes, keepsAxes: false, type: kind.takesType ? accumulation : nil, at: node.place))]
  }

  /// Axes counted from the front; nil: all.
  private static func axes(_ axes: [Int]?, _ rank: Int) throws(PyTensorImportError) -> [Int] {
    guard let axes else { return Array(0..<rank) }
    // As in NumPy a scalar may be reduced over axis 0, which it has not.
    if rank == 0, axes.allSatisfy({ $0 == 0 || $0 == -1 }) { return [] }
    var result: [Int] = []
    for axis in axes { result.append(try normalized(axis, rank: rank)) }
    guard Set(result).count == result.count else { throw .malformed("axes \(axes) of a reduction") }
    return result
  }

  /// The place of the first greatest element among those of several axes, in row-major order.
  private static func greatest(_ x: Tensor, _ axes: [Int]?, _ node: NodeContext) throws(PyTensorImportError) -> Tensor {
    let chosen = try self.axes(axes, x.rank)
    if chosen.isEmpty { return Tensor.filled(x.shape, 0, type: .i64, at: node.place) }
    if chosen.count == 1 { return ReductionKind.argmax.apply(x, axes: chosen, keepsAxes: false, at: node.place) }
    let kept = (0..<x.rank).filter { !chosen.contains($0) }
    let behind = x.transposed(kept + chosen.sorted(), at: node.place)
    let count = chosen.reduce(Dimension(1)) { $0 * x.shape[$1] }
    let flat = Tensor.single(Reshape(kept.map { x.shape[$0] } + [count]), [behind], at: node.place)
    return ReductionKind.argmax.apply(flat, axes: [kept.count], keepsAxes: false, at: node.place)
  }

  private static func argmax(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    [.tensor(try greatest(try node.tensor(0), try node.axes(), node))]
  }

  private static func maxAndArgmax(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    let (x, axes) = (try node.tensor(0), try node.axes())
    return [.tensor(ReductionKind.max.apply(x, axes: axes, keepsAxes: false, at: node.place)), .tensor(try greatest(x, axes, node))]
  }

  private static func cumulative(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    let type = try node.resultType()
    // Of bools the sums and products are bools: whether any or all so far are true.
    let x = try node.tensor(0).casted(to: type == .bool ? .i64 : type, at: node.place)
    let kind: Cumulative.Kind
    switch try node.text("mode") {
    case "add": kind = .sum
    case "mul": kind = .product
    case let mode: throw .unknown("CumOp of mode \(mode)")
    }
    let axis = try node.axes()?.first
    let operand = axis == nil ? x.raveled(at: node.place) : x
    let place = try normalized(axis ?? 0, rank: operand.rank)
    return [.tensor(Tensor.single(Cumulative(kind, axis: place), [operand], at: node.place).casted(to: type, at: node.place))]
  }
}

/// Reductions by bits: of bools they are logic; of integers each bit is reduced by itself.
private enum BitReduction: String {
  case and = "AND"
  case or = "OR"
  case exclusiveOr = "XOR"

  func result(_ x: Tensor, _ axes: [Int], _ type: ElementType, _ node: NodeContext) throws(PyTensorImportError) -> Tensor {
    if axes.isEmpty { return x.casted(to: type, at: node.place) }
    if type == .bool { return flags(x.casted(to: .bool, at: node.place), axes, node) }
    guard type.isInteger else { throw .unknown("a reduction by \(rawValue) to \(type.name)") }
    let x = x.casted(to: type, at: node.place)
    let places = ImportedRange.of(Dimension(type.bitWidth), at: node.place).casted(to: type, at: node.place)
    let bits = node.apply(
      .bitwiseAnd, node.apply(.rightShift, x.expanded([x.rank], at: node.place), places), node.literal(.integer(1), type))
    let reduced = flags(bits.casted(to: .bool, at: node.place), axes, node).casted(to: type, at: node.place)
    return ReductionKind.sum.apply(
      node.apply(.leftShift, reduced, places), axes: [-1], keepsAxes: false, type: type, at: node.place)
  }

  private func flags(_ x: Tensor, _ axes: [Int], _ node: NodeContext) -> Tensor {
    switch self {
    case .and: return ReductionKind.all.apply(x, axes: axes, keepsAxes: false, at: node.place)
    case .or: return ReductionKind.any.apply(x, axes: axes, keepsAxes: false, at: node.place)
    case .exclusiveOr:
      let count = ReductionKind.sum.apply(x, axes: axes, keepsAxes: false, type: .i64, at: node.place)
      return node.apply(.bitwiseAnd, count, node.literal(.integer(1), .i64)).casted(to: .bool, at: node.place)
    }
  }
}
