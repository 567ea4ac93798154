import TensorGraph

/// A reduction over axes that do not lie side by side is two: over the last run of neighbouring axes first, then over
/// the others. So every reduction that is scheduled runs over one (merged) axis, and the order of combination depends on
/// the shape alone.
enum SplitReduction {
  /// The second of the two reductions, on top of the first; nil where the axes are neighbours.
  static func split(_ node: Node, _ inputs: [Tensor]) -> Tensor? {
    guard case .reduction(let whole) = node.operation.lowering, !whole.axes.isEmpty else { return nil }
    var start = whole.axes.count - 1
    while start > 0, whole.axes[start - 1] == whole.axes[start] - 1 { start -= 1 }
    guard start > 0 else { return nil }
    let run = Array(whole.axes[start...])
    let space = whole.space(inputs.map(\.type))
    let elementType = ElementProbe.argumentType(whole, node, inputs)

    let inner = ReductionStage(
      base: node.operation, axes: run, stage: .first(whole.combiner, elementType),
      extents: space.enumerated().filter { !run.contains($0.offset) }.map(\.element))
    let first = Tensor(
      node: Node(inner, inputs, types: [TensorType(elementType, inner.extents)], places: node.places))
    let outer = ReductionStage(
      base: node.operation, axes: Array(whole.axes[..<start]), stage: .second, extents: inner.extents)
    let staying = space.enumerated().filter { !whole.axes.contains($0.offset) }.map(\.element)
    let second = Node(
      outer, [first] + inputs, types: [TensorType(node.types[0].elementType, staying)], constraints: node.constraints,
      places: node.places)
    guard whole.keepsAxes else { return Tensor(node: second) }
    return Tensor(node: Node(RestoreAxes(), [Tensor(node: second)], types: node.types, places: node.places))
  }
}

/// One of the two halves of a split reduction.
struct ReductionStage: Operation {
  enum Stage: Hashable {
    case first(Combiner, ElementType)
    case second
  }

  let base: any Operation
  let axes: [Int]
  let stage: Stage
  /// The shape between the halves.
  let extents: [Dimension]

  var name: String { base.name }

  func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference { try base.infer(inputs) }

  var lowering: Lowering {
    guard case .reduction(let whole) = base.lowering else {
      preconditionFailure("only reductions are split")
    }
    switch stage {
    case .first(let combiner, _):
      return .reduction(
        ReductionLowering(
          axes: axes, space: whole.space, keepsAxes: false, combiner: combiner, arguments: whole.arguments))
    case .second:
      let extents = extents
      return .reduction(
        ReductionLowering(
          axes: axes, space: { _ in extents }, keepsAxes: false, combiner: whole.combiner == .dot ? .sum : whole.combiner,
          arguments: { context, index in [context.input(0, at: index)] },
          finish: { context, combined in whole.finish(OperandsShifted(base: context), combined) }
        ))
    }
  }

  static func == (a: ReductionStage, b: ReductionStage) -> Bool {
    a.base.isEqual(to: b.base) && a.axes == b.axes && a.stage == b.stage && a.extents == b.extents
  }

  func hash(into hasher: inout Hasher) {
    base.hash(into: &hasher)
    hasher.combine(axes)
    hasher.combine(stage)
  }
}

/// The extents of 1 of a reduction that keeps its axes.
private struct RestoreAxes: Operation {
  var name: String { "reshape" }
  func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference { Inference(inputs[0]) }
  var lowering: Lowering { .reshape }
}

/// Asks an element expression for its type.
private struct ElementProbe: ElementContext {
  let inputs: [TensorType]
  let outputs: [TensorType]

  static func argumentType(_ reduction: ReductionLowering, _ node: Node, _ inputs: [Tensor]) -> ElementType {
    let probe = ElementProbe(inputs: inputs.map(\.type), outputs: node.types)
    let rank = reduction.space(probe.inputs).count
    return reduction.arguments(probe, [Dimension](repeating: 0, count: rank)).first?.type ?? node.types[0].elementType
  }

  func input(_ operand: Int, at index: [Dimension]) -> Value { Value(number: 0, type: inputs[operand].elementType) }
  func constant(_ value: ScalarValue) -> Value { Value(number: 0, type: value.type) }
  func primitive(_ primitive: Primitive, _ arguments: [Value]) -> Value {
    Value(number: 0, type: primitive.resultType(arguments.map(\.type)))
  }
  func call(_ function: ScalarFunction, _ arguments: [Value]) -> Value {
    Value(number: 0, type: function.signature(for: arguments.map(\.type))?.result ?? arguments[0].type)
  }
  func element(_ index: Dimension) -> Value { Value(number: 0, type: .i64) }
  func checkedIndex(_ value: Value, extent: Dimension, axis: Int) -> Dimension { 0 }
  func require(_ condition: Value, _ message: String) {}
  func isOne(_ extent: Dimension) -> Bool { extent.constant == 1 }
}

/// The context that the whole reduction's `finish` expects: without the first half's result among the operands.
private struct OperandsShifted: ForwardingContext {
  let base: any ElementContext

  var inputs: [TensorType] { Array(base.inputs.dropFirst()) }
  var outputs: [TensorType] { base.outputs }
  func input(_ operand: Int, at index: [Dimension]) -> Value { base.input(operand + 1, at: index) }
}
