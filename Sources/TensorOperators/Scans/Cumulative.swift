/// Running sums or products along an axis.
public struct Cumulative: Operation {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case sum = "cumsum"
    case product = "cumprod"
    case maximum = "cummax"
    case minimum = "cummin"

    var combiner: Combiner {
      switch self {
      case .sum: .sum
      case .product: .product
      case .maximum: .maximum
      case .minimum: .minimum
      }
    }

    /// The type to compute in for elements of a type; NumPy's for running sums and products.
    func type(_ element: ElementType) -> ElementType {
      switch self {
      case .sum, .product: element.accumulationType
      case .maximum, .minimum: element == .bool ? .u8 : element
      }
    }
  }

  public let kind: Kind
  public let axis: Int

  public init(_ kind: Kind, axis: Int) { (self.kind, self.axis) = (kind, axis) }

  public var name: String { kind.rawValue }
  public var attributes: [Attribute] { [Attribute("axis", .integer(axis))] }
  /// Of running sums: the sums of the cotangents from each element on. Of running products: the product of what comes
  /// before, times such sums in which each cotangent is multiplied by what lies between; nothing is divided, so zeros do
  /// no harm. Of running maxima: each cotangent goes to the first element that has the value.
  public var derivative: Derivative {
    let (kind, axis) = (kind, axis)
    switch kind {
    case .sum:
      return .unary { cotangent, step in
        let entries = [SliceEntry](repeating: .all, count: axis) + [.range(start: nil, stop: nil, step: -1)]
        let turned = sliced(cotangent, entries, at: step.place)
        return sliced(.single(Cumulative(kind, axis: axis), [turned], at: step.place), entries, at: step.place)
      }
    case .product:
      return .unary { cotangent, step in
        let (x, place) = (step.inputs[0], step.place)
        let next = x.neighbours(along: axis, .after, at: place)
        let sums = Tensor.single(LinearRecurrence(axis: axis, isReversed: true), [next, cotangent], at: place)
        let before = step.result.neighbours(along: axis, .before, at: place)
        let products = Tensor.apply(.add, [before, Cumulative.first(x, axis, at: place)], at: place)
        return .apply(.multiply, [products, sums], at: place)
      }
    case .maximum, .minimum:
      return .unary { cotangent, step in
        let (result, place) = (step.result, step.place)
        // A new value begins where the result is not what it was before; the sums run back to there.
        let before = result.neighbours(along: axis, .before, at: place)
        let isNew = Tensor.apply(
          .logicalOr, [.apply(.notEqual, [result, before], at: place), Cumulative.first(result, axis, at: place)], at: place)
        let goesOn = Tensor.apply(.logicalNot, [isNew], at: place).converted(to: cotangent.elementType, at: place)
        let next = goesOn.neighbours(along: axis, .after, at: place)
        let sums = Tensor.single(LinearRecurrence(axis: axis, isReversed: true), [next, cotangent], at: place)
        return .apply(.where, [isNew, sums, Tensor(weak: .float(0))], at: place)
      }
    }
  }

  /// 1 in the shape of `x` where an axis begins, else 0.
  private static func first(_ x: Tensor, _ axis: Int, at place: SourcePlace) -> Tensor {
    let entries = SliceEntry.range(start: nil, stop: 1).along(axis, of: x.rank)
    let ones = Tensor.filled(x.shape, 1, type: x.elementType, at: place)
    return .single(Placed(entries, in: x.shape), [sliced(ones, entries, at: place)], at: place)
  }

  public var batching: Batching {
    let (kind, axis) = (kind, axis)
    return .unary { _ in Cumulative(kind, axis: axis + 1) }
  }

  /// Running sums are those of the parts.
  public var complexRule: ComplexRule {
    let axis = axis
    func along(_ kind: ComplexAccumulation.Kind) -> ComplexRule {
      .expanded { operands in
        let last = operands[0].rank - 1
        let rows = operands[0].moved([axis], to: [last], at: .none)
        return [ComplexAccumulation.of(rows, kind, at: .none).moved([last], to: [axis], at: .none)]
      }
    }
    switch kind {
    case .sum: return .parts
    case .product: return along(.runningProduct)
    case .maximum: return along(.runningMaximum)
    case .minimum: return along(.runningMinimum)
    }
  }

  public var lowering: Lowering { .scan(axis: axis, combiner: kind.combiner) }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    let input = try single(inputs)
    guard axis >= 0, axis < input.rank else {
      throw failure("axis \(axis) is out of bounds for array of dimension \(input.rank)")
    }
    if input.elementType == .bool { throw failure("is not defined for bool", hint: "cast to an integer type") }
    return Inference(TensorType(input.elementType, input.shape))
  }

  static func apply<A: ArrayAlgebra>(
    _ kind: Kind, _ x: A, axis: Int?, type: ElementType?, at place: SourcePlace
  ) -> A {
    A.building(kind.rawValue, [x], at: place) { () throws(TensorError) in
      let source = axis == nil || x.inferredRank == 0 && (axis == 0 || axis == -1) ? x.raveled(at: place) : x
      let normal = try Axes.normalized(axis ?? 0, rank: source.inferredRank, operation: kind.rawValue)
      let element = x.inferredType.elementType
      if type == .bool { throw TensorError(operation: kind.rawValue, message: "dtype must not be bool", hint: "use an integer type") }
      let result = A.single(
        Cumulative(kind, axis: normal), [source.converted(to: type ?? kind.type(element), at: place)], at: place)
      return type == nil && element == .bool && kind.type(element) == .u8 ? result.converted(to: .bool, at: place) : result
    }
  }
}

/// The sums of the elements up to each along an axis; nil: in row-major order, as a vector.
///
/// Types as for `sum`. Errors: an axis out of range.
public func cumsum<A: ArrayAlgebra>(
  _ x: A, axis: Int? = nil, type: ElementType? = nil, file: StaticString = #fileID, line: Int = #line
) -> A {
  Cumulative.apply(.sum, x, axis: axis, type: type, at: .at(file, line))
}

/// The products of the elements up to each along an axis; nil: in row-major order, as a vector.
///
/// Types as for `prod`. Errors: an axis out of range.
public func cumprod<A: ArrayAlgebra>(
  _ x: A, axis: Int? = nil, type: ElementType? = nil, file: StaticString = #fileID, line: Int = #line
) -> A {
  Cumulative.apply(.product, x, axis: axis, type: type, at: .at(file, line))
}

/// The greatest of the elements up to each along an axis; nil: in row-major order, as a vector. NumPy's `maximum.accumulate`.
///
/// Any type; NaN stays. Derivatives go to the first of equal elements. Errors: an axis out of range.
public func cummax<A: ArrayAlgebra>(
  _ x: A, axis: Int? = nil, file: StaticString = #fileID, line: Int = #line
) -> A {
  Cumulative.apply(.maximum, x, axis: axis, type: nil, at: .at(file, line))
}

/// The least of the elements up to each along an axis; nil: in row-major order, as a vector. NumPy's `minimum.accumulate`.
///
/// Any type; NaN stays. Derivatives go to the first of equal elements. Errors: an axis out of range.
public func cummin<A: ArrayAlgebra>(
  _ x: A, axis: Int? = nil, file: StaticString = #fileID, line: Int = #line
) -> A {
  Cumulative.apply(.minimum, x, axis: axis, type: nil, at: .at(file, line))
}

extension OperationDefinition {
  static let scans: [OperationDefinition] = [
    cumulative(.sum, "The sums of the elements up to each.", numpy: "np.cumsum(a, axis=axis, dtype=dtype)"),
    cumulative(.product, "The products of the elements up to each.", numpy: "np.cumprod(a, axis=axis, dtype=dtype)"),
    cumulative(
      .maximum, "The greatest of the elements up to each.",
      numpy: "np.maximum.accumulate(a if axis is not None else np.ravel(a), axis=axis or 0, dtype=dtype)"),
    cumulative(
      .minimum, "The least of the elements up to each.",
      numpy: "np.minimum.accumulate(a if axis is not None else np.ravel(a), axis=axis or 0, dtype=dtype)"),
    cumulativeSum, cumulativeProd, nancumsum, nancumprod, logcumsumexp, linearRecurrence, diff, gradient, trapezoid,
  ]

  private static func cumulative(_ kind: Cumulative.Kind, _ summary: String, numpy: String) -> OperationDefinition {
    OperationDefinition(
      kind.rawValue, family: "scans",
      [
        Parameter("a", .tensor), Parameter("axis", .integer, default: Argument.none),
        Parameter("dtype", .type, default: Argument.none),
      ], summary: summary, numpy: numpy
    ) { arguments throws(TensorError) in
      [
        Cumulative.apply(
          kind, try arguments.tensor("a"), axis: arguments.optionalInteger("axis"),
          type: arguments.optionalType("dtype"), at: arguments.place)
      ]
    }.sampled(
    "(x: f64[n, m]) -> \(kind.rawValue)(x)",
    "(x: f64[n, m]) -> \(kind.rawValue)(x, axis=1)",
    "(x: f64[n, m]) -> \(kind.rawValue)(x, axis=0)")
  }
}
