// Mirror images for `pad`.
extension ArrayAlgebra {
  /// Mirrored at both ends until the margins are filled: each step mirrors what is there, in whole copies of the original.
  func reflectedInSteps(
    _ axis: Int, _ extent: Int, _ before: Int, _ after: Int, repeatsEdge: Bool, isOdd: Bool, at place: SourcePlace
  ) -> Self {
    let period = repeatsEdge ? extent : extent - 1
    let offset = repeatsEdge ? 0 : 1
    var (current, length, left, right) = (self, extent, before, after)
    while left > 0 || right > 0 {
      let whole = (repeatsEdge ? length : length - 1) / period * period
      var parts = [current]
      let (front, back) = (min(whole, left), min(whole, right))
      if front > 0 {
        let chunk = current.slicedAlong(axis, from: Dimension(offset), to: Dimension(offset + front), at: place)
        parts.insert(chunk.turned(axis, around: isOdd ? current.placeAlong(axis, 0, at: place) : nil, at: place), at: 0)
      }
      if back > 0 {
        let end = length - offset
        let chunk = current.slicedAlong(axis, from: Dimension(end - back), to: Dimension(end), at: place)
        parts.append(chunk.turned(axis, around: isOdd ? current.placeAlong(axis, -1, at: place) : nil, at: place))
      }
      current = .single(Concatenate(axis: axis), parts, at: place)
      (left, right, length) = (left - front, right - back, length + front + back)
    }
    return current
  }

  /// The other way round; around an edge: `2 * edge - chunk`.
  private func turned(_ axis: Int, around edge: Self?, at place: SourcePlace) -> Self {
    let chunk = flipped([axis], at: place)
    return edge.map { $0.doubled(minus: chunk, at: place) } ?? chunk
  }

  private func doubled(minus other: Self, at place: SourcePlace) -> Self {
    calling(.multiply, number(.integer(2)), at: place).calling(.subtract, other, at: place)
      .converted(to: inferredType.elementType, at: place)
  }

  /// What odd reflection adds to copies of the array: `values` stand in copy `copy`, turned there or not.
  ///
  /// With `d = last - first` an upright copy k is the array plus `k d`, one turned upside down is `2 last - values + (k - 1) d` behind
  /// the array and `2 first - values + (k + 1) d` before it. Next to the array nothing is added, so these elements are rounded as in one step.
  func oddly(
    _ values: Self, _ copy: Self, _ isTurned: Self, _ axis: Int, at place: SourcePlace
  ) -> Self {
    let type = inferredType.elementType
    let (first, last) = (placeAlong(axis, 0, at: place), placeAlong(axis, -1, at: place))
    var shape = [Dimension](repeating: 1, count: inferredRank)
    shape[axis] = copy.inferredType.shape[0]
    func along(_ x: Self) -> Self { .single(Reshape(shape), [x], at: place) }
    let (number, turned) = (along(copy), along(isTurned))
    let isBehind = number.calling(.greater, number.number(.integer(0)), at: place)
    let one = Self.extent(1, at: place)
    let beyond = isBehind.calling(
      .where, number.calling(.subtract, one, at: place), number.calling(.add, one, at: place), at: place)
    let count = turned.calling(.where, beyond, number, at: place)
    // Wider than 16 bits: NumPy rounds after each reflection, here all but the first are one sum.
    func wide(_ x: Self) -> Self { x.converted(to: type == .bool ? .i64 : type.computed, at: place) }
    let distance = wide(last).calling(.subtract, wide(first), at: place)
    let shift = wide(count).calling(.multiply, distance, at: place)
    let isNear = count.calling(.equal, count.number(.integer(0)), at: place)
    let pivot = isBehind.calling(.where, last, first, at: place)
    let result = turned.calling(.where, pivot.doubled(minus: values, at: place), values, at: place)
    return isNear.calling(.where, result, wide(result).calling(.add, shift, at: place), at: place).converted(to: type, at: place)
  }
}
