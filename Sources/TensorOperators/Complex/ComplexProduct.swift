/// Products of complex numbers along rows: of pairs `[..., n, 2]` in the order of the elements, `[..., 2]`, or as many as there are
/// elements.
struct ComplexProduct: Operation {
  /// Whether the results are the products up to each element.
  let isRunning: Bool

  var name: String { isRunning ? "op.complex_cumprod" : "op.complex_prod" }

  func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    let input = try single(inputs)
    guard input.rank > 1, input.elementType == .f32 || input.elementType == .f64 else { throw failure("takes pairs of f32 or f64") }
    return Inference(isRunning ? input : TensorType(input.elementType, input.shape.dropLast(2) + [2]))
  }

  var lowering: Lowering {
    let isRunning = isRunning
    return .routine(
      RoutineLowering(.multiplyComplex) { inputs, _ in
        let (type, shape) = (inputs[0].elementType, inputs[0].shape)
        return [
          shape.dropLast(2).reduce(1, *), shape[shape.count - 2], Dimension(type.byteCount), isRunning ? 1 : 0,
        ]
      })
  }

  /// Of the last axis.
  static func of(_ x: Tensor, isRunning: Bool, at place: SourcePlace) -> Tensor {
    let parts = [ScalarFunction.real, .imag].map { Tensor.apply($0, [x], at: place).expanded([x.rank], at: place) }
    let pairs = Tensor.single(Concatenate(axis: x.rank), parts, at: place)
    let products = Tensor.single(ComplexProduct(isRunning: isRunning), [pairs], at: place)
    func part(_ number: Int) -> Tensor {
      sliced(products, [SliceEntry](repeating: .all, count: products.rank - 1) + [.index(Dimension(number))], at: place)
    }
    return part(0).complex(part(1), at: place)
  }
}
