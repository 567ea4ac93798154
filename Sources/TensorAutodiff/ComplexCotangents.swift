import TensorGraph
import TensorOperators
import TensorScalars

/// The reverse rules of functions of complex numbers that are not holomorphic; all others multiply by their derivative.
///
/// In JAX's convention: the gradient of a real cost by `z = x + iy` is `dL/dx - i dL/dy`, and no rule conjugates the derivative of a holomorphic function.
enum ComplexCotangents {
  typealias Rule = @Sendable (_ cotangent: Tensor, _ step: ReverseStep) -> Tensor

  static let rules: [String: Rule] = [
    "real": { cotangent, step in cotangent.complex(zero(cotangent), at: step.place) },
    "imag": { cotangent, step in
      zero(cotangent).complex(.apply(.negative, [cotangent], at: step.place), at: step.place)
    },
    "conj": { cotangent, step in .apply(.conj, [cotangent], at: step.place) },
    // 0 at 0, as lengths have it.
    "absolute": { cotangent, step in
      let isZero = Tensor.apply(.equal, [step.result, 0], at: step.place)
      let length = Tensor.apply(.where, [isZero, 1, step.result], at: step.place)
      let scaled = Tensor.apply(.divide, [cotangent, length], at: step.place)
      return .apply(.multiply, [scaled, .apply(.conj, [step.inputs[0]], at: step.place)], at: step.place)
    },
    // -i / z, and 0 at 0.
    "phase": { cotangent, step in
      let z = step.inputs[0]
      let isZero = Tensor.apply(.equal, [z, zero(z)], at: step.place)
      let turned = zero(cotangent).complex(.apply(.negative, [cotangent], at: step.place), at: step.place)
      let quotient = Tensor.apply(.divide, [turned, .apply(.where, [isZero, 1, z], at: step.place)], at: step.place)
      return .apply(.where, [isZero, zero(z), quotient], at: step.place)
    },
    "sign": { cotangent, step in
      .invalid(
        TensorError(
          operation: "sign", message: "has no derivative of complex numbers", places: step.node.places, hint: "write z / abs(z)"))
    },
  ]

  private static func zero(_ model: Tensor) -> Tensor { Tensor(ScalarValue(.integer(0), type: model.elementType)) }
}
