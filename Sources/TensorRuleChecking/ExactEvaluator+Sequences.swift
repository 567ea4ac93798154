import TensorGraph
import TensorJIT

// Operations whose elements come about in an order.
extension ExactEvaluator {
  /// `y[j] = a[j] * y[j - 1] + b[j]`, up to an element.
  func recur(_ node: Node, _ axis: Int, _ isReversed: Bool, _ index: [Int]) -> ExactValue {
    let type = node.types[0].elementType
    func combined(_ primitive: Primitive, _ a: ExactValue, _ b: ExactValue) -> ExactValue {
      let value = ExactValue.primitive(primitive, [a, b], [type, type], precision: precision)
      return rounding?.rounded(value, type) ?? value
    }
    var result = ExactValue(ScalarValue(.integer(0), type: type), precision: precision)
    let last = isReversed ? integer(node.types[0].shape[axis]) - 1 : 0
    for place in stride(from: last, through: index[axis], by: isReversed ? -1 : 1) {
      var inner = index
      inner[axis] = place
      result = combined(.multiply, value(of: node.inputs[0], at: inner), result)
      result = combined(.add, result, value(of: node.inputs[1], at: inner))
    }
    return result
  }

  /// The element of the first operand and what is combined into it.
  func scatter(_ node: Node, _ axis: Int, _ batchAxes: Int, _ combiner: Combiner, _ index: [Int]) -> ExactValue {
    let type = node.types[0].elementType
    var combination = ExactCombination(
      combiner == .sum && type == .bool ? .or : combiner, type, precision: precision, rounding: rounding)
    combination.add([value(of: node.inputs[0], at: index)])
    let (batch, extent) = (Array(index[..<batchAxes]), integer(node.types[0].shape[axis]))
    let indices = Array(shape(of: node.inputs[1]).dropFirst(batchAxes))
    for flat in 0..<indices.reduce(1, *) {
      let place = Self.index(flat, indices)
      let wanted = Int(value(of: node.inputs[1], at: batch + place).scalar(.i64).integer)
      guard (wanted < 0 ? wanted + extent : wanted) == index[axis] else { continue }
      combination.add([value(of: node.inputs[2], at: index[..<axis] + place + index[(axis + 1)...])])
    }
    return combination.result(startsAtZero: false)
  }
}
