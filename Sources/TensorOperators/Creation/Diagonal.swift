/// The elements on a diagonal of the matrices in two axes, along a new last axis: `result[..., i] = x[..., i, i + offset]`.
public struct Diagonal: Operation {
  /// Positive ones lie above the main diagonal.
  public let offset: Int
  public let axis1: Int
  public let axis2: Int

  public init(offset: Int, axis1: Int, axis2: Int) { (self.offset, self.axis1, self.axis2) = (offset, axis1, axis2) }

  public var name: String { "diagonal" }
  public var attributes: [Attribute] {
    [Attribute("offset", .integer(offset)), Attribute("axis1", .integer(axis1)), Attribute("axis2", .integer(axis2))]
  }

  /// How many elements of a diagonal lie in a matrix.
  static func length(_ rows: Dimension, _ columns: Dimension, offset: Int) -> Dimension {
    let (first, second) = (rows - Dimension(Swift.max(0 &- offset, 0)), columns - Dimension(Swift.max(offset, 0)))
    return Dimension.minimum(first, second).nonnegativePart()
  }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    let input = try single(inputs)
    guard axis1 != axis2, (0..<input.rank).contains(axis1), (0..<input.rank).contains(axis2) else {
      throw failure("axis1 and axis2 must be different axes of the operand, got \(axis1) and \(axis2)")
    }
    let others = input.shape.indices.filter { $0 != axis1 && $0 != axis2 }.map { input.shape[$0] }
    return Inference(
      TensorType(input.elementType, others + [Diagonal.length(input.shape[axis1], input.shape[axis2], offset: offset)]))
  }

  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts { ValueFacts(known[0].elements) }

  /// The cotangent on the diagonal, 0 elsewhere.
  public var derivative: Derivative {
    let (offset, axis1, axis2) = (offset, axis1, axis2)
    return .unary { cotangent, step in
      let shape = step.inputs[0].shape
      return .single(DiagonalMatrix(offset: offset, rows: shape[axis1], columns: shape[axis2]), [cotangent], at: step.place)
        .moved([shape.count - 2, shape.count - 1], to: [axis1, axis2], at: step.place)
    }
  }

  public var batching: Batching {
    let operation = Diagonal(offset: offset, axis1: axis1 + 1, axis2: axis2 + 1)
    return .unary { _ in operation }
  }

  public var complexRule: ComplexRule { .parts }

  public var lowering: Lowering {
    let (offset, axis1, axis2) = (offset, axis1, axis2)
    return .elements { context, index in
      var others = index.dropLast()
      let place = index[index.count - 1]
      let source = context.inputs[0].shape.indices.map { axis -> Dimension in
        if axis == axis1 { return place + Dimension(Swift.max(0 &- offset, 0)) }
        if axis == axis2 { return place + Dimension(Swift.max(offset, 0)) }
        return others.removeFirst()
      }
      return context.input(0, at: source)
    }
  }
}

/// Matrices with vectors on a diagonal and zeros elsewhere: `result[..., i, i + offset] = v[..., i]`.
public struct DiagonalMatrix: Operation {
  public let offset: Int
  public let rows: Dimension
  public let columns: Dimension

  public init(offset: Int, rows: Dimension, columns: Dimension) { (self.offset, self.rows, self.columns) = (offset, rows, columns) }

  /// The smallest square matrices that hold them.
  public init(offset: Int, length: Dimension) {
    let side = length + Dimension(Int(clamping: offset.magnitude))
    self.init(offset: offset, rows: side, columns: side)
  }

  public var name: String { "diag_embed" }
  public var attributes: [Attribute] {
    [Attribute("offset", .integer(offset)), Attribute("shape", .tuple([.dimension(rows), .dimension(columns)]))]
  }

  public func withExtents(_ replacement: (Symbol) -> Dimension?) -> DiagonalMatrix {
    DiagonalMatrix(offset: offset, rows: rows.withExtents(replacement), columns: columns.withExtents(replacement))
  }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    let input = try single(inputs)
    guard let given = input.shape.last else { throw failure("the operand has no axes") }
    let wanted = Diagonal.length(rows, columns, offset: offset)
    var constraints = try constraints(onRequested: [rows, columns])
    if given != wanted {
      if let given = given.constant, let wanted = wanted.constant {
        throw failure("diagonal \(offset) of a \(rows) by \(columns) matrix has \(wanted) elements, the operand \(given)")
      }
      constraints.append(ShapeConstraint(.equal, given, wanted, "the length of the vectors and of the diagonal in \(name)"))
    }
    return Inference(TensorType(input.elementType, input.shape.dropLast() + [rows, columns]), constraints)
  }

  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts {
    let isDiagonal = offset == 0 && rows == columns
    return ValueFacts(known[0].elements.union(ElementFacts(0, 0, isWhole: true)), isDiagonal ? MatrixStructure.diagonal.closed : [])
  }

  public var derivative: Derivative {
    let offset = offset
    return .unary { cotangent, step in
      let rank = cotangent.rank
      return .single(Diagonal(offset: offset, axis1: rank - 2, axis2: rank - 1), [cotangent], at: step.place)
    }
  }

  public var batching: Batching {
    let operation = self
    return .unary { _ in operation }
  }

  public var complexRule: ComplexRule { .parts }

  /// Places off the diagonal read some element of the vector, which is not taken; so there must be one.
  public var lowering: Lowering {
    let operation = self
    return .composite { inputs in
      let v = inputs[0]
      let place = v.node.places.first ?? .none
      let length = v.shape[v.rank - 1]
      let elements = DiagonalElements(offset: operation.offset, rows: operation.rows, columns: operation.columns)
      // An empty main diagonal has no places beside it.
      if operation.offset == 0 || length.constant.map({ $0 > 0 }) == true { return [.single(elements, [v], at: place)] }
      let one = Tensor.filled(v.shape.dropLast() + [1], 0, type: v.elementType, at: place)
      return [.single(elements, [.single(Concatenate(axis: v.rank - 1), [v, one], at: place)], at: place)]
    }
  }
}

/// The elements of `DiagonalMatrix`, of vectors that have at least one element, or more than the diagonal.
private struct DiagonalElements: Operation {
  let offset: Int
  let rows: Dimension
  let columns: Dimension

  var name: String { "op.diagonal_elements" }
  func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    let input = try single(inputs)
    return Inference(TensorType(input.elementType, input.shape.dropLast() + [rows, columns]))
  }

  var complexRule: ComplexRule { .parts }

  var lowering: Lowering {
    let offset = offset
    return .elements { context, index in
      let (row, column) = (index[index.count - 2], index[index.count - 1])
      let input = context.inputs[0]
      let isOn = context.primitive(
        .equal, [context.element(column - row), context.constant(ScalarValue(integer: Int64(offset), type: .i64))])
      let place = Dimension.maximum(.minimum(row - Dimension(Swift.max(0 &- offset, 0)), input.shape[input.rank - 1] - 1), 0)
      let value = context.input(0, at: index.dropLast(2) + [place])
      let zero = context.constant(ScalarValue(.integer(0), type: value.type))
      return context.primitive(.select, [isOn, value, zero])
    }
  }
}

extension ArrayAlgebra {
  /// Vectors along the last axis as diagonals of matrices of a shape, the smallest square one unless given.
  package func asDiagonal(_ offset: Int, shape: (Dimension, Dimension)? = nil, at place: SourcePlace) -> Self {
    Self.building("diag_embed", [self], at: place) { () throws(TensorError) in
      guard let length = inferredType.shape.last else {
        throw TensorError(operation: "diag_embed", message: "the operand has no axes")
      }
      guard offset.magnitude < 1 << 62 else { throw TensorError(operation: "diag", message: "k is too large: \(offset)") }
      let operation = shape.map { DiagonalMatrix(offset: offset, rows: $0.0, columns: $0.1) } ?? DiagonalMatrix(offset: offset, length: length)
      return .single(operation, [self], at: place)
    }
  }

  package func diagonal(_ offset: Int, _ axis1: Int, _ axis2: Int, named name: String = "diagonal", at place: SourcePlace) -> Self {
    Self.building(name, [self], at: place) { () throws(TensorError) in
      guard inferredRank >= 2 else {
        throw TensorError(operation: name, message: "diag requires an array of at least two dimensions")
      }
      let first = try Axes.normalized(axis1, rank: inferredRank, operation: name)
      let second = try Axes.normalized(axis2, rank: inferredRank, operation: name)
      guard first != second else { throw TensorError(operation: name, message: "axis1 and axis2 cannot be the same") }
      guard offset.magnitude < 1 << 62 else { throw TensorError(operation: name, message: "offset is too large: \(offset)") }
      return .single(Diagonal(offset: offset, axis1: first, axis2: second), [self], at: place)
    }
  }

  /// NumPy's `diag`: the matrix of a vector, or the diagonal of a matrix.
  package func diag(_ offset: Int, at place: SourcePlace) -> Self {
    Self.building("diag", [self], at: place) { () throws(TensorError) in
      switch inferredRank {
      case 1: return asDiagonal(offset, at: place)
      case 2: return diagonal(offset, 0, 1, named: "diag", at: place)
      default: throw TensorError(operation: "diag", message: "input must be 1- or 2-d, got \(inferredType)", hint: "diagonal and diag_embed take more axes")
      }
    }
  }
}

/// The matrix with a vector on a diagonal, or (of a matrix) the vector on its diagonal.
///
/// Positive offsets are above the main diagonal. Any type. Errors: neither a vector nor a matrix.
public func diag<A: ArrayAlgebra>(_ x: A, offset: Int = 0, file: StaticString = #fileID, line: Int = #line) -> A {
  x.diag(offset, at: .at(file, line))
}

/// The elements `x[..., i, i + offset]` of the matrices in two axes, along a new last axis.
///
/// Any type. Errors: fewer than two axes, axes that are equal or out of range.
public func diagonal<A: ArrayAlgebra>(
  _ x: A, offset: Int = 0, axis1: Int = 0, axis2: Int = 1, file: StaticString = #fileID, line: Int = #line
) -> A {
  x.diagonal(offset, axis1, axis2, at: .at(file, line))
}

/// Square matrices with the vectors along the last axis of `x` on a diagonal and zeros elsewhere. Errors: no axes.
public func diagEmbed<A: ArrayAlgebra>(_ x: A, offset: Int = 0, file: StaticString = #fileID, line: Int = #line) -> A {
  x.asDiagonal(offset, at: .at(file, line))
}

extension OperationDefinition {
  private static let offset = Parameter("offset", .integer, default: .integer(0))

  static let diagonals: [OperationDefinition] = [
    OperationDefinition(
      "diag", family: "creation", [Parameter("v", .tensor), Parameter("k", .integer, default: .integer(0))],
      summary: "The matrix with a vector on a diagonal, or the diagonal of a matrix.", numpy: "np.diag(v, k)"
    ) { arguments throws(TensorError) in [try arguments.tensor("v").diag(try arguments.integer("k"), at: arguments.place)] }
      .sampled("(x: f64[n]) -> diag(x) @ x", "(x: f64[n, m]) -> diag(x, 1) ** 2", "(x: f64[n]) -> diag(x, -2) ** 2"),
    OperationDefinition(
      "diagflat", family: "creation", [Parameter("v", .tensor), Parameter("k", .integer, default: .integer(0))],
      summary: "The matrix with all elements of an array on a diagonal.", numpy: "np.diagflat(v, k)"
    ) { arguments throws(TensorError) in
      [try arguments.tensor("v").raveled(at: arguments.place).asDiagonal(try arguments.integer("k"), at: arguments.place)]
    }.sampled("(x: f64[n, 2]) -> diagflat(x, 1) ** 2"),
    OperationDefinition(
      "diagonal", family: "creation",
      [
        Parameter("a", .tensor), offset, Parameter("axis1", .integer, default: .integer(0)),
        Parameter("axis2", .integer, default: .integer(1)),
      ], summary: "The diagonals of the matrices in two axes, along a new last axis.",
      numpy: "np.diagonal(a, offset=offset, axis1=axis1, axis2=axis2)"
    ) { arguments throws(TensorError) in
      [
        try arguments.tensor("a").diagonal(
          try arguments.integer("offset"), try arguments.integer("axis1"), try arguments.integer("axis2"), at: arguments.place)
      ]
    }.sampled("(x: f64[n, m]) -> diagonal(x, -1) ** 2", "(x: f64[n, m, k]) -> diagonal(x, 1, 2, 0) ** 2"),
    OperationDefinition(
      "diag_embed", family: "creation", [Parameter("v", .tensor), offset, Parameter("shape", .shape, default: Argument.none)],
      summary: "Matrices with the vectors along the last axis on a diagonal, square or of a shape.",
      numpy: "np.apply_along_axis(np.diag, -1, v, offset) if shape is None else its corner or extension with this shape"
    ) { arguments throws(TensorError) in
      var matrix: (Dimension, Dimension)?
      if case .shape(let given)? = arguments.values["shape"] {
        guard given.count == 2 else {
          throw TensorError(operation: "diag_embed", message: "shape must be of rows and columns, got \(given.count) extents")
        }
        matrix = (given[0], given[1])
      }
      return [try arguments.tensor("v").asDiagonal(try arguments.integer("offset"), shape: matrix, at: arguments.place)]
    }.sampled("(x: f64[n, m]) -> diag_embed(x, 1) ** 2"),
    fillDiagonal,
  ]
}
