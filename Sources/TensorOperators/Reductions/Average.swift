extension ArrayAlgebra {
  /// The average, and the sum of the weights in its shape.
  package func averaged(
    axes: [Int]?, weights: Self?, keepsAxes: Bool, returned: Bool, at place: SourcePlace
  ) -> [Self] {
    let operands = [self] + (weights.map { [$0] } ?? [])
    let count = returned ? 2 : 1
    if let broken = operands.first(where: { $0.error != nil }) { return [Self](repeating: broken, count: count) }
    do throws(TensorError) {
      let order = try Axes.normalized(axes, rank: inferredRank, operation: "average")
      if let weights { try Average.check(inferredType, weights.inferredType, axes == nil ? nil : order) }
      let attributes = [
        Attribute.axis(axes == nil ? nil : order), Attribute("returned", .flag(returned)), .keepDims(keepsAxes),
      ]
      return Self.composed(
        "average", operands, attributes, labels: weights == nil ? [nil] : [nil, "weights"], results: count, at: place
      ) { operands in
        let pair = Average.of(operands[0], operands.count > 1 ? operands[1] : nil, order, keepsAxes: keepsAxes)
        return returned ? [pair.average, pair.sum] : [pair.average]
      }
    } catch {
      var error = error
      error.operands = operands.map(\.inferredType)
      error.places = [place] + operands.flatMap(\.sourcePlaces)
      return [Self](repeating: .invalid(error), count: count)
    }
  }
}

enum Average {
  /// Weights have the shape of the operand, or that of the axes that are averaged over.
  static func check(_ x: TensorType, _ weights: TensorType, _ axes: [Int]?, of name: String = "average") throws(TensorError) {
    if weights.rank == x.rank { return }
    guard let axes else {
      throw TensorError(
        operation: name, message: "axis must be given where the shapes of the operand \(x) and its weights \(weights) differ")
    }
    guard weights.rank == axes.count else {
      throw TensorError(operation: name, message: "weights \(weights) do not have the axes \(axes) of the operand \(x)")
    }
  }

  static func of(
    _ x: Tensor, _ weights: Tensor?, _ order: [Int], keepsAxes: Bool
  ) -> (average: Tensor, sum: Tensor) {
    let axes = order.sorted()
    guard let weights else {
      let average = mean(x, axis: axes, keepDims: keepsAxes)
      let count = Tensor.extent(axes.reduce(Dimension(1)) { $0 * x.shape[$1] }).converted(to: average.elementType, at: .none)
      return (average, count.broadcast(to: average.shape, at: .none))
    }
    let common = ElementType.promoted(x.elementType, weights.elementType)
    let type = x.elementType.isFloat ? common : ElementType.promoted(common, .f64)
    let spread = spread(weights, over: x, order).converted(to: type, at: .none)
    let sum = TensorOperators.sum(spread, axis: axes, keepDims: keepsAxes)
    let divisor = sum.checked(notEqual(sum, 0), "weights sum to zero, so they cannot be normalized", of: "average")
    let average = TensorOperators.sum(x.converted(to: type, at: .none) * spread, axis: axes, keepDims: keepsAxes) / divisor
    return (average, divisor)
  }

  /// Weights in the shape of the operand; those of axes come in the order in which these are named.
  static func spread(_ weights: Tensor, over x: Tensor, _ order: [Int]) -> Tensor {
    let owner = "the operand's extent"
    if weights.rank == x.rank { return weights.required(x.shape, of: owner, at: .none) }
    let places = order.indices.sorted { order[$0] < order[$1] }
    let ordered = weights.required(order.map { x.shape[$0] }, of: owner, at: .none).transposed(places, at: .none).expanded(x.shape.indices.filter { !order.contains($0) }, at: .none)
    return ordered.broadcast(to: x.shape, at: .none)
  }
}

/// The average over axes, by weights: `sum(x * weights) / sum(weights)`. NumPy's `average`.
///
/// Weights have the shape of `x`, or of the axes that are averaged over; without them it is the mean. Errors: shapes that do not fit; a
/// sum of weights that is 0, when called.
public func average<A: ArrayAlgebra>(
  _ x: A, axis: (any AxisSelection)? = nil, weights: A? = nil, keepDims: Bool = false, file: StaticString = #fileID,
  line: Int = #line
) -> A {
  x.averaged(axes: axis?.axes, weights: weights, keepsAxes: keepDims, returned: false, at: .at(file, line))[0]
}

extension OperationDefinition {
  static let average = OperationDefinition(
    "average", family: "reductions",
    [
      Parameter("a", .tensor), Parameter("axis", .axes, default: Argument.none),
      Parameter("weights", .tensor, default: Argument.none), Parameter("returned", .flag, default: .flag(false)),
      Parameter("keepdims", .flag, default: .flag(false), keywordOnly: true),
    ], summary: "The mean, by weights; returned: with the sum of the weights.",
    numpy: "np.average(a, axis=axis, weights=weights, returned=returned, keepdims=keepdims)"
  ) { arguments throws(TensorError) in
    try arguments.tensor("a").averaged(
      axes: try arguments.axes("axis"), weights: try arguments.optionalTensor("weights"),
      keepsAxes: try arguments.flag("keepdims"), returned: try arguments.flag("returned"), at: arguments.place)
  }.sampled(
    "(x: f64[n, m]) -> average(x, axis=0)", "(x: f64[n, m], w: f64[m]) -> average(x, axis=1, weights=w)",
    "(x: f64[n, m], w: f64[n, m]) -> average(x, weights=w, returned=true)[1] * x")
}
