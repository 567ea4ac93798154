extension ArrayAlgebra {
  /// Padded axis by axis, as NumPy does it: what stands around one axis is padded along the next.
  package func padded(_ widths: PadPairs<Dimension>, _ mode: PadMode<Self>, at place: SourcePlace) -> Self {
    Self.building("pad", [self], at: place) { () throws(TensorError) in
      let x = strong(at: place)
      try widths.check(rank: inferredRank, "pad_width")
      try mode.check(rank: inferredRank)
      _ = try widths.map { width throws(TensorError) in
        guard let width = width.constant else { return width }
        if width < 0 { throw TensorError(operation: "pad", message: "index can't contain negative values, pad_width has \(width)") }
        if width > ExtentDefinition.limit { throw TensorError(operation: "pad", message: "a pad_width of \(width) is too large") }
        return Dimension(width)
      }
      var result = x
      for axis in 0..<inferredRank {
        let (before, after) = widths[axis]
        result = try result.padded(axis, before ?? 0, after ?? 0, mode, at: place)
      }
      return result
    }
  }

  /// Padded along one axis: pieces side by side, written where they belong.
  private func padded(
    _ axis: Int, _ before: Dimension, _ after: Dimension, _ mode: PadMode<Self>, at place: SourcePlace
  ) throws(TensorError) -> Self {
    if before.constant == 0, after.constant == 0 { return self }
    switch mode {
    case .constant, .empty: return try margined(axis, before, after, mode, at: place)
    case .edge, .linearRamp, .maximum, .minimum, .mean, .median, .reflect, .symmetric, .wrap:
      let (extent, least) = (inferredType.shape[axis], Dimension.minimum(before + after, 1))
      let meaning = "can't extend empty axis \(axis) using modes other than 'constant' or 'empty'"
      if extent.constant == 0 { throw TensorError(operation: "pad", message: meaning) }
      let isKnown = extent.constant != nil || least.constant == 0
      let source = isKnown ? self : requiring([ShapeConstraint(.atLeast, extent, least, meaning)], "pad", at: place)
      return try source.margined(axis, before, after, mode, at: place)
    }
  }

  private func margined(
    _ axis: Int, _ before: Dimension, _ after: Dimension, _ mode: PadMode<Self>, at place: SourcePlace
  ) throws(TensorError) -> Self {
    switch mode {
    case .constant(let values):
      let (front, back) = values[axis]
      return joined(axis, try filling(axis, front, before, at: place), try filling(axis, back, after, at: place), at: place)
    case .empty: return try padded(axis, before, after, .constant(.all(nil)), at: place)
    case .edge:
      let last = placeAlong(axis, -1, at: place)
      return joined(axis, placeAlong(axis, 0, at: place).spread(axis, before, at: place), last.spread(axis, after, at: place), at: place)
    case .linearRamp(let ends):
      let (front, back) = ends[axis]
      let first = sliced(self, [SliceEntry](repeating: .all, count: axis) + [.index(0)], at: place)
      let last = sliced(self, [SliceEntry](repeating: .all, count: axis) + [.index(-1)], at: place)
      return joined(
        axis, try first.ramp(from: front, before, axis, at: place),
        try last.ramp(from: back, after, axis, at: place).flipped([axis], at: place), at: place)
    case .maximum(let lengths): return try statistic(axis, before, after, lengths, at: place) { $0.extreme(.max, axis, at: place) }
    case .minimum(let lengths): return try statistic(axis, before, after, lengths, at: place) { $0.extreme(.min, axis, at: place) }
    case .mean(let lengths):
      return try statistic(axis, before, after, lengths, at: place) {
        ReductionKind.mean.apply($0, axes: [axis], keepsAxes: true, at: place).roundedIfNeeded(for: self, at: place)
      }
    case .median(let lengths):
      return try statistic(axis, before, after, lengths, at: place) {
        $0.medianOf(axis, at: place).roundedIfNeeded(for: self, at: place)
      }
    case .reflect(let isOdd): return mirrored(axis, before, after, repeatsEdge: false, isOdd: isOdd, at: place)
    case .symmetric(let isOdd): return mirrored(axis, before, after, repeatsEdge: true, isOdd: isOdd, at: place)
    case .wrap:
      let numbers = { Self.numbers($0, at: place) }
      let size = Self.extent(inferredType.shape[axis], at: place)
      let front = numbers(before).calling(.subtract, Self.extent(before, at: place), at: place).calling(.remainder, size, at: place)
      let back = numbers(after).calling(.remainder, size, at: place)
      return joined(axis, gathered(axis, front, before, at: place), gathered(axis, back, after, at: place), at: place)
    }
  }

  /// The pieces in order; those of extent 0 are left out.
  private func joined(_ axis: Int, _ front: Self?, _ back: Self?, at place: SourcePlace) -> Self {
    let parts = [front, self, back].compactMap { $0 }.filter { $0.inferredType.shape[axis].constant != 0 || $0.error != nil }
    return parts.count == 1 ? parts[0] : .single(Concatenate(axis: axis), parts, at: place)
  }

  /// A value (0 unless given) in the place of so many elements along an axis.
  private func filling(_ axis: Int, _ value: Self?, _ width: Dimension, at place: SourcePlace) throws(TensorError) -> Self? {
    if width.constant == 0 { return nil }
    var shape = inferredType.shape
    shape[axis] = width
    let fill = try (value ?? number(.integer(0))).stored(as: inferredType.elementType, in: "pad", at: place)
    return fill.broadcast(to: shape, at: place)
  }

  /// An axis of extent 1 as a longer one.
  private func spread(_ axis: Int, _ width: Dimension, at place: SourcePlace) -> Self? {
    if width.constant == 0 { return nil }
    var shape = inferredType.shape
    shape[axis] = width
    return broadcast(to: shape, at: place)
  }

  private func gathered(_ axis: Int, _ places: Self, _ width: Dimension, at place: SourcePlace) -> Self? {
    width.constant == 0 ? nil : taking(places, axis: axis, at: place)
  }

  /// From a value towards these elements, which have the axis no more.
  private func ramp(from value: Self?, _ width: Dimension, _ axis: Int, at place: SourcePlace) throws(TensorError) -> Self {
    let start = value ?? number(.integer(0)).converted(to: .i64, at: place)
    try start.requireStorable(as: inferredType.elementType, in: "pad")
    return try Self.linspace(
      start, self, count: width, endpoint: false, type: inferredType.elementType, axis: axis, at: place).values
  }

  /// A statistic of the elements next to each edge, all along the margins.
  private func statistic(
    _ axis: Int, _ before: Dimension, _ after: Dimension, _ lengths: PadPairs<Int>?, at place: SourcePlace,
    _ statistic: (Self) throws(TensorError) -> Self
  ) throws(TensorError) -> Self {
    let extent = inferredType.shape[axis]
    let (front, back) = lengths?[axis] ?? (nil, nil)
    func part(_ length: Int?, isFront: Bool) -> Self {
      guard let length, extent.constant.map({ length < $0 }) ?? true else { return self }
      let count = Dimension.minimum(Dimension(length), extent)
      return isFront ? slicedAlong(axis, to: count, at: place) : slicedAlong(axis, from: extent - count, at: place)
    }
    let type = inferredType.elementType
    let first = try statistic(part(front, isFront: true)).converted(to: type, at: place)
    let last = try statistic(part(back, isFront: false)).converted(to: type, at: place)
    return joined(axis, first.spread(axis, before, at: place), last.spread(axis, after, at: place), at: place)
  }

  private func extreme(_ kind: ReductionKind, _ axis: Int, at place: SourcePlace) -> Self {
    kind.apply(self, axes: [axis], keepsAxes: true, at: place)
  }

  /// Rounded half to even, where what it pads holds integers.
  private func roundedIfNeeded(for other: Self, at place: SourcePlace) -> Self {
    other.inferredType.elementType.isInteger ? calling(.rint, at: place) : self
  }

  /// The array mirrored at both ends, again and again where the margins are longer than it is.
  private func mirrored(
    _ axis: Int, _ before: Dimension, _ after: Dimension, repeatsEdge: Bool, isOdd: Bool, at place: SourcePlace
  ) -> Self {
    let extent = inferredType.shape[axis]
    // As NumPy: a single element is repeated.
    if extent.constant == 1 {
      return joined(axis, spread(axis, before, at: place), spread(axis, after, at: place), at: place)
    }
    // Odd reflections beyond the first round by one formula, whether or not lengths are known here: a value must not depend on that.
    let border: Dimension = repeatsEdge ? extent : extent - 1
    func takesOneStep(_ width: Int) -> Bool { !isOdd || border.constant.map { width <= $0 } ?? false }
    if let extent = extent.constant, let before = before.constant, let after = after.constant,
      takesOneStep(before), takesOneStep(after)
    {
      return reflectedInSteps(axis, extent, before, after, repeatsEdge: repeatsEdge, isOdd: isOdd, at: place)
    }
    // Places count from the start; there and back is a period.
    let (size, step) = (Self.extent(.maximum(border, 1), at: place), Self.extent(repeatsEdge ? 1 : 0, at: place))
    let two = Self.extent(2, at: place)
    func piece(_ width: Dimension, from first: Dimension) -> Self? {
      if width.constant == 0 { return nil }
      let distance = Self.numbers(width, at: place).calling(.add, Self.extent(first, at: place), at: place)
      // Which copy it is, and how far in: every other copy lies the other way round.
      let copy = distance.calling(.floorDivide, size, at: place)
      let inside = distance.calling(.subtract, copy.calling(.multiply, size, at: place), at: place)
      let turned = copy.calling(.remainder, two, at: place).converted(to: .bool, at: place)
      let back = Self.extent(border, at: place).calling(.subtract, step, at: place).calling(.subtract, inside, at: place)
      let mirrored = taking(turned.calling(.where, back, inside, at: place), axis: axis, at: place)
      guard isOdd else { return mirrored }
      // 2 edge - mirrored, with the edge of the copies between: first + k (last - first).
      let odd = oddly(mirrored, copy, turned, axis, at: place)
      let isSingle = Self.extent(extent, at: place).calling(.equal, Self.extent(1, at: place), at: place)
      return isSingle.calling(.where, mirrored, odd, at: place)
    }
    return joined(axis, piece(before, from: -before), piece(after, from: extent), at: place)
  }
}

extension PadMode {
  fileprivate func check(rank: Int) throws(TensorError) {
    switch self {
    case .constant(let values): try values.check(rank: rank, "constant_values")
    case .linearRamp(let values): try values.check(rank: rank, "end_values")
    case .maximum(let lengths), .minimum(let lengths):
      try check(lengths, rank: rank)
      _ = try lengths?.map { length throws(TensorError) in
        guard length > 0 else { throw TensorError(operation: "pad", message: "stat_length of 0 yields no value for padding") }
        return length
      }
    case .mean(let lengths), .median(let lengths): try check(lengths, rank: rank)
    case .edge, .reflect, .symmetric, .wrap, .empty: return
    }
  }

  private func check(_ lengths: PadPairs<Int>?, rank: Int) throws(TensorError) {
    try lengths?.check(rank: rank, "stat_length")
    _ = try lengths?.map { length throws(TensorError) in
      guard length >= 0 else { throw TensorError(operation: "pad", message: "index can't contain negative values, stat_length has \(length)") }
      return length
    }
  }
}

extension ArrayAlgebra {
  /// The median along an axis, which stays with extent 1: the middle one in order, or the mean of the two in the middle. NaN if there is one.
  fileprivate func medianOf(_ axis: Int, at place: SourcePlace) -> Self {
    let extent = inferredType.shape[axis]
    let type = inferredType.elementType.meanType
    let ordered = Ordering.apply(.elements, self, axis: axis, isDescending: false, at: place)
    let last = ordered.placeAlong(axis, -1, at: place).converted(to: type, at: place)
    let low = ordered.placeAlong(axis, .floorDivide(extent - 1, 2), at: place).converted(to: type, at: place)
    let high = ordered.placeAlong(axis, .floorDivide(extent, 2), at: place).converted(to: type, at: place)
    let mean = low.calling(.add, high, at: place).calling(.divide, low.number(.float(2)), at: place)
    let isOdd = Self.extent(.remainder(extent, 2), at: place).converted(to: .bool, at: place)
    let median = isOdd.calling(.where, low, mean, at: place)
    return last.calling(.isnan, at: place).calling(.where, last, median, at: place)
  }
}
