/// What a reduction does with the axes of its operand, whichever operation it is.
struct ReducedAxes {
  let tensor: Tensor
  /// Ascending.
  let axes: [Int]
  let keepsAxes: Bool
  /// Whether the order in which elements are combined shows in the result.
  let isOrdered: Bool

  init?(_ tensor: Tensor) {
    self.tensor = tensor
    switch tensor.node.operation {
    case let reduction as AxisReduction:
      let types = reduction.kind.types(tensor.node.inputs[0].elementType, reduction.type)
      (axes, keepsAxes) = (reduction.axes, reduction.keepsAxes)
      isOrdered = reduction.kind.combiner.isOrdered(types.accumulation)
    case let variance as Variance: (axes, keepsAxes, isOrdered) = (variance.axes, variance.keepsAxes, true)
    case let softmax as Softmax where softmax.kind == .logSumExp:
      (axes, keepsAxes, isOrdered) = (softmax.axes, softmax.keepsAxes, true)
    default: return nil
    }
  }

  /// The reduction by one of the plain kinds: no other operation.
  var plain: AxisReduction? { tensor.node.operation as? AxisReduction }

  /// The same of another operand, over these axes.
  func over(
    _ axes: [Int], keepsAxes: Bool, of x: Tensor, _ language: TensorLanguage, at place: SourcePlace
  ) -> Tensor? {
    switch tensor.node.operation {
    case let reduction as AxisReduction:
      return .single(
        AxisReduction(reduction.kind, axes: axes, keepsAxes: keepsAxes, type: reduction.type), [x], at: place)
    case is Softmax: return .single(Softmax(.logSumExp, axes: axes, keepsAxes: keepsAxes), [x], at: place)
    default:
      let others = tensor.node.operation.attributes.filter { $0.label != "axis" && $0.label != "keepdims" }
      let own = [Attribute("axis", .tuple(axes.map { .integer($0) })), Attribute("keepdims", .flag(keepsAxes))]
      return language.term(
        language.head(of: tensor), [x], (own + others).map { ($0.label, TensorAttribute($0.value)) }, for: tensor)
    }
  }
}

/// Axes as runs of neighbours. Elements of a run are combined as one axis, runs from the last to the first: so two
/// reductions with equal runs combine in the same order.
enum AxisRuns {
  static func lengths(_ axes: [Int]) -> [Int] {
    var lengths: [Int] = []
    for (position, axis) in axes.enumerated() {
      if position > 0, axes[position - 1] == axis - 1 { lengths[lengths.count - 1] += 1 } else { lengths.append(1) }
    }
    return lengths
  }
}
