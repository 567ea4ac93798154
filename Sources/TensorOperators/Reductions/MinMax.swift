extension ReductionKind {
  /// The least element.
  public static let min = ReductionKind(
    "min", aliases: ["amin"], summary: "The least element; NaN if there is one.", hasIdentity: false,
    types: { element, _ in Types(element == .bool ? .u8 : element, result: element) }, combiner: .minimum)

  /// The greatest element.
  public static let max = ReductionKind(
    "max", aliases: ["amax"], summary: "The greatest element; NaN if there is one.", hasIdentity: false,
    types: { element, _ in Types(element == .bool ? .u8 : element, result: element) }, combiner: .maximum)
}

/// The least element over axes; NaN if there is one.
///
/// Shapes as for `sum`; any type. Errors: those of `sum`, and no elements to choose from.
public func min<A: ArrayAlgebra>(
  _ x: A, axis: (any AxisSelection)? = nil, keepDims: Bool = false, file: StaticString = #fileID, line: Int = #line
) -> A {
  ReductionKind.min.apply(x, axes: axis?.axes, keepsAxes: keepDims, at: .at(file, line))
}

/// The greatest element over axes; NaN if there is one.
///
/// Shapes as for `sum`; any type. Errors: those of `sum`, and no elements to choose from.
public func max<A: ArrayAlgebra>(
  _ x: A, axis: (any AxisSelection)? = nil, keepDims: Bool = false, file: StaticString = #fileID, line: Int = #line
) -> A {
  ReductionKind.max.apply(x, axes: axis?.axes, keepsAxes: keepDims, at: .at(file, line))
}
