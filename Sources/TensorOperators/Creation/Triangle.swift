/// Which side of a diagonal is kept.
public enum TrianglePart: String, Hashable, Sendable {
  case lower = "tril"
  case upper = "triu"

  /// Whether an element on diagonal `column - row` belongs to it.
  func contains(_ distance: Value, _ diagonal: Int, in context: ElementContext) -> Value {
    let limit = context.constant(ScalarValue(integer: Int64(diagonal), type: .i64))
    switch self {
    case .lower: return context.primitive(.lessOrEqual, [distance, limit])
    case .upper: return context.primitive(.greaterOrEqual, [distance, limit])
    }
  }
}

/// The elements of the matrices in the last two axes on one side of a diagonal, zeros on the other.
public struct Triangle: Operation {
  public let part: TrianglePart
  public let diagonal: Int

  public init(_ part: TrianglePart, diagonal: Int) { (self.part, self.diagonal) = (part, diagonal) }

  public var name: String { part.rawValue }
  public var attributes: [Attribute] { [Attribute("k", .integer(diagonal))] }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    let input = try single(inputs)
    guard input.rank >= 2 else { throw failure("takes matrices, got \(input)") }
    return Inference(TensorType(input.elementType, input.shape))
  }

  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts {
    let shape = node.types[0].shape
    let elements = known[0].elements.union(ElementFacts(0, 0, isWhole: true))
    guard shape[shape.count - 1] == shape[shape.count - 2] else { return ValueFacts(elements) }
    // What is 0 already stays so.
    var structure = known[0].structure.intersection([.lowerTriangular, .upperTriangular])
    if part == .lower, diagonal <= 0 { structure.insert(.lowerTriangular) }
    if part == .upper, diagonal >= 0 { structure.insert(.upperTriangular) }
    return ValueFacts(elements, structure.closed)
  }

  public var derivative: Derivative {
    let operation = self
    return .unary { .single(operation, [$0], at: $1.place) }
  }

  public var batching: Batching {
    let operation = self
    return .unary { _ in operation }
  }

  public var complexRule: ComplexRule { .parts }

  public var lowering: Lowering {
    let (part, diagonal) = (part, diagonal)
    return .elements { context, index in
      let distance = context.element(index[index.count - 1] - index[index.count - 2])
      let value = context.input(0, at: index)
      let zero = context.constant(ScalarValue(.integer(0), type: value.type))
      return context.primitive(.select, [part.contains(distance, diagonal, in: context), value, zero])
    }
  }
}

/// Ones on and below a diagonal of a matrix of zeros.
public struct Tri: Operation {
  public let rows: Dimension
  public let columns: Dimension
  public let diagonal: Int
  public let type: ElementType

  public init(_ rows: Dimension, _ columns: Dimension, diagonal: Int, type: ElementType) {
    (self.rows, self.columns, self.diagonal, self.type) = (rows, columns, diagonal, type)
  }

  public var name: String { "tri" }
  public var attributes: [Attribute] {
    [
      Attribute("N", .dimension(rows)), Attribute("M", .dimension(columns)), Attribute("k", .integer(diagonal)),
      Attribute("dtype", .type(type)),
    ]
  }

  public func withExtents(_ replacement: (Symbol) -> Dimension?) -> Tri {
    Tri(rows.withExtents(replacement), columns.withExtents(replacement), diagonal: diagonal, type: type)
  }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    guard inputs.isEmpty else { throw failure("takes no operands") }
    return Inference(TensorType(type, [rows, columns]), try constraints(onRequested: [rows, columns]))
  }

  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts {
    ValueFacts(ElementFacts(0, 1, isWhole: true), diagonal <= 0 && rows == columns ? MatrixStructure.lowerTriangular.closed : [])
  }

  public var derivative: Derivative { .flat }

  public var complexRule: ComplexRule {
    let operation = self
    return .expanded { _ in
      let type = operation.type
      let real = Tri(operation.rows, operation.columns, diagonal: operation.diagonal, type: type.realType)
      return [Tensor.single(real, [], at: .none).converted(to: type, at: .none)]
    }
  }

  public var lowering: Lowering {
    let (diagonal, type) = (diagonal, type)
    return .elements { context, index in
      context.convert(
        TrianglePart.lower.contains(context.element(index[1] - index[0]), diagonal, in: context), to: type)
    }
  }
}

extension ArrayAlgebra {
  package func triangle(_ part: TrianglePart, _ diagonal: Int, at place: SourcePlace) -> Self {
    Self.building(part.rawValue, [self], at: place) { () throws(TensorError) in
      switch inferredRank {
      case 0: throw TensorError(operation: part.rawValue, message: "the operand has no axes", hint: "matrices in the last two axes are wanted")
      case 1:
        // As NumPy: the vector is every row.
        let square = strong(at: place).broadcast(to: [inferredType.shape[0], inferredType.shape[0]], at: place)
        return .single(Triangle(part, diagonal: diagonal), [square], at: place)
      default: return .single(Triangle(part, diagonal: diagonal), [strong(at: place)], at: place)
      }
    }
  }
}

/// The elements on and below a diagonal, zeros above: `x[..., i, j] if j <= i + diagonal else 0`.
///
/// Any type. Errors: no axes.
public func tril<A: ArrayAlgebra>(_ x: A, diagonal: Int = 0, file: StaticString = #fileID, line: Int = #line) -> A {
  x.triangle(.lower, diagonal, at: .at(file, line))
}

/// The elements on and above a diagonal, zeros below: `x[..., i, j] if j >= i + diagonal else 0`.
///
/// Any type. Errors: no axes.
public func triu<A: ArrayAlgebra>(_ x: A, diagonal: Int = 0, file: StaticString = #fileID, line: Int = #line) -> A {
  x.triangle(.upper, diagonal, at: .at(file, line))
}

/// A matrix with ones on and below a diagonal and zeros above it.
///
/// `columns` is `rows` unless given. Errors: a negative extent.
public func tri(
  _ rows: Dimension, _ columns: Dimension? = nil, diagonal: Int = 0, type: ElementType = .f64, file: StaticString = #fileID,
  line: Int = #line
) -> Tensor {
  .single(Tri(rows, columns ?? rows, diagonal: diagonal, type: type), [], at: .at(file, line))
}

extension OperationDefinition {
  private static let diagonal = Parameter("k", .integer, default: .integer(0))

  static let triangles: [OperationDefinition] = [
    OperationDefinition(
      "tri", family: "creation",
      [
        Parameter("N", .shape), Parameter("M", .shape, default: Argument.none), diagonal,
        Parameter("dtype", .type, default: .type(.f64)),
      ], summary: "A matrix with ones on and below a diagonal.", numpy: "np.tri(N, M, k, dtype=dtype)"
    ) { arguments throws(TensorError) in
      let rows = try arguments.extent("N")
      let operation = Tri(
        rows, try arguments.optionalExtent("M") ?? rows, diagonal: try arguments.integer("k"),
        type: arguments.optionalType("dtype") ?? .f64)
      return [.single(operation, [], at: arguments.place)]
    },
    OperationDefinition(
      "tril", family: "creation", [Parameter("m", .tensor), diagonal], summary: "The elements on and below a diagonal, zeros above.",
      numpy: "np.tril(m, k)"
    ) { arguments throws(TensorError) in
      [try arguments.tensor("m").triangle(.lower, try arguments.integer("k"), at: arguments.place)]
    }.sampled("(x: f64[n, m]) -> tril(x, 1) ** 2", "(x: f64[2, n, m]) -> tril(x) ** 2", "(x: f64[n]) -> tril(x) ** 2"),
    OperationDefinition(
      "triu", family: "creation", [Parameter("m", .tensor), diagonal], summary: "The elements on and above a diagonal, zeros below.",
      numpy: "np.triu(m, k)"
    ) { arguments throws(TensorError) in
      [try arguments.tensor("m").triangle(.upper, try arguments.integer("k"), at: arguments.place)]
    }.sampled("(x: f64[n, m]) -> triu(x, -1) ** 2"),
  ] + triangleIndices
}
