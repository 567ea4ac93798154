import TensorOperators

/// Parts of what was written, and writes over writes.
let writes = TensorRuleBook("writes", "parts of arrays that were written to, and what index arrays pick", tags: ["canonicalize", "writes"]) {
  let x = anyTensor("x")
  let y = anyTensor("y")
  let z = anyTensor("z")

  Rule("getitem-of-set", .call("getitem", .call("op.set_slice", x, y)), priority: 1, gives: "y where it is what was set, getitem(x) beside it") {
    match, _ in
    guard let entries = match.root.sliceEntries, let setting = match.operand.node.operation as? SetSlice else { return nil }
    let shape = match["x"].shape
    if entries == setting.entries, !match["y"].type.isWeak { return match.fitting(match["y"]) }
    guard !setting.entries.contains(.newAxis) else { return nil }
    let isBeside = zip(zip(entries, setting.entries), shape).contains { $0.0.isApart(from: $0.1, extent: $1) }
    return isBeside ? match.fitting(match["x"].part(entries, at: match.place)) : nil
  }
  Rule("set-of-set", .call("op.set_slice", .call("op.set_slice", x, y), z), gives: "op.set_slice(x, z), of the same part") { match, _ in
    guard let outer = match.root.node.operation as? SetSlice, let inner = match.operand.node.operation as? SetSlice,
      outer.entries == inner.entries
    else { return nil }
    return match.fitting(.single(outer, [match["x"], match["z"]], at: match.place))
  }
  Rule("set-all", .call("op.set_slice", x, y), priority: 1, gives: "y, where all is set") { match, _ in
    guard let setting = match.root.node.operation as? SetSlice, !match["y"].type.isWeak else { return nil }
    let isWhole = setting.entries.count == match["x"].rank && zip(setting.entries, match["x"].shape).allSatisfy { $0.isWhole(of: $1) }
    return isWhole ? match.fitting(match["y"]) : nil
  }
  Rule("set-own-part", .call("op.set_slice", x, .call("getitem", x)), priority: 1, gives: "x, of which its own part is set") { match, _ in
    guard let setting = match.root.node.operation as? SetSlice, let slice = match.root.node.inputs[1].node.operation as? Slice,
      slice.entries == setting.entries
    else { return nil }
    return match.fitting(match["x"])
  }

  // Index arrays.
  Rule("take-take", .call("take", .call("take", x, y), z), gives: "take(x, take(y, z))") { match, _ in
    guard let outer = match.root.node.operation as? Take, let inner = match.operand.node.operation as? Take,
      outer.axis == inner.axis, outer.batchAxes == 0, inner.batchAxes == 0, match["y"].rank == 1
    else { return nil }
    let indices = Tensor.single(Take(axis: 0), [match["y"], match["z"]], at: match.place)
    return match.fitting(.single(inner, [match["x"], indices], at: match.place))
  }
  Rule("take-arange", .call("take", .call("arange"), z), tags: ["grows"], gives: "arithmetic on the indices, which are checked") { match, language in
    guard let range = match.operand.node.operation as? Arange, range.type == .i64, match["z"].elementType.canCastSafely(to: .i64),
      let start = range.start.dimension, let step = range.step.dimension, (match.root.node.operation as? Take)?.batchAxes == 0
    else { return nil }
    let (place, extent) = (match.place, match.operand.shape[0])
    let wide = match["z"].elementType == .i64 ? match["z"].strong(at: place) : Tensor.single(Cast(.i64), [match["z"]], at: place)
    func number(_ value: Dimension) -> Tensor { value.constant.map { Tensor(weak: .integer($0)) } ?? .single(Extent(value), [], at: place) }
    let isNegative = Tensor.apply(.less, [wide, number(0)], at: place)
    let front = Tensor.apply(.where, [isNegative, .apply(.add, [wide, number(extent)], at: place), wide], at: place)
    // Indices that are known to be in range need no check, whichever rule comes first.
    let known = language.facts(of: match["z"]).elements
    let isInRange = extent.constant.map { known.lower >= Double(-$0) && known.upper < Double($0) } ?? false
    let check = InRange(extent, caller: "take", meaning: "the indices, counted from the front,")
    var result = isInRange ? front : Tensor.single(check, [front], at: place)
    if step != 1 { result = .apply(.multiply, [result, number(step)], at: place) }
    if start != 0 { result = .apply(.add, [result, number(start)], at: place) }
    return match.fitting(result)
  }
  Rule("take-at-range", .call("take", x, y), priority: 1, gives: "getitem(x), where the indices are neighbours in order") { match, language in
    guard let take = match.root.node.operation as? Take, take.batchAxes == 0, let range = neighbours(match["y"]),
      let extent = match["x"].shape[take.axis].constant, range.lowerBound >= 0, range.upperBound <= extent
    else { return nil }
    var entries = [SliceEntry](repeating: .all, count: match["x"].rank)
    entries[take.axis] = .range(start: Dimension(range.lowerBound), stop: Dimension(range.upperBound))
    return match.fitting(match["x"].part(entries, at: match.place))
  }
  Rule("getitem-gather", .call("getitem", .call("op.gather", x, y, z)), gives: "op.gather(getitem(x)), its other axes and the index arrays cut") {
    match, _ in
    guard let entries = match.root.sliceEntries, let gather = match.operand.node.operation as? Gather else { return nil }
    return partOfGather(match, entries, gather)
  }
}

/// The places of a constant vector of indices that go up by one.
private func neighbours(_ indices: Tensor) -> Range<Int>? {
  guard let constant = indices.node.operation as? Constant, indices.rank == 1, indices.elementType.isInteger,
    let count = indices.shape[0].constant, count > 0, count <= 4_096
  else { return nil }
  let values = constant.elements.map { Int($0.integer) }
  guard zip(values, values.dropFirst()).allSatisfy({ $0 &+ 1 == $1 }) else { return nil }
  let (end, overflow) = values[0].addingReportingOverflow(count)
  return overflow ? nil : values[0]..<end
}

/// Entries of the axes that no index array is about go to the operand, those of the others to the index arrays.
private func partOfGather(_ match: TensorMatch, _ entries: [SliceEntry], _ gather: Gather) -> Tensor? {
  let node = match.operand.node
  let source = node.inputs[0]
  let end = gather.position + match.operand.rank - source.rank + gather.axes.count
  let picked = Array(entries[gather.position..<end])
  let rest = Array(entries[..<gather.position] + entries[end...])
  guard rest.contains(where: { $0 != .all }) || picked.contains(where: { $0 != .all }) else { return nil }
  var own = rest
  for axis in gather.axes { own.insert(.all, at: axis) }
  let shape = Array(match.operand.shape[gather.position..<end])
  var indices: [Tensor] = []
  for index in node.inputs.dropFirst() {
    guard let part = index.part(picked, ofShape: shape, at: match.place) else { return nil }
    indices.append(part)
  }
  let axes = gather.axes.map { axis in axis - own[..<axis].count(where: \.isIndex) }
  let position = gather.position - rest[..<gather.position].count(where: \.isIndex)
  return match.fitting(
    .single(Gather(axes: axes, position: position), [source.part(own, at: match.place)] + indices, at: match.place))
}

extension SliceEntry {
  /// Whether two entries are seen to have no place of an axis in common.
  fileprivate func isApart(from other: SliceEntry, extent: Dimension) -> Bool {
    guard let a = span(extent), let b = other.span(extent) else { return false }
    return (b.first - a.end).isNonnegative || (a.first - b.end).isNonnegative
  }

  /// From the first place to that behind the last, where the entry goes upwards and this can be said.
  private func span(_ extent: Dimension) -> (first: Dimension, end: Dimension)? {
    switch self {
    case .newAxis, .ellipsis: return nil
    case .index: return frontPlace(in: extent).map { ($0, $0 + 1) }
    case .range(let start, let stop, let step):
      guard step > 0 else { return nil }
      let slice = SlicedExtent(start: start, stop: stop, step: step, extent: extent)
      let end = step == 1 ? slice.first + slice.count : slice.first + Dimension(step) * (slice.count - 1) + 1
      // The place of an empty range means nothing.
      return step == 1 || (slice.count - 1).isNonnegative ? (slice.first, end) : nil
    }
  }
}
