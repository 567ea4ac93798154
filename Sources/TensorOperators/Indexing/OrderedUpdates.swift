/// The updates of a write by index arrays, ordered by the places that they go to; those of one place as they stand.
struct OrderedUpdates {
  private let shape: [Dimension]
  private let place: SourcePlace
  /// Where each of the ordered ones stood.
  private let order: Tensor
  private let updates: Tensor
  private let isFirst: Tensor
  private let isLast: Tensor

  /// Of a write into an array of the shape `target`.
  init(_ updates: Tensor, _ indices: [Tensor], _ form: ScatterLowering, target: [Dimension], at place: SourcePlace) {
    let count = target.reduce(1, *)
    let numbers = Tensor.single(Reshape(target), [.arange(.integer(count), nil, step: 1, type: .i64, at: place)], at: place)
    let places = numbers.gathered(indices, form, at: place).raveled(at: place)
    (shape, self.place) = (updates.shape, place)
    order = Ordering.apply(.places, places, axis: 0, name: "argsort", at: place)
    // Products of 16-bit floats are taken in f32, as the write itself does.
    let computed = updates.converted(to: updates.elementType.computed, at: place)
    self.updates = computed.raveled(at: place).taking(order, axis: 0, at: place)
    isFirst = places.taking(order, axis: 0, at: place).startsOfRuns(mergesNaN: false, at: place)
    let goesOn = Tensor.apply(.logicalNot, [isFirst], at: place).neighbours(along: 0, .after, at: place)
    isLast = .apply(.logicalNot, [goesOn], at: place)
  }

  /// For each update the product of the others of its place, of 16-bit floats in f32.
  func productsOfOthers() -> Tensor { restored(.apply(.multiply, [running(isReversed: false), running(isReversed: true)], at: place)) }

  /// Whether a value of an update in front holds, of its place. Of ordered updates, as are the values.
  func anyBefore(_ values: Tensor) -> Tensor {
    let zero = Tensor.filled(values.shape, 0, type: .i64, at: place)
    let factors = Tensor.apply(.logicalNot, [isFirst], at: place).converted(to: .i64, at: place)
    let terms = Tensor.apply(.where, [isFirst, zero, values.neighbours(along: 0, .before, at: place).converted(to: .i64, at: place)], at: place)
    return .apply(.greater, [.single(LinearRecurrence(axis: 0), [factors, terms], at: place), zero], at: place)
  }

  /// For each update, ordered, the product of those up to it.
  func productsSoFar() -> Tensor { .apply(.multiply, [running(isReversed: false), updates], at: place) }

  /// What is in the updates' shape and order in the order of their places.
  func ordered(_ x: Tensor) -> Tensor { x.raveled(at: place).taking(order, axis: 0, at: place) }

  /// What is in the order of the places in the updates' own.
  func restored(_ x: Tensor) -> Tensor {
    let nothing = Tensor.filled(x.shape, 0, type: x.elementType, at: place)
    let write = Scatter(ScatterLowering(axes: [0], position: 0, combiner: .set))
    return .single(Reshape(shape), [.single(write, [nothing, order, x], at: place)], at: place)
  }

  /// The products of the updates in front of each (behind each, reversed), of those of its place; 1 for the first. A place begins anew:
  /// what those in front of it came to, infinite or NaN as it may be, is nothing to it.
  private func running(isReversed: Bool) -> Tensor {
    let starts = isReversed ? isLast : isFirst
    let zero = Tensor.filled(updates.shape, 0, type: updates.elementType, at: place)
    let last = updates.neighbours(along: 0, isReversed ? .after : .before, at: place)
    let factors = Tensor.apply(.where, [starts, zero, last], at: place)
    let terms = starts.converted(to: updates.elementType, at: place)
    return .single(LinearRecurrence(axis: 0, isReversed: isReversed, startsAnew: true), [factors, terms], at: place)
  }
}
