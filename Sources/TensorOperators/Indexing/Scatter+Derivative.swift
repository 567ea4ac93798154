/// Derivatives of writes. Updates that meet at one place each have theirs, in whatever order they were combined.
extension Scatter {
  public var derivative: Derivative {
    let form = form
    return .reverse { step in
      guard let cotangent = step.cotangents[0] else { return step.inputs.map { _ in nil } }
      let rule = ScatterDerivative(form: form, step: step, cotangent: cotangent)
      let pair =
        switch form.combiner {
        case .set: rule.set()
        case .add: (target: { cotangent }, updates: { rule.taken(cotangent) })
        case .multiply: rule.multiplied(cotangent)
        case .divide: rule.divided()
        case .power: rule.raised()
        case .minimum, .maximum: rule.chosen()
        }
      var result = [Tensor?](repeating: nil, count: step.inputs.count)
      if step.wanted[0] { result[0] = pair.target() }
      if step.wanted[result.count - 1] { result[result.count - 1] = pair.updates() }
      return result
    }
  }
}

/// One write on the way back.
private struct ScatterDerivative {
  typealias Pair = (target: () -> Tensor, updates: () -> Tensor)

  let form: ScatterLowering
  let step: ReverseStep
  let cotangent: Tensor

  var target: Tensor { step.inputs[0] }
  var updates: Tensor { step.inputs[step.inputs.count - 1] }
  var indices: [Tensor] { Array(step.inputs[1..<step.inputs.count - 1]) }
  var place: SourcePlace { step.place }

  func constant(_ value: Int, like tensor: Tensor) -> Tensor {
    Tensor.filled(tensor.shape, value, type: tensor.elementType, at: place)
  }

  /// The updates' view of an array of the target's shape.
  func taken(_ tensor: Tensor) -> Tensor { tensor.gathered(indices, form, at: place) }

  func scattered(_ combiner: ScatterCombiner, _ target: Tensor, _ updates: Tensor) -> Tensor {
    var form = form
    form.combiner = combiner
    return .single(Scatter(form), [target] + indices + [updates], at: place)
  }

  /// What was overwritten has no part in the result, and of several updates of a place the last one alone has.
  func set() -> Pair {
    (
      target: { scattered(.set, cotangent, constant(0, like: updates)) },
      updates: { apply(.where, [isLast, taken(cotangent), constant(0, like: updates)]) }
    )
  }

  /// Whether an update is the last one of its place: the numbers of the updates are written as they were, and looked up again.
  private var isLast: Tensor {
    let (places, batch) = (indices[0].shape, form.batchAxes)
    let own = places.dropFirst(batch).reduce(Dimension(1), *)
    let numbers = reshape(arange(own), Array(places.dropFirst(batch))).broadcast(to: places, at: place)
    let space = Array(target.shape[..<batch]) + form.axes.map { target.shape[$0] }
    let small = ScatterLowering(
      axes: form.axes.indices.map { batch + $0 }, position: batch, batchAxes: batch, combiner: .set)
    let written = Tensor.single(
      Scatter(small), [Tensor.filled(space, 0, type: .i64, at: place)] + indices + [numbers], at: place)
    let isLast = apply(.equal, [written.gathered(indices, small, at: place), numbers])
    // Beside the axes of the updates that no index array is about.
    let picked = places.count - batch
    let front = Array(batch..<form.position)
    let behind = Array(form.position + picked..<updates.rank)
    return isLast.expanded(front + behind, at: place)
  }

  func multiplied(_ cotangent: Tensor) -> Pair {
    (
      target: { apply(.multiply, [cotangent, scattered(.multiply, constant(1, like: target), updates)]) },
      updates: { factors(of: cotangent, from: target) }
    )
  }

  /// The cotangents of updates that are multiplied into an array: each gets the product of the others, also where one of them is 0.
  private func factors(of cotangent: Tensor, from base: Tensor) -> Tensor {
    let whole = taken(apply(.multiply, [cotangent, base].map { $0.converted(to: updates.elementType.computed, at: place) }))
    return apply(.multiply, [whole, ordered.productsOfOthers()])
  }

  private var ordered: OrderedUpdates { OrderedUpdates(updates, indices, form, target: target.shape, at: place) }

  func divided() -> Pair {
    (
      target: { scattered(.divide, cotangent, updates) },
      updates: {
        let product = apply(.multiply, [cotangent, step.result])
        return apply(.negative, [apply(.divide, [taken(product), updates])])
      }
    )
  }

  /// `x ** (u * v * ...)`, which is what powers of powers are.
  func raised() -> Pair {
    let exponent = { scattered(.multiply, constant(1, like: target), updates) }
    return (
      target: {
        let (exponent, zero) = (exponent(), constant(0, like: target))
        // Of negative numbers powers of powers are no power of the product: ((-3)^2)^0.5 is 3.
        let lower = apply(.power, [target, apply(.subtract, [exponent, constant(1, like: target)])])
        let factor = apply(.where, [apply(.equal, [target, zero]), lower, apply(.divide, [step.result, target])])
        let product = apply(.multiply, [cotangent, apply(.multiply, [exponent, factor])])
        return apply(.where, [apply(.equal, [exponent, zero]), zero, product])
      },
      updates: {
        let isZero = apply(.equal, [target, constant(0, like: target)])
        let logarithm = apply(.log, [apply(.where, [isZero, constant(1, like: target), target])])
        let outer = apply(.multiply, [cotangent, apply(.multiply, [step.result, logarithm])])
        let result = factors(of: outer, from: constant(1, like: target))
        return target.elementType.isComplex ? knownOnBranch(result, logarithm) : result
      }
    )
  }

  /// The cotangents of complex exponents, NaN behind a power of the same place whose logarithm is not the product of those before: what comes
  /// next starts from the principal one.
  private func knownOnBranch(_ cotangents: Tensor, _ logarithm: Tensor) -> Tensor {
    let ordered = ordered
    let logarithms = apply(.multiply, [ordered.ordered(taken(logarithm)), ordered.productsSoFar()])
    let angle = apply(.absolute, [apply(.imag, [logarithms])])
    let pi = Tensor(ScalarValue(.float(.pi), type: angle.elementType), at: place)
    let isLost = ordered.restored(ordered.anyBefore(apply(.greater, [angle, pi])))
    let nan = Tensor(ScalarValue(.float(.nan), type: target.elementType), at: place)
    return apply(.where, [isLost, nan, cotangents])
  }

  /// Equal extremes share the cotangent, as those of `min` and `max` do.
  func chosen() -> Pair {
    let type = target.elementType
    let isTarget = apply(.equal, [target, step.result])
    let isUpdate = apply(.equal, [updates, taken(step.result)])
    let count = scattered(.add, isTarget.converted(to: type, at: place), isUpdate.converted(to: type, at: place))
    let share = apply(.divide, [cotangent, count])
    // Chosen, not multiplied: an infinite cotangent is nothing to the others.
    return (
      target: { apply(.where, [isTarget, share, constant(0, like: target)]) },
      updates: { apply(.where, [isUpdate, taken(share), constant(0, like: updates)]) }
    )
  }

  private func apply(_ function: ScalarFunction, _ arguments: [Tensor]) -> Tensor { .apply(function, arguments, at: place) }
}

extension Tensor {
  /// The elements that the updates of a scatter into a tensor of this shape go to, in their shape.
  func gathered(_ indices: [Tensor], _ form: ScatterLowering, at place: SourcePlace) -> Tensor {
    if form.axes == [form.position] {
      return .single(Take(axis: form.position, batchAxes: form.batchAxes), [self] + indices, at: place)
    }
    // Axes that go together are indices too.
    let picked = indices[0].rank
    let own = (0..<form.batchAxes).map { Tensor.positions(shape[$0], rank: picked, axis: $0, at: place) }
    let gather = Gather(axes: Array(0..<form.batchAxes) + form.axes, position: form.position - form.batchAxes)
    let result = Tensor.single(gather, [self] + own + indices, at: place)
    guard form.batchAxes > 0, form.position > form.batchAxes else { return result }
    // The batch axes stand first, not with the others of the index arrays.
    let start = form.position - form.batchAxes
    return result.moved(Array(start..<start + form.batchAxes), to: Array(0..<form.batchAxes), at: place)
  }
}
