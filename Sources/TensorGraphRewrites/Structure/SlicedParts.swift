// Where the elements of a part lie in what its operand was made of.
extension Tensor {
  /// An entry for each axis of the operand, where this is a part without new axes.
  var sliceEntries: [SliceEntry]? {
    guard let slice = node.operation as? Slice, !slice.entries.contains(.newAxis) else { return nil }
    return slice.entries
  }

  /// The part that entries name, one for each axis; this itself where they name all of it.
  func part(_ entries: [SliceEntry], at place: SourcePlace) -> Tensor { sliced(self, entries, at: place) }

  /// What this operand of a pointwise operation gives to a part of the result: entries of the axes that it has, an
  /// extent of 1 being read for all places. Nil where only the call shows whether an extent is 1.
  func part(_ entries: [SliceEntry], ofShape shape: [Dimension], at place: SourcePlace) -> Tensor? {
    if rank == 0 { return self }
    let offset = entries.count - rank
    var own: [SliceEntry] = []
    for (axis, extent) in self.shape.enumerated() {
      let entry = entries[offset + axis]
      if extent == shape[offset + axis] {
        own.append(entry)
      } else if extent.constant == 1 {
        own.append(entry.isIndex ? .index(0) : .all)
      } else {
        return nil
      }
    }
    return part(own, at: place)
  }
}

extension SliceEntry {
  var isIndex: Bool { if case .index = self { true } else { false } }
  var isRange: Bool { if case .range = self { true } else { false } }

  /// Whether the entry names the first or last, that is the only, place of an axis of extent 1.
  var isOnlyPlace: Bool { self == .index(0) || self == .index(-1) }

  /// Whether the range is a whole axis of this extent, in order.
  func isWhole(of extent: Dimension) -> Bool {
    guard case .range(let start, let stop, let step) = self, step == 1 else { return false }
    if start == nil, stop == nil { return true }
    let slice = SlicedExtent(start: start, stop: stop, step: step, extent: extent)
    return slice.first == 0 && slice.count == extent
  }

  /// The place counted from the front, where that can be said without knowing the sign of a symbolic bound.
  func frontPlace(in extent: Dimension) -> Dimension? {
    guard case .index(let place) = self else { return nil }
    if place.constant == nil, !place.isNonnegative, (place - extent).constant == nil { return nil }
    return SlicedExtent.fromFront(place, extent)
  }

  /// The entry for a place that is known to lie in an axis; nil where the sign of its form does not show.
  static func place(_ place: Dimension, in extent: Dimension) -> SliceEntry? {
    if place.constant != nil || place.isNonnegative { return .index(place) }
    if let fromEnd = (place - extent).constant, fromEnd < 0 { return .index(Dimension(fromEnd)) }
    return nil
  }

  /// The entry that names what `outer` names of what this range names, on an axis of this extent. Nil where NumPy's
  /// clamping of the bounds is not seen to give the same for every extent.
  func followed(by outer: SliceEntry, extent: Dimension) -> SliceEntry? {
    guard case .range(let start, let stop, let step) = self else { return nil }
    let inner = SlicedExtent(start: start, stop: stop, step: step, extent: extent)
    switch outer {
    case .newAxis, .ellipsis: return nil
    case .index:
      // From the end of a slice that goes to the end.
      if step == 1, stop == nil, case .index(let place) = outer, let constant = place.constant, constant < 0 {
        return outer
      }
      guard let place = outer.frontPlace(in: inner.count) else { return nil }
      return .place(inner.first + SymbolicInteger(step) * place, in: extent)
    case .range(let secondStart, let secondStop, let secondStep):
      if outer.isWhole(of: inner.count) { return self }
      if isWhole(of: extent) { return outer }
      let second = SlicedExtent(start: secondStart, stop: secondStop, step: secondStep, extent: inner.count)
      let (product, overflow) = step.multipliedReportingOverflow(by: secondStep)
      if overflow { return nil }
      let scale = SymbolicInteger(step)
      let first = inner.first + scale * second.first
      let end = first + SymbolicInteger(product) * second.count
      let starts = [nil, start, secondStart, first] + [(first - extent).constant.map { SymbolicInteger($0) }]
      var stops = [nil, stop, secondStop, end] + [secondStop.map { inner.first + scale * $0 }]
      if let a = stop?.constant, let b = secondStop?.constant, a < 0, b < 0, step == 1 {
        stops.append(SymbolicInteger(a + b))
      }
      for newStop in stops {
        for newStart in starts {
          let whole = SlicedExtent(start: newStart, stop: newStop, step: product, extent: extent)
          if whole.first == first, whole.count == second.count {
            return .range(start: newStart, stop: newStop, step: product)
          }
        }
      }
      return nil
    }
  }
}
