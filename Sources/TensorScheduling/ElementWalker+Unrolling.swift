import TensorGraph

extension ElementWalker {
  /// Reductions over at most this many elements, known when compiling, are written out.
  static let unrollLimit = 16

  /// The reduction as one expression: the documented tree, spelled out.
  func unrolled(_ reduction: ReductionLowering, _ context: EntryContext, _ index: [Dimension]) -> Value {
    let item = graph.entries[context.entry]
    let space = facts.resolve(reduction.space(item.node.inputs.map(\.type)))
    let extents = reduction.axes.map { space[$0].constant ?? 0 }
    let outer = reduction.outerIndex(index)
    let elements = (0..<extents.reduce(1, *)).map { position -> [Value] in
      reduction.arguments(context, reduction.fullIndex(outer: outer, inner: split(position, extents)))
    }
    return reduction.finish(context, combineTree(reduction.combiner, elements))
  }

  private func split(_ position: Int, _ extents: [Int]) -> [Dimension] {
    var rest = position
    return Array(
      extents.reversed().map { extent -> Dimension in
        defer { rest /= extent }
        return SymbolicInteger(rest % extent)
      }.reversed())
  }

  private func combineTree(_ combiner: Combiner, _ elements: [[Value]]) -> Value {
    switch combiner {
    case .argMinimum, .argMaximum: return firstExtreme(combiner, elements.map { $0[0] })
    case .sum, .product, .minimum, .maximum, .or, .and, .dot: break
    }
    var lanes = elements.map { combiner == .dot ? sink.primitive(.multiply, $0) : $0[0] }
    var width = 32
    while width >= 1 {
      if lanes.count > width {
        for lane in 0..<(lanes.count - width) { lanes[lane] = combine(combiner, lanes[lane], lanes[lane + width]) }
        lanes.removeLast(lanes.count - width)
      }
      width /= 2
    }
    let result = lanes[0]
    let isSum = combiner == .sum || combiner == .dot
    guard isSum, result.type.isFloat else { return result }
    return sink.primitive(.add, [sink.constant(ScalarValue(.float(0), type: result.type)), result])
  }

  func combine(_ combiner: Combiner, _ a: Value, _ b: Value) -> Value {
    switch combiner {
    case .sum, .dot: sink.primitive(a.type == .bool ? .or : .add, [a, b])
    case .product: sink.primitive(a.type == .bool ? .and : .multiply, [a, b])
    case .minimum: sink.primitive(.minimum, [a, b])
    case .maximum: sink.primitive(.maximum, [a, b])
    case .or: sink.primitive(.or, [a, b])
    case .and: sink.primitive(.and, [a, b])
    case .argMinimum, .argMaximum: preconditionFailure("positions combine as pairs")
    }
  }

  /// The index of the first extreme; the first NaN wins.
  private func firstExtreme(_ combiner: Combiner, _ elements: [Value]) -> Value {
    var best = elements[0]
    var position = sink.constant(ScalarValue(integer: 0, type: .i64))
    for (index, element) in elements.enumerated().dropFirst() {
      var isBetter = sink.primitive(combiner == .argMinimum ? .less : .greater, [element, best])
      if element.type.isFloat {
        // A NaN wins over a number, but not over an earlier NaN.
        let isNaN = sink.primitive(.notEqual, [element, element])
        let wasNumber = sink.primitive(.equal, [best, best])
        isBetter = sink.primitive(.or, [isBetter, sink.primitive(.and, [isNaN, wasNumber])])
      }
      best = sink.primitive(.select, [isBetter, element, best])
      let here = sink.constant(ScalarValue(integer: Int64(index), type: .i64))
      position = sink.primitive(.select, [isBetter, here, position])
    }
    return position
  }
}

extension ReductionLowering {
  /// The index over the axes that stay, from an index of the result.
  func outerIndex(_ index: [Dimension]) -> [Dimension] {
    keepsAxes ? index.enumerated().filter { !axes.contains($0.offset) }.map(\.element) : index
  }

  /// The result's index for an index over the axes that stay.
  func resultIndex(_ outer: [Dimension]) -> [Dimension] {
    guard keepsAxes else { return outer }
    var rest = outer[...]
    return (0..<(outer.count + axes.count)).map { axes.contains($0) ? 0 : rest.popFirst() ?? 0 }
  }

  /// An index of the whole space.
  func fullIndex(outer: [Dimension], inner: [Dimension]) -> [Dimension] {
    var (staying, reduced) = (outer[...], inner[...])
    return (0..<(outer.count + inner.count)).map { axis in
      (axes.contains(axis) ? reduced.popFirst() : staying.popFirst()) ?? 0
    }
  }
}
