/// What lies side by side, and parts of it. A stack is a concatenation of operands with a new axis.
let joins = TensorRuleBook("joins", "concatenations, and parts of them", tags: ["canonicalize", "joins"]) {
  let x = anyTensor("x")

  Rule("concatenate-one", .call("concatenate", x) => x)
  Rule(
    "concatenate-concatenate", .call("concatenate"),
    gives: "one concatenation of all, where some stand inside along the axis"
  ) { match, _ in
    guard let outer = match.root.node.operation as? Concatenate,
      let inner = match.inputs.first(where: { $0.isConcatenation(along: outer.axis) })
    else { return nil }
    let parts = match.inputs.flatMap { $0 == inner ? $0.node.inputs : [$0] }
    return match.fitting(.single(outer, parts, at: match.place))
  }
  Rule("concatenate-empty", .call("concatenate"), gives: "the concatenation without parts of extent 0") { match, _ in
    guard let join = match.root.node.operation as? Concatenate else { return nil }
    let parts = match.inputs.filter { $0.shape[join.axis].constant != 0 }
    guard !parts.isEmpty, parts.count < match.inputs.count else { return nil }
    return match.fitting(.single(join, parts, at: match.place))
  }
  Rule(
    "concatenate-neighbours", .call("concatenate"),
    gives: "the concatenation with parts merged that follow each other in one tensor"
  ) { match, _ in
    guard let join = match.root.node.operation as? Concatenate else { return nil }
    var parts: [AxisPart] = match.inputs.map { AxisPart($0, axis: join.axis) }
    var position = 1
    while position < parts.count {
      if let both = parts[position - 1].joined(parts[position]) {
        parts[position - 1] = both
        parts.remove(at: position)
      } else {
        position += 1
      }
    }
    guard parts.count < match.inputs.count else { return nil }
    let tensors = parts.map { $0.tensor(at: match.place) }
    let whole = tensors.count == 1 ? tensors[0] : Tensor.single(join, tensors, at: match.place)
    // The sum of the parts' extents may look different from the extent of the whole: they are equal when the shapes are
    // known.
    return match.fitting(whole) ?? match.fitting(whole.broadcast(to: match.root.shape, at: match.place))
  }
  Rule("concatenate-fills", .call("concatenate"), gives: "a fill, where all parts are fills with the same value") {
    match, _ in
    guard let first = match.inputs[0].fill, match.inputs.allSatisfy({ $0.fill == first }) else { return nil }
    return match.fitting(first.broadcast(to: match.root.shape, at: match.place))
  }

  Rule(
    "getitem-concatenate-part", .call("getitem", .call("concatenate")), gives: "getitem of the part in which all lies"
  ) { match, _ in
    guard var entries = match.root.sliceEntries, let join = match.operand.node.operation as? Concatenate else {
      return nil
    }
    var start: Dimension = 0
    for part in match.operand.node.inputs {
      let extent = part.shape[join.axis]
      if let own = entries[join.axis].inside(from: start, extent: extent, of: match.operand.shape[join.axis]) {
        entries[join.axis] = own
        return match.fitting(part.part(entries, at: match.place))
      }
      start += extent
    }
    return nil
  }
  Rule(
    "getitem-concatenate", .call("getitem", .call("concatenate")), tags: ["grows"], where: .operandIsUsedOnce,
    gives: "the concatenation of parts, where the slice is over other axes"
  ) { match, _ in
    guard let entries = match.root.sliceEntries, let join = match.operand.node.operation as? Concatenate,
      entries[join.axis] == .all, match.operand.node.inputs.count > 1
    else { return nil }
    let parts = match.operand.node.inputs.map { $0.part(entries, at: match.place) }
    let axis = join.axis - entries[..<join.axis].filter(\.isIndex).count
    return match.fitting(.single(Concatenate(axis: axis), parts, at: match.place))
  }
}

extension Match where L == TensorLanguage {
  var inputs: [Tensor] { root.node.inputs }
}

extension Tensor {
  fileprivate func isConcatenation(along axis: Int) -> Bool { (node.operation as? Concatenate)?.axis == axis }
}

extension SliceEntry {
  /// The entry of a part that lies from `start` on in a whole, where all that this entry names of the whole lies in it.
  fileprivate func inside(from start: Dimension, extent: Dimension, of whole: Dimension) -> SliceEntry? {
    switch self {
    case .newAxis, .ellipsis: return nil
    case .index:
      guard let place = frontPlace(in: whole) else { return nil }
      let own = place - start
      guard own.isNonnegative, (extent - own - 1).isNonnegative else { return nil }
      return .index(own)
    case .range(let first, let stop, let step):
      guard step == 1, self != .all else { return nil }
      let slice = SlicedExtent(start: first, stop: stop, step: step, extent: whole)
      let own = slice.first - start
      guard own.isNonnegative, (extent - own - slice.count).isNonnegative else { return nil }
      let entry = SliceEntry.range(start: own, stop: own + slice.count)
      return entry.isWhole(of: extent) ? .all : entry
    }
  }
}

/// A tensor as a range of places along an axis of another one.
private struct AxisPart {
  let source: Tensor
  /// The axis of the source.
  let axis: Int
  /// The entries of the source, that of the axis left out.
  let others: [SliceEntry]
  /// The range along the axis, in steps of 1; nil bounds as in slices.
  let start: Dimension?
  let stop: Dimension?
  /// What this was made of; nil where it is several parts joined.
  private let original: Tensor?

  /// `x[..., a:b, ...]`; a place `x[..., k, ...]` with a new axis in its stead; anything else whole.
  init(_ tensor: Tensor, axis: Int) {
    original = tensor
    var (slice, isPlace) = (tensor, false)
    if let expansion = tensor.node.operation as? ExpandDims, expansion.axes == [axis] {
      (slice, isPlace) = (tensor.node.inputs[0], true)
    }
    if var entries = slice.sliceEntries, let own = AxisPart.position(axis, isPlace: isPlace, entries) {
      let entry = entries.remove(at: own)
      let extent = slice.node.inputs[0].shape[own]
      switch entry {
      case .index(let place) where place.constant.map({ $0 >= 0 }) ?? false:
        (source, self.axis, others) = (slice.node.inputs[0], own, entries)
        (start, stop) = (place == 0 ? nil : place, place + 1)
        return
      case .range(let first, let last, let step) where step == 1 && !entry.isWhole(of: extent):
        (source, self.axis, others) = (slice.node.inputs[0], own, entries)
        (start, stop) = (first.flatMap { $0 == 0 ? nil : $0 }, last)
        return
      default: break
      }
    }
    (source, self.axis, others, start, stop) = (tensor, axis, [], nil, nil)
  }

  /// The axis of the operand that the axis of the slice is.
  private static func position(_ axis: Int, isPlace: Bool, _ entries: [SliceEntry]) -> Int? {
    var count = 0
    for (own, entry) in entries.enumerated() {
      // A place that has become a new axis stands between the ranges before and behind it.
      if isPlace, count == axis, entry.isIndex { return own }
      if !isPlace, count == axis, entry.isRange { return own }
      if entry.isRange { count += 1 }
    }
    return nil
  }

  /// Both as one range, where the second begins with the bound at which the first ends and neither goes back.
  func joined(_ next: AxisPart) -> AxisPart? {
    guard source == next.source, axis == next.axis, others == next.others, let border = stop, next.start == border,
      isOrdered(start ?? 0, border), next.stop.map({ isOrdered(border, $0) }) ?? true
    else { return nil }
    return AxisPart(source: source, axis: axis, others: others, start: start, stop: next.stop)
  }

  private init(source: Tensor, axis: Int, others: [SliceEntry], start: Dimension?, stop: Dimension?) {
    (self.source, self.axis, self.others, self.start, self.stop) = (source, axis, others, start, stop)
    original = nil
  }

  /// Whether the first bound is not behind the second, whatever the extent is.
  private func isOrdered(_ a: Dimension, _ b: Dimension) -> Bool {
    let extent = source.shape[axis]
    func isFromEnd(_ bound: Dimension) -> Bool { bound.constant.map { $0 < 0 } ?? false }
    switch (isFromEnd(a), isFromEnd(b)) {
    case (true, true): return (b - a).isNonnegative
    case (false, false): return a.isNonnegative && (b - a).isNonnegative
    case (false, true): return a == 0 || a.isNonnegative && (extent + b - a).isNonnegative
    case (true, false): return b.isNonnegative && (b - a - extent).isNonnegative
    }
  }

  func tensor(at place: SourcePlace) -> Tensor {
    if let original { return original }
    var entries = others
    let extent = source.shape[axis]
    let range = SliceEntry.range(start: start, stop: stop)
    entries.insert(range.isWhole(of: extent) ? .all : range, at: axis)
    return source.part(entries, at: place)
  }
}
