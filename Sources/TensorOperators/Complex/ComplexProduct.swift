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
    .complex(ofPairs: .single(ComplexProduct(isRunning: isRunning), [x.pairs(at: place)], at: place), at: place)
  }
}

/// Linear recurrences of complex numbers along rows, of pairs `[..., n, 2]`: of the factors and of the terms.
struct ComplexRecurrence: Operation {
  var name: String { "op.complex_recurrence" }

  func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    guard inputs.count == 2, inputs[0].elementType == inputs[1].elementType, inputs[0].elementType == .f32 || inputs[0].elementType == .f64
    else { throw failure("takes pairs of f32, or of f64") }
    return Inference(inputs[1])
  }

  var lowering: Lowering {
    .routine(
      RoutineLowering(.recurComplex) { inputs, _ in
        let (type, shape) = (inputs[1].elementType, inputs[1].shape)
        return [shape.dropLast(2).reduce(1, *), shape[shape.count - 2], Dimension(type.byteCount)]
      })
  }

  /// Along the last axis.
  static func of(_ factors: Tensor, _ terms: Tensor, at place: SourcePlace) -> Tensor {
    .complex(ofPairs: .single(ComplexRecurrence(), [factors.pairs(at: place), terms.pairs(at: place)], at: place), at: place)
  }
}

extension Tensor {
  /// Real and imaginary parts along one more axis, as routines of the runtime take complex numbers.
  fileprivate func pairs(at place: SourcePlace) -> Tensor {
    .stacked([ScalarFunction.real, .imag].map { .apply($0, [self], at: place) }, axis: rank, type: nil, at: place)
  }

  /// The complex numbers of which the last axis holds real and imaginary part.
  package static func complex(ofPairs pairs: Tensor, at place: SourcePlace) -> Tensor {
    func part(_ number: Int) -> Tensor {
      sliced(pairs, [SliceEntry](repeating: .all, count: pairs.rank - 1) + [.index(Dimension(number))], at: place)
    }
    return part(0).complex(part(1), at: place)
  }
}
