import TensorGraph
import TensorOperators

/// Turns groups of roots into loops. One emitter makes one program.
final class KernelEmitter: ElementSink {
  /// Where the elements of a stored entry are.
  struct Storage {
    let buffer: Int
    /// In elements, for each axis of the entry; 0 for the outer axes of a row's scratch.
    let strides: [Dimension]
  }

  let graph: PrimitiveGraph
  let selection: RootSelection
  let facts: ShapeFacts
  let analyses: [Int: RootAnalysis]
  let builder: LoopBuilder
  private(set) var walker: ElementWalker!
  private(set) var storages: [Int: Storage]
  private(set) var sites: [ScheduledProgram.Site] = []
  /// Who reads each stored entry's memory: roots, by entry; and whether through a view of other shape.
  let readers: [Int: [(root: Int, isAlias: Bool)]]
  /// The place of the current iteration in program order, for checks.
  var order: Dimension = 0

  init(
    graph: PrimitiveGraph, selection: RootSelection, facts: ShapeFacts, analyses: [RootAnalysis], builder: LoopBuilder,
    leaves: [Int: Storage]
  ) {
    (self.graph, self.selection, self.facts, self.builder) = (graph, selection, facts, builder)
    self.analyses = Dictionary(uniqueKeysWithValues: analyses.map { ($0.entry, $0) })
    storages = leaves
    var readers: [Int: [(root: Int, isAlias: Bool)]] = [:]
    for analysis in analyses {
      for read in analysis.reads {
        let owner = selection.owner(of: read.entry)
        readers[owner, default: []].append((analysis.entry, read.entry != owner))
      }
    }
    self.readers = readers
    walker = ElementWalker(graph: graph, selection: selection, facts: facts, sink: self)
  }

  /// Lets go of the walker, which holds this emitter: nothing is emitted any more.
  func end() { walker = nil }

  // MARK: Storage

  func isOutput(_ entry: Int) -> Bool { graph.outputs.contains { selection.owner(of: $0) == entry } }

  /// Gives a root memory for all its elements.
  func allocate(_ entry: Int) {
    guard storages[entry] == nil else { return }
    let type = graph.entries[entry].type
    let last = selection.lastWriter(of: entry)
    let output = graph.outputs.firstIndex { selection.owner(of: $0) == last }
    let buffer = builder.buffer(
      output.map { "out\($0)" } ?? "t\(entry)", type.elementType, output.map { .output($0) } ?? .temporary, count: type.count)
    storages[entry] = Storage(buffer: buffer, strides: rowMajorStrides(type.shape))
  }

  /// Gives a root memory for what one row of it needs, the first `depth` axes being the row's.
  func allocateScratch(_ entry: Int, depth: Int) {
    guard storages[entry] == nil else { return }
    let type = graph.entries[entry].type
    let inner = Array(type.shape.dropFirst(depth))
    let buffer = builder.buffer("row\(entry)", type.elementType, .scratch, count: inner.reduce(1, *))
    storages[entry] = Storage(
      buffer: buffer, strides: [Dimension](repeating: 0, count: type.rank - inner.count) + rowMajorStrides(inner))
  }

  /// Gives a root the memory of an operand, which it changes there.
  func adopt(_ entry: Int, from operand: Int) { storages[entry] = storage(operand) }

  /// A buffer of the program's own.
  func temporary(_ name: String, _ type: ElementType, count: Dimension) -> Int {
    builder.buffer(name, type, .temporary, count: count)
  }

  /// The memory of a stored entry; an alias has its owner's, under its own shape.
  func storage(_ entry: Int) -> Storage {
    if let storage = storages[entry] { return storage }
    let owner = selection.owner(of: entry)
    guard let base = storages[owner] else {
      preconditionFailure("\(graph.entries[entry].node.operation.name) is read before it is written")
    }
    return Storage(buffer: base.buffer, strides: rowMajorStrides(graph.entries[entry].type.shape))
  }

  func access(_ entry: Int, _ index: [Dimension]) -> Access {
    let place = storage(entry)
    return Access(
      buffer: place.buffer, offset: zip(index, place.strides).reduce(SymbolicInteger(0)) { $0 + $1.0 * $1.1 })
  }

  /// Stores an element of a root that has memory.
  func store(_ value: Value, _ entry: Int, _ index: [Dimension]) {
    if storages[entry] != nil { builder.store(value, access(entry, index)) }
  }

  // MARK: Sink

  func load(_ entry: Int, at index: [Dimension]) -> Value { builder.load(access(entry, index)) }
  func constant(_ value: ScalarValue) -> Value { builder.constant(value) }
  func primitive(_ primitive: Primitive, _ arguments: [Value]) -> Value { builder.primitive(primitive, arguments) }
  func call(_ function: ScalarFunction, _ arguments: [Value]) -> Value { builder.call(function, arguments) }
  func element(_ index: Dimension) -> Value { builder.index(index) }
  func index(_ value: Value) -> Dimension { builder.integer(value) }

  func check(_ condition: Value, index: Value, extent: Dimension, entry: Int, message: CheckMessage) {
    let node = graph.entries[entry].node
    var site: ScheduledProgram.Site
    switch message {
    case .indexOutOfRange(let axis):
      site = .init(operation: node.operation.name, message: "index out of range", axis: axis, places: node.places)
    case .text(let text):
      let caller = (node.operation as? InRange)?.caller ?? node.operation.name
      site = .init(operation: caller, message: text, axis: nil, places: node.places)
    }
    if let checked = node.operation as? Checked { site.operation = checked.owner }
    if let written = node.places.first?.writtenOperation { site.operation = written }
    let number = sites.firstIndex(of: site) ?? sites.count
    if number == sites.count { sites.append(site) }
    builder.check(condition, site: number, order: order, index: index, extent: extent)
  }

  // MARK: Offsets, for decisions on loops

  /// The offsets and index values of roots, in terms of the axes of their space.
  func offsets(_ roots: [RootAnalysis], storing: Bool = true) -> [Dimension] {
    roots.flatMap { root -> [Dimension] in
      var result = root.indexElements
      for read in root.reads where storages[selection.owner(of: read.entry)] != nil {
        result.append(access(read.entry, read.index).offset)
      }
      if storing, case .map = root.kind, storages[root.entry] != nil {
        result.append(access(root.entry, variables(root.space)).offset)
      }
      return result
    }
  }

  /// The offsets and index values of what a probe has seen.
  func offsets(_ probe: ProbeSink) -> [Dimension] {
    probe.indexElements + probe.reads.map { access($0.entry, $0.index).offset }
  }

  func variables(_ space: [Dimension]) -> [Dimension] {
    space.enumerated().map { $1.constant == 1 ? 0 : RootAnalysis.variable($0) }
  }

  /// The position in row-major order.
  func linear(_ index: [Dimension], _ space: [Dimension]) -> Dimension {
    zip(index, rowMajorStrides(space)).reduce(SymbolicInteger(0)) { $0 + $1.0 * $1.1 }
  }
}

/// When work is spread over threads.
enum ParallelThreshold {
  /// Fork and join pay from about this many scalar instructions on.
  static let instructions = 65_536
  /// Elements of one block of a flat loop.
  static let blockSize = 4_096

  /// The least number of iterations worth a thread's while, for iterations of `elements` elements of `cost` instructions.
  static func grain(elements: Dimension, cost: Int) -> Dimension {
    let work = max(1, instructions / (2 + cost))
    if let known = elements.constant { return SymbolicInteger(max(1, work / max(1, known))) }
    return .maximum(1, .floorDivide(SymbolicInteger(work), elements))
  }
}
