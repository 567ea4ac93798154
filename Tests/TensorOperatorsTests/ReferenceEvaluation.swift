import TensorOperators

/// Elements in row-major order.
struct ReferenceArray {
  var shape: [Int]
  var elements: [ScalarValue]
}

/// What a graph means, element by element: the slowest way to compute it, which shares nothing with compiled code.
final class ReferenceEvaluation {
  enum Failure: Error {
    case badIndex(Int, extent: Int)
    case notSatisfied(String)
    case constraint(ShapeConstraint)
    case undetermined(String)
  }

  private let extents: [Symbol: Int]
  private let parameters: [ObjectIdentifier: ReferenceArray]
  private var known: [Tensor: ReferenceArray] = [:]

  init(extents: [Symbol: Int], parameters: [(Tensor, ReferenceArray)]) {
    self.extents = extents
    self.parameters = Dictionary(uniqueKeysWithValues: parameters.map { (ObjectIdentifier($0.0.node), $0.1) })
  }

  func value(_ dimension: Dimension) throws -> Int {
    let value = dimension.evaluate { atom in
      if case .symbol(let symbol) = atom { self.extents[symbol] } else { nil }
    }
    guard let value else { throw Failure.undetermined(dimension.description) }
    return value
  }

  /// The elements of a tensor, after checking all conditions on the way.
  func evaluate(_ tensor: Tensor) throws -> ReferenceArray {
    if let result = known[tensor] { return result }
    if let error = tensor.error { throw error }
    if let array = parameters[ObjectIdentifier(tensor.node)] { return array }
    // All conditions hold before anything is computed.
    let operands = try tensor.node.inputs.map { try evaluate($0) }
    for constraint in tensor.node.constraints {
      let (a, b) = (try value(constraint.first), try value(constraint.second))
      let holds =
        switch constraint.relation {
        case .equal: a == b
        case .broadcastable: a == b || a == 1 || b == 1
        case .atLeast: a >= b
        }
      if !holds { throw Failure.constraint(constraint) }
    }
    let shape = try tensor.shape.map { try value($0) }
    let elements = try elements(tensor, shape, operands)
    known[tensor] = ReferenceArray(shape: shape, elements: elements)
    return ReferenceArray(shape: shape, elements: elements)
  }

  private func elements(_ tensor: Tensor, _ shape: [Int], _ operands: [ReferenceArray]) throws -> [ScalarValue] {
    let node = tensor.node
    let context = ReferenceContext(node, operands, self)
    defer { _ = context }
    switch node.operation.lowering {
    case .leaf: throw Failure.undetermined(node.operation.name)
    case .reshape: return operands[0].elements
    case .routine: throw Failure.undetermined(node.operation.name)
    case .composite(let build):
      let inner = build(node.inputs)[tensor.index]
      guard inner.type.elementType == tensor.elementType else {
        throw Failure.undetermined("\(node.operation.name) becomes \(inner.type), not \(tensor.type)")
      }
      return try evaluate(inner).elements
    case .elements(let element):
      return try indices(shape).map { index in
        try context.checked { context[element(context, index.map { Dimension($0) })] }
      }
    case .reduction(let reduction):
      let space = try reduction.space(context.inputs).map { try value($0) }
      let inner = reduction.axes.map { space[$0] }
      let outer = space.indices.filter { !reduction.axes.contains($0) }
      return try indices(outer.map { space[$0] }).map { place in
        var groups: [[ScalarValue]] = []
        for part in indices(inner) {
          var index = [Int](repeating: 0, count: space.count)
          for (axis, i) in zip(outer, place) { index[axis] = i }
          for (axis, i) in zip(reduction.axes, part) { index[axis] = i }
          groups.append(
            try context.checked { reduction.arguments(context, index.map { Dimension($0) }).map { context[$0] } })
        }
        let type = context.argumentType(reduction, space.count)
        let combined = combine(groups, reduction.combiner, type)
        return try context.checked { context[reduction.finish(context, context.constant(combined))] }
      }
    case .scan(let axis, let combiner):
      var result = operands[0].elements
      let inner = shape[(axis + 1)...].reduce(1, *)
      for place in result.indices where inner > 0 && (place / inner) % shape[axis] > 0 {
        result[place] = combine([[result[place - inner]], [result[place]]], combiner, tensor.elementType)
      }
      return result
    case .recurrence(let recurrence):
      let (axis, isReversed) = (recurrence.axis, recurrence.isReversed)
      var result = operands[1].elements
      let inner = shape[(axis + 1)...].reduce(1, *)
      for place in isReversed ? Array(result.indices.reversed()) : Array(result.indices) where inner > 0 {
        let position = (place / inner) % shape[axis]
        let isFirst = position == (isReversed ? shape[axis] - 1 : 0)
        if recurrence.startsAnew, operands[0].elements[place].isNumber(0) { continue }
        let before = isFirst ? ScalarValue(.integer(0), type: tensor.elementType) : result[place + (isReversed ? inner : -inner)]
        result[place] = Primitive.add.evaluate([Primitive.multiply.evaluate([operands[0].elements[place], before]), result[place]])
      }
      return result
    case .scatter(let scatter):
      var result = operands[0]
      let updates = operands[operands.count - 1]
      let others = scatter.otherAxes(rank: shape.count)
      for place in indices(operands[1].shape) {
        var target = [Int](repeating: 0, count: shape.count)
        for (number, axis) in scatter.axes.enumerated() {
          let wanted = Int(operands[number + 1][place].integer)
          target[axis] = wanted < 0 ? wanted + shape[axis] : wanted
          guard (0..<shape[axis]).contains(target[axis]) else { throw Failure.badIndex(wanted, extent: shape[axis]) }
        }
        let (batch, picked) = (place[..<scatter.batchAxes], place[scatter.batchAxes...])
        for rest in indices(others.dropFirst(scatter.batchAxes).map { shape[$0] }) {
          let whole = Array(batch) + rest
          for (axis, value) in zip(others, whole) { target[axis] = value }
          let update = updates[Array(whole[..<scatter.position]) + Array(picked) + Array(whole[scatter.position...])]
          result[target] = scatter.combiner.function.map { $0.evaluate([result[target], update]) ?? update } ?? update
        }
      }
      return result.elements
    case .overwrite(let place):
      var result = operands[0]
      let extents = shape.map { Dimension($0) }
      for index in indices(operands[1].shape) {
        let target = try place(extents, index.map { Dimension($0) }).map { try value($0) }
        result[target] = operands[1][index]
      }
      return result.elements
    case .compaction(let part):
      let flags = operands[0].elements.map(\.isTrue)
      func before(_ place: Int) -> Int { flags[..<place].count { $0 } }
      switch part {
      case .counts:
        return indices(shape).map { ScalarValue(integer: Int64(before(min($0[0] * MaskPart.blockSize, flags.count))), type: .i64) }
      case .elements: return flags.indices.filter { flags[$0] }.map { operands[2][[$0]] }
      case .spread:
        let zero = ScalarValue(.integer(0), type: tensor.elementType)
        return flags.indices.map { flags[$0] ? operands[2][[before($0)]] : zero }
      }
    case .concatenation(let axis):
      return indices(shape).map { index in
        var index = index
        for operand in operands {
          if index[axis] < operand.shape[axis] { return operand[index] }
          index[axis] -= operand.shape[axis]
        }
        preconditionFailure("an index lies in one of the operands")
      }
    case .matrixProduct:
      let rank = shape.count
      return indices(shape).map { index in
        let depth = operands[0].shape[rank - 1]
        let groups = (0..<depth).map { k in
          var (left, right) = (index, index)
          (left[rank - 1], right[rank - 2]) = (k, k)
          return [operands[0][left], operands[1][right]]
        }
        return combine(groups, .dot, tensor.elementType)
      }
    }
  }

  /// One after the other in order of index.
  private func combine(_ groups: [[ScalarValue]], _ combiner: Combiner, _ type: ElementType) -> ScalarValue {
    func fold(_ start: Int, _ primitive: Primitive) -> ScalarValue {
      groups.reduce(ScalarValue(.integer(start), type: type)) { primitive.evaluate([$0, $1[0]]) }
    }
    func least(_ isBetter: Primitive) -> ScalarValue {
      var best = 0
      for (position, group) in groups.enumerated() {
        if groups[best][0].asDouble.isNaN { break }
        if group[0].asDouble.isNaN || isBetter.evaluate([group[0], groups[best][0]]).isTrue { best = position }
      }
      return ScalarValue(integer: Int64(best), type: .i64)
    }
    switch combiner {
    case .sum: return fold(0, .add)
    case .product: return fold(1, .multiply)
    case .or: return fold(0, .or)
    case .and: return fold(1, .and)
    case .minimum: return groups.dropFirst().reduce(groups[0][0]) { Primitive.minimum.evaluate([$0, $1[0]]) }
    case .maximum: return groups.dropFirst().reduce(groups[0][0]) { Primitive.maximum.evaluate([$0, $1[0]]) }
    case .dot:
      return groups.reduce(ScalarValue(.integer(0), type: type)) { sum, pair in
        Primitive.add.evaluate([sum, Primitive.multiply.evaluate(pair)])
      }
    case .argMinimum: return least(.less)
    case .argMaximum: return least(.greater)
    }
  }

  private func indices(_ shape: [Int]) -> [[Int]] {
    shape.reduce([[]]) { prefixes, extent in prefixes.flatMap { prefix in (0..<extent).map { prefix + [$0] } } }
  }
}

extension ReferenceArray {
  subscript(index: [Int]) -> ScalarValue {
    get { elements[position(index)] }
    set { elements[position(index)] = newValue }
  }

  private func position(_ index: [Int]) -> Int { zip(index, shape).reduce(0) { $0 * $1.1 + $1.0 } }

  func contains(_ index: [Int]) -> Bool {
    index.count == shape.count && zip(index, shape).allSatisfy { $0 >= 0 && $0 < $1 }
  }
}

/// Values are numbered results.
private final class ReferenceContext: ElementContext {
  let inputs: [TensorType]
  let outputs: [TensorType]
  private let operands: [ReferenceArray]
  private let evaluation: ReferenceEvaluation
  private var values: [ScalarValue] = []
  private var failure: (any Error)?

  init(_ node: Node, _ operands: [ReferenceArray], _ evaluation: ReferenceEvaluation) {
    (inputs, outputs) = (node.inputs.map(\.type), node.types)
    (self.operands, self.evaluation) = (operands, evaluation)
  }

  subscript(value: Value) -> ScalarValue { values[value.number] }

  /// The result, unless something was found wrong while it was made.
  func checked<T>(_ body: () -> T) throws -> T {
    let result = body()
    if let failure { throw failure }
    return result
  }

  /// The type of what a reduction combines, of which there may be nothing.
  func argumentType(_ reduction: ReductionLowering, _ rank: Int) -> ElementType {
    let saved = (values, failure)
    defer { (values, failure) = saved }
    return reduction.arguments(self, [Dimension](repeating: 0, count: rank))[0].type
  }

  func input(_ operand: Int, at index: [Dimension]) -> Value {
    do {
      let place = try index.map { try evaluation.value($0) }
      guard operands[operand].contains(place) else {
        throw ReferenceEvaluation.Failure.badIndex(place.first ?? -1, extent: operands[operand].shape.first ?? -1)
      }
      return constant(operands[operand][place])
    } catch {
      failure = failure ?? error
      return constant(ScalarValue(.integer(0), type: inputs[operand].elementType))
    }
  }

  func constant(_ value: ScalarValue) -> Value {
    values.append(value)
    return Value(number: values.count - 1, type: value.type)
  }

  func primitive(_ primitive: Primitive, _ arguments: [Value]) -> Value {
    constant(primitive.evaluate(arguments.map { self[$0] }))
  }

  func call(_ function: ScalarFunction, _ arguments: [Value]) -> Value {
    guard let result = function.evaluate(arguments.map { self[$0] }) else {
      preconditionFailure("\(function.name) is called on types that it takes")
    }
    return constant(result)
  }

  func element(_ index: Dimension) -> Value {
    do {
      return constant(ScalarValue(integer: Int64(try evaluation.value(index)), type: .i64))
    } catch {
      failure = failure ?? error
      return constant(ScalarValue(integer: 0, type: .i64))
    }
  }

  func checkedIndex(_ value: Value, extent: Dimension, axis: Int) -> Dimension {
    let index = Int(self[value].integer)
    guard let extent = try? evaluation.value(extent), index >= -extent, index < extent else {
      failure = failure ?? ReferenceEvaluation.Failure.badIndex(index, extent: (try? evaluation.value(extent)) ?? -1)
      return 0
    }
    return Dimension(index < 0 ? index + extent : index)
  }

  func require(_ condition: Value, _ message: String) {
    if !self[condition].isTrue { failure = failure ?? ReferenceEvaluation.Failure.notSatisfied(message) }
  }

  func isOne(_ extent: Dimension) -> Bool { (try? evaluation.value(extent)) == 1 }
}
