import TensorGraph

/// What one root is: its index space, how it runs over it, and what it reads.
struct RootAnalysis {
  enum Kind {
    case map
    /// Over the neighbouring axes `axes` of the space.
    case reduction(ReductionLowering)
    case scan(axis: Int, Combiner)
    case recurrence(RecurrenceLowering)
    /// What is read is in terms of each operand's own axes.
    case scatter(ScatterLowering)
    case overwrite(@Sendable (_ shape: [Dimension], _ index: [Dimension]) -> [Dimension])
    case concatenation(axis: Int)
    case matrixProduct(ProductForm)
    case routine(RoutineLowering)
    /// What is read is in terms of the mask's axis.
    case compaction(MaskPart)
    /// The operand's elements in row-major order; the space is the operand's.
    case relabel
    /// Two operands, stored side by side; the space is theirs.
    case interleaved
  }

  let entry: Int
  let kind: Kind
  let space: [Dimension]
  /// Stored entries read, at indices in terms of the loop variables `variable(axis)`.
  let reads: [ProbeSink.Read]
  /// Where in memory the reads go, before it is decided which roots are kept in rows of scratch.
  let readOffsets: [Dimension]
  let indexElements: [Dimension]
  /// Scalar instructions for each element of the space.
  let cost: Int
  let hasChecks: Bool
  /// For a reduction: the type of what is combined.
  let reducedType: ElementType?

  /// The loop variable that stands for an axis of the space in `reads`.
  static func variable(_ axis: Int) -> SymbolicInteger { SymbolicInteger(atom(axis)) }

  /// The same as an atom; its number is beyond those of loops.
  static func atom(_ axis: Int) -> SymbolicInteger.Atom { .loop(1_000_000 + axis) }

  init(
    entry: Int, graph: PrimitiveGraph, selection: RootSelection, facts: ShapeFacts, leafStrides: [Int: [Dimension]]
  ) {
    self.entry = entry
    let item = graph.entries[entry]
    let probe = ProbeSink { graph.entries[$0].type.elementType }
    let walker = ElementWalker(graph: graph, selection: selection, facts: facts, sink: probe)
    var reducedType: ElementType?
    func variables(_ space: [Dimension]) -> [Dimension] {
      space.enumerated().map { $1.constant == 1 ? 0 : RootAnalysis.variable($0) }
    }
    /// All operands whole, in terms of their own axes.
    func readOperands() {
      for operand in item.inputs.indices {
        _ = EntryContext(walker: walker, entry: entry).input(operand, at: variables(item.inputTypes[operand].shape))
      }
    }
    switch item.lowering {
    case .elements where item.node.operation is Interleave:
      kind = .interleaved
      space = item.inputTypes[0].shape
      readOperands()
    case .reduction(let reduction) where !reduction.isUnrolled(item, facts):
      kind = .reduction(reduction)
      space = facts.resolve(reduction.space(item.node.inputs.map(\.type)))
      reducedType = reduction.arguments(EntryContext(walker: walker, entry: entry), variables(space)).first?.type
    case .scan(let axis, let combiner):
      kind = .scan(axis: axis, combiner)
      space = item.type.shape
      _ = EntryContext(walker: walker, entry: entry).input(0, at: variables(space))
    case .reshape where !item.onlyMovesOnes:
      kind = .relabel
      space = item.inputTypes[0].shape
      _ = EntryContext(walker: walker, entry: entry).input(0, at: variables(space))
    case .recurrence(let recurrence):
      kind = .recurrence(recurrence)
      space = item.type.shape
      readOperands()
    case .scatter(let scatter):
      kind = .scatter(scatter)
      space = item.type.shape
      readOperands()
    case .overwrite(let place):
      kind = .overwrite(place)
      space = item.type.shape
      readOperands()
    case .concatenation(let axis):
      kind = .concatenation(axis: axis)
      space = item.type.shape
      for part in selection.parts(of: entry, graph) {
        let shape = graph.entries[part.entry].inputTypes[part.operand].shape
        _ = EntryContext(walker: walker, entry: part.entry).input(part.operand, at: variables(shape))
      }
    case .matrixProduct:
      space = item.type.shape
      readOperands()
      kind = .matrixProduct(ProductForm(item, probe.reads, Self.offsets(of: probe.reads, graph, leafStrides)))
    case .routine(let routine):
      kind = .routine(routine)
      space = item.type.shape
      readOperands()
    case .compaction(let part):
      kind = .compaction(part)
      space = item.inputTypes[0].shape
      let context = EntryContext(walker: walker, entry: entry)
      // The counts have an axis of their own, and so has what is spread.
      for operand in item.inputs.indices {
        let isAlong = operand == 0 || operand == 2 && part == .elements
        _ = context.input(operand, at: isAlong ? variables(space) : [0])
      }
    case .elements, .reduction, .reshape, .leaf, .composite:
      kind = .map
      space = item.type.shape
      _ = walker.compute(entry, at: variables(space))
    }
    self.reducedType = reducedType
    readOffsets = Self.offsets(of: probe.reads, graph, leafStrides)
    (reads, indexElements, cost, hasChecks) = (probe.reads, probe.indexElements, probe.cost, probe.hasChecks)
  }

  private static func offsets(
    of reads: [ProbeSink.Read], _ graph: PrimitiveGraph, _ leafStrides: [Int: [Dimension]]
  ) -> [Dimension] {
    reads.map { read in
      let strides = leafStrides[read.entry] ?? rowMajorStrides(graph.entries[read.entry].type.shape)
      return zip(read.index, strides).reduce(SymbolicInteger(0)) { $0 + $1.0 * $1.1 }
    }
  }

  /// How many leading axes may be an outer loop around everything else the root does.
  var rowDepth: Int {
    switch kind {
    case .map: space.count
    case .reduction(let reduction):
      reduction.axes.last == space.count - 1 ? space.count - reduction.axes.count : 0
    case .interleaved, .scan, .recurrence, .scatter, .overwrite, .concatenation, .matrixProduct, .routine, .compaction, .relabel: 0
    }
  }

  /// Whether a reduction walks memory along the reduced axes, one result after the other, rather than along an axis that
  /// stays, with many results side by side.
  var prefersRows: Bool {
    guard case .reduction(let reduction) = kind, let reduced = reduction.axes.last, let beside = axisBeside(reduction)
    else { return true }
    let (rows, lanes) = (jumps(along: reduced), jumps(along: beside))
    // Where neither is better, the later axis usually lies closer together.
    return rows == lanes ? reduced > beside : rows < lanes
  }

  /// The axis that stays and may be walked instead of the reduced ones: the last one behind them, or else in front.
  private func axisBeside(_ reduction: ReductionLowering) -> Int? {
    guard let first = reduction.axes.first, let last = reduction.axes.last else { return nil }
    return (last + 1..<space.count).last { space[$0].constant != 1 } ?? (0..<first).last { space[$0].constant != 1 }
  }

  /// Whether a scan along the last axis jumps through memory that runs along an axis in front of it.
  var scansAcrossMemory: Bool {
    let scanned: Int
    switch kind {
    case .scan(let axis, _): scanned = axis
    case .recurrence(let recurrence): scanned = recurrence.axis
    case .map, .reduction, .interleaved, .scatter, .overwrite, .concatenation, .matrixProduct, .routine, .compaction, .relabel: return false
    }
    guard space[(scanned + 1)...].allSatisfy({ $0.constant == 1 }) else { return false }
    return (0..<scanned).contains { space[$0].constant != 1 && jumps(along: $0) < jumps(along: scanned) }
  }

  /// How many reads do not go on to the next element, or stay where they are, along an axis.
  private func jumps(along axis: Int) -> Int {
    readOffsets.count { offset in
      let atom = Self.atom(axis)
      guard offset.contains(atom) else { return false }
      return offset.coefficient(of: atom)?.constant.map { abs($0) > 1 } ?? true
    }
  }

  /// Whether every read goes on to the next element, or stays where it is, along the last axis.
  var readsAlongRows: Bool { space.isEmpty || jumps(along: space.count - 1) == 0 }

  /// Whether something is read that does not move along the first `depth` axes.
  func sharesReads(depth: Int) -> Bool {
    let outer = (0..<depth).filter { space[$0].constant != 1 }.map(Self.atom)
    return !outer.isEmpty && readOffsets.contains { offset in outer.allSatisfy { !offset.contains($0) } }
  }

  /// Whether the root reads `other` only at the index it is at itself, along its first `depth` axes.
  func readsInPlace(_ other: Int, depth: Int, owner: (Int) -> Int) -> Bool {
    reads.allSatisfy { read in
      guard owner(read.entry) == other else { return true }
      guard read.entry == other, read.index.count >= depth else { return false }
      return (0..<depth).allSatisfy {
        read.index[$0] == (space[$0].constant == 1 ? 0 : RootAnalysis.variable($0))
      }
    }
  }
}
