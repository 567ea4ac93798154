import TensorOperators

/// Ops that make tensors of numbers.
extension OpTable {
  static let creation: [String: OpImporter] = [
    "Alloc": alloc, "AllocEmpty": allocEmpty, "ARange": arange, "Eye": eye, "Bartlett": bartlett,
  ]

  /// A value broadcast to a shape; only extents known to be 1 broadcast.
  private static func alloc(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    let value = try node.value(0)
    let shape = try extents(node, from: 1)
    let rank = value.tensor.rank
    guard rank <= shape.count else { throw .invalid("a value of \(rank) axes for a shape of \(shape.count)") }
    if shape.isEmpty { return [.tensor(value)] }
    let source: Tensor
    if let scalar = value.scalar {
      source = scalar
    } else {
      let wanted = shape.suffix(rank)
      let own = zip(value.tensor.shape, zip(wanted, node.operandTypes[0].shape)).map { $0.1.1 == 1 ? $0.0 : $0.1.0 }
      source = node.asserting(value.tensor, own, of: "that of Alloc (only extents known to be 1 broadcast)")
    }
    let elements = shape.count == 1 ? value.scalar.flatMap { _ in value.elements } : nil
    let count = shape.count == 1 ? shape[0].constant : nil
    let repeated = elements.flatMap { list in
      count.flatMap { $0 >= 0 && $0 <= ImportedTensor.elementLimit && list.count == 1 ? [Dimension](repeating: list[0], count: $0) : nil }
    }
    let result = source.broadcast(to: shape, at: node.place)
    return [.tensor(ImportedTensor(result, elements: repeated))]
  }

  /// What an uninitialized array holds is not defined: zeros.
  private static func allocEmpty(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    [.tensor(Tensor.filled(try extents(node, from: 0), 0, type: try node.resultType(), at: node.place))]
  }

  private static func extents(_ node: NodeContext, from first: Int) throws(PyTensorImportError) -> [Dimension] {
    var shape: [Dimension] = []
    for position in node.operands.indices.dropFirst(first) {
      shape.append(try node.extent(position, "the extent of axis \(position - first)"))
    }
    return shape
  }

  /// The numbers `start, start + step, ...` before `stop`: of integers `start + i * step`.
  private static func arange(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    try node.requireCount(3...3)
    let type = try node.resultType()
    let values = try node.values()
    let elements = values.compactMap(\.element)
    if elements.count == 3, let step = elements[2].constant {
      let range = Result { () throws(TensorError) -> Arange in
        try Arange(.integer(elements[0]), .integer(elements[1]), step: .integer(Dimension(step)), type: type)
      }
      let tensor = switch range {
      case .success(let range): Tensor.single(range, [], at: node.place)
      case .failure(let error): Tensor.invalid(error)
      }
      return [.tensor(ImportedTensor(tensor, elements: rangeElements(tensor, elements[0], step)))]
    }
    let numbers = values.compactMap { StaticNumber($0.tensor) }
    if numbers.count == 3, numbers.allSatisfy({ $0.double != nil }) {
      do {
        return [.tensor(Tensor.single(try Arange(numbers[0], numbers[1], step: numbers[2], type: type), [], at: node.place))]
      } catch {
        throw PyTensorImportError(error)
      }
    }
    return [.tensor(try computedRange(values.map(\.tensor), type, node))]
  }

  private static func rangeElements(_ tensor: Tensor, _ start: Dimension, _ step: Int) -> [Dimension]? {
    guard tensor.error == nil, let count = tensor.shape[0].constant, count <= ImportedTensor.elementLimit,
      tensor.elementType.isInteger
    else { return nil }
    return IntegerElements.wrapped((0..<count).map { start + Dimension($0 * step) }, to: tensor.elementType)
  }

  /// A range whose bounds are computed: its length is a value of the graph.
  private static func computedRange(_ bounds: [Tensor], _ type: ElementType, _ node: NodeContext) throws(PyTensorImportError) -> Tensor {
    let areFloats = bounds.contains { $0.elementType.isFloat }
    let numbers = bounds.map { $0.casted(to: areFloats ? .f64 : .i64, at: node.place) }
    let distance = node.apply(.subtract, numbers[1], numbers[0])
    let count: Tensor
    if areFloats {
      count = node.apply(.ceil, node.apply(.divide, distance, numbers[2])).casted(to: .i64, at: node.place)
    } else {
      // -((start - stop) // step) rounds up.
      count = node.apply(.negative, node.apply(.floorDivide, node.apply(.negative, distance), numbers[2]))
    }
    let length = node.apply(.maximum, count, node.literal(.integer(0), .i64))
    let extent = try ValueExtents.extent(of: length, "the length of a range", as: .extent, at: node.place)
    let places = ImportedRange.of(extent, at: node.place)
    let steps = node.apply(.multiply, places.casted(to: type, at: node.place), bounds[2].casted(to: type, at: node.place))
    return node.apply(.add, bounds[0].casted(to: type, at: node.place), steps)
  }

  /// Ones on a diagonal.
  private static func eye(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    try node.requireCount(3...3)
    let type = try node.resultType()
    let (rows, columns) = (try node.extent(0, "the number of rows"), try node.extent(1, "the number of columns"))
    if let diagonal = try node.value(2).element?.constant {
      return [.tensor(Tensor.single(Eye(rows, columns, diagonal: diagonal, type: type), [], at: node.place))]
    }
    let row = ImportedRange.of(rows, at: node.place).expanded([1], at: node.place)
    let column = ImportedRange.of(columns, at: node.place)
    let isOn = node.apply(
      .equal, node.apply(.subtract, column, row), try node.tensor(2).casted(to: .i64, at: node.place))
    return [.tensor(isOn.casted(to: type, at: node.place))]
  }

  /// The triangular window of `count` points: `1 - |2 i / (count - 1) - 1|`, of one point 1.
  private static func bartlett(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    let (type, count) = (try node.resultType(), Dimension.maximum(try node.extent(0, "the number of points", as: .integer), 0))
    let places = ImportedRange.of(count, at: node.place).casted(to: type, at: node.place)
    func number(_ dimension: Dimension) -> Tensor {
      ImportedTensor.integers([dimension], isVector: false, at: node.place).tensor.casted(to: type, at: node.place)
    }
    // Of one point the width is not 0 but -1: any, for the place is 0, and (0 - (-1)) / 1 is 1.
    let last = Dimension.maximum(count - 1, 1)
    let isRising = node.apply(.lessEqual, node.apply(.multiply, places, number(2)), number(count - 1))
    let rising = node.apply(.divide, node.apply(.multiply, places, number(2)), number(last))
    let falling = node.apply(.subtract, number(2), rising)
    let window = node.apply(.where, isRising, rising, falling)
    let isOne = node.apply(.equal, number(count), number(1))
    return [.tensor(node.apply(.where, isOne, number(1), window))]
  }
}

/// The numbers below an extent.
enum ImportedRange {
  static func of(_ count: Dimension, at place: SourcePlace) -> Tensor {
    Tensor.building("arange", [], at: place) { () throws(TensorError) in
      Tensor.single(try Arange(0, .integer(count), step: 1, type: .i64), [], at: place)
    }
  }
}
