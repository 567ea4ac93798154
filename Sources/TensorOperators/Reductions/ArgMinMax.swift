extension ReductionKind {
  /// The index of the first least element.
  public static let argmin = ReductionKind(
    "argmin", summary: "The index of the first least element; of the first NaN if there is one.", hasIdentity: false,
    takesOneAxis: true, types: { element, _ in Types(element == .bool ? .u8 : element, result: .i64) },
    combiner: .argMinimum)

  /// The index of the first greatest element.
  public static let argmax = ReductionKind(
    "argmax", summary: "The index of the first greatest element; of the first NaN if there is one.",
    hasIdentity: false, takesOneAxis: true,
    types: { element, _ in Types(element == .bool ? .u8 : element, result: .i64) }, combiner: .argMaximum)
}

/// The index of the first least element along an axis, or (nil) among all in row-major order; the first NaN wins.
///
/// Shapes as for `sum`; the result is i64. Errors: an axis out of range, and no elements to choose from.
public func argmin<A: ArrayAlgebra>(
  _ x: A, axis: Int? = nil, keepDims: Bool = false, file: StaticString = #fileID, line: Int = #line
) -> A {
  ReductionKind.argmin.apply(x, axes: axis.map { [$0] }, keepsAxes: keepDims, at: .at(file, line))
}

/// The index of the first greatest element along an axis, or (nil) among all in row-major order; the first NaN wins.
///
/// Shapes as for `sum`; the result is i64. Errors: an axis out of range, and no elements to choose from.
public func argmax<A: ArrayAlgebra>(
  _ x: A, axis: Int? = nil, keepDims: Bool = false, file: StaticString = #fileID, line: Int = #line
) -> A {
  ReductionKind.argmax.apply(x, axes: axis.map { [$0] }, keepsAxes: keepDims, at: .at(file, line))
}
