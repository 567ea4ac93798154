// Running sums and products in other forms.

extension ArrayAlgebra {
  /// `cumulative_sum` and `cumulative_prod`: an axis must be named where there are several.
  package func cumulative(
    _ kind: Cumulative.Kind, axis: Int?, type: ElementType?, includesInitial: Bool, at place: SourcePlace
  ) -> Self {
    let name = kind == .sum ? "cumulative_sum" : "cumulative_prod"
    return Self.building(name, [self], at: place) { () throws(TensorError) in
      guard inferredRank > 0 else { throw TensorError(operation: name, message: "needs at least one axis") }
      guard axis != nil || inferredRank == 1 else {
        throw TensorError(operation: name, message: "for arrays of more than one dimension the axis is required")
      }
      let normal = try Axes.normalized(axis ?? 0, rank: inferredRank, operation: name)
      let attributes = [Attribute("axis", .integer(normal))] + Attribute.type(type) + [Attribute("include_initial", .flag(includesInitial))]
      return Self.composedOne(name, [self], attributes, at: place) { operands throws(TensorError) in
        let sums = Cumulative.apply(kind, operands[0], axis: normal, type: type, at: .none)
        guard includesInitial, sums.error == nil else { return sums }
        var shape = sums.shape
        shape[normal] = 1
        return concatenate([.filled(shape, kind == .sum ? 0 : 1, type: sums.elementType, at: .none), sums], axis: normal)
      }
    }
  }

  /// The sums (products) of what is not NaN.
  package func cumulativeIgnoringNaN(_ kind: Cumulative.Kind, axis: Int?, type: ElementType?, at place: SourcePlace) -> Self {
    let name = "nan" + kind.rawValue
    return Self.building(name, [self], at: place) { () throws(TensorError) in
      let normal = try axis.map { axis throws(TensorError) in try Axes.normalized(axis, rank: Swift.max(inferredRank, 1), operation: name) }
      let attributes = [Attribute("axis", normal.map { .integer($0) } ?? .none)] + Attribute.type(type)
      return Self.composedOne(name, [self], attributes, at: place) { operands throws(TensorError) in
        let x = operands[0]
        let neutral = Tensor(ScalarValue(.integer(kind == .sum ? 0 : 1), type: x.elementType))
        let values = x.elementType.isInexact ? which(isnan(x), neutral, x) : x
        return Cumulative.apply(kind, values, axis: normal, type: type, at: .none)
      }
    }
  }

  package func logCumulativeSumOfPowers(axis: Int?, at place: SourcePlace) -> Self {
    Self.building("logcumsumexp", [self], at: place) { () throws(TensorError) in
      if inferredType.elementType == .bool { throw TensorError(operation: "logcumsumexp", message: "is not defined for bool", hint: "cast to a float type") }
      let flat = axis == nil || inferredRank == 0 && (axis == 0 || axis == -1) ? raveled(at: place) : self
      let normal = try Axes.normalized(axis ?? 0, rank: flat.inferredRank, operation: "logcumsumexp")
      return Self.composedOne("logcumsumexp", [flat], [Attribute("axis", .integer(normal))], at: place) { operands in
        logarithms(operands[0].converted(to: operands[0].elementType.floatResult, at: .none), normal)
      }
    }
  }
}

/// With the running maximum m: `m + log(s)`, where s, at least 1, is the sum of `e^(x - m)`, carried on as
/// `s[j] = e^(m[j-1] - m[j]) s[j-1] + e^(x[j] - m[j])`.
private func logarithms(_ x: Tensor, _ axis: Int) -> Tensor {
  // The result does not depend on m.
  let m = stopGradient(Tensor.single(Cumulative(.maximum, axis: axis), [x], at: .none))
  let before = m.neighbours(along: axis, .before, at: .none)
  let shift = which(isfinite(m), m, 0.0)
  // What lies before the first element counts for nothing: its sum is 0.
  let factor = exp(which(equal(before, m), 0.0, minimum(before - m, 0.0)))
  let sums = Tensor.single(LinearRecurrence(axis: axis), [factor, exp(x - shift)], at: .none)
  // Of infinitely small elements alone the sum is 0, and they have no derivative.
  let isNone = equal(sums, 0.0)
  return which(isNone, -.infinity, shift + log(which(isNone, 1.0, sums)))
}

/// The sums up to each element along an axis, with 0 in front where `includesInitial`. NumPy's `cumulative_sum`.
///
/// Types as for `sum`. Errors: no axes, several of which none is named, an axis out of range.
public func cumulativeSum<A: ArrayAlgebra>(
  _ x: A, axis: Int? = nil, type: ElementType? = nil, includesInitial: Bool = false, file: StaticString = #fileID,
  line: Int = #line
) -> A {
  x.cumulative(.sum, axis: axis, type: type, includesInitial: includesInitial, at: .at(file, line))
}

/// The products up to each element along an axis, with 1 in front where `includesInitial`. NumPy's `cumulative_prod`.
public func cumulativeProd<A: ArrayAlgebra>(
  _ x: A, axis: Int? = nil, type: ElementType? = nil, includesInitial: Bool = false, file: StaticString = #fileID,
  line: Int = #line
) -> A {
  x.cumulative(.product, axis: axis, type: type, includesInitial: includesInitial, at: .at(file, line))
}

/// Running sums in which NaN counts as 0. NumPy's `nancumsum`.
public func nancumsum<A: ArrayAlgebra>(
  _ x: A, axis: Int? = nil, type: ElementType? = nil, file: StaticString = #fileID, line: Int = #line
) -> A {
  x.cumulativeIgnoringNaN(.sum, axis: axis, type: type, at: .at(file, line))
}

/// Running products in which NaN counts as 1. NumPy's `nancumprod`.
public func nancumprod<A: ArrayAlgebra>(
  _ x: A, axis: Int? = nil, type: ElementType? = nil, file: StaticString = #fileID, line: Int = #line
) -> A {
  x.cumulativeIgnoringNaN(.product, axis: axis, type: type, at: .at(file, line))
}

/// The logarithms of running sums of exponentials, without overflow: NumPy's `logaddexp.accumulate`; nil: in row-major order.
///
/// Floats keep their type, integers give the float of their width. Errors: bool, an axis out of range.
public func logCumsumExp<A: ArrayAlgebra>(
  _ x: A, axis: Int? = nil, file: StaticString = #fileID, line: Int = #line
) -> A {
  x.logCumulativeSumOfPowers(axis: axis, at: .at(file, line))
}

extension OperationDefinition {
  static let cumulativeSum = cumulative("cumulative_sum", .sum, "The sums of the elements up to each, 0 in front if asked for.")
  static let cumulativeProd = cumulative(
    "cumulative_prod", .product, "The products of the elements up to each, 1 in front if asked for.")

  private static func cumulative(_ name: String, _ kind: Cumulative.Kind, _ summary: String) -> OperationDefinition {
    OperationDefinition(
      name, family: "scans",
      [
        Parameter("x", .tensor), Parameter("axis", .integer, default: Argument.none, keywordOnly: true),
        Parameter("dtype", .type, default: Argument.none, keywordOnly: true),
        Parameter("include_initial", .flag, default: .flag(false), keywordOnly: true),
      ], summary: summary, numpy: "np.\(name)(x, axis=axis, dtype=dtype, include_initial=include_initial)"
    ) { arguments throws(TensorError) in
      [
        try arguments.tensor("x").cumulative(
          kind, axis: arguments.optionalInteger("axis"), type: arguments.optionalType("dtype"),
          includesInitial: try arguments.flag("include_initial"), at: arguments.place)
      ]
    }.sampled("(x: f64[n, m]) -> \(name)(x, axis=1, include_initial=true) ** 2", "(x: f64[n]) -> \(name)(x)")
  }

  static let nancumsum = ignoringNaN(.sum, "The sums of the elements up to each, NaN counting as 0.")
  static let nancumprod = ignoringNaN(.product, "The products of the elements up to each, NaN counting as 1.")

  private static func ignoringNaN(_ kind: Cumulative.Kind, _ summary: String) -> OperationDefinition {
    OperationDefinition(
      "nan" + kind.rawValue, family: "scans",
      [
        Parameter("a", .tensor), Parameter("axis", .integer, default: Argument.none),
        Parameter("dtype", .type, default: Argument.none),
      ], summary: summary, numpy: "np.nan\(kind.rawValue)(a, axis=axis, dtype=dtype)"
    ) { arguments throws(TensorError) in
      [
        try arguments.tensor("a").cumulativeIgnoringNaN(
          kind, axis: arguments.optionalInteger("axis"), type: arguments.optionalType("dtype"), at: arguments.place)
      ]
    }.sampled("(x: f64[n, m]) -> nan\(kind.rawValue)(x, axis=0)", "(x: f64[n]) -> nan\(kind.rawValue)(where(x > 0, x * x, nan))")
  }

  static let logcumsumexp = OperationDefinition(
    "logcumsumexp", aliases: ["cumlogsumexp"], family: "scans",
    [Parameter("a", .tensor), Parameter("axis", .integer, default: Argument.none)],
    summary: "The logarithms of running sums of exponentials, without overflow.",
    numpy: "np.logaddexp.accumulate(a if axis is not None else np.ravel(a), axis=axis or 0)", elementTypes: ElementType.numbers
  ) { arguments throws(TensorError) in
    [
      try arguments.tensor("a").logCumulativeSumOfPowers(axis: arguments.optionalInteger("axis"), at: arguments.place)
    ]
  }.sampled("(x: f64[n, m]) -> logcumsumexp(x, axis=1)", "(x: f64[n, m]) -> logcumsumexp(x * 3)")
}
