/// The functions of the exponential of all elements along axes, in forms that do not overflow.
public struct Softmax: Operation {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case softmax
    case logSoftmax = "log_softmax"
    case logSumExp = "logsumexp"

    var isPlainByDefault: Bool {
      switch self {
      case .softmax: false
      case .logSoftmax, .logSumExp: true
      }
    }
  }

  public let kind: Kind
  /// Ascending, counted from the front.
  public let axes: [Int]
  /// Of `logsumexp` only.
  public let keepsAxes: Bool
  /// Beside infinite elements a finite one has the share that the quotient `exp(x) / sum(exp(x))` gives it, 0; otherwise NaN.
  /// SciPy's `log_softmax` is the logarithm of the plain softmax, its `softmax` is not plain.
  public let isPlain: Bool

  /// Plain or not as SciPy has it, unless said.
  public init(_ kind: Kind, axes: [Int], keepsAxes: Bool = false, isPlain: Bool? = nil) {
    (self.kind, self.axes, self.keepsAxes, self.isPlain) = (kind, axes, keepsAxes, isPlain ?? kind.isPlainByDefault)
  }

  public var name: String { kind.rawValue }
  public var attributes: [Attribute] {
    [Axes.attribute(axes)] + (keepsAxes ? [Attribute("keepdims", .flag(true))] : [])
      + (isPlain != kind.isPlainByDefault ? [Attribute("plain", .flag(isPlain))] : [])
  }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    let input = try single(inputs)
    guard input.elementType != .bool else { throw failure("is not defined for bool", hint: "cast to a float type") }
    let type = input.elementType.floatResult
    let reduced: Inference
    do {
      reduced = try AxisReduction(.greatestOrLess, axes: axes, keepsAxes: keepsAxes).infer([TensorType(type, input.shape)])
    } catch {
      throw failure(error.message, hint: error.hint)
    }
    switch kind {
    case .logSumExp: return reduced
    case .softmax, .logSoftmax: return Inference(TensorType(type, input.shape), reduced.constraints)
    }
  }

  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts {
    switch kind {
    case .softmax: ValueFacts(ElementFacts(0, 1, mayBeNaN: true))
    case .logSoftmax: ValueFacts(ElementFacts(-.infinity, 0, mayBeNaN: true, mayBeNegativeZero: true))
    case .logSumExp: .unknown(node.types[0].elementType)
    }
  }

  /// With `s` the softmax and `g` the cotangent: softmax `s (g - sum(g s))`, its logarithm `g - s sum(g)`, log-sum-exp `g s`.
  public var derivative: Derivative {
    let (kind, axes, keepsAxes, isPlain) = (kind, axes, keepsAxes, isPlain)
    return .unary { g, step in
      let (x, place) = (step.inputs[0], step.place)
      func apply(_ function: ScalarFunction, _ operands: Tensor...) -> Tensor { .apply(function, operands, at: place) }
      func sum(_ x: Tensor) -> Tensor { .single(AxisReduction(.sum, axes: axes, keepsAxes: true), [x], at: place) }
      let shares = Tensor.single(Softmax(.softmax, axes: axes, isPlain: isPlain), [x], at: place)
      switch kind {
      case .softmax: return apply(.multiply, step.result, apply(.subtract, g, sum(apply(.multiply, g, step.result))))
      case .logSoftmax: return apply(.subtract, g, apply(.multiply, shares, sum(g)))
      case .logSumExp: return apply(.multiply, keepsAxes ? g : g.expanded(axes, at: place), shares)
      }
    }
  }

  public var batching: Batching {
    let (kind, axes, keepsAxes, isPlain) = (kind, axes, keepsAxes, isPlain)
    return .unary { _ in Softmax(kind, axes: Axes.behindFirst(axes), keepsAxes: keepsAxes, isPlain: isPlain) }
  }

  public var lowering: Lowering {
    let (kind, axes, keepsAxes, isPlain) = (kind, axes, keepsAxes, isPlain)
    return .composite { inputs in
      let type = inputs[0].elementType.floatResult
      // Floats of 16 bits are rounded once, at the end.
      let x = inputs[0].computed(as: type)
      let greatest = reduction(.greatestOrLess, x, axes)
      switch kind {
      case .softmax:
        let powers = exponentials(x, less: isPlain ? clipped(greatest) : greatest)
        return [apply(.divide, powers, reduction(.sum, powers, axes)).converted(to: type, at: .none)]
      case .logSoftmax:
        let shifted = apply(.subtract, x, finite(greatest))
        // Beside an infinity nothing else counts.
        let beside = isPlain ? greatest : number(.nan, like: x)
        let infinite = apply(.where, apply(.isfinite, greatest), number(0, like: x), beside)
        let result = apply(.subtract, shifted, apply(.add, logSum(x, shifted, greatest, axes), infinite))
        return [result.converted(to: type, at: .none)]
      case .logSumExp:
        return [logSumExp(x, greatest, axes, keepsAxes: keepsAxes).converted(to: type, at: .none)]
      }
    }
  }
}

private func apply(_ function: ScalarFunction, _ operands: Tensor...) -> Tensor {
  .apply(function, operands, at: .none)
}

private func reduction(_ kind: ReductionKind, _ x: Tensor, _ axes: [Int], keepsAxes: Bool = true) -> Tensor {
  .single(AxisReduction(kind, axes: axes, keepsAxes: keepsAxes), [x], at: .none)
}

private func number(_ value: Double, like x: Tensor) -> Tensor {
  Tensor(ScalarValue(.float(value), type: x.elementType))
}

/// `exp(x - m)`, with what the difference rounded away: where it is large, that is many units in the last place of the power.
private func exponentials(_ x: Tensor, less m: Tensor) -> Tensor {
  x.elementType.isComplex ? apply(.exp, apply(.subtract, x, m)) : apply(.expSum, x, apply(.negative, m))
}

/// `x`, or the greatest number of its sign where it is infinite: a shift that leaves infinities, and makes nothing of the rest. (Of complex
/// numbers as it is.)
private func clipped(_ x: Tensor) -> Tensor {
  if x.elementType.isComplex { return x }
  let greatest = x.elementType == .f32 ? Double(Float.greatestFiniteMagnitude) : .greatestFiniteMagnitude
  return apply(.clip, x, number(-greatest, like: x), number(greatest, like: x))
}

/// `x`, or 0 where it is infinite or NaN: a shift by which no infinity becomes NaN.
private func finite(_ x: Tensor) -> Tensor { apply(.where, apply(.isfinite, x), x, number(0, like: x)) }

extension ReductionKind {
  /// The greatest element; of none -infinity, below every other.
  package static let greatestOrLess = ReductionKind(
    "op.max", summary: "The greatest element, or -inf.", types: { element, _ in Types(element) }, combiner: .maximum)
}

/// With `m` the greatest element, which occurs `k` times, and `s` the sum of `exp(x - m)` over the others:
/// `log1p(s / k) + log(k) + m`. Where all is plain this keeps the digits that `log(k + s)` loses for small `s`. Of no
/// elements, `m` is -inf, and so is the result.
private func logSumExp(_ x: Tensor, _ greatest: Tensor, _ axes: [Int], keepsAxes: Bool) -> Tensor {
  let shifted = apply(.subtract, x, finite(greatest))
  let top = keepsAxes ? greatest : greatest.squeezed(axes, at: .none)
  return apply(.add, logSum(x, shifted, greatest, axes, keepsAxes: keepsAxes), top)
}

/// `log1p(s / k) + log(k)`.
private func logSum(_ x: Tensor, _ shifted: Tensor, _ greatest: Tensor, _ axes: [Int], keepsAxes: Bool = true) -> Tensor {
  let isGreatest = apply(.equal, x, greatest)
  let powers = apply(.where, isGreatest, number(0, like: x), apply(.exp, shifted))
  let sum = reduction(.sum, powers, axes, keepsAxes: keepsAxes)
  let count = reduction(.sum, isGreatest.converted(to: x.elementType, at: .none), axes, keepsAxes: keepsAxes)
  let times = apply(.maximum, count, number(1, like: x))
  return apply(.add, apply(.log1p, apply(.divide, sum, times)), apply(.log, times))
}

extension Softmax {
  static func of<A: ArrayAlgebra>(
    _ kind: Kind, _ x: A, axes: [Int]?, keepsAxes: Bool = false, isPlain: Bool? = nil, at place: SourcePlace
  ) -> A {
    A.building(kind.rawValue, [x], at: place) { () throws(TensorError) in
      let normal = try Axes.normalized(
        axes, rank: x.inferredRank, scalarsHaveAxis: true, operation: kind.rawValue)
      return .single(
        Softmax(kind, axes: normal.sorted(), keepsAxes: keepsAxes, isPlain: isPlain), [x], at: place)
    }
  }
}

/// `exp(x) / sum(exp(x))` over axes (nil: all), computed from `x - max(x)`. As SciPy's.
///
/// The shape is that of `x`; floats keep their type, integers give the float of their width. Errors: bool, an axis out
/// of range or given twice.
public func softmax<A: ArrayAlgebra>(
  _ x: A, axis: (any AxisSelection)? = nil, file: StaticString = #fileID, line: Int = #line
) -> A {
  Softmax.of(.softmax, x, axes: axis?.axes, at: .at(file, line))
}

/// `log(softmax(x))`, computed without underflow as `x - max(x) - log(sum(exp(x - max(x))))`. As SciPy's.
///
/// Shapes, types and errors as for `softmax`.
public func logSoftmax<A: ArrayAlgebra>(
  _ x: A, axis: (any AxisSelection)? = nil, file: StaticString = #fileID, line: Int = #line
) -> A {
  Softmax.of(.logSoftmax, x, axes: axis?.axes, at: .at(file, line))
}

/// `log(sum(exp(x)))` over axes, computed without overflow. As SciPy's.
///
/// Shape as for `sum`, types and errors as for `softmax`. All -inf gives -inf, a +inf gives +inf,
/// no elements -inf.
public func logSumExp<A: ArrayAlgebra>(
  _ x: A, axis: (any AxisSelection)? = nil, keepDims: Bool = false, file: StaticString = #fileID, line: Int = #line
) -> A {
  Softmax.of(.logSumExp, x, axes: axis?.axes, keepsAxes: keepDims, at: .at(file, line))
}

extension OperationDefinition {
  static let softmax: [OperationDefinition] = [
    normalized(
      .softmax, "exp(x) divided by its sum over axes; plain: 0 beside infinities, as the quotient has it.",
      numpy: "np.exp(x) / np.sum(np.exp(x), axis=axis, keepdims=True) if plain else sp.softmax(x, axis=axis)"),
    normalized(
      .logSoftmax, "The logarithm of the plain softmax, or of the other.",
      numpy: "sp.log_softmax(x, axis=axis) if plain else np.log(sp.softmax(x, axis=axis))"),
    OperationDefinition(
      "logsumexp", family: "softmax",
      [
        Parameter("a", .tensor), Parameter("axis", .axes, default: Argument.none),
        Parameter("keepdims", .flag, default: .flag(false), keywordOnly: true),
      ], summary: "The logarithm of the sum of exponentials, without overflow.",
      numpy: "sp.logsumexp(a, axis=axis, keepdims=keepdims)", elementTypes: ElementType.numbers
    ) { arguments throws(TensorError) in
      [
        Softmax.of(
          .logSumExp, try arguments.tensor("a"), axes: try arguments.axes("axis"),
          keepsAxes: try arguments.flag("keepdims"), at: arguments.place)
      ]
    }.sampled(
    "(x: f64[n, m]) -> logsumexp(x)",
    "(x: f64[n, m]) -> logsumexp(x, axis=0, keepdims=true)"),
  ]

  private static func normalized(_ kind: Softmax.Kind, _ summary: String, numpy: String) -> OperationDefinition {
    OperationDefinition(
      kind.rawValue, family: "softmax",
      [
        Parameter("x", .tensor), Parameter("axis", .axes, default: Argument.none),
        Parameter("plain", .flag, default: .flag(kind.isPlainByDefault), keywordOnly: true),
      ],
      summary: summary, numpy: numpy, elementTypes: ElementType.numbers
    ) { arguments throws(TensorError) in
      [
        Softmax.of(
          kind, try arguments.tensor("x"), axes: try arguments.axes("axis"), isPlain: try arguments.flag("plain"),
          at: arguments.place)
      ]
    }.sampled(
    "(x: f64[n, m]) -> \(kind.rawValue)(x)",
    "(x: f64[n, m]) -> \(kind.rawValue)(x, axis=1)")
  }
}
