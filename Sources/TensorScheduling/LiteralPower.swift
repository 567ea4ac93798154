import TensorGraph

/// Powers with a literal exponent as products and roots, as NumPy computes `x ** 2`, `x ** -1` and `x ** 0.5` too;
/// integers are exact either way.
enum LiteralPower {
  /// Exponents of integer powers that are written out as products.
  private static let largestInteger = 64

  /// The same value without a general power; nil where there is nothing to gain.
  static func simplified(_ node: Node, _ inputs: [Tensor]) -> Tensor? {
    guard let elementwise = node.operation as? Elementwise, elementwise.function == .power,
      let literal = inputs[1].node.operation as? Literal, let place = node.places.first
    else { return nil }
    let type = node.types[0].elementType
    // Those of complex numbers have a form of their own.
    guard !type.isComplex else { return nil }
    let base = inputs[0].elementType == type ? inputs[0] : converted(inputs[0], to: type, at: place)
    let exponent = literal.value.asDouble
    if type.isFloat {
      if exponent == 1 { return base }
      if exponent == 2 { return .apply(.square, [base], at: place) }
      if exponent == 0.5, literal.isWeak { return .apply(.sqrt, [base], at: place) }
      return exponent == -1 ? .apply(.reciprocal, [base], at: place) : nil
    }
    guard exponent >= 1, exponent <= Double(largestInteger) else { return nil }
    return product(base, Int(exponent), at: place)
  }

  /// Binary powering.
  private static func product(_ base: Tensor, _ exponent: Int, at place: SourcePlace) -> Tensor {
    if exponent == 1 { return base }
    let half = product(base, exponent / 2, at: place)
    let squared = Tensor.apply(.multiply, [half, half], at: place)
    return exponent % 2 == 0 ? squared : .apply(.multiply, [squared, base], at: place)
  }

  private static func converted(_ tensor: Tensor, to type: ElementType, at place: SourcePlace) -> Tensor {
    .make(ElementCast(type: type), [tensor], at: place)
  }
}

/// A cast that scheduling puts in.
private struct ElementCast: Operation {
  let type: ElementType
  var name: String { "cast" }
  func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference { Inference(TensorType(type, inputs[0].shape)) }
  var lowering: Lowering {
    let type = type
    return .elements { context, index in context.convert(context.input(0, at: index), to: type) }
  }
}
