import CMPFR
import TensorJIT
import TensorLoopIR

/// Evaluates tensors element by element in exact arithmetic: floats have thousands of bits and unbounded exponents, and are
/// rounded nowhere on the way.
///
/// What an operation computes is read from its lowering, so operations of other packages are covered. A scalar function
/// is computed by its formula (`ExactFormulas`); one that has none by its own machine form, and the result says so.
/// An evaluator belongs to the thread that made it.
package final class ExactEvaluator {
  let precision: Int
  /// nil: nothing is rounded on the way.
  let rounding: ChanceRounding?
  private let arguments: [Tensor: NDArray]
  private let symbols: [Symbol: Int]
  private var known: [Place: ExactValue] = [:]
  private var expansions: [ObjectIdentifier: [Tensor]] = [:]
  /// The arguments' and constants' elements in row-major order.
  private var elements: [Tensor: [ScalarValue]] = [:]
  /// Nodes whose identity is a key, kept alive.
  private var nodes: [Node] = []
  /// Whether an index was out of range, or a condition did not hold.
  private(set) var hasFailed = false

  private struct Place: Hashable {
    let tensor: Tensor
    let index: [Int]
  }

  /// - Parameter arguments: the values of parameters, and of other tensors that are to be taken as they are.
  package convenience init(_ arguments: [Tensor: NDArray], precision: Int = ExactNumber.bitsForDoubles) {
    self.init(arguments, precision: precision, rounding: nil)
  }

  init(_ arguments: [Tensor: NDArray], precision: Int, rounding: ChanceRounding?) {
    exact_widen()
    self.rounding = rounding
    (self.arguments, self.precision) = (arguments, precision)
    var symbols: [Symbol: Int] = [:]
    for (parameter, array) in arguments {
      for (extent, value) in zip(parameter.shape, array.shape) {
        if let symbol = extent.bareSymbol { symbols[symbol] = value }
      }
    }
    self.symbols = symbols
  }

  /// The number that an extent or index stands for.
  func integer(_ extent: Dimension) -> Int {
    if let constant = extent.constant { return constant }
    let value = extent.evaluate { atom in
      if case .symbol(let symbol) = atom { return self.symbols[symbol] }
      return nil
    }
    guard let value else {
      hasFailed = true
      return 0
    }
    return value
  }

  func shape(of tensor: Tensor) -> [Int] { tensor.shape.map(integer) }

  /// An element of a tensor.
  package func value(of tensor: Tensor, at index: [Int]) -> ExactValue {
    let place = Place(tensor: tensor, index: index)
    if let value = known[place] { return value }
    let value = rounded(compute(tensor, index), tensor)
    known[place] = value
    return value
  }

  private func rounded(_ value: ExactValue, _ tensor: Tensor) -> ExactValue {
    arguments[tensor] == nil ? rounding?.rounded(value, tensor.elementType) ?? value : value
  }

  private func compute(_ tensor: Tensor, _ index: [Int]) -> ExactValue {
    if arguments[tensor] != nil { return leaf(tensor, index) }
    let node = tensor.node
    let constants = index.map { Dimension($0) }
    switch node.operation.lowering {
    case .leaf: return leaf(tensor, index)
    case .elements(let element):
      let context = ExactElements(self, node)
      let value = context[element(context, constants)]
      if node.operation is Literal, case .number(let number) = value { number.isLiteral = true }
      return value
    case .reduction(let reduction): return reduce(node, reduction, index)
    case .scan(let axis, let combiner):
      let type = tensor.elementType
      var combination = ExactCombination(combiner, type, precision: precision, rounding: rounding)
      for position in 0...index[axis] {
        var inner = index
        inner[axis] = position
        combination.add([value(of: node.inputs[0], at: inner)])
      }
      return combination.result(startsAtZero: false)
    case .recurrence(let recurrence): return recur(node, recurrence, index)
    case .scatter(let scatter): return self.scatter(node, scatter, index)
    case .overwrite(let place): return overwrite(node, place, index)
    case .compaction(let part): return masked(node, part, index[0])
    case .reshape:
      let flat = Self.flat(index, shape(of: tensor))
      return value(of: node.inputs[0], at: Self.index(flat, shape(of: node.inputs[0])))
    case .concatenation(let axis):
      var inner = index
      for input in node.inputs {
        let extent = integer(input.shape[axis])
        if inner[axis] < extent { return value(of: input, at: inner) }
        inner[axis] -= extent
      }
      preconditionFailure("an index lies in one of the operands of a concatenation")
    case .matrixProduct:
      let (a, b) = (node.inputs[0], node.inputs[1])
      var combination = ExactCombination(.dot, tensor.elementType, precision: precision, rounding: rounding)
      let batch = Array(index.dropLast(2))
      for k in 0..<integer(a.shape[a.rank - 1]) {
        let left = value(of: a, at: batch + [index[index.count - 2], k])
        combination.add([left, value(of: b, at: batch + [k, index[index.count - 1]])])
      }
      return combination.result()
    case .routine(let routine): return self.routine(node, routine, index)
    case .composite(let expand):
      let key = ObjectIdentifier(node)
      let results: [Tensor]
      if let known = expansions[key] {
        results = known
      } else {
        results = expand(node.inputs)
        expansions[key] = results
        nodes.append(node)
      }
      return value(of: results[tensor.index], at: index)
    }
  }

  private func leaf(_ tensor: Tensor, _ index: [Int]) -> ExactValue {
    let array = arguments[tensor] ?? (tensor.node.operation as? Constant)?.array
    guard let array else { preconditionFailure("a parameter has no argument") }
    if elements[tensor] == nil { elements[tensor] = array.scalars }
    let flat = Self.flat(index, Array(array.shape))
    return ExactValue(elements[tensor]?[flat] ?? ScalarValue(Double.nan), precision: precision)
  }

  private func reduce(_ node: Node, _ reduction: ReductionLowering, _ index: [Int]) -> ExactValue {
    let context = ExactElements(self, node)
    let space = reduction.space(node.inputs.map(\.type)).map(integer)
    var outer = reduction.keepsAxes ? index.enumerated().filter { !reduction.axes.contains($0.offset) }.map(\.element) : index
    outer.reverse()
    let inner = reduction.axes.map { space[$0] }
    var combination: ExactCombination?
    for flat in 0..<inner.reduce(1, *) {
      var remaining = outer
      var place = Self.index(flat, inner)[...]
      let full = space.indices.map { axis in
        Dimension(reduction.axes.contains(axis) ? place.removeFirst() : remaining.removeLast())
      }
      let values = reduction.arguments(context, full)
      if combination == nil {
        combination = ExactCombination(reduction.combiner, values[0].type, precision: precision, rounding: rounding)
      }
      combination?.add(values.map { context[$0] })
    }
    if combination == nil {
      // No elements: the type is that of the arguments, which any index shows.
      let types = reduction.arguments(ExactElements(self, node, isProbe: true), space.map { _ in 0 })
      combination = ExactCombination(reduction.combiner, types[0].type, precision: precision)
    }
    guard let combination else { preconditionFailure("a reduction has values to combine") }
    let combined = context.define(combination.result(), reduction.combiner.resultType(combination.type))
    return context[reduction.finish(context, combined)]
  }

  // MARK: Places

  static func flat(_ index: [Int], _ shape: [Int]) -> Int { zip(index, shape).reduce(0) { $0 * $1.1 + $1.0 } }

  static func index(_ flat: Int, _ shape: [Int]) -> [Int] {
    var rest = flat
    var result: [Int] = []
    for extent in shape.reversed() {
      result.append(extent == 0 ? 0 : rest % extent)
      rest /= max(extent, 1)
    }
    return result.reversed()
  }
}

/// What an operation's element expression is evaluated in.
private final class ExactElements: ElementContext {
  private let evaluator: ExactEvaluator
  private let node: Node
  /// Only types are asked for; there are no elements to read.
  private let isProbe: Bool
  private var values: [ExactValue] = []

  init(_ evaluator: ExactEvaluator, _ node: Node, isProbe: Bool = false) {
    (self.evaluator, self.node, self.isProbe) = (evaluator, node, isProbe)
  }

  subscript(value: Value) -> ExactValue { values[value.number] }

  func define(_ value: ExactValue, _ type: ElementType) -> Value {
    values.append(value)
    return Value(number: values.count - 1, type: type)
  }

  var inputs: [TensorType] { node.inputs.map(\.type) }
  var outputs: [TensorType] { node.types }

  func input(_ operand: Int, at index: [Dimension]) -> Value {
    let tensor = node.inputs[operand]
    let zero = ExactValue(ScalarValue(type: tensor.elementType, bits: 0), precision: evaluator.precision)
    if isProbe { return define(zero, tensor.elementType) }
    return define(evaluator.value(of: tensor, at: index.map(evaluator.integer)), tensor.elementType)
  }

  func constant(_ value: ScalarValue) -> Value { define(ExactValue(value, precision: evaluator.precision), value.type) }

  func primitive(_ primitive: Primitive, _ arguments: [Value]) -> Value {
    let types = arguments.map(\.type)
    let value = ExactValue.primitive(primitive, arguments.map { self[$0] }, types, precision: evaluator.precision)
    return define(value, primitive.resultType(types))
  }

  func call(_ function: ScalarFunction, _ arguments: [Value]) -> Value {
    let types = arguments.map(\.type)
    let result = function.signature(for: types)?.result ?? types[0]
    let values = arguments.map { self[$0] }
    return define(.call(function, values, types, result: result, precision: evaluator.precision), result)
  }

  func element(_ index: Dimension) -> Value {
    constant(ScalarValue(integer: Int64(evaluator.integer(index)), type: .i64))
  }

  func checkedIndex(_ value: Value, extent: Dimension, axis: Int) -> Dimension {
    let count = evaluator.integer(extent)
    var place = Int(self[value].scalar(.i64).integer)
    if place < 0 { place += count }
    // The run of the program has failed there before.
    return Dimension(max(0, min(place, count - 1)))
  }

  func require(_ condition: Value, _ message: String) {}

  func isOne(_ extent: Dimension) -> Bool { evaluator.integer(extent) == 1 }
}

extension NDArray {
  /// The elements in row-major order.
  var scalars: [ScalarValue] {
    let width = elementType.byteCount
    let values = try? withUnsafeBytes { bytes in
      (0..<count).map { position in
        var bits: UInt64 = 0
        for byte in (0..<width).reversed() { bits = bits << 8 | UInt64(bytes[position * width + byte]) }
        return ScalarValue(type: elementType, bits: bits)
      }
    }
    return values ?? []
  }

  /// An array of these elements, which are of one type.
  init(_ values: [ScalarValue], _ type: ElementType, shape: [Int]) throws {
    self = try NDArray.zeros(Shape(shape), type: type)
    let width = type.byteCount
    try withUnsafeMutableBytes { bytes in
      for (position, value) in values.enumerated() {
        for byte in 0..<width { bytes[position * width + byte] = UInt8(truncatingIfNeeded: value.bits >> (8 * UInt64(byte))) }
      }
    }
  }
}
