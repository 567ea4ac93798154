import TensorGraph
import TensorOperators

/// Decides which entries get memory of their own (roots) and which are computed where they are used.
///
/// Roots are the outputs, what combines elements, what a library routine reads, and expensive expressions that
/// would otherwise be computed more than once. Expressions are cut where they grow too large for one loop.
struct RootSelection {
  /// How an entry comes about.
  enum Role: Hashable {
    /// An input or constant array.
    case leaf
    /// Computed where it is used.
    case inline
    /// Computed once, into memory of its own.
    case root
    /// The memory of another stored entry under another shape.
    case alias(of: Int)
  }

  private(set) var roles: [Role]
  /// What is written into the memory of its first operand, which nobody else reads; and by that operand.
  private(set) var writers: [Int: Int] = [:]

  /// The largest expression in one loop, in scalar instructions, and the deepest: recursion follows it.
  static let sizeLimit = 500
  static let depthLimit = 120
  /// From this many instructions on, computing twice costs more than storing.
  static let expensive = 8
  /// Elements that share one scalar computation; fewer are not worth leaving vectors for it.
  static let shortRun = 16

  mutating func setRole(_ role: Role, of entry: Int) { roles[entry] = role }

  func isStored(_ entry: Int) -> Bool { roles[entry] != .inline }

  /// The entry whose memory an entry's elements are in.
  func owner(of entry: Int) -> Int {
    var current = entry
    while case .alias(let source) = roles[current] { current = source }
    return current
  }

  init(graph: PrimitiveGraph, facts: ShapeFacts, leafStrides: [Int: [Dimension]]) {
    roles = graph.entries.map { RootSelection.forcedRole($0, facts) }
    markNestedConcatenations(graph)
    for output in graph.outputs where roles[output] == .inline { roles[output] = .root }
    let costs = graph.entries.indices.map { RootSelection.ownCost(graph, $0, facts) }
    markProductOperands(graph, facts, leafStrides)
    markScatteredReductions(graph, facts, leafStrides)
    markOperandsOfScans(graph, facts, leafStrides)
    markSumsOfProducts(graph)
    cutLargeExpressions(graph, costs, facts)
    markShared(graph, costs)
    markProductOperands(graph, facts, leafStrides)
    resolveReshapes(graph, leafStrides)
    markWriters(graph)
  }

  /// The last of those that write into the memory of an entry, one after the other; itself where there are none.
  func lastWriter(of entry: Int) -> Int {
    var current = entry
    while let writer = writers[current] { current = writer }
    return current
  }

  /// A write changes its operand in place where that is computed into memory of its own for this alone.
  private mutating func markWriters(_ graph: PrimitiveGraph) {
    for (position, entry) in graph.entries.enumerated() where roles[position] == .root {
      guard entry.isWrite else { continue }
      let target = entry.inputs[0]
      let isOwn = roles[target] == .root && graph.users[target] == [position] && !graph.outputs.contains(target)
      if isOwn, graph.entries[target].type.elementType == entry.type.elementType { writers[target] = position }
    }
  }

  private static func forcedRole(_ entry: PrimitiveGraph.Entry, _ facts: ShapeFacts) -> Role {
    switch entry.lowering {
    case .leaf: return .leaf
    case .elements: return .inline
    case .reduction(let reduction): return reduction.isUnrolled(entry, facts) ? .inline : .root
    case .scan, .recurrence, .scatter, .overwrite, .concatenation, .matrixProduct, .routine, .compaction, .composite: return .root
    case .reshape: return entry.onlyMovesOnes ? .inline : .root
    }
  }

  private static func ownCost(_ graph: PrimitiveGraph, _ position: Int, _ facts: ShapeFacts) -> Int {
    let entry = graph.entries[position]
    switch entry.lowering {
    case .elements:
      if let elementwise = entry.node.operation as? Elementwise,
        let signature = Elementwise.signature(of: elementwise.function, entry.inputTypes)
      {
        return ScalarCost.instructions(elementwise.function, signature.arguments)
      }
      return 1
    case .reduction(let reduction):
      return reduction.isUnrolled(entry, facts) ? ElementWalker.unrollLimit : 1
    case .leaf, .scan, .recurrence, .scatter, .overwrite, .reshape, .concatenation, .matrixProduct, .routine, .compaction, .composite: return 0
    }
  }

  /// Operands of matrix products are read by a library routine: views of stored matrices with one unit stride will do,
  /// anything else is stored first. Other routines want all elements in row-major order.
  private mutating func markProductOperands(
    _ graph: PrimitiveGraph, _ facts: ShapeFacts, _ leafStrides: [Int: [Dimension]]
  ) {
    // What is stored for one routine may be what another saw its operand through: look again until nothing changes.
    while storeUnfitOperands(graph, facts, leafStrides) {}
  }

  /// Whether an operand had to be stored.
  private mutating func storeUnfitOperands(
    _ graph: PrimitiveGraph, _ facts: ShapeFacts, _ leafStrides: [Int: [Dimension]]
  ) -> Bool {
    var hasChanged = false
    for entry in graph.entries {
      let fits: (RootSelection, Int) -> Bool
      switch entry.lowering {
      case .matrixProduct: fits = { $0.hasUnitStride($1, graph, facts, leafStrides) }
      case .routine: fits = { $0.isDense($1, graph, facts, leafStrides) }
      case .leaf, .elements, .reduction, .scan, .recurrence, .scatter, .overwrite, .reshape, .concatenation, .compaction, .composite:
        continue
      }
      for operand in entry.inputs where roles[operand] == .inline && !fits(self, operand) {
        storeOperand(operand, graph, fits)
        hasChanged = true
      }
    }
    return hasChanged
  }

  /// What has to be stored is stored itself rather than its copy or transpose, where that will do: everyone reads it there,
  /// and a matrix and its transpose are one.
  private mutating func storeOperand(
    _ operand: Int, _ graph: PrimitiveGraph, _ fits: (RootSelection, Int) -> Bool
  ) {
    for source in graph.copiedSources(of: operand) where roles[source] == .inline {
      roles[source] = .root
      if fits(self, operand) { return }
      roles[source] = .inline
    }
    roles[operand] = .root
  }

  /// Whether a matrix is a view of something stored, along whose rows or columns elements follow each other.
  private func hasUnitStride(
    _ entry: Int, _ graph: PrimitiveGraph, _ facts: ShapeFacts, _ leafStrides: [Int: [Dimension]]
  ) -> Bool {
    let view = StoredView(graph: graph, selection: self, facts: facts, entry: entry)
    let strides = view.flatMap { $0.strides(leafStrides, graph) }
    return strides?.suffix(2).contains { $0.constant == 1 } == true
  }

  /// Whether an array is stored, or a part of something stored, whose elements follow each other in row-major order.
  private func isDense(
    _ entry: Int, _ graph: PrimitiveGraph, _ facts: ShapeFacts, _ leafStrides: [Int: [Dimension]]
  ) -> Bool {
    let shape = graph.entries[entry].type.shape
    let view = StoredView(graph: graph, selection: self, facts: facts, entry: entry)
    guard let strides = view.flatMap({ $0.strides(leafStrides, graph) }) else { return false }
    return zip(zip(strides, rowMajorStrides(shape)), shape).allSatisfy { $0.0 == $0.1 || $1.constant == 1 }
  }

  /// A reduction over several axes that memory does not hold as one run: its operand is packed first.
  private mutating func markScatteredReductions(
    _ graph: PrimitiveGraph, _ facts: ShapeFacts, _ leafStrides: [Int: [Dimension]]
  ) {
    for (position, entry) in graph.entries.enumerated() where roles[position] == .root {
      guard case .reduction(let reduction) = entry.lowering, reduction.axes.count > 1,
        !reduction.isUnrolled(entry, facts)
      else { continue }
      let analysis = RootAnalysis(
        entry: position, graph: graph, selection: self, facts: facts, leafStrides: leafStrides)
      let merged = Collapsing(
        axes: reduction.axes, space: analysis.space, expressions: analysis.readOffsets + analysis.indexElements)
      guard merged.runs.count > 1 else { continue }
      for operand in entry.inputs where graph.entries[operand].node.operation is Copy { roles[operand] = .root }
    }
  }

  /// Scans and recurrences run without checks: an operand that may fail is computed before. What would be read across memory is packed.
  private mutating func markOperandsOfScans(
    _ graph: PrimitiveGraph, _ facts: ShapeFacts, _ leafStrides: [Int: [Dimension]]
  ) {
    for (position, entry) in graph.entries.enumerated() {
      guard entry.lowering.runsAlongAxis else { continue }
      let inline = entry.inputs.filter { roles[$0] == .inline }
      if inline.isEmpty { continue }
      let analysis = RootAnalysis(
        entry: position, graph: graph, selection: self, facts: facts, leafStrides: leafStrides)
      if analysis.hasChecks || analysis.scansAcrossMemory {
        for operand in inline { roles[operand] = .root }
      }
    }
  }

  /// Expressions of several matrix products are computed product by product, each behind its own: what has been computed is one array, where else
  /// all products would stand in memory to the end. (Gradients of what is used often are such sums.)
  private mutating func markSumsOfProducts(_ graph: PrimitiveGraph) {
    // Whether an expression has a product to be computed behind.
    var hasProduct = [Bool](repeating: false, count: graph.entries.count)
    for (position, entry) in graph.entries.enumerated() {
      if case .matrixProduct = entry.lowering { hasProduct[position] = graph.users[position].count == 1 }
      guard entry.node.operation is Elementwise else { continue }
      let parts = Set(entry.inputs.filter { hasProduct[$0] && graph.entries[$0].type.shape == entry.type.shape })
      hasProduct[position] = !parts.isEmpty && graph.users[position].count <= 1
      guard let last = parts.max() else { continue }
      for part in parts where part != last && roles[part] == .inline { roles[part] = .root }
    }
  }

  /// A reduction that is written out has its operand once for each element: reductions of reductions grow by products.
  private mutating func cutLargeExpressions(_ graph: PrimitiveGraph, _ costs: [Int], _ facts: ShapeFacts) {
    var size = [Int](repeating: 0, count: graph.entries.count)
    var depth = [Int](repeating: 0, count: graph.entries.count)
    for (position, entry) in graph.entries.enumerated() where roles[position] == .inline || entry.isInlineRoot {
      let inline = Set(entry.inputs.filter { roles[$0] == .inline })
      let copies = entry.writtenOutCount(facts)
      let total = costs[position] + inline.reduce(0) { $0 + copies * size[$1] }
      let deepest = inline.reduce(0) { max($0, depth[$1]) }
      if total > RootSelection.sizeLimit || deepest >= RootSelection.depthLimit {
        // Store the largest operand, so that what follows starts small.
        for operand in inline.sorted()
        where copies * size[operand] * 2 > RootSelection.sizeLimit || depth[operand] >= RootSelection.depthLimit || inline.count > 8 {
          roles[operand] = .root
        }
        let rest = inline.filter { roles[$0] == .inline }
        size[position] = costs[position] + rest.reduce(0) { $0 + copies * size[$1] }
        depth[position] = 1 + rest.reduce(0) { max($0, depth[$1]) }
      } else {
        (size[position], depth[position]) = (total, deepest + 1)
      }
    }
  }

  /// Expensive expressions that several roots use, or that a broadcast would repeat, become roots themselves.
  private mutating func markShared(_ graph: PrimitiveGraph, _ costs: [Int]) {
    var weight = [Int](repeating: 0, count: graph.entries.count)
    for (position, entry) in graph.entries.enumerated() {
      let operands = Set(entry.inputs.filter { roles[$0] == .inline })
      weight[position] = min(costs[position] + operands.reduce(0) { $0 + weight[$1] }, 1 << 20)
      guard roles[position] == .inline, weight[position] >= RootSelection.expensive else { continue }
      let isRepeated = graph.users[position].contains { graph.repeats(position, in: $0) || graph.scalarizes(position, in: $0) }
      if isRepeated { roles[position] = .root }
    }
    // The first root that uses an entry, and whether there are others.
    var firstUser = [Int?](repeating: nil, count: graph.entries.count)
    for position in graph.entries.indices.reversed() where roles[position] == .inline {
      var users = Set<Int>()
      for user in graph.users[position] {
        if roles[user] == .inline { if let root = firstUser[user] { users.insert(root) } } else { users.insert(user) }
        if users.count > 1 { break }
      }
      if weight[position] >= RootSelection.expensive, users.count > 1 { roles[position] = .root }
      firstUser[position] = users.min()
    }
  }

  private mutating func resolveReshapes(_ graph: PrimitiveGraph, _ leafStrides: [Int: [Dimension]]) {
    for (position, entry) in graph.entries.enumerated() {
      guard case .reshape = entry.lowering, roles[position] == .root else { continue }
      let source = entry.inputs[0]
      switch roles[source] {
      case .root: roles[position] = .alias(of: source)
      case .alias:
        // An output is no alias of an input, by way of another reshape either.
        let isInput = roles[owner(of: source)] == .leaf
        if !isInput || !graph.outputs.contains(position) { roles[position] = .alias(of: source) }
      case .leaf:
        let isDense = leafStrides[source].map { $0 == rowMajorStrides(entry.inputTypes[0].shape) } ?? true
        if isDense, !graph.outputs.contains(position) { roles[position] = .alias(of: source) }
      case .inline: break
      }
    }
  }
}

extension PrimitiveGraph.Entry {
  /// A reshape that only adds or drops extents of 1.
  var onlyMovesOnes: Bool {
    guard case .reshape = lowering else { return false }
    return inputTypes[0].shape.filter { $0.constant != 1 } == type.shape.filter { $0.constant != 1 }
  }

  /// A copy of its first operand that is changed in some places.
  var isWrite: Bool {
    if case .scatter = lowering { return true }
    if case .overwrite = lowering { return true }
    return false
  }

  /// How often each operand's expression stands in this one.
  fileprivate func writtenOutCount(_ facts: ShapeFacts) -> Int {
    guard case .reduction(let reduction) = lowering else { return 1 }
    return reduction.writtenOutCount(self, facts) ?? 1
  }

  /// A root whose operands are computed inside its own loop.
  var isInlineRoot: Bool {
    switch lowering {
    case .elements, .reduction, .scan, .recurrence, .scatter, .overwrite, .concatenation, .reshape, .compaction: true
    case .leaf, .matrixProduct, .routine, .composite: false
    }
  }
}

extension PrimitiveGraph {
  /// What an entry is a transposed copy of, and that copy.
  fileprivate func copiedSources(of entry: Int) -> [Int] {
    var copy = entry
    while entries[copy].node.operation is Transpose { copy = entries[copy].inputs[0] }
    return entries[copy].node.operation is Copy ? [entries[copy].inputs[0], copy] : [copy]
  }
}

extension ReductionLowering {
  /// Whether few enough elements, known when compiling, are combined that the reduction is written out.
  func isUnrolled(_ entry: PrimitiveGraph.Entry, _ facts: ShapeFacts) -> Bool { writtenOutCount(entry, facts) != nil }

  /// How many elements are combined by what is written out; nil where a loop combines them.
  fileprivate func writtenOutCount(_ entry: PrimitiveGraph.Entry, _ facts: ShapeFacts) -> Int? {
    let extents = facts.resolve(space(entry.node.inputs.map(\.type)))
    var product = 1
    for axis in axes {
      guard let extent = extents[axis].constant, extent <= ElementWalker.unrollLimit else { return nil }
      product *= extent
    }
    return product > 0 && product <= ElementWalker.unrollLimit ? product : nil
  }
}

extension PrimitiveGraph {
  /// Whether using the entry inside `user` would compute its elements one by one: it is the same along the user's last axes, which are too short to be
  /// worth a scalar computation for each run of them, while its own last axis could be computed in vectors.
  func scalarizes(_ entry: Int, in user: Int) -> Bool {
    guard entries[user].node.operation is Elementwise else { return false }
    let (inner, outer) = (entries[entry].type.shape, entries[user].type.shape)
    guard inner.count == outer.count, let last = inner.lastIndex(where: { $0.constant != 1 }), last < inner.count - 1 else {
      return false
    }
    let run = outer[(last + 1)...].reduce(Dimension(1), *)
    return run.constant.map { $0 > 1 && $0 <= RootSelection.shortRun } ?? false
  }

  /// Whether using the entry inside `user` would compute its elements again and again in an inner loop: it
  /// broadcasts along an axis in front of one along which it varies.
  func repeats(_ entry: Int, in user: Int) -> Bool {
    if entries[user].node.operation is Contraction, case .reduction(let reduction) = entries[user].lowering {
      // Every row of the one operand meets every column of the other.
      return entries[entry].type.rank < reduction.space(entries[user].inputTypes).count
    }
    guard case .elements = entries[user].lowering, entries[user].node.operation is Elementwise else { return false }
    let (inner, outer) = (entries[entry].type.shape, entries[user].type.shape)
    guard let varying = inner.lastIndex(where: { $0.constant != 1 }) else { return false }
    let offset = outer.count - inner.count
    return (0..<(offset + varying)).contains { axis in
      outer[axis].constant != 1 && (axis < offset || inner[axis - offset].constant == 1)
    }
  }
}
