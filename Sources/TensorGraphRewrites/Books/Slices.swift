/// Slices of slices and of views: one slice of what lies below.
///
/// In the canonical form a slice has no new axes (they are `expand_dims` around it), names no whole axis by its bounds,
/// and stands below everything through which it can go.
let slices = TensorRuleBook("slices", "slices of slices and of views", tags: ["canonicalize", "slices"]) {
  let x = anyTensor("x")

  // Canonical entries.
  Rule(
    "getitem-new-axes", .call("getitem", x), tags: ["grows"], priority: 2,
    gives: "expand_dims(getitem(x)), without new axes in the slice"
  ) { match, _ in
    guard let slice = match.root.node.operation as? Slice, slice.entries.contains(.newAxis) else { return nil }
    let visible = slice.entries.filter { !$0.isIndex }
    let part =
      match["x"].rank == 0 ? match["x"] : match["x"].part(slice.entries.filter { $0 != .newAxis }, at: match.place)
    return match.fitting(part.expanded(visible.indices.filter { visible[$0] == .newAxis }, at: match.place))
  }
  Rule(
    "getitem-of-all", .call("getitem", x), priority: 1,
    gives: "getitem(x), whole axes without bounds; x where all are whole"
  ) { match, _ in
    guard let entries = match.root.sliceEntries, !match["x"].type.isWeak else { return nil }
    let plain = zip(entries, match["x"].shape).map { $0 != .all && $0.isWhole(of: $1) ? SliceEntry.all : $0 }
    guard plain != entries || plain.allSatisfy({ $0 == .all }) else { return nil }
    return match.fitting(match["x"].part(plain, at: match.place))
  }

  // Views.
  Rule("getitem-getitem", .call("getitem", .call("getitem", x)), gives: "getitem(x)") { match, _ in
    guard let outer = match.root.sliceEntries, var inner = match.operand.sliceEntries else { return nil }
    var rest = outer[...]
    for (axis, entry) in inner.enumerated() where entry.isRange {
      guard let next = rest.popFirst(), let both = entry.followed(by: next, extent: match["x"].shape[axis]) else {
        return nil
      }
      inner[axis] = both
    }
    return match.fitting(match["x"].part(inner, at: match.place))
  }
  Rule("getitem-transpose", .call("getitem", .call("transpose", x)), gives: "transpose(getitem(x))") { match, _ in
    guard let entries = match.root.sliceEntries, let transpose = match.operand.node.operation as? Transpose else {
      return nil
    }
    var own = entries
    for (position, axis) in transpose.axes.enumerated() { own[axis] = entries[position] }
    let staying = own.indices.filter { own[$0].isRange }
    let order = transpose.axes.filter { own[$0].isRange }.compactMap { staying.firstIndex(of: $0) }
    return match.fitting(match["x"].part(own, at: match.place).permuted(order, at: match.place))
  }
  Rule(
    "getitem-expand-dims", .call("getitem", .call("expand_dims", x)), gives: "expand_dims(getitem(x)), or getitem(x)"
  ) { match, _ in
    guard let entries = match.root.sliceEntries, let expansion = match.operand.node.operation as? ExpandDims else {
      return nil
    }
    var own: [SliceEntry] = []
    var new: [Int] = []
    var position = 0
    for (axis, entry) in entries.enumerated() {
      let isNew = expansion.axes.contains(axis)
      if isNew, entry.isIndex, !entry.isOnlyPlace { return nil }
      if isNew, entry.isRange {
        guard match.root.shape[position].constant == 1 else { return nil }
        new.append(position)
      }
      if !isNew { own.append(entry) }
      if entry.isRange { position += 1 }
    }
    return match.fitting(match["x"].part(own, at: match.place).expanded(new, at: match.place))
  }
  Rule("getitem-squeeze", .call("getitem", .call("squeeze", x)), gives: "getitem(x)") { match, _ in
    guard var entries = match.root.sliceEntries, let squeeze = match.operand.node.operation as? Squeeze else {
      return nil
    }
    for axis in squeeze.axes { entries.insert(.index(0), at: axis) }
    return match.fitting(match["x"].part(entries, at: match.place))
  }
  Rule("getitem-broadcast", .call("getitem", .call("broadcast_to", x)), gives: "broadcast_to(getitem(x))") { match, _ in
    guard let entries = match.root.sliceEntries else { return nil }
    let part = match["x"].part(entries, ofShape: match.operand.shape, at: match.place)
    return part.flatMap { match.fitting($0.broadcast(to: match.root.shape, at: match.place)) }
  }

  // What is made of positions.
  Rule("getitem-arange", .call("getitem", .call("arange")), gives: "arange(...) or its element", by: partOfRange)
  Rule("getitem-eye", .call("getitem", .call("eye")), gives: "eye(...) or its element", by: partOfEye)
  Rule(
    "take-at-number", .call("take", x, anyNumber("k")), gives: "getitem(x, k), where k lies in an axis of known extent"
  ) { match, language in
    guard let take = match.root.node.operation as? Take,
      case .integer(let place)? = language.constant(of: match["k"])?.value,
      let extent = match["x"].shape[take.axis].constant, place >= -extent, place < extent
    else { return nil }
    var entries = [SliceEntry](repeating: .all, count: match["x"].rank)
    entries[take.axis] = .index(Dimension(place))
    return match.fitting(match["x"].part(entries, at: match.place))
  }
}

@Sendable private func partOfRange(_ match: TensorMatch, _ language: TensorLanguage) -> Tensor? {
  guard let entries = match.root.sliceEntries, let range = match.operand.node.operation as? Arange,
    range.type.isInteger,
    let start = range.start.dimension, let step = range.step.dimension
  else { return nil }
  let extent = match.operand.shape[0]
  switch entries[0] {
  case .newAxis, .ellipsis: return nil
  case .index:
    guard let place = entries[0].frontPlace(in: extent) else { return nil }
    let value = start + step * place
    if let constant = value.constant {
      return match.fitting(Tensor(ScalarValue(.integer(constant), type: range.type), at: match.place))
    }
    let element = Tensor.single(Extent(value, isWeak: false), [], at: match.place)
    return match.fitting(element.converted(to: range.type, at: match.place))
  case .range(let first, let stop, let by):
    guard let factor = step.constant else { return nil }
    let (product, overflow) = factor.multipliedReportingOverflow(by: by)
    if overflow { return nil }
    let slice = SlicedExtent(start: first, stop: stop, step: by, extent: extent)
    let (newStart, newStep) = (start + step * slice.first, SymbolicInteger(product))
    let end = newStart + newStep * slice.count
    guard let part = try? Arange(.integer(newStart), .integer(end), step: .integer(newStep), type: range.type) else {
      return nil
    }
    return match.fitting(.single(part, [], at: match.place))
  }
}

@Sendable private func partOfEye(_ match: TensorMatch, _ language: TensorLanguage) -> Tensor? {
  guard let entries = match.root.sliceEntries, let eye = match.operand.node.operation as? Eye else { return nil }
  let shape = [eye.rows, eye.columns]
  let places = zip(entries, shape).map { $0.frontPlace(in: $1) }
  if let row = places[0], let column = places[1] {
    // Whether the difference is the diagonal must show.
    guard let difference = (column - row).constant else { return nil }
    return match.fitting(
      Tensor(ScalarValue(.integer(difference == eye.diagonal ? 1 : 0), type: eye.type), at: match.place))
  }
  var firsts: [Int] = []
  for (entry, extent) in zip(entries, shape) {
    guard case .range(let start, let stop, let step) = entry, step == 1,
      let first = SlicedExtent(start: start, stop: stop, step: step, extent: extent).first.constant,
      abs(first) < 1 << 30
    else { return nil }
    firsts.append(first)
  }
  guard abs(eye.diagonal) < 1 << 30 else { return nil }
  let diagonal = eye.diagonal + firsts[0] - firsts[1]
  return match.fitting(
    .single(Eye(match.root.shape[0], match.root.shape[1], diagonal: diagonal, type: eye.type), [], at: match.place))
}
