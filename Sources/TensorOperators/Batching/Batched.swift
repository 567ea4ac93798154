/// An operation on many examples, by its lowering: what single elements are is said for each example.
///
/// Only operations without a rule of their own become this (`Batching.ofLowering`), those of other packages among them.
struct Batched: Operation {
  let operation: any Operation
  let isBatched: [Bool]
  let extent: Dimension
  /// The operands' types in one example.
  let types: [TensorType]

  init(_ operation: any Operation, isBatched: [Bool], extent: Dimension, types: [TensorType]) {
    (self.operation, self.isBatched, self.extent, self.types) = (operation, isBatched, extent, types)
  }

  var name: String { "op.batched" }
  var attributes: [Attribute] {
    [Attribute("operation", .text(operation.name)), Attribute("batched", .tuple(isBatched.map { .flag($0) }))] + operation.attributes
  }
  var identity: Int? { operation.identity }
  var furtherExtents: [Dimension] { [extent] + types.flatMap(\.shape) + operation.furtherExtents }
  func withExtents(_ replacement: (Symbol) -> Dimension?) -> Batched {
    Batched(
      operation.withExtents(replacement), isBatched: isBatched, extent: extent.withExtents(replacement),
      types: types.map { type in
        TensorType(type.elementType, type.shape.map { $0.withExtents(replacement) }, isWeak: type.isWeak)
      })
  }

  static func == (a: Batched, b: Batched) -> Bool {
    a.operation.isEqual(to: b.operation) && a.isBatched == b.isBatched && a.extent == b.extent && a.types == b.types
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(AnyHashable(operation))
    hasher.combine(isBatched)
  }

  func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    guard inputs.count == isBatched.count, zip(inputs, isBatched).allSatisfy({ !$1 || $0.rank > 0 }) else {
      throw failure("takes \(isBatched.count) operands with an axis of examples")
    }
    let inner = try operation.infer(single(inputs))
    return Inference(inner.types.map { TensorType($0.elementType, [extent] + $0.shape) }, inner.constraints)
  }

  var complexRule: ComplexRule {
    switch operation.complexRule {
    case .parts: .parts
    case .none, .own, .expanded: .none
    }
  }

  /// The types in one example.
  private func single(_ inputs: [TensorType]) -> [TensorType] {
    zip(inputs, isBatched).map { $1 ? TensorType($0.elementType, Array($0.shape.dropFirst()), isWeak: $0.isWeak) : $0 }
  }

  /// The operation's own rule on one example, for all.
  var derivative: Derivative {
    switch operation.derivative {
    case .flat: .flat
    case .none(let reason): .none(reason)
    case .partials, .ofLowering, .recomputed: .none("\(operation.name) has no rule of its own")
    case .reverse(let rule): .reverse { cotangents($0, rule) }
    }
  }

  private func cotangents(_ step: ReverseStep, _ rule: (ReverseStep) -> [Tensor?]) -> [Tensor?] {
    let operands = types.map { Tensor(parameter: "operand", $0, at: step.place) }
    let node = Node.make(operation, operands, at: step.place)
    var batch = Batch(extent)
    for (operand, (input, isBatched)) in zip(operands, zip(step.inputs, isBatched)) {
      batch.replace(operand, by: input, isBatched: isBatched)
    }
    var stands: [Tensor?] = []
    for (index, cotangent) in step.cotangents.enumerated() {
      batch.replace(Tensor(node: node, index: index), by: Tensor(node: step.node, index: index), isBatched: true)
      let stand = cotangent.map { _ in Tensor(parameter: "cotangent", node.types[index], at: step.place) }
      if let stand, let cotangent { batch.replace(stand, by: cotangent, isBatched: true) }
      stands.append(stand)
    }
    // Of an operand that is the same for all, the caller sums over the examples.
    return rule(ReverseStep(node, cotangents: stands, wanted: step.wanted)).map { found in
      found.map { batch.results(of: [$0])[0] }
    }
  }

  /// Another axis in front of all others.
  var batching: Batching {
    let inner = self
    return .rule { step in
      let types = zip(step.node.inputs, inner.isBatched).map { input, isBatched in
        isBatched ? input.type : TensorType(input.elementType, input.shape)
      }
      return Tensor.makeAll(
        Batched(inner, isBatched: step.isBatched, extent: step.extent, types: types), step.inputs, at: step.place)
    }
  }

  // MARK: Lowering

  var lowering: Lowering {
    let (isBatched, extent, operation) = (isBatched, extent, operation)
    @Sendable func example(_ context: ElementContext, _ index: Dimension) -> ElementContext {
      Example(base: context, index: index, isBatched: isBatched, inputs: single(context.inputs))
    }
    switch operation.lowering {
    case .elements(let element):
      return .elements { context, index in element(example(context, index[0]), Array(index.dropFirst())) }
    case .reduction(let reduction):
      return .reduction(
        ReductionLowering(
          axes: Axes.behindFirst(reduction.axes), space: { inputs in [extent] + reduction.space(self.single(inputs)) },
          keepsAxes: reduction.keepsAxes, combiner: reduction.combiner,
          arguments: { context, index in reduction.arguments(example(context, index[0]), Array(index.dropFirst())) },
          finish: { context, combined in reduction.finish(example(context, 0), combined) }))
    case .scan(let axis, let combiner): return .scan(axis: axis + 1, combiner: combiner)
    case .recurrence(var recurrence):
      recurrence.axis += 1
      return .recurrence(recurrence)
    case .scatter(let scatter): return .scatter(scatter.batched)
    case .overwrite(let place):
      return .overwrite { shape, index in [index[0]] + place(Array(shape.dropFirst()), Array(index.dropFirst())) }
    case .concatenation(let axis): return .concatenation(axis: axis + 1)
    case .reshape: return .reshape
    case .matrixProduct: return .matrixProduct
    case .routine(let routine): return .routine(routine)
    case .leaf, .compaction, .composite: preconditionFailure("\(operation.name) has no elements of its own")
    }
  }
}

/// One example among many, as an operation sees it.
private struct Example: ForwardingContext {
  let base: any ElementContext
  let index: Dimension
  let isBatched: [Bool]
  let inputs: [TensorType]

  var outputs: [TensorType] { base.outputs.map { TensorType($0.elementType, Array($0.shape.dropFirst())) } }

  func input(_ operand: Int, at index: [Dimension]) -> Value {
    base.input(operand, at: isBatched[operand] ? [self.index] + index : index)
  }
}
