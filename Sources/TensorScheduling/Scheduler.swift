import TensorGraph

/// From a graph to a loop program: what is computed where, in which loops, in which memory.
public enum Scheduler {
  /// Schedules the outputs for a specialization.
  ///
  /// - Parameters:
  ///   - outputs: valid tensors (none carries an error) over the parameters.
  ///   - parameters: in the order in which calls give them.
  ///   - given: symbols whose values calls give beside the arguments; those of one place have one value.
  public static func schedule(
    name: String, outputs: [Tensor], parameters: [Tensor], specialization: Specialization, given: [[Symbol]] = []
  ) -> ScheduledProgram {
    var normalizer = GraphNormalizer()
    let normalized = normalizer.normalizeResults(outputs)
    let facts = ShapeFacts(
      specialization, parameters: parameters.map(\.shape), constraints: constraints(of: normalized), given: given)
    let graph = PrimitiveGraph(outputs: normalized, facts: facts)
    var assembly = ProgramAssembly(
      name: name, graph: graph, parameters: parameters, specialization: specialization, facts: facts, given: given.count)
    return assembly.assemble()
  }

  /// Every condition on extents in a graph, each once, in a fixed order.
  public static func constraints(of outputs: [Tensor]) -> [ShapeConstraint] {
    Traversal.nodes(of: outputs, withExtents: false).flatMap(\.constraints)
  }
}

/// The steps from a primitive graph to a finished program.
private struct ProgramAssembly {
  let graph: PrimitiveGraph
  let parameters: [Tensor]
  let specialization: Specialization
  let facts: ShapeFacts
  let builder: LoopBuilder
  private var symbolSources: [Symbol: ScheduledProgram.SymbolSource] = [:]
  private var leaves: [Int: KernelEmitter.Storage] = [:]
  private var constants: [(buffer: Int, array: NDArray)] = []

  init(
    name: String, graph: PrimitiveGraph, parameters: [Tensor], specialization: Specialization, facts: ShapeFacts, given: Int
  ) {
    for number in 0..<given { symbolSources[ShapeFacts.given(number)] = .given(number) }
    builder = LoopBuilder(name: name)
    (self.graph, self.parameters, self.specialization, self.facts) = (graph, parameters, specialization, facts)
  }

  mutating func assemble() -> ScheduledProgram {
    bindParameters()
    bindConstants()
    let leafStrides = leaves.mapValues(\.strides)
    let selection = RootSelection(graph: graph, facts: facts, leafStrides: leafStrides)
    let roots = graph.entries.indices.filter { selection.roles[$0] == .root }
      .map { RootAnalysis(entry: $0, graph: graph, selection: selection, facts: facts, leafStrides: leafStrides) }
    let grouping = Grouping(roots, selection: selection)
    let emitter = KernelEmitter(
      graph: graph, selection: selection, facts: facts, analyses: roots, builder: builder, leaves: leaves)
    defer { emitter.end() }
    for group in grouping.groups { emitter.emit(group) }
    return finish(selection, emitter)
  }

  /// One buffer a parameter, with strides as the specialization has them.
  private mutating func bindParameters() {
    var positions: [ObjectIdentifier: Int] = [:]
    for (position, entry) in graph.entries.enumerated() {
      let source = (entry.node.operation as? ComplexStorage)?.parameter.node ?? entry.node
      positions[ObjectIdentifier(source)] = position
    }
    for (number, parameter) in parameters.enumerated() {
      let shape = facts.resolve(parameter.shape)
      let type = parameter.elementType
      // A complex number is two real ones, side by side.
      let width: Dimension = type.isComplex ? 2 : 1
      let buffer = builder.buffer("in\(number)", type.realType, .input(number), count: shape.reduce(width, *))
      for (axis, extent) in shape.enumerated() {
        guard let symbol = extent.bareSymbol, symbolSources[symbol] == nil else { continue }
        symbolSources[symbol] = .extent(parameter: number, axis: axis)
      }
      let strides = parameterStrides(number, shape).map { $0 * width } + (type.isComplex ? [1] : [])
      if let position = positions[ObjectIdentifier(parameter.node)] {
        leaves[position] = KernelEmitter.Storage(buffer: buffer, strides: strides)
      }
    }
  }

  private mutating func parameterStrides(_ number: Int, _ shape: [Dimension]) -> [Dimension] {
    var strides = [Dimension](repeating: 0, count: shape.count)
    // The step of an axis whose rows follow each other.
    var following: Dimension = 1
    for axis in shape.indices.reversed() {
      switch specialization.strides[number][axis] {
      case .zero: strides[axis] = 0
      case .unit: strides[axis] = 1
      case .dense: strides[axis] = following
      case .general:
        let symbol = Symbol("stride\(number)_\(axis)")
        symbolSources[symbol] = .stride(parameter: number, axis: axis)
        strides[axis] = SymbolicInteger(symbol)
      }
      following = strides[axis] * shape[axis]
    }
    return strides
  }

  private mutating func bindConstants() {
    for (position, entry) in graph.entries.enumerated() {
      guard let constant = entry.node.operation as? Constant else { continue }
      let buffer = builder.buffer(
        "const\(constants.count)", entry.type.elementType, .constant, count: entry.type.count)
      constants.append((buffer, constant.array))
      leaves[position] = KernelEmitter.Storage(buffer: buffer, strides: rowMajorStrides(entry.type.shape))
    }
  }

  private func finish(_ selection: RootSelection, _ emitter: KernelEmitter) -> ScheduledProgram {
    let symbols = symbolSources.keys.sorted()
    for symbol in symbols { builder.symbol(symbol) }
    let program = ClampSplitting.apply(to: builder.finish())
    let outputs = graph.outputs.map { entry in
      var type = graph.entries[entry].type
      if graph.entries[entry].node.operation is Interleave {
        type = TensorType(type.elementType.complexType, Array(type.shape.dropLast()))
      }
      return ScheduledProgram.Output(buffer: emitter.storage(entry).buffer, type: type)
    }
    return ScheduledProgram(
      program: program, symbolSources: symbols.compactMap { symbolSources[$0] }, outputs: outputs,
      temporaries: Liveness.temporaries(of: program), constants: constants, sites: emitter.sites)
  }
}

extension KernelEmitter {
  /// The loops of a group.
  func emit(_ group: RootGroup) {
    switch group.shape {
    case .maps: emitMaps(group.members)
    case .rows(let depth): emitRows(group, depth: depth)
    case .product: emitTiledProduct(group.members[0], Array(group.members.dropFirst()))
    case .single:
      let root = group.members[0]
      switch root.kind {
      case .map: emitMaps([root])
      case .reduction(let reduction): emitReduction(root, reduction)
      case .scan(let axis, let combiner): emitScan(root, axis: axis, combiner)
      case .recurrence(let recurrence): emitRecurrence(root, recurrence)
      case .scatter(let scatter): emitScatter(root, scatter)
      case .overwrite(let place): emitOverwrite(root, place)
      case .concatenation: emitConcatenation(root)
      case .matrixProduct(.generated): emitGeneratedProduct(root)
      case .matrixProduct(.symmetric): emitSymmetricProduct(root)
      case .matrixProduct(.tiled): emitTiledProduct(root, [])
      case .routine(let routine): emitRoutine(root, routine)
      case .compaction(.counts): emitMaskCounts(root)
      case .compaction(.elements): emitMaskedElements(root)
      case .compaction(.spread): emitSpread(root)
      case .relabel: emitRelabel(root)
      case .interleaved: emitInterleaved(root)
      }
    }
  }
}
