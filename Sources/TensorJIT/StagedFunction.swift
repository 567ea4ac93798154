import TensorGraph
import TensorScheduling

/// A function some of whose extents are values that it computes: its stages, one after the other.
final class StagedFunction: Sendable {
  let name: String
  let graph: StagedGraph
  /// The program of each stage; nil where a stage only finds out extents.
  let functions: [CompiledFunction?]
  /// What is asked of extents, at the stage at which they are known. (What shapes alone decide is asked before.)
  private let requirements: [[Requirement]]
  private let sizes: [[ResultSize]]

  init(
    _ name: String, _ graph: StagedGraph, requirements all: [Requirement], sizes results: [ResultSize], options: CompilationOptions
  ) {
    (self.name, self.graph) = (name, graph)
    functions = graph.stages.enumerated().map { number, stage in
      stage.outputs.isEmpty ? nil : CompiledFunction(stage: stage, name: "\(name)_\(number)", requirements: all, options: options)
    }
    var requirements = Array(repeating: [Requirement](), count: graph.stages.count)
    for requirement in all where requirement.mentionsValues {
      let stage = max(graph.stage(of: requirement.constraint.first), graph.stage(of: requirement.constraint.second))
      requirements[min(stage, requirements.count - 1)].append(requirement)
    }
    self.requirements = requirements
    var sizes = Array(repeating: [ResultSize](), count: graph.stages.count)
    for size in results where size.mentionsValues {
      let stage = size.extents.map(graph.stage).max() ?? 0
      sizes[min(stage, sizes.count - 1)].append(size)
    }
    self.sizes = sizes
  }

  /// - Parameter values: of the symbols in the parameters' types; then of the extents that were found, too.
  func run(_ arguments: [NDArray], _ values: inout [Symbol: Int]) throws -> [NDArray] {
    var slots = [NDArray?](repeating: nil, count: graph.stages.reduce(0) { $0 + $1.outputSlots.count })
    for (number, stage) in graph.stages.enumerated() {
      for binding in stage.bindings { try bind(binding, arguments, slots, &values) }
      do {
        try Requirement.check(requirements[number], values)
        try ResultSize.check(sizes[number], values)
        if let function = functions[number] {
          let inputs = arguments + stage.inputSlots.compactMap { slots[$0] }
          let results = try function.run(inputs, values)
          for (slot, result) in zip(stage.outputSlots, results) { slots[slot] = result }
        }
      } catch let error as CallError {
        // Values have decided, not the shapes of the arguments.
        throw CallError(.execution, error.message, places: error.places)
      } catch let error as ArrayError {
        throw CallError(.execution, "\(error)")
      }
      for slot in stage.lastUses { slots[slot] = nil }
    }
    return graph.results.compactMap { slots[$0] }
  }

  // MARK: Extents

  private func bind(
    _ binding: StagedGraph.Binding, _ arguments: [NDArray], _ slots: [NDArray?], _ values: inout [Symbol: Int]
  ) throws(CallError) {
    let scalar: ScalarValue?
    switch binding.source {
    case .slot(let slot): scalar = slots[slot]?.element([])
    case .host(let host):
      let known = values
      scalar = host.evaluate(element: { arguments[$0].element($1) }) { $0.evaluate(known) }
    }
    for symbol in binding.symbols {
      guard let definition = symbol.extentDefinition else { continue }
      values[symbol] = try Self.value(scalar, definition)
    }
  }

  /// The number, if it is what its use asks for.
  private static func value(_ scalar: ScalarValue?, _ definition: ExtentDefinition) throws(CallError) -> Int {
    func failure(_ message: String) -> CallError {
      CallError(.execution, "\(definition.operation): \(message)", places: [definition.place] + definition.scalar.node.places)
    }
    guard let scalar else { throw failure("an extent does not fit 64 bits") }
    let isTooLarge = scalar.type == .u64 && Int64(bitPattern: scalar.bits) < 0
    let value = isTooLarge ? Int.max : Int(scalar.integer)
    let limit = ExtentDefinition.limit
    switch definition.use {
    case .bound: return min(max(value, -limit), limit)
    case .extent:
      guard value >= 0 else { throw failure("negative dimensions are not allowed: \(value)") }
      guard value <= limit else { throw failure("an extent of \(value) is too large") }
    case .integer:
      guard value.magnitude <= limit.magnitude else { throw failure("the integer \(value) is too large") }
    }
    return value
  }
}

extension NDArray {
  /// One element.
  fileprivate func element(_ index: [Int]) -> ScalarValue {
    let offset = zip(index, strides).reduce(0) { $0 + $1.0 * $1.1 }
    var bits: UInt64 = 0
    let address = baseAddress + offset * elementType.byteCount
    Swift.withUnsafeMutableBytes(of: &bits) { buffer in
      if let start = buffer.baseAddress { start.copyMemory(from: address, byteCount: min(elementType.byteCount, 8)) }
    }
    return withExtendedLifetime(storage) { ScalarValue(type: elementType, bits: bits) }
  }
}

extension ResultSize {
  /// Whether an extent in it is a value that the function computes.
  var mentionsValues: Bool { extents.contains { !$0.extentDefinitions.isEmpty } }
}

extension Requirement {
  /// Whether an extent in it is a value that the function computes.
  fileprivate var mentionsValues: Bool {
    !constraint.first.extentDefinitions.isEmpty || !constraint.second.extentDefinitions.isEmpty
  }

  /// Those that shapes decide, and those that values do.
  static func ofShapes(_ all: [Requirement]) -> [Requirement] { all.filter { !$0.mentionsValues } }

  /// What the graph of a stage asks for, without the stages before it: it decides what is compiled in.
  static func ofStage(_ outputs: [Tensor]) -> [Requirement] {
    var normalizer = GraphNormalizer()
    return Scheduler.constraints(of: normalizer.normalize(outputs)).map {
      Requirement(constraint: $0, operation: "", places: [])
    }
  }
}
