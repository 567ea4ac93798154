/// A reduction on the way back: the result and its cotangent with the reduced axes kept.
struct ReductionStep {
  let x: Tensor
  let result: Tensor
  let cotangent: Tensor
  let axes: [Int]
  let place: SourcePlace

  func apply(_ function: ScalarFunction, _ operands: Tensor...) -> Tensor { .apply(function, operands, at: place) }

  /// In the shape of the operand.
  func spread(_ x: Tensor) -> Tensor { x.broadcast(to: self.x.shape, at: place) }

  var count: Tensor {
    .single(Extent(axes.reduce(Dimension(1)) { $0 * x.shape[$1] }), [], at: place)
  }
}

extension ReductionKind {
  /// Whether the result is constant wherever it is differentiable.
  var isFlat: Bool {
    switch combiner {
    case .argMinimum, .argMaximum, .or, .and: true
    case .sum, .product, .minimum, .maximum, .dot: false
    }
  }

  /// The cotangent of the operand; nil where there is no rule.
  var reverse: (@Sendable (ReductionStep) -> Tensor)? {
    switch combiner {
    case .sum where finish == nil: { $0.spread($0.cotangent) }
    case .sum: { $0.spread($0.apply(.divide, $0.cotangent, $0.count)) }
    case .minimum, .maximum:
      // Equal elements share, as in JAX.
      { step in
        let isChosen = step.apply(.equal, step.x, step.result)
        let times = Tensor.single(
          AxisReduction(.sum, axes: step.axes, keepsAxes: true), [isChosen.converted(to: step.x.elementType, at: step.place)],
          at: step.place)
        let share = step.apply(.divide, step.cotangent, times)
        return step.apply(.where, isChosen, share, Tensor(weak: .float(0)))
      }
    case .product: { $0.productOfOthers() }
    case .dot, .or, .and, .argMinimum, .argMaximum: nil
    }
  }
}

extension ReductionStep {
  /// The cotangent times the product of all other elements: of those before and those after, so that zeros do no harm. Both are
  /// running products along one axis; several axes are one after a reshape.
  func productOfOthers() -> Tensor {
    // In the type in which the product was formed: others may overflow where all together do not.
    let x = x.converted(to: (result.elementType.isInexact ? result : x).elementType.computed, at: place)
    let rest = x.shape.indices.filter { !axes.contains($0) }
    let moved = x.transposed(rest + axes, at: place)
    let shape = rest.map { x.shape[$0] } + [axes.reduce(Dimension(1)) { $0 * x.shape[$1] }]
    let flat = Tensor.single(Reshape(shape), [moved], at: place)
    let axis = rest.count
    func along(_ entry: SliceEntry) -> [SliceEntry] { [SliceEntry](repeating: .all, count: axis) + [entry] }
    let one = Tensor(ScalarValue(.integer(1), type: x.elementType)).broadcast(to: shape.dropLast() + [1], at: place)
    func before(_ x: Tensor) -> Tensor {
      let joined = Tensor.single(Concatenate(axis: axis), [one, x], at: place)
      return sliced(.single(Cumulative(.product, axis: axis), [joined], at: place), along(.range(start: nil, stop: -1)), at: place)
    }
    let backwards = along(.range(start: nil, stop: nil, step: -1))
    let after = sliced(before(sliced(flat, backwards, at: place)), backwards, at: place)
    let others = Tensor.single(Reshape(moved.shape), [apply(.multiply, before(flat), after)], at: place)
    return apply(.multiply, cotangent, others.transposed(Axes.inverse(of: rest + axes), at: place))
  }
}
