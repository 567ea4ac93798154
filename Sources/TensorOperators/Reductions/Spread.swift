/// The variance or standard deviation of the elements that count, around their mean or a given one.
struct Spread: Sendable {
  let name: String
  let ddof: Double
  let type: ElementType?
  let keepsAxes: Bool
  let isRoot: Bool
  /// Whether NaN does not count. Where so little counts that the divisor is not positive, the result is NaN then.
  let ignoresNaN: Bool

  func apply<A: ArrayAlgebra>(_ x: A, axes: [Int]?, mean: A?, where condition: A?, at place: SourcePlace) -> A {
    let ignoresNaN = ignoresNaN && x.inferredType.elementType.isInexact
    guard ignoresNaN || self.ignoresNaN || mean != nil || condition != nil else {
      return Variance.apply(x, axes: axes, ddof: ddof, keepsAxes: keepsAxes, type: type, root: isRoot, at: place)
    }
    let operands = [x] + [mean, condition].compactMap { $0 }
    return A.building(name, operands, at: place) { () throws(TensorError) in
      if let type, !type.isFloat { throw TensorError(operation: name, message: "dtype must be a float type, got \(type.name)") }
      let normal = try Axes.normalized(axes, rank: x.inferredRank, operation: name).sorted()
      let (hasMean, hasCondition) = (mean != nil, condition != nil)
      let attributes = [.axis(axes == nil ? nil : normal)] + Attribute.type(type) + [Attribute("ddof", .float(ddof)), .keepDims(keepsAxes)]
      return .composedOne(
        name, operands, attributes, labels: [nil] + (hasMean ? ["mean"] : []) + (hasCondition ? ["where"] : []), at: place
      ) { operands in
        let x = operands[0]
        var condition = hasCondition
          ? operands[operands.count - 1].converted(to: .bool, at: .none).broadcast(to: x.shape, at: .none) : nil
        if ignoresNaN { condition = condition.map { $0 & invert(isnan(x)) } ?? invert(isnan(x)) }
        return spread(x, normal, mean: hasMean ? operands[1] : nil, where: condition, ignoresNaN: ignoresNaN)
      }
    }
  }

  private func spread(
    _ x: Tensor, _ axes: [Int], mean given: Tensor?, where condition: Tensor?, ignoresNaN: Bool
  ) -> Tensor {
    let type = type ?? x.elementType.meanType
    let values = x.computed(as: type)
    let mean = given?.computed(as: type) ?? maskedMean(values, axes, keepsAxes: true, type: type.computed, where: condition)
    let deviation = values - mean
    let squares = deviation.squaredMagnitude
    let total = sum(condition.map { which($0, squares, 0.0) } ?? squares, axis: axes, keepDims: keepsAxes)
    let count = condition.map { number(of: $0, axes, keepsAxes: keepsAxes) }
      ?? Tensor.extent(axes.reduce(Dimension(1)) { $0 * x.shape[$1] }).converted(to: .f64, at: .none)
    let divisor = count - ddof
    var variance = total.converted(to: .f64, at: .none) / maximum(divisor, 0.0)
    if ignoresNaN { variance = which(lessEqual(divisor, 0.0), Tensor(ScalarValue(Double.nan)), variance) }
    let result = variance.converted(to: type.computed.realType, at: .none)
    return (isRoot ? sqrt(result) : result).converted(to: type.realType, at: .none)
  }
}

/// The variance of the elements that are not NaN, over axes. NumPy's `nanvar`.
///
/// Shapes, types and errors as for `variance`; NaN where no more than `ddof` elements count.
public func nanvar<A: ArrayAlgebra>(
  _ x: A, axis: (any AxisSelection)? = nil, ddof: Double = 0, keepDims: Bool = false, type: ElementType? = nil,
  file: StaticString = #fileID, line: Int = #line
) -> A {
  Spread(name: "nanvar", ddof: ddof, type: type, keepsAxes: keepDims, isRoot: false, ignoresNaN: true)
    .apply(x, axes: axis?.axes, mean: nil, where: nil, at: .at(file, line))
}

/// The standard deviation of the elements that are not NaN, over axes. NumPy's `nanstd`.
public func nanstd<A: ArrayAlgebra>(
  _ x: A, axis: (any AxisSelection)? = nil, ddof: Double = 0, keepDims: Bool = false, type: ElementType? = nil,
  file: StaticString = #fileID, line: Int = #line
) -> A {
  Spread(name: "nanstd", ddof: ddof, type: type, keepsAxes: keepDims, isRoot: true, ignoresNaN: true)
    .apply(x, axes: axis?.axes, mean: nil, where: nil, at: .at(file, line))
}
