/// The places of vectors, the last axis, in lexicographic order; equal ones keep theirs, NaNs are the greatest.
///
/// `[..., n, w]` of real numbers gives `[..., n]` of i64.
struct VectorOrder: Operation {
  var name: String { "op.order_vectors" }
  var attributes: [Attribute] { [] }

  func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    let input = try single(inputs)
    guard input.rank > 1 else { throw failure("takes vectors in rows, got \(input.rank) axes") }
    guard SortedType.code(of: input.elementType) != nil else { throw failure("is not defined for \(input.elementType.name)") }
    return Inference(TensorType(.i64, Array(input.shape.dropLast())))
  }

  func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts { ValueFacts(ElementFacts(0, 0x1p53, isWhole: true)) }

  var derivative: Derivative { .flat }

  var batching: Batching { .unary { _ in VectorOrder() } }

  var lowering: Lowering {
    .routine(
      RoutineLowering(.orderVectors) { inputs, _ in
        let (type, shape) = (inputs[0].elementType, inputs[0].shape)
        return [
          shape.dropLast(2).reduce(1, *), shape[shape.count - 2], shape[shape.count - 1], Dimension(type.byteCount),
          Dimension(SortedType.code(of: type) ?? 0),
        ]
      } workspaces: { inputs, output in
        [
          (inputs[0].elementType.byteCount == 8 ? .i64 : .i32, inputs[0].shape.reduce(1, *)),
          (.i64, output.shape.reduce(1, *)),
        ]
      })
  }
}

extension OperationDefinition {
  static let orderVectors = OperationDefinition(
    "op.order_vectors", family: "sorting", [Parameter("x", .tensor)],
    summary: "The places of the last axis's vectors in lexicographic order.", numpy: ""
  ) { arguments throws(TensorError) in
    [.single(VectorOrder(), [try arguments.tensor("x")], at: arguments.place)]
  }.sampled("(x: f64[n, 3]) -> x[op.order_vectors(floor(x))]")
}

extension Tensor {
  /// The order of vectors of any type, complex ones as pairs, behind all others those with NaNs.
  func orderOfVectors(at place: SourcePlace) -> Tensor {
    guard elementType.isComplex else { return .single(VectorOrder(), [self], at: place) }
    let keys = Ordering.complexKeys(of: self, at: place)
    let joined = Tensor.stacked(keys, axis: rank, type: elementType.realType, at: place)
    let flat = Tensor.single(Reshape(shape.dropLast() + [shape[rank - 1] * Dimension(keys.count)]), [joined], at: place)
    return .single(VectorOrder(), [flat], at: place)
  }
}
