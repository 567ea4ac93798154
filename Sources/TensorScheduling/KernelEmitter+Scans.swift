import TensorGraph

extension KernelEmitter {
  /// Prefix combinations along one axis: in order along the axis, side by side over the axes behind it, in parallel over the
  /// axes in front.
  func emitScan(_ root: RootAnalysis, axis: Int, _ combiner: Combiner) {
    allocate(root.entry)
    let space = root.space
    let item = graph.entries[root.entry]
    let expressions = offsets([root]) + [access(root.entry, variables(space)).offset]
    let lines = AxisLines(axis: axis, space: space, expressions: expressions)
    let (outerExtents, innerExtents) = (lines.outerExtents, lines.innerExtents)
    func element(_ index: [Dimension]) -> Value {
      walker.withScope {
        order = linear(index, space)
        let value = walker.value(item.inputs[0], at: index)
        return value.type == item.type.elementType
          ? value : builder.primitive(.convert(item.type.elementType), [value])
      }
    }
    let extent = space[axis]
    if innerExtents.isEmpty {
      let grain = ParallelThreshold.grain(elements: extent, cost: root.cost + 4)
      builder.loop(outerExtents.reduce(1, *), .parallel(grain: grain)) { number in
        let at = splitIndex(number, outerExtents)
        builder.scan(extent, combiner) { element(lines.index(at, $0, [])) } then: { position, result in
          store(result, root.entry, lines.index(at, position, []))
        }
      }
      return
    }
    let columns = innerExtents[innerExtents.count - 1]
    let tile = SymbolicInteger(LaneTile.bytes / item.type.elementType.byteCount)
    let common = outerExtents + innerExtents.dropLast() + [SymbolicInteger.floorDivide(columns + tile - 1, tile)]
    let grain = ParallelThreshold.grain(elements: tile * extent, cost: root.cost + 4)
    builder.loop(common.reduce(1, *), .parallel(grain: grain)) { number in
      let at = splitIndex(number, common)
      let outerIndex = Array(at.prefix(outerExtents.count))
      let middle = Array(at.dropFirst(outerExtents.count).dropLast())
      let start = at[at.count - 1] * tile
      builder.scan(extent, across: .minimum(tile, columns - start), combiner) { position, lane in
        element(lines.index(outerIndex, position, middle + [start + lane]))
      } then: { position, lane, result in
        store(result, root.entry, lines.index(outerIndex, position, middle + [start + lane]))
      }
    }
  }
}
