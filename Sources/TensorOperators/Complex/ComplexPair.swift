/// Complex numbers of their real and imaginary parts.
public struct ComplexPair: Operation {
  public init() {}

  public var name: String { "complex" }
  public var complexRule: ComplexRule { .own }
  public var batching: Batching { .elementwise }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    guard inputs.count == 2 else { throw failure("takes 2 operands, got \(inputs.count)") }
    guard inputs.allSatisfy({ $0.elementType == .f32 }) || inputs.allSatisfy({ $0.elementType == .f64 }) else {
      throw failure("takes two operands of type f32, or of type f64")
    }
    let broadcast = try Broadcasting.combine(inputs.map(\.shape), operation: name)
    return Inference(TensorType(inputs[0].elementType.complexType, broadcast.shape), broadcast.constraints)
  }

  /// In JAX's convention, in which gradients are those of the real parts less i times those of the imaginary ones.
  public var derivative: Derivative {
    .reverse { step in
      guard let cotangent = step.cotangents[0] else { return [nil, nil] }
      func part(_ function: ScalarFunction) -> Tensor { .apply(function, [cotangent], at: step.place) }
      return [part(.real), .apply(.negative, [part(.imag)], at: step.place)]
    }
  }

  /// Never reached: pairs are taken apart before there are loops.
  public var lowering: Lowering {
    .elements { context, index in context.input(0, at: context.broadcast(index, to: context.inputs[0].shape)) }
  }
}

extension ArrayAlgebra {
  /// A complex number of this real part.
  package func complex(_ imaginary: Self, at place: SourcePlace) -> Self {
    Self.building("complex", [self, imaginary], at: place) { () throws(TensorError) in
      let types = [self, imaginary].map { $0.inferredType }
      if let odd = types.first(where: { $0.elementType.isComplex }) {
        throw TensorError(operation: "complex", message: "takes two real operands, got \(odd.elementType.name)")
      }
      let strong = types.filter { !$0.isWeak }.map(\.elementType.floatResult)
      let common = (ElementType.promoted(strong) ?? .f64).computed
      return .single(ComplexPair(), [converted(to: common, at: place), imaginary.converted(to: common, at: place)], at: place)
    }
  }
}

/// The complex numbers `x + iy` of their parts.
///
/// Shapes broadcast. f32 (also f16 and bf16) gives c64, f64 and integers of more than 16 bits c128. Errors: complex operands.
public func complex<A: ArrayAlgebra>(_ real: A, _ imaginary: A, file: StaticString = #fileID, line: Int = #line) -> A {
  real.complex(imaginary, at: .at(file, line))
}

/// The complex numbers `r e^(i t)` of their magnitudes and angles in radians.
///
/// Shapes and types as for `complex`.
public func complexFromPolar<A: ArrayAlgebra>(
  _ magnitude: A, _ angle: A, file: StaticString = #fileID, line: Int = #line
) -> A {
  magnitude.polar(angle, at: .at(file, line))
}

extension ArrayAlgebra {
  package func polar(_ angle: Self, at place: SourcePlace) -> Self {
    let (cosine, sine) = (Self.apply(.cos, [angle], at: place), Self.apply(.sin, [angle], at: place))
    return Self.apply(.multiply, [self, cosine], at: place).complex(.apply(.multiply, [self, sine], at: place), at: place)
  }
}

extension OperationDefinition {
  static let complexNumbers: [OperationDefinition] = [
    OperationDefinition(
      "complex", family: "complex", [Parameter("re", .tensor), Parameter("im", .tensor)],
      summary: "Complex numbers of their real and imaginary parts.", numpy: "np.asarray(re) + np.asarray(im) * np.complex64(1j)",
      elementTypes: ElementType.reals
    ) { arguments throws(TensorError) in
      [try arguments.tensor("re").complex(try arguments.tensor("im"), at: arguments.place)]
    }.sampled("(x: f64[n], y: f64[n]) -> abs(complex(x, y))", "(x: f64[n]) -> imag(exp(complex(x, x * 2)))"),
    OperationDefinition(
      "complex_from_polar", family: "complex", [Parameter("abs", .tensor), Parameter("angle", .tensor)],
      summary: "Complex numbers of their magnitudes and angles.", numpy: "abs * np.exp(angle * np.complex64(1j))",
      elementTypes: ElementType.reals
    ) { arguments throws(TensorError) in
      [try arguments.tensor("abs").polar(try arguments.tensor("angle"), at: arguments.place)]
    }.sampled("(x: f64[n], y: f64[n]) -> real(square(complex_from_polar(x, y)))"),
  ]
}
