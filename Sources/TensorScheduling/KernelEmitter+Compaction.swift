import TensorGraph

extension KernelEmitter {
  private static let block = SymbolicInteger(MaskPart.blockSize)

  private func blocks(_ extent: Dimension) -> Dimension { .floorDivide(extent + Self.block - 1, Self.block) }

  /// How many elements of a mask are true before each block: blocks are counted side by side, then added up in order.
  func emitMaskCounts(_ root: RootAnalysis) {
    allocate(root.entry)
    let (extent, item) = (root.space[0], graph.entries[root.entry])
    let blocks = blocks(extent)
    let grain = ParallelThreshold.grain(elements: Self.block, cost: root.cost + 2)
    // Flags that lie in memory are counted in the narrowest lanes that hold a block's count; computed ones come in the lanes of their operands.
    let counter: ElementType = selection.isStored(item.inputs[0]) ? .i16 : .i32
    builder.loop(blocks, .parallel(grain: grain)) { number in
      let start = number * Self.block
      let count = builder.reduce(.minimum(Self.block, extent - start), .sum) { place in
        walker.withScope {
          order = start + place
          return [builder.convert(walker.value(item.inputs[0], at: [start + place]), to: counter)]
        }
      }
      store(builder.convert(count, to: .i64), root.entry, [number])
    }
    let zero = builder.constant(ScalarValue(integer: 0, type: .i64))
    let total = builder.fold(blocks, [zero]) { number, before in
      let count = builder.load(access(root.entry, [number]))
      store(before[0], root.entry, [number])
      return [builder.primitive(.add, [before[0], count])]
    }
    store(total[0], root.entry, [blocks])
  }

  /// The values at which a mask is true. Every block knows where its first one goes, so blocks go side by side.
  func emitMaskedElements(_ root: RootAnalysis) {
    allocate(root.entry)
    let item = graph.entries[root.entry]
    let (flags, values) = (blockOf(item.inputs[0], "flags", .bool), blockOf(item.inputs[2], "values", item.type.elementType))
    emitBlocks(root) { start, width, before, after in
      fill([flags, values], from: start, width)
      builder.library(
        .compact, [access(flags, start), access(values, start), access(root.entry, [before])],
        [width, after - before, SymbolicInteger(item.type.elementType.byteCount)])
    }
  }

  /// Values in order where a mask is true, and zeros elsewhere, in the same blocks.
  func emitSpread(_ root: RootAnalysis) {
    allocate(root.entry)
    let item = graph.entries[root.entry]
    let (flags, values) = (blockOf(item.inputs[0], "flags", .bool), blockOf(item.inputs[2], "values", item.type.elementType))
    emitBlocks(root) { start, width, before, after in
      fill([flags], from: start, width)
      fill([values], from: before, after - before)
      builder.library(
        .spread, [access(flags, start), access(values, before), access(root.entry, [start])],
        [width, after - before, SymbolicInteger(item.type.elementType.byteCount)])
    }
  }

  /// The blocks of a mask: where each starts, how long it is, and the numbers of the first element picked in it and of the first one behind it.
  private func emitBlocks(
    _ root: RootAnalysis, _ body: (_ start: Dimension, _ width: Dimension, _ before: Dimension, _ after: Dimension) -> Void
  ) {
    let (extent, counts) = (root.space[0], graph.entries[root.entry].inputs[1])
    let grain = ParallelThreshold.grain(elements: Self.block, cost: root.cost + 4)
    builder.loop(blocks(extent), .parallel(grain: grain)) { number in
      let start = number * Self.block
      walker.withScope {
        order = start
        let before = builder.integer(walker.value(counts, at: [number]))
        let after = builder.integer(walker.value(counts, at: [number + 1]))
        body(start, .minimum(Self.block, extent - start), before, after)
      }
    }
  }

  /// A part of an operand: where it lies in memory, or scratch into which it is computed, in vectors.
  private struct OperandBlock {
    let entry: Int
    let type: ElementType
    let scratch: Int?
  }

  private func blockOf(_ entry: Int, _ name: String, _ type: ElementType) -> OperandBlock {
    let isDense = selection.isStored(entry) && storage(entry).strides == [1] && graph.entries[entry].type.elementType == type
    let scratch = isDense ? nil : builder.buffer("\(name)\(entry)", type, .scratch, count: Self.block)
    return OperandBlock(entry: entry, type: type, scratch: scratch)
  }

  private func access(_ block: OperandBlock, _ start: Dimension) -> Access {
    block.scratch.map { Access(buffer: $0, offset: 0) } ?? access(block.entry, [start])
  }

  private func fill(_ blocks: [OperandBlock], from start: Dimension, _ width: Dimension) {
    let wanted = blocks.filter { $0.scratch != nil }
    if wanted.isEmpty { return }
    builder.loop(width, .vector) { lane in
      walker.withScope {
        order = start + lane
        for block in wanted {
          let value = builder.convert(walker.value(block.entry, at: [start + lane]), to: block.type)
          if let scratch = block.scratch { builder.store(value, scratch, at: lane) }
        }
      }
    }
  }
}
