/// The median over axes: the middle element in order, or the mean of the two. NumPy's `median`.
///
/// Shapes as for `sum`; floats keep their type, integers and bools give f64. NaN where an element is, and of no elements. Errors: those of `sum`.
public func median<A: ArrayAlgebra>(
  _ x: A, axis: (any AxisSelection)? = nil, keepDims: Bool = false, file: StaticString = #fileID, line: Int = #line
) -> A {
  x.median(axes: axis?.axes, keepsAxes: keepDims, ignoresNaN: false, at: .at(file, line))
}

/// The median of the elements that are not NaN, over axes; NaN where all are. NumPy's `nanmedian`.
public func nanmedian<A: ArrayAlgebra>(
  _ x: A, axis: (any AxisSelection)? = nil, keepDims: Bool = false, file: StaticString = #fileID, line: Int = #line
) -> A {
  x.median(axes: axis?.axes, keepsAxes: keepDims, ignoresNaN: true, at: .at(file, line))
}

/// The quantiles `q`, in [0, 1], of the elements over axes, by a method. NumPy's `quantile`.
///
/// Shape: that of `q`, then that of `sum`. Methods that take an element keep the type; others give floats. NaN where an element is. `weights`, in
/// the shape of `x` or of the axes, are for `invertedCDF`: the first element by which the share `q` of all weights is reached. Errors: no elements,
/// bools between which the method interpolates; when called, quantiles out of range, and weights that are negative, not finite or all zero.
public func quantile<A: ArrayAlgebra>(
  _ x: A, _ q: A, axis: (any AxisSelection)? = nil, method: QuantileMethod = .linear, keepDims: Bool = false,
  weights: A? = nil, file: StaticString = #fileID, line: Int = #line
) -> A {
  x.quantile(q, axes: axis?.axes, weights: weights, method: method, keepsAxes: keepDims, at: .at(file, line))
}

public func quantile<A: ArrayAlgebra>(
  _ x: A, _ q: Double, axis: (any AxisSelection)? = nil, method: QuantileMethod = .linear, keepDims: Bool = false,
  weights: A? = nil, file: StaticString = #fileID, line: Int = #line
) -> A {
  x.quantile(.weak(.float(q), like: x), axes: axis?.axes, weights: weights, method: method, keepsAxes: keepDims, at: .at(file, line))
}

/// The quantiles `q / 100`. NumPy's `percentile`.
public func percentile<A: ArrayAlgebra>(
  _ x: A, _ q: Double, axis: (any AxisSelection)? = nil, method: QuantileMethod = .linear, keepDims: Bool = false,
  weights: A? = nil, file: StaticString = #fileID, line: Int = #line
) -> A {
  x.quantile(.weak(.float(q), like: x), axes: axis?.axes, weights: weights, method: method, keepsAxes: keepDims, percent: true, at: .at(file, line))
}

/// The quantiles of the elements that are not NaN; NaN where all are. NumPy's `nanquantile`.
public func nanquantile<A: ArrayAlgebra>(
  _ x: A, _ q: Double, axis: (any AxisSelection)? = nil, method: QuantileMethod = .linear, keepDims: Bool = false,
  weights: A? = nil, file: StaticString = #fileID, line: Int = #line
) -> A {
  x.quantile(.weak(.float(q), like: x), axes: axis?.axes, weights: weights, method: method, keepsAxes: keepDims, ignoresNaN: true, at: .at(file, line))
}

extension OperationDefinition {
  static let median = overAxes(
    "median", "The middle element in order, or the mean of the two.",
    samples: ["(x: f64[n, m]) -> median(x) ** 2", "(x: f64[n, m]) -> median(x, axis=0, keepdims=true) * x"]
  ) { $0.median(axes: $1, keepsAxes: $2, ignoresNaN: false, at: $3) }

  static let nanmedian = overAxes(
    "nanmedian", "The median of elements that are not NaN; NaN where all are.", samples: ["(x: f64[n, m]) -> nanmedian(x, axis=1) ** 2"]
  ) { $0.median(axes: $1, keepsAxes: $2, ignoresNaN: true, at: $3) }

  static let quantile = quantiles("quantile", "The quantiles q, in [0, 1], by a method.", percent: false, ignoresNaN: false)
  static let percentile = quantiles("percentile", "The quantiles q / 100, by a method.", percent: true, ignoresNaN: false)
  static let nanquantile = quantiles("nanquantile", "The quantiles of elements that are not NaN.", percent: false, ignoresNaN: true)
  static let nanpercentile = quantiles(
    "nanpercentile", "The quantiles q / 100 of elements that are not NaN.", percent: true, ignoresNaN: true)

  static let quantileFamily: [OperationDefinition] = [median, nanmedian, quantile, percentile, nanquantile, nanpercentile]

  private static func quantiles(_ name: String, _ summary: String, percent: Bool, ignoresNaN: Bool) -> OperationDefinition {
    OperationDefinition(
      name, family: "reductions",
      [
        Parameter("a", .tensor), Parameter("q", .tensor), Parameter("axis", .axes, default: Argument.none),
        Parameter("method", .text, default: .text("linear"), keywordOnly: true),
        Parameter("keepdims", .flag, default: .flag(false), keywordOnly: true),
        Parameter("weights", .tensor, default: Argument.none, keywordOnly: true),
      ], summary: summary, numpy: "np.\(name)(a, q, axis=axis, method=method, keepdims=keepdims, weights=weights)",
      elementTypes: ElementType.reals
    ) { arguments throws(TensorError) in
      guard case .text(let word)? = arguments.values["method"], let method = QuantileMethod(rawValue: word) else {
        throw TensorError(
          operation: name, message: "method must be one of \(QuantileMethod.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      return [
        try arguments.tensor("a").quantile(
          try arguments.tensor("q"), axes: try arguments.axes("axis"), weights: try arguments.optionalTensor("weights"), method: method,
          keepsAxes: try arguments.flag("keepdims"), ignoresNaN: ignoresNaN, percent: percent, at: arguments.place)
      ]
    }.sampled(
      "(x: f64[n, m]) -> \(name)(x, \(percent ? "[10, 35.0]" : "[0.1, 0.35]"), axis=0) ** 2",
      "(x: f64[n, m]) -> \(name)(x, 0.7, method='nearest') ** 2",
      "(x: f64[n, m], w: f64[m]) -> \(name)(x, \(percent ? "[10, 35.0]" : "[0.1, 0.35]"), axis=1, method='inverted_cdf', weights=w ** 2) ** 2")
  }
}
