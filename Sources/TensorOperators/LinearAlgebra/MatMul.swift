/// The matrix product over leading axes that broadcast; vectors as operands stand for one row or column.
public struct MatMul: Operation {
  public init() {}

  public var name: String { "matmul" }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    guard inputs.count == 2 else { throw failure("takes 2 operands, got \(inputs.count)") }
    return try Contraction.infer(inputs[0], inputs[1], name)
  }

  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts {
    let (a, b) = (node.inputs[0], node.inputs[1])
    var elements = ElementFacts.unknown(node.types[0].elementType)
    if node.types[0].elementType.isFloat, known[0].elements.isNonnegative, known[1].elements.isNonnegative {
      elements = ElementFacts(0, .infinity, mayBeNaN: known.contains(where: \.elements.mayBeInfinite))
    }
    guard a.rank >= 2, b.rank >= 2 else { return ValueFacts(elements) }
    // Zeros stay only where nothing is infinite.
    let isFinite = known.allSatisfy(\.elements.isFinite)
    let kept: MatrixStructure = isFinite ? [.lowerTriangular, .upperTriangular, .orthogonal, .permutation] : []
    var structure = known[0].structure.intersection(known[1].structure).intersection(kept)
    if a.isMatrixTransposed(of: b) || b.isMatrixTransposed(of: a) { structure.insert(.symmetric) }
    return ValueFacts(elements, structure.closed)
  }

  public var derivative: Derivative { .reverse { $0.matrixProduct() } }

  public var batching: Batching { .rule { $0.matrixProduct() } }

  public var lowering: Lowering {
    .composite { inputs in
      let result = ElementType.promoted(inputs[0].elementType, inputs[1].elementType)
      if result.isComplex { return [MatMul.byParts(inputs[0], inputs[1], result)] }
      // Floats of 16 bits are summed in f32.
      let type = result.computed
      let (a, b) = (inputs[0].converted(to: type, at: .none), inputs[1].converted(to: type, at: .none))
      guard type.isFloat, a.rank >= 2, b.rank >= 2 else {
        return [Tensor.single(Contraction(a.type, b.type), [a, b], at: .none).converted(to: result, at: .none)]
      }
      // Library routines take batches one by one: repeated ones become views.
      let batch = Contraction.batch(a.shape, b.shape)
      let left = a.broadcast(to: batch + a.shape.suffix(2), at: .none)
      let right = b.broadcast(to: batch + b.shape.suffix(2), at: .none)
      return [Tensor.single(MatrixProduct(), [left, right], at: .none).converted(to: result, at: .none)]
    }
  }
}

extension MatMul {
  /// `(a + bi)(c + di)` of complex matrices: four real products.
  static func byParts(_ x: Tensor, _ y: Tensor, _ type: ElementType) -> Tensor {
    func part(_ function: ScalarFunction, _ tensor: Tensor) -> Tensor {
      .apply(function, [tensor.converted(to: type, at: .none)], at: .none)
    }
    func product(_ a: Tensor, _ b: Tensor) -> Tensor { .single(MatMul(), [a, b], at: .none) }
    let (a, b, c, d) = (part(.real, x), part(.imag, x), part(.real, y), part(.imag, y))
    let real = Tensor.apply(.subtract, [product(a, c), product(b, d)], at: .none)
    return real.complex(.apply(.add, [product(a, d), product(b, c)], at: .none), at: .none)
  }
}

/// The product of float matrices of one type whose leading axes have equal extents: what a library routine does.
public struct MatrixProduct: Operation {
  public init() {}

  public var name: String { "op.gemm" }
  public var lowering: Lowering { .matrixProduct }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    guard inputs.count == 2, inputs.allSatisfy({ $0.rank >= 2 }), inputs[0].rank == inputs[1].rank else {
      throw failure("takes two operands of one rank, at least 2")
    }
    guard inputs[0].elementType.isFloat, inputs[0].elementType == inputs[1].elementType else {
      throw failure("takes two operands of one float type")
    }
    guard inputs[0].shape.dropLast(2) == inputs[1].shape.dropLast(2) else {
      throw failure("takes operands of equal leading axes")
    }
    return try Contraction.infer(inputs[0], inputs[1], name)
  }
}

/// The matrix product of arrays of any ranks but 0; `a @ b` in Python.
///
/// `(..., m, k) @ (..., k, n)` is `(..., m, n)`, leading axes broadcast; a vector on the left is a row, on the right
/// a column, and its axis is not in the result. Types are promoted; integers wrap, bools give the or of ands. Errors:
/// a scalar operand, extents that do not match.
public func matmul<A: ArrayAlgebra>(_ a: A, _ b: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .single(MatMul(), [a, b], at: .at(file, line))
}

extension OperationDefinition {
  static let matmul = OperationDefinition(
    "matmul", family: "linalg", [Parameter("x1", .tensor), Parameter("x2", .tensor)],
    summary: "The matrix product; leading axes broadcast.", numpy: "np.matmul(x1, x2)"
  ) { arguments throws(TensorError) in
    [.single(MatMul(), [try arguments.tensor("x1"), try arguments.tensor("x2")], at: arguments.place)]
  }.sampled(
    "(x: f64[n], y: f64[n]) -> x @ y",
    "(x: f64[n, m], y: f64[m]) -> x @ y",
    "(x: f64[n], y: f64[n, m]) -> x @ y",
    "(x: f64[n, m], y: f64[m, k]) -> x @ y",
    "(x: f64[k, n, m], y: f64[m, l]) -> x @ y",
    "(x: f64[m], y: f64[k, m, l]) -> x @ y",
    "(x: f64[n, m]) -> x.T @ x")

  static let linearAlgebra: [OperationDefinition] = [.matmul, .dot]
}
