// Parts along one axis, and short names for arithmetic where an operation is an expression of others.
extension ArrayAlgebra {
  /// `start:stop:step` along an axis, the others whole.
  func slicedAlong(
    _ axis: Int, from start: Dimension? = nil, to stop: Dimension? = nil, step: Int = 1, at place: SourcePlace
  ) -> Self {
    let entries = [SliceEntry](repeating: .all, count: axis) + [.range(start: start, stop: stop, step: step)]
    return sliced(self, entries, at: place)
  }

  /// One place along an axis, which stays with extent 1.
  func placeAlong(_ axis: Int, _ place: Dimension, at source: SourcePlace) -> Self {
    sliced(self, [SliceEntry](repeating: .all, count: axis) + [.index(place)], at: source).expanded([axis], at: source)
  }

  /// A scalar function of this and others.
  func calling(_ function: ScalarFunction, _ others: Self..., at place: SourcePlace) -> Self {
    .apply(function, [self] + others, at: place)
  }

  /// A number beside this.
  func number(_ value: WeakValue) -> Self { .weak(value, like: self) }

  /// `0, 1, ... count - 1`, of a type.
  static func numbers(_ count: Dimension, type: ElementType = .i64, at place: SourcePlace) -> Self {
    building("arange", [], at: place) { () throws(TensorError) in
      .single(try Arange(0, .integer(count), step: 1, type: type), [], at: place)
    }
  }

  /// An extent as a scalar of a type.
  static func extent(_ dimension: Dimension, type: ElementType = .i64, at place: SourcePlace) -> Self {
    Self.single(Extent(dimension, isWeak: false), [], at: place).converted(to: type, at: place)
  }

  /// The type that the value has by itself: numbers become strong.
  func strong(at place: SourcePlace) -> Self { converted(to: inferredType.elementType, at: place) }
}

extension NestedTensors {
  /// The tensors, and the shape in which lists hold them. A tensor of known extents is a list of its elements.
  ///
  /// Errors: lists of different lengths, extents that are not known.
  func grid(_ name: String, of operation: String) throws(TensorError) -> (shape: [Int], tensors: [Tensor]) {
    func failure(_ message: String) -> TensorError { TensorError(operation: operation, message: "\(name) \(message)") }
    switch self {
    case .one(let tensor):
      if let error = tensor.error { throw error }
      var rows = [tensor]
      var shape: [Int] = []
      for extent in tensor.shape {
        guard let count = extent.constant, count <= 4_096 else { throw failure("must have extents that are known, got \(tensor.type)") }
        shape.append(count)
        rows = rows.flatMap { row in (0..<count).map { sliced(row, [.index(Dimension($0))], at: .none) } }
      }
      return (shape, rows)
    case .list(let parts):
      var shape: [Int]?
      var tensors: [Tensor] = []
      for part in parts {
        let inner = try part.grid(name, of: operation)
        guard shape == nil || shape == inner.shape else { throw failure("has rows of different shapes") }
        shape = inner.shape
        tensors += inner.tensors
      }
      return ([parts.count] + (shape ?? []), tensors)
    }
  }

  /// The tensors in order, whatever the lists.
  var tensors: [Tensor] {
    switch self {
    case .one(let tensor): [tensor]
    case .list(let parts): parts.flatMap(\.tensors)
    }
  }
}

extension Tensor {
  /// The integer, or extent, that a scalar stands for.
  func staticInteger(_ name: String, of operation: String) throws(TensorError) -> Dimension {
    if let integer = StaticNumber(self)?.dimension { return integer }
    if let constant = node.operation as? Constant, rank == 0, elementType.isInteger, let value = constant.elements.first {
      return Dimension(Int(value.integer))
    }
    // An element of a constant list.
    if let slice = node.operation as? Slice, let constant = node.inputs[0].node.operation as? Constant, rank == 0,
      node.inputs[0].rank == 1, elementType.isInteger, case .index(let place)? = slice.entries.first,
      let index = place.constant, constant.elements.indices.contains(index)
    {
      return Dimension(Int(constant.elements[index].integer))
    }
    throw TensorError(
      operation: operation, message: "\(name) must be of integers or extents known when the graph is built, got \(type)",
      operands: [type])
  }
}
