/// Ones on a diagonal of a matrix of zeros.
public struct Eye: Operation {
  public let rows: Dimension
  public let columns: Dimension
  /// Which diagonal: positive ones lie above the main diagonal.
  public let diagonal: Int
  public let type: ElementType

  public init(_ rows: Dimension, _ columns: Dimension, diagonal: Int = 0, type: ElementType = .f64) {
    (self.rows, self.columns, self.diagonal, self.type) = (rows, columns, diagonal, type)
  }

  public var name: String { "eye" }

  public var attributes: [Attribute] {
    [
      Attribute("N", .dimension(rows)), Attribute("M", .dimension(columns)), Attribute("k", .integer(diagonal)),
      Attribute("dtype", .type(type)),
    ]
  }

  public func withExtents(_ replacement: (Symbol) -> Dimension?) -> Eye {
    Eye(rows.withExtents(replacement), columns.withExtents(replacement), diagonal: diagonal, type: type)
  }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    guard inputs.isEmpty else { throw failure("takes no operands") }
    return Inference(TensorType(type, [rows, columns]), try constraints(onRequested: [rows, columns]))
  }

  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts {
    ValueFacts(ElementFacts(0, 1, isWhole: true), diagonal == 0 && rows == columns ? MatrixStructure.identity.closed : [])
  }

  public var derivative: Derivative { .flat }

  public var complexRule: ComplexRule {
    let operation = self
    return .expanded { _ in
      let type = operation.type
      let real = Eye(operation.rows, operation.columns, diagonal: operation.diagonal, type: type.realType)
      return [Tensor.single(real, [], at: .none).converted(to: type, at: .none)]
    }
  }

  public var lowering: Lowering {
    let (diagonal, type) = (diagonal, type)
    return .elements { context, index in
      let place = context.element(index[1] - index[0])
      let wanted = context.constant(ScalarValue(integer: Int64(diagonal), type: .i64))
      return context.convert(context.primitive(.equal, [place, wanted]), to: type)
    }
  }
}

/// A matrix with ones on a diagonal and zeros elsewhere: `result[i, j] = 1 if j - i == diagonal else 0`.
///
/// `columns` is `rows` unless given. Errors: a negative extent.
public func eye(
  _ rows: Dimension, _ columns: Dimension? = nil, diagonal: Int = 0, type: ElementType = .f64,
  file: StaticString = #fileID, line: Int = #line
) -> Tensor {
  .single(Eye(rows, columns ?? rows, diagonal: diagonal, type: type), [], at: .at(file, line))
}

extension OperationDefinition {
  static let eye = OperationDefinition(
    "eye", family: "creation",
    [
      Parameter("N", .shape), Parameter("M", .shape, default: Argument.none),
      Parameter("k", .integer, default: .integer(0)), Parameter("dtype", .type, default: .type(.f64)),
    ], summary: "A matrix with ones on a diagonal.", numpy: "np.eye(N, M, k, dtype=dtype)"
  ) { arguments throws(TensorError) in
    let rows = try arguments.extent("N")
    var columns = rows
    if case .shape? = arguments.values["M"] { columns = try arguments.extent("M") }
    let type = arguments.optionalType("dtype") ?? .f64
    let operation = Eye(rows, columns, diagonal: try arguments.integer("k"), type: type)
    return [.single(operation, [], at: arguments.place)]
  }

  static let identity = OperationDefinition(
    "identity", family: "creation", [Parameter("n", .shape), Parameter("dtype", .type, default: .type(.f64))],
    summary: "A square matrix with ones on the main diagonal.", numpy: "np.identity(n, dtype=dtype)"
  ) { arguments throws(TensorError) in
    let n = try arguments.extent("n")
    return [.single(Eye(n, n, type: arguments.optionalType("dtype") ?? .f64), [], at: arguments.place)]
  }
}
