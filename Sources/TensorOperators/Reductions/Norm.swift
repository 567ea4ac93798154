/// Which norm of vectors or matrices.
public enum NormOrder: Hashable, Sendable {
  /// `sum(|x|^p)^(1/p)` of vectors; 0: how many are not zero; infinite: the greatest or least magnitude. Of matrices 1 and -1, infinite
  /// ones (greatest or least sums of columns and rows).
  case order(Double)
  /// The square root of the sum of squares.
  case frobenius
  /// The sum of the singular values.
  case nuclear
}

extension NormOrder: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  public init(floatLiteral value: Double) { self = .order(value) }
  public init(integerLiteral value: Int) { self = .order(Double(value)) }

  init(_ text: String) throws(TensorError) {
    switch text {
    case "fro", "f": self = .frobenius
    case "nuc": self = .nuclear
    default: throw TensorError(operation: "norm", message: "invalid norm order '\(text)'", hint: "orders are numbers, inf, -inf, 'fro' and 'nuc'")
    }
  }

  var attribute: Attribute.Value {
    switch self {
    case .order(let value): .float(value)
    case .frobenius: .text("fro")
    case .nuclear: .text("nuc")
    }
  }
}

extension ArrayAlgebra {
  package func normed(_ order: NormOrder?, axes: [Int]?, keepsAxes: Bool, at place: SourcePlace) -> Self {
    Self.building("norm", [self], at: place) { () throws(TensorError) in
      let chosen = try Axes.normalized(axes, rank: inferredRank, operation: "norm")
      try Norm.check(order, rank: inferredRank, axes == nil ? nil : chosen)
      let attributes = [Attribute("ord", order?.attribute ?? .none), .axis(axes == nil ? nil : chosen), .keepDims(keepsAxes)]
      return Self.composedOne("norm", [self], attributes, at: place) { operands in
        let type = operands[0].elementType.isInexact ? operands[0].elementType : .f64
        // Squares of 16 bits overflow where their root does not.
        let x = operands[0].converted(to: type.computed, at: .none)
        let isMatrix = order != nil && chosen.count == 2
        let norm = isMatrix ? Norm.ofMatrices(x, order, chosen, keepsAxes: keepsAxes) : Norm.ofVectors(x, order, chosen, keepsAxes: keepsAxes)
        return norm.converted(to: type.realType, at: .none)
      }
    }
  }
}

enum Norm {
  static func check(_ order: NormOrder?, rank: Int, _ axes: [Int]?) throws(TensorError) {
    func failure(_ message: String, hint: String? = nil) -> TensorError {
      TensorError(operation: "norm", message: message, hint: hint)
    }
    guard let order else {
      if let axes, axes.count != 1, axes.count != 2 { throw failure("axis must be one axis or two, got \(axes.count)") }
      return
    }
    let count = axes?.count ?? rank
    switch (count, order) {
    case (1, .order): return
    case (1, .frobenius), (1, .nuclear): throw failure("invalid norm order for vectors", hint: "orders of vectors are numbers")
    case (2, .frobenius): return
    case (2, .nuclear), (2, .order(2)), (2, .order(-2)):
      throw failure(
        "this norm of matrices needs singular values, which this version does not compute",
        hint: "orders that need none are 'fro', 1, -1, inf and -inf")
    case (2, .order(let value)):
      guard value.isInfinite || value.magnitude == 1 else { throw failure("invalid norm order for matrices: \(value)") }
    case (_, _): throw failure("improper number of dimensions to norm: \(count)", hint: "give one axis or two")
    }
  }

  static func ofVectors(_ x: Tensor, _ order: NormOrder?, _ axes: [Int], keepsAxes: Bool) -> Tensor {
    func total(_ x: Tensor) -> Tensor { sum(x, axis: axes.sorted(), keepDims: keepsAxes) }
    guard case .order(let p)? = order, p != 2 else { return sqrt(total(x.squaredMagnitude)) }
    switch p {
    case .infinity: return greatest(abs(x), axes, keepsAxes: keepsAxes)
    case -.infinity: return min(abs(x), axis: axes, keepDims: keepsAxes)
    case 0: return total(notEqual(x, 0).converted(to: x.elementType.realType, at: .none))
    case 1: return total(abs(x))
    default: return power(total(power(abs(x), p)), 1 / p)
    }
  }

  /// 0 of nothing: the norm of an empty vector.
  private static func greatest(_ sizes: Tensor, _ axes: [Int], keepsAxes: Bool) -> Tensor {
    let zero = Tensor(ScalarValue(integer: 0, type: sizes.elementType), at: .none)
    return ReductionKind.max.apply(sizes, axes: axes, keepsAxes: keepsAxes, initial: zero, where: nil, at: .none)
  }

  static func ofMatrices(_ x: Tensor, _ order: NormOrder?, _ axes: [Int], keepsAxes: Bool) -> Tensor {
    guard case .order(let p)? = order else { return ofVectors(x, nil, axes, keepsAxes: keepsAxes) }
    // Sums along one axis, and of these the greatest or least.
    let (summed, other) = p.isInfinite ? (axes[1], axes[0]) : (axes[0], axes[1])
    let sums = sum(abs(x), axis: summed, keepDims: true)
    let extreme = p > 0 ? greatest(sums, [other], keepsAxes: true) : min(sums, axis: other, keepDims: true)
    return keepsAxes ? extreme : extreme.squeezed(axes, at: .none)
  }
}

/// A norm of all elements, of vectors along one axis, or of matrices along two. NumPy's `linalg.norm`.
///
/// Without an order the square root of the sum of squared magnitudes. Floats keep their type, complex numbers give that of their parts, integers
/// and bool f64. Errors: orders that vectors or matrices have not; those that need singular values (2, -2 and nuclear of matrices).
public func norm<A: ArrayAlgebra>(
  _ x: A, _ order: NormOrder? = nil, axis: (any AxisSelection)? = nil, keepDims: Bool = false,
  file: StaticString = #fileID, line: Int = #line
) -> A {
  x.normed(order, axes: axis?.axes, keepsAxes: keepDims, at: .at(file, line))
}

extension OperationDefinition {
  static let norm = OperationDefinition(
    "norm", family: "reductions",
    [
      Parameter("x", .tensor), Parameter("ord", .numberOrText, default: Argument.none),
      Parameter("axis", .axes, default: Argument.none), Parameter("keepdims", .flag, default: .flag(false)),
    ], summary: "A norm of all elements, of vectors or of matrices.",
    numpy: "np.linalg.norm(x, ord=ord, axis=axis, keepdims=keepdims)"
  ) { arguments throws(TensorError) in
    let order: NormOrder? = switch arguments.values["ord"] {
    case .float(let value)?: .order(value)
    case .integer(let value)?: .order(Double(value))
    case .text(let text)?: try NormOrder(text)
    default: nil
    }
    return [
      try arguments.tensor("x").normed(
        order, axes: try arguments.axes("axis"), keepsAxes: try arguments.flag("keepdims"), at: arguments.place)
    ]
  }.sampled(
    "(x: f64[n, m]) -> norm(x)", "(x: f64[n, m]) -> norm(x, 3, axis=0)", "(x: f64[n, m]) -> norm(x, inf)",
    "(x: f64[n, m]) -> norm(x, -1, axis=(1, 0), keepdims=true) * x", "(x: f64[n, m]) -> norm(x - 0.5, 1, axis=1)",
    "(x: f64[n]) -> norm(x, -inf) * norm(x, 0)", "(x: f64[n, m]) -> norm(x, 'fro')")
}
