import TensorGraph
import TensorJIT
import TensorLoopIR

// What routines of the runtime compute, said again in exact numbers.
extension ExactEvaluator {
  func routine(_ node: Node, _ routine: RoutineLowering, _ index: [Int]) -> ExactValue {
    let integers = routine.integers(node.inputs.map(\.type), node.types[0]).map(integer)
    switch routine.routine {
    case .sort, .argsort:
      let place = sortedPlaces(node.inputs[0], Array(index.dropLast()), isDescending: integers[6] != 0)[
        integers[2] + index[index.count - 1]]
      if routine.routine == .argsort { return .scalar(ScalarValue(integer: Int64(place), type: .i64)) }
      return value(of: node.inputs[0], at: index.dropLast() + [place])
    case .searchsorted:
      let wanted = value(of: node.inputs[1], at: index)
      let row = Array(index.prefix(node.inputs[0].rank - 1))
      let before = (0..<integers[1]).count { place in
        let element = value(of: node.inputs[0], at: row + [place])
        let type = node.inputs[0].elementType
        return integers[5] != 0 ? !isLess(wanted, element, type) : isLess(element, wanted, type)
      }
      return .scalar(ScalarValue(integer: Int64(before), type: .i64))
    case .orderVectors:
      let place = sortedVectors(node.inputs[0], Array(index.dropLast()))[index[index.count - 1]]
      return .scalar(ScalarValue(integer: Int64(place), type: .i64))
    case .accumulateComplex, .recurComplex: preconditionFailure("rules know of no complex numbers")
    case .gemmF32, .gemmF64, .syrkF32, .syrkF64, .compact, .spread:
      preconditionFailure("matrix products and masks have forms of their own")
    }
  }

  /// The places of a row's elements in order, NaNs as the greatest, equal ones as they stand.
  private func sortedPlaces(_ tensor: Tensor, _ row: [Int], isDescending: Bool) -> [Int] {
    let elements = (0..<integer(tensor.shape[tensor.rank - 1])).map { value(of: tensor, at: row + [$0]) }
    return elements.indices.sorted { first, second in
      let (a, b) = isDescending ? (elements[second], elements[first]) : (elements[first], elements[second])
      if isLess(a, b, tensor.elementType) { return true }
      return isLess(b, a, tensor.elementType) ? false : first < second
    }
  }

  /// The places of a row's vectors in lexicographic order, equal ones as they stand.
  private func sortedVectors(_ tensor: Tensor, _ row: [Int]) -> [Int] {
    let (count, width) = (integer(tensor.shape[tensor.rank - 2]), integer(tensor.shape[tensor.rank - 1]))
    let vectors = (0..<count).map { place in (0..<width).map { value(of: tensor, at: row + [place, $0]) } }
    return vectors.indices.sorted { first, second in
      for (a, b) in zip(vectors[first], vectors[second]) {
        if isLess(a, b, tensor.elementType) { return true }
        if isLess(b, a, tensor.elementType) { return false }
      }
      return first < second
    }
  }

  private func isLess(_ a: ExactValue, _ b: ExactValue, _ type: ElementType) -> Bool {
    if let first = a.number, let second = b.number, first.isNaN || second.isNaN { return !first.isNaN && second.isNaN }
    if type == .bool { return !a.scalar(type).isTrue && b.scalar(type).isTrue }
    return ExactValue.primitive(.less, [a, b], [type, type], precision: precision).scalar(.bool).isTrue
  }
}
