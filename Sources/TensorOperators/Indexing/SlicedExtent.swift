/// `start:stop:step` on an axis, by Python's rule, with bounds and an extent that may be symbolic.
package struct SlicedExtent: Hashable, Sendable {
  /// The first place, where there is one at all.
  package var first: Dimension
  package var count: Dimension

  /// Of the two clamps that Python applies to each bound, those that cannot change the slice are left out: where
  /// they would act, the count is 0 without them too. So `x[1:]` and `x[:-1]` have the same extent, `max(n - 1, 0)`.
  package init(start: Dimension?, stop: Dimension?, step: Int, extent: Dimension) {
    let magnitude = Dimension(Int(clamping: step.magnitude))
    let distance: Dimension
    if step > 0 {
      first = start.map { SlicedExtent.fromFront($0, extent).nonnegativePart(given: extent) } ?? 0
      let end = stop.map { SlicedExtent.lesser(SlicedExtent.fromFront($0, extent), extent) } ?? extent
      distance = end - first
    } else {
      let last = extent - 1
      first = start.map { SlicedExtent.lesser(SlicedExtent.fromFront($0, extent), last) } ?? last
      let end = stop.map { (SlicedExtent.fromFront($0, extent) + 1).nonnegativePart(given: extent) - 1 } ?? -1
      distance = first - end
    }
    let positive = distance.nonnegativePart(given: extent)
    count = magnitude.constant == 1 ? positive : .floorDivide(positive + magnitude - 1, magnitude)
  }

  /// The bound counted from the front: a negative one has the extent added.
  package static func fromFront(_ bound: Dimension, _ extent: Dimension) -> Dimension {
    if let constant = bound.constant { return constant < 0 ? bound + extent : bound }
    // n - 1 is negative for n = 0 only, where adding n changes nothing.
    if (bound - extent).constant == -1 { return bound }
    return bound + extent * bound.isNegativeFlag
  }

  /// The minimum, where it is not seen to be `a`.
  private static func lesser(_ a: Dimension, _ b: Dimension) -> Dimension {
    if (b - a).isNonnegative { return a }
    // min(a, max(b, 0)) is max(min(a, b), 0) for a >= 0: slices of slices get the form of one slice.
    if let limit = a.constant, limit >= 0, b.terms.count == 1, b.terms[0].coefficient == 1, b.terms[0].atoms.count == 1,
      case .maximum(let p, let q) = b.terms[0].atoms[0], p.terms.isEmpty || q.terms.isEmpty
    {
      return .maximum(lesser(limit, p + q), 0)
    }
    return .minimum(a, b)
  }

  /// The minimum of a number and something, with what is added to the latter outside.
  private static func lesser(_ limit: Int, _ b: Dimension) -> Dimension {
    guard let last = b.terms.last, last.atoms.isEmpty, last.coefficient > -1 << 31, last.coefficient < 1 << 31, limit < 1 << 31
    else { return .minimum(Dimension(limit), b) }
    let shift = Dimension(last.coefficient)
    return .minimum(Dimension(limit) - shift, b - shift) + shift
  }
}
