/// The variance or standard deviation over axes: in two passes, by the deviations from the mean.
public struct Variance: Operation {
  /// Ascending, counted from the front.
  public let axes: [Int]
  public let keepsAxes: Bool
  /// What is subtracted from the count in the divisor.
  public let ddof: Double
  /// The type to compute in where it is not the default.
  public let type: ElementType?
  public let isStandardDeviation: Bool

  public var name: String { isStandardDeviation ? "std" : "var" }

  public var attributes: [Attribute] {
    [Axes.attribute(axes)] + (type.map { [Attribute("dtype", .type($0))] } ?? [])
      + (ddof == 0 ? [] : [Attribute("ddof", .float(ddof))])
      + (keepsAxes ? [Attribute("keepdims", .flag(true))] : [])
  }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    if let type, !type.isFloat { throw failure("dtype must be a float type, got \(type.name)") }
    let reduction = AxisReduction(.mean, axes: axes, keepsAxes: keepsAxes, type: type)
    do {
      var inference = try reduction.infer(inputs)
      // Squares of magnitudes are real.
      inference.types[0].elementType = inference.types[0].elementType.realType
      return inference
    } catch {
      throw failure(error.message, hint: error.hint)
    }
  }

  public var batching: Batching {
    let operation = self
    return .unary { _ in
      Variance(
        axes: Axes.behindFirst(operation.axes), keepsAxes: operation.keepsAxes, ddof: operation.ddof, type: operation.type,
        isStandardDeviation: operation.isStandardDeviation)
    }
  }

  public var lowering: Lowering {
    let (axes, keepsAxes, ddof, type, root) = (axes, keepsAxes, ddof, type, isStandardDeviation)
    return .composite { inputs in
      let type = type ?? inputs[0].elementType.meanType
      // Sums of squares of 16 bits overflow where their mean does not.
      let x = inputs[0].computed(as: type)
      let mean = Tensor.single(AxisReduction(.mean, axes: axes, keepsAxes: true), [x], at: .none)
      let deviation = Tensor.apply(.subtract, [x, mean], at: .none)
      let squares = deviation.squaredMagnitude
      let sum = Tensor.single(AxisReduction(.sum, axes: axes, keepsAxes: keepsAxes), [squares], at: .none)
      let divisor = Variance.divisor(axes.reduce(Dimension(1)) { $0 * x.shape[$1] }, ddof: ddof)
      let quotient = Tensor.apply(.divide, [sum.converted(to: .f64, at: .none), divisor], at: .none)
      let variance = quotient.converted(to: x.elementType.realType, at: .none)
      let spread = root ? Tensor.apply(.sqrt, [variance], at: .none) : variance
      return [spread.converted(to: type.realType, at: .none)]
    }
  }

  /// `max(count - ddof, 0)` in f64.
  private static func divisor(_ count: Dimension, ddof: Double) -> Tensor {
    if let count = count.constant { return Tensor(ScalarValue(Swift.max(Double(count) - ddof, 0))) }
    let number = Tensor.single(Cast(.f64), [.single(Extent(count), [], at: .none)], at: .none)
    if ddof == 0 { return number }
    let difference = Tensor.apply(.subtract, [number, Tensor(ScalarValue(ddof))], at: .none)
    return .apply(.maximum, [difference, Tensor(ScalarValue(0.0))], at: .none)
  }

  static func apply<A: ArrayAlgebra>(
    _ x: A, axes: [Int]?, ddof: Double, keepsAxes: Bool, type: ElementType?, root: Bool, at place: SourcePlace
  ) -> A {
    let name = root ? "std" : "var"
    return A.building(name, [x], at: place) { () throws(TensorError) in
      let normal = try Axes.normalized(axes, rank: x.inferredRank, operation: name).sorted()
      let chosen = type == x.inferredType.elementType.meanType ? nil : type
      let operation = Variance(
        axes: normal, keepsAxes: keepsAxes, ddof: ddof, type: chosen, isStandardDeviation: root)
      return .single(operation, [x], at: place)
    }
  }
}

extension Tensor {
  /// In a type, floats of 16 bits (once rounded to it) in the wider one in which they are computed.
  func computed(as type: ElementType) -> Tensor { converted(to: type, at: .none).converted(to: type.computed, at: .none) }

  /// `x^2`, of complex numbers `|z|^2`, which is real.
  var squaredMagnitude: Tensor {
    guard elementType.isComplex else { return .apply(.multiply, [self, self], at: .none) }
    let squares = [ScalarFunction.real, .imag].map { function in
      let part = Tensor.apply(function, [self], at: .none)
      return Tensor.apply(.multiply, [part, part], at: .none)
    }
    return .apply(.add, squares, at: .none)
  }
}

/// The variance of elements over axes: `sum((x - mean(x))^2) / max(n - ddof, 0)`. NumPy's `var`.
///
/// Shapes and errors as for `sum`. Floats keep their type, integers and bool give f64; `type` (a float) overrides.
/// No elements, or `ddof` as large as their number: NaN or infinity. Source: the two-pass formula.
public func variance<A: ArrayAlgebra>(
  _ x: A, axis: (any AxisSelection)? = nil, ddof: Double = 0, keepDims: Bool = false, type: ElementType? = nil,
  file: StaticString = #fileID, line: Int = #line
) -> A {
  Variance.apply(
    x, axes: axis?.axes, ddof: ddof, keepsAxes: keepDims, type: type, root: false, at: .at(file, line))
}

/// The standard deviation of elements over axes: the square root of the `variance`.
///
/// Shapes, types and errors as for `variance`.
public func std<A: ArrayAlgebra>(
  _ x: A, axis: (any AxisSelection)? = nil, ddof: Double = 0, keepDims: Bool = false, type: ElementType? = nil,
  file: StaticString = #fileID, line: Int = #line
) -> A {
  Variance.apply(
    x, axes: axis?.axes, ddof: ddof, keepsAxes: keepDims, type: type, root: true, at: .at(file, line))
}

extension OperationDefinition {
  static let variance = spread("var", summary: "The variance of elements; correction is another name of ddof.", root: false)
  static let standardDeviation = spread(
    "std", summary: "The standard deviation of elements; correction is another name of ddof.", root: true)
  static let nanvar = spread("nanvar", summary: "The variance of elements that are not NaN.", root: false, ignoresNaN: true)
  static let nanstd = spread(
    "nanstd", summary: "The standard deviation of elements that are not NaN.", root: true, ignoresNaN: true)

  private static func spread(_ name: String, summary: String, root: Bool, ignoresNaN: Bool = false) -> OperationDefinition {
    let options = ["mean", "correction", "where"]
    return OperationDefinition(
      name, family: "reductions",
      [
        Parameter("a", .tensor), Parameter("axis", .axes, default: Argument.none),
        Parameter("dtype", .type, default: Argument.none),
        Parameter("ddof", .float, default: .float(0), keywordOnly: true),
        Parameter("keepdims", .flag, default: .flag(false), keywordOnly: true),
        Parameter("where", .tensor, default: Argument.none, keywordOnly: true),
        Parameter("mean", .tensor, default: Argument.none, keywordOnly: true),
        Parameter("correction", .float, default: Argument.none, keywordOnly: true),
      ], summary: summary,
      numpy: "np.\(name)(a, axis=axis, dtype=dtype, ddof=ddof, keepdims=keepdims, **{k: v for k, v in dict("
        + options.map { "\($0)=\($0)" }.joined(separator: ", ") + ").items() if v is not None})"
    ) { arguments throws(TensorError) in
      var ddof = try arguments.float("ddof")
      if let correction = arguments.values["correction"], correction != .none {
        guard ddof == 0 else { throw TensorError(operation: name, message: "ddof and correction cannot both be given") }
        ddof = try arguments.float("correction")
      }
      let spread = Spread(
        name: name, ddof: ddof, type: arguments.optionalType("dtype"), keepsAxes: try arguments.flag("keepdims"), isRoot: root,
        ignoresNaN: ignoresNaN)
      return [
        spread.apply(
          try arguments.tensor("a"), axes: try arguments.axes("axis"), mean: try arguments.optionalTensor("mean"),
          where: try arguments.optionalTensor("where"), at: arguments.place)
      ]
    }.sampled(
    "(x: f64[n, m]) -> \(name)(x)",
    "(x: f64[n, m]) -> \(name)(x, axis=1, ddof=1, keepdims=true)",
    "(x: f64[n, m]) -> \(name)(x, axis=0, where=x > x[1, 0] - 1, mean=x[:1])")
  }
}
