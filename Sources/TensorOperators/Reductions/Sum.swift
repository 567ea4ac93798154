extension ReductionKind {
  /// The sum of elements.
  public static let sum = ReductionKind(
    "sum", summary: "The sum of elements; integers add in 64 bits.", takesType: true,
    types: { element, requested in Types(requested ?? element.accumulationType) }, combiner: .sum, onBools: { .any })

  /// The product of elements.
  public static let prod = ReductionKind(
    "prod", summary: "The product of elements; integers multiply in 64 bits.", takesType: true,
    types: { element, requested in Types(requested ?? element.accumulationType) }, combiner: .product,
    onBools: { .all })
}

/// The sum of elements over axes.
///
/// Shape: that of `x` without the axes, or with extent 1 in their place (`keepDims`). Bool and signed integers add in
/// i64, unsigned ones in u64, floats in their own type, or all in `type`. No elements: 0. The order of additions
/// depends on the extents only. Errors: an axis out of range or given twice.
public func sum<A: ArrayAlgebra>(
  _ x: A, axis: (any AxisSelection)? = nil, keepDims: Bool = false, type: ElementType? = nil,
  file: StaticString = #fileID, line: Int = #line
) -> A {
  ReductionKind.sum.apply(x, axes: axis?.axes, keepsAxes: keepDims, type: type, at: .at(file, line))
}

/// The product of elements over axes.
///
/// Shapes, types and errors as for `sum`. No elements: 1.
public func prod<A: ArrayAlgebra>(
  _ x: A, axis: (any AxisSelection)? = nil, keepDims: Bool = false, type: ElementType? = nil,
  file: StaticString = #fileID, line: Int = #line
) -> A {
  ReductionKind.prod.apply(x, axes: axis?.axes, keepsAxes: keepDims, type: type, at: .at(file, line))
}
