/// What complex numbers along rows, pairs `[..., n, 2]`, come to in the order of the elements: `[..., 2]`, or (of running ones) as many as
/// there are elements.
struct ComplexAccumulation: Operation {
  enum Kind: String, Hashable, Sendable, CaseIterable {
    case product = "op.complex_prod"
    case runningProduct = "op.complex_cumprod"
    case runningMaximum = "op.complex_cummax"
    case runningMinimum = "op.complex_cummin"

    /// The runtime's number for it (`TensorComplexAccumulation`).
    var code: Dimension {
      switch self {
      case .product: 0
      case .runningProduct: 1
      case .runningMaximum: 2
      case .runningMinimum: 3
      }
    }
  }

  let kind: Kind

  var name: String { kind.rawValue }

  func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    let input = try single(inputs)
    guard input.rank > 1, input.elementType == .f32 || input.elementType == .f64 else { throw failure("takes pairs of f32 or f64") }
    return Inference(kind == .product ? TensorType(input.elementType, input.shape.dropLast(2) + [2]) : input)
  }

  var lowering: Lowering {
    let kind = kind
    return .routine(
      RoutineLowering(.accumulateComplex) { inputs, _ in
        let (type, shape) = (inputs[0].elementType, inputs[0].shape)
        return [
          shape.dropLast(2).reduce(1, *), shape[shape.count - 2], Dimension(type.byteCount), kind.code,
        ]
      })
  }

  /// Of the last axis.
  static func of(_ x: Tensor, _ kind: Kind, at place: SourcePlace) -> Tensor {
    .complex(ofPairs: .single(ComplexAccumulation(kind: kind), [x.pairs(at: place)], at: place), at: place)
  }
}

/// Linear recurrences of complex numbers along rows, of pairs `[..., n, 2]`: of the factors and of the terms.
struct ComplexRecurrence: Operation {
  let startsAnew: Bool

  var name: String { "op.complex_recurrence" }
  var attributes: [Attribute] { [Attribute("anew", .flag(startsAnew))] }

  func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    guard inputs.count == 2, inputs[0].elementType == inputs[1].elementType, inputs[0].elementType == .f32 || inputs[0].elementType == .f64
    else { throw failure("takes pairs of f32, or of f64") }
    return Inference(inputs[1])
  }

  var lowering: Lowering {
    let startsAnew = startsAnew
    return .routine(
      RoutineLowering(.recurComplex) { inputs, _ in
        let (type, shape) = (inputs[1].elementType, inputs[1].shape)
        return [shape.dropLast(2).reduce(1, *), shape[shape.count - 2], Dimension(type.byteCount), startsAnew ? 1 : 0]
      })
  }

  /// Along the last axis.
  static func of(_ factors: Tensor, _ terms: Tensor, startsAnew: Bool, at place: SourcePlace) -> Tensor {
    .complex(ofPairs: .single(ComplexRecurrence(startsAnew: startsAnew), [factors.pairs(at: place), terms.pairs(at: place)], at: place), at: place)
  }
}

extension Tensor {
  /// Real and imaginary parts along one more axis, as routines of the runtime take complex numbers.
  func pairs(at place: SourcePlace) -> Tensor {
    .stacked([ScalarFunction.real, .imag].map { .apply($0, [self], at: place) }, axis: rank, type: nil, at: place)
  }

  /// What a function makes of real and imaginary part, each by itself; of real numbers what it makes of them.
  func onParts(_ function: (Tensor) -> Tensor) -> Tensor {
    guard elementType.isComplex else { return function(self) }
    let parts = [ScalarFunction.real, .imag].map { function(.apply($0, [self], at: .none)) }
    return parts[0].complex(parts[1], at: .none)
  }

  /// The complex numbers of which the last axis holds real and imaginary part.
  package static func complex(ofPairs pairs: Tensor, at place: SourcePlace) -> Tensor {
    func part(_ number: Int) -> Tensor {
      sliced(pairs, [SliceEntry](repeating: .all, count: pairs.rank - 1) + [.index(Dimension(number))], at: place)
    }
    return part(0).complex(part(1), at: place)
  }
}
