extension ArrayAlgebra {
  package func peakToPeak(axes: [Int]?, keepsAxes: Bool, at place: SourcePlace) -> Self {
    Self.building("ptp", [self], at: place) { () throws(TensorError) in
      if inferredType.elementType == .bool { throw TensorError(operation: "ptp", message: "is not defined for bool", hint: "cast to an integer type") }
      let normal = try Axes.normalized(axes, rank: inferredRank, scalarsHaveAxis: true, operation: "ptp").sorted()
      return Self.composedOne("ptp", [self], [.axis(axes == nil ? nil : normal), .keepDims(keepsAxes)], at: place) { operands in
        max(operands[0], axis: normal, keepDims: keepsAxes) - min(operands[0], axis: normal, keepDims: keepsAxes)
      }
    }
  }

  package func nonzeroCount(axes: [Int]?, keepsAxes: Bool, at place: SourcePlace) -> Self {
    Self.building("count_nonzero", [self], at: place) { () throws(TensorError) in
      let normal = try Axes.normalized(axes, rank: inferredRank, operation: "count_nonzero").sorted()
      return Self.composedOne(
        "count_nonzero", [self], [.axis(axes == nil ? nil : normal), .keepDims(keepsAxes)], at: place
      ) { operands in
        sum(operands[0].converted(to: .bool, at: .none), axis: normal, keepDims: keepsAxes, type: .i64)
      }
    }
  }
}

/// The greatest element less the least, over axes. NumPy's `ptp`.
///
/// Shapes and types as for `max`; integers wrap. Errors: those of `max`, and bools.
public func ptp<A: ArrayAlgebra>(
  _ x: A, axis: (any AxisSelection)? = nil, keepDims: Bool = false, file: StaticString = #fileID, line: Int = #line
) -> A {
  x.peakToPeak(axes: axis?.axes, keepsAxes: keepDims, at: .at(file, line))
}

/// The number of elements that are not zero, over axes: an i64. NumPy's `count_nonzero`.
public func countNonzero<A: ArrayAlgebra>(
  _ x: A, axis: (any AxisSelection)? = nil, keepDims: Bool = false, file: StaticString = #fileID, line: Int = #line
) -> A {
  x.nonzeroCount(axes: axis?.axes, keepsAxes: keepDims, at: .at(file, line))
}

extension OperationDefinition {
  /// A record of what takes axes and `keepdims` alone.
  static func overAxes(
    _ name: String, _ summary: String, of types: [ElementType] = ElementType.allCases, samples: [String],
    _ build: @escaping @Sendable (_ x: Tensor, _ axes: [Int]?, _ keepsAxes: Bool, _ place: SourcePlace) -> Tensor
  ) -> OperationDefinition {
    OperationDefinition(
      name, family: "reductions",
      [
        Parameter("a", .tensor), Parameter("axis", .axes, default: Argument.none),
        Parameter("keepdims", .flag, default: .flag(false), keywordOnly: true),
      ], summary: summary, numpy: "np.\(name)(a, axis=axis, keepdims=keepdims)", elementTypes: types
    ) { arguments throws(TensorError) in
      [
        build(
          try arguments.tensor("a"), try arguments.axes("axis"), try arguments.flag("keepdims"), arguments.place)
      ]
    }.sampled(samples)
  }

  static let ptp = overAxes(
    "ptp", "The greatest element less the least.", of: ElementType.numbers,
    samples: ["(x: f64[n, m]) -> ptp(x)", "(x: f64[n, m]) -> ptp(x, axis=1, keepdims=true) * x"]
  ) { $0.peakToPeak(axes: $1, keepsAxes: $2, at: $3) }

  static let countNonzero = overAxes(
    "count_nonzero", "The number of elements that are not zero.", samples: ["(x: f64[n, m]) -> count_nonzero(x, axis=0) * x"]
  ) { $0.nonzeroCount(axes: $1, keepsAxes: $2, at: $3) }
}
