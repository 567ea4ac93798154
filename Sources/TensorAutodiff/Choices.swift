import TensorGraph
import TensorOperators
import TensorScalars

// Cotangents through a choice are a choice with the number 0 on the side that was not taken. What is linear is done inside the
// choice, so that nothing on that side is multiplied: 0 times an infinite derivative would be NaN.

extension Tensor {
  /// Whether this is the number 0.
  private var isZero: Bool { (node.operation as? Literal).map { $0.value.type.isFloat && $0.value.asDouble == 0 } ?? false }

  private func isCall(of functions: ScalarFunction...) -> Bool {
    (node.operation as? Elementwise).map { functions.contains($0.function) } ?? false
  }

  /// Whether some elements are a 0 that was not computed.
  private var isMasked: Bool {
    if isCall(of: .where) { return node.inputs[1...].contains { $0.isZero || $0.isMasked } }
    if isCall(of: .negative, .add, .subtract) { return node.inputs.contains(where: \.isMasked) }
    return false
  }

  /// A linear function of this, applied inside choices, signs and sums.
  func insideChoices(_ linear: (Tensor) -> Tensor) -> Tensor {
    guard isMasked, let function = (node.operation as? Elementwise)?.function else { return isZero ? self : linear(self) }
    let inputs = node.inputs
    let place = node.places.first ?? .none
    func inside(_ part: Tensor) -> Tensor { part.isZero ? part : part.insideChoices(linear) }
    if function == .where { return .apply(.where, [inputs[0], inside(inputs[1]), inside(inputs[2])], at: place) }
    return .apply(function, inputs.map(inside), at: place)
  }

  /// The sum of two cotangents; those of one choice are summed inside it.
  func added(to other: Tensor, at place: SourcePlace) -> Tensor {
    if isCall(of: .where), other.isCall(of: .where), node.inputs[0] == other.node.inputs[0] {
      let (a, b) = (node.inputs, other.node.inputs)
      for (zero, value) in [(1, 2), (2, 1)] where a[zero].isZero && b[zero].isZero {
        let sum = a[value].added(to: b[value], at: place)
        return .apply(.where, [a[0], zero == 1 ? a[zero] : sum, zero == 1 ? sum : a[zero]], at: place)
      }
    }
    return .apply(.add, [self, other], at: place)
  }

  private var movesElements: Bool {
    switch node.operation {
    case is Cast, is ExpandDims, is Squeeze, is Reshape, is BroadcastTo, is Transpose: true
    default: false
    }
  }

  /// What only moves or converts elements, of a choice: the choice between the parts moved.
  func choicesLifted() -> Tensor {
    guard movesElements else { return self }
    let (operation, place) = (node.operation, node.places.first ?? .none)
    let source = node.inputs[0].choicesLifted()
    guard source.isMasked else { return self }
    guard source.isCall(of: .where) else {
      // A sum or a sign: of each part.
      let parts = source.node.inputs.map { $0.spread(to: source, at: place) }
      let moved = parts.map { Tensor.single(operation, [$0], at: place).choicesLifted() }
      return Tensor.make(source.node.operation, moved, at: place)
    }
    func moved(_ part: Tensor, _ operation: any Operation) -> Tensor {
      part.isZero ? part : Tensor.single(operation, [part.spread(to: source, at: place)], at: place).choicesLifted()
    }
    // A condition keeps its type.
    let condition = operation is Cast ? source.node.inputs[0] : moved(source.node.inputs[0], operation)
    return .apply(.where, [condition] + source.node.inputs[1...].map { moved($0, operation) }, at: place)
  }

  /// An operand of a broadcasting function in the shape of the result.
  private func spread(to result: Tensor, at place: SourcePlace) -> Tensor { isZero ? self : broadcast(to: result.shape, at: place) }
}
