import TensorGraph
import TensorJIT

// Operations whose elements come about in an order.
extension ExactEvaluator {
  /// `y[j] = a[j] * y[j - 1] + b[j]`, up to an element.
  func recur(_ node: Node, _ recurrence: RecurrenceLowering, _ index: [Int]) -> ExactValue {
    let (axis, isReversed, type) = (recurrence.axis, recurrence.isReversed, node.types[0].elementType)
    func combined(_ primitive: Primitive, _ a: ExactValue, _ b: ExactValue) -> ExactValue {
      let value = ExactValue.primitive(primitive, [a, b], [type, type], precision: precision)
      return rounding?.rounded(value, type) ?? value
    }
    var result = ExactValue(ScalarValue(.integer(0), type: type), precision: precision)
    let last = isReversed ? integer(node.types[0].shape[axis]) - 1 : 0
    for place in stride(from: last, through: index[axis], by: isReversed ? -1 : 1) {
      var inner = index
      inner[axis] = place
      let (factor, term) = (value(of: node.inputs[0], at: inner), value(of: node.inputs[1], at: inner))
      let startsAnew = recurrence.startsAnew && factor.scalar(type).isNumber(0)
      result = startsAnew ? term : combined(.add, combined(.multiply, factor, result), term)
    }
    return result
  }

  /// How many elements of a mask are true before a block, or the value at the true one of some number.
  func masked(_ node: Node, _ part: MaskPart, _ index: Int) -> ExactValue {
    let count = integer(node.inputs[0].shape[0])
    func isTrue(_ place: Int) -> Bool { value(of: node.inputs[0], at: [place]).scalar(.bool).isTrue }
    switch part {
    case .counts:
      let before = (0..<min(index * MaskPart.blockSize, count)).count(where: isTrue)
      return ExactValue(ScalarValue(integer: Int64(before), type: .i64), precision: precision)
    case .spread:
      guard isTrue(index) else { return ExactValue(ScalarValue(.integer(0), type: node.types[0].elementType), precision: precision) }
      return value(of: node.inputs[2], at: [(0..<index).count(where: isTrue)])
    case .elements: return value(of: node.inputs[2], at: [(0..<count).filter(isTrue)[index]])
    }
  }

  /// The element of the first operand and what is combined into it.
  func scatter(_ node: Node, _ scatter: ScatterLowering, _ index: [Int]) -> ExactValue {
    precondition(!scatter.isOfPairs, "rules know of no complex numbers")
    let (type, extents) = (node.types[0].elementType, shape(of: Tensor(node: node)))
    var result = value(of: node.inputs[0], at: index)
    let batch = Array(index[..<scatter.batchAxes])
    let others = scatter.otherAxes(rank: index.count).map { index[$0] }
    let updates = node.inputs[node.inputs.count - 1]
    let indices = Array(shape(of: node.inputs[1]).dropFirst(scatter.batchAxes))
    for flat in 0..<indices.reduce(1, *) {
      let place = Self.index(flat, indices)
      let isHere = scatter.axes.enumerated().allSatisfy { number, axis in
        let wanted = Int(value(of: node.inputs[number + 1], at: batch + place).scalar(.i64).integer)
        return (wanted < 0 ? wanted + extents[axis] : wanted) == index[axis]
      }
      guard isHere else { continue }
      let update = value(of: updates, at: others[..<scatter.position] + place + others[scatter.position...])
      guard let function = scatter.combiner.function else {
        result = update
        continue
      }
      let combined = ExactValue.call(function, [result, update], [type, type], result: type, precision: precision)
      result = rounding?.rounded(combined, type) ?? combined
    }
    return result
  }

  /// The element of the second operand that goes to an index, or else that of the first.
  func overwrite(
    _ node: Node, _ place: @Sendable ([Dimension], [Dimension]) -> [Dimension], _ index: [Int]
  ) -> ExactValue {
    let (target, source) = (shape(of: node.inputs[0]).map { Dimension($0) }, shape(of: node.inputs[1]))
    for flat in 0..<source.reduce(1, *) {
      let from = Self.index(flat, source)
      if place(target, from.map { Dimension($0) }).map(integer) == index { return value(of: node.inputs[1], at: from) }
    }
    return value(of: node.inputs[0], at: index)
  }
}
