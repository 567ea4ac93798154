extension ReductionKind {
  /// The arithmetic mean of elements.
  public static let mean = ReductionKind(
    "mean", summary: "The arithmetic mean of elements; of integers in f64.", takesType: true,
    scalarsHaveAxis: false,
    types: { element, requested in Types(requested ?? element.meanType) }, combiner: .sum, onBools: { .any }
  ) { context, combined, count in
    // The quotient is taken in f64, as NumPy does, which for f32 rounds no differently.
    let number = context.convert(context.element(count), to: .f64)
    let quotient = context.primitive(.divide, [context.convert(combined, to: .f64), number])
    return context.convert(quotient, to: combined.type)
  }
}

/// The arithmetic mean of elements over axes: `sum(x) / n`.
///
/// Shapes and errors as for `sum`. Floats keep their type, integers and bool give f64, or all are added in `type`. No
/// elements: NaN.
public func mean<A: ArrayAlgebra>(
  _ x: A, axis: (any AxisSelection)? = nil, keepDims: Bool = false, type: ElementType? = nil,
  file: StaticString = #fileID, line: Int = #line
) -> A {
  ReductionKind.mean.apply(x, axes: axis?.axes, keepsAxes: keepDims, type: type, at: .at(file, line))
}
