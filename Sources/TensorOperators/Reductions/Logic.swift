extension ReductionKind {
  /// Whether an element is not zero.
  public static let any = ReductionKind(
    "any", summary: "Whether any element is true (not zero).", types: { _, _ in Types(.bool) }, combiner: .or)

  /// Whether no element is zero.
  public static let all = ReductionKind(
    "all", summary: "Whether all elements are true (not zero).", types: { _, _ in Types(.bool) }, combiner: .and)
}

/// Whether any element over axes is true: not zero (NaN is true).
///
/// Shapes and errors as for `sum`; the result is bool. No elements: false.
public func any<A: ArrayAlgebra>(
  _ x: A, axis: (any AxisSelection)? = nil, keepDims: Bool = false, file: StaticString = #fileID, line: Int = #line
) -> A {
  ReductionKind.any.apply(x, axes: axis?.axes, keepsAxes: keepDims, at: .at(file, line))
}

/// Whether all elements over axes are true: not zero (NaN is true).
///
/// Shapes and errors as for `sum`; the result is bool. No elements: true.
public func all<A: ArrayAlgebra>(
  _ x: A, axis: (any AxisSelection)? = nil, keepDims: Bool = false, file: StaticString = #fileID, line: Int = #line
) -> A {
  ReductionKind.all.apply(x, axes: axis?.axes, keepsAxes: keepDims, at: .at(file, line))
}
