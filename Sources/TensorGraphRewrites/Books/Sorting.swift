/// Sorting: twice is once, and less is cheaper.
let sorting = TensorRuleBook("sorting", "sorting of less", tags: ["canonicalize", "sorting"]) {
  let x = anyTensor("x")

  Rule("sort-sort", .call("sort", .call("sort", x)), gives: "sort(x), where the axis is one") { match, _ in
    guard let outer = match.root.node.operation as? Ordering, let inner = match.operand.node.operation as? Ordering,
      outer.axis == inner.axis
    else { return nil }
    return match.fitting(.single(outer, [match["x"]], at: match.place))
  }
  Rule("sort-of-single-elements", .call("sort", x), priority: 1, gives: "x, where the axis has extent 1") { match, _ in
    guard let ordering = match.root.node.operation as? Ordering, match["x"].shape[ordering.axis].constant == 1 else { return nil }
    return match.fitting(match["x"])
  }
  Rule("partition-is-sort", .call("partition", x), gives: "sort(x)") { match, _ in
    guard let partition = match.root.node.operation as? Partition else { return nil }
    return match.fitting(.single(Ordering(.elements, axis: partition.axis), [match["x"]], at: match.place))
  }
  Rule("argpartition-is-argsort", .call("argpartition", x), gives: "argsort(x)") { match, _ in
    guard let partition = match.root.node.operation as? Partition else { return nil }
    return match.fitting(.single(Ordering(.places, axis: partition.axis), [match["x"]], at: match.place))
  }
  for name in ["min", "max", "any", "all"] {
    Rule(
      "\(name)-sort", .reduction(name, .call("sort", x)), tags: ["signed-zero"], gives: "\(name)(x), where the sorted axis is reduced"
    ) { match, _ in
      guard let reduction = match.root.node.operation as? AxisReduction, let ordering = match.operand.node.operation as? Ordering,
        reduction.axes.contains(ordering.axis)
      else { return nil }
      return match.fitting(match.root.applied(to: [match["x"]], at: match.place))
    }
  }
  for name in ["sort", "argsort"] {
    Rule(
      "getitem-\(name)", .call("getitem", .call(name, x)), tags: ["grows"], where: .operandIsUsedOnce,
      gives: "the range of the order that the slice takes, where it is a place or few: the rest is not put in order"
    ) { match, _ in
      guard var entries = match.root.sliceEntries, let ordering = match.operand.node.operation as? Ordering, ordering.range == nil,
        let range = entries[ordering.axis].sortedRange(of: match["x"].shape[ordering.axis])
      else { return nil }
      entries[ordering.axis] = entries[ordering.axis].isIndex ? .index(0) : .all
      let part = Ordering(ordering.kind, axis: ordering.axis, isDescending: ordering.isDescending, range: range)
      return match.fitting(Tensor.single(part, [match["x"]], at: match.place).part(entries, at: match.place))
    }
  }
}

extension SliceEntry {
  /// Ranges of more places are left: long rows are sorted on all threads, but partly sorted on one.
  private static let fewPlaces = 4096

  /// The places that the entry takes, if these are few and in order.
  fileprivate func sortedRange(of extent: Dimension) -> Ordering.Range? {
    switch self {
    case .index(let place):
      return Ordering.Range(first: SlicedExtent.fromFront(place, extent), count: 1)
    case .range(let start, let stop, let step):
      guard step == 1, let most = Self.mostPlaces(start, stop), most <= Self.fewPlaces else { return nil }
      if let extent = extent.constant, most >= extent { return nil }
      let slice = SlicedExtent(start: start, stop: stop, step: 1, extent: extent)
      // Of an empty slice the first place may lie behind the end.
      return Ordering.Range(first: .minimum(slice.first, extent - slice.count), count: slice.count)
    case .newAxis, .ellipsis: return nil
    }
  }

  private static func mostPlaces(_ start: Dimension?, _ stop: Dimension?) -> Int? {
    switch (start?.constant, stop?.constant) {
    case (nil, let stop?) where start == nil && stop >= 0: stop
    case (let start?, nil) where stop == nil && start < 0: 0 &- start
    case (let start?, let stop?) where (start < 0) == (stop < 0): max(0, stop - start)
    default: nil
    }
  }
}
