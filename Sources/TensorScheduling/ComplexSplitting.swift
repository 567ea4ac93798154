import TensorArrays
import TensorGraph
import TensorOperators

/// Complex numbers as pairs of real tensors.
///
/// What goes away: every operation on complex tensors. What appears: the same on real tensors, one for each part; where a program
/// reads or gives complex arrays, real arrays with one more axis, of real and imaginary part. Between the steps of normalizing a complex
/// tensor is always a `ComplexPair` of normalized tensors.
enum ComplexSplitting {
  /// What stands for a node that has to do with complex numbers; nil for others, and for pairs.
  static func split(_ node: Node, _ inputs: [Tensor]) -> [Tensor]? {
    guard node.types.contains(where: \.elementType.isComplex) || inputs.contains(where: \.elementType.isComplex) else { return nil }
    let place = node.places.first ?? .none
    switch node.operation {
    case is ComplexPair: return nil
    case is Parameter: return [.complex(ofPairs: .make(ComplexStorage(Tensor(node: node)), [], at: place), at: place)]
    case let constant as Constant: return [.complex(ofPairs: Tensor(constant: constant.array.parts, at: place), at: place)]
    case let literal as Literal:
      return [pair(Tensor(literal.value.real, at: place), Tensor(literal.value.imaginary, at: place), at: place)]
    case let cast as Cast: return [self.cast(inputs[0], to: cast.type, at: place)]
    case let elementwise as Elementwise: return [elements(elementwise.function, node, inputs, at: place)]
    default: return whole(node, inputs, at: place)
    }
  }

  private static func pair(_ real: Tensor, _ imaginary: Tensor, at place: SourcePlace) -> Tensor {
    .make(ComplexPair(), [real, imaginary], at: place)
  }

  /// The parts of a normalized tensor; of a real one itself and zeros.
  private static func parts(_ tensor: Tensor, at place: SourcePlace) -> (real: Tensor, imaginary: Tensor) {
    let (real, imaginary) = scalarParts(tensor, at: place)
    return (real.broadcast(to: tensor.shape, at: place), imaginary.broadcast(to: tensor.shape, at: place))
  }

  private static func cast(_ input: Tensor, to type: ElementType, at place: SourcePlace) -> Tensor {
    let (real, imaginary) = parts(input, at: place)
    if type == .bool {
      let zero = Tensor(ScalarValue(.integer(0), type: real.elementType), at: place)
      let nonzero = [real, imaginary].map { Tensor.apply(.notEqual, [$0, zero], at: place) }
      return .apply(.bitwiseOr, nonzero, at: place)
    }
    guard type.isComplex else { return real.converted(to: type, at: place) }
    return pair(real.converted(to: type.realType, at: place), imaginary.converted(to: type.realType, at: place), at: place)
  }

  /// A function of elements by its parts.
  private static func elements(_ function: ScalarFunction, _ node: Node, _ inputs: [Tensor], at place: SourcePlace) -> Tensor {
    guard let signature = Elementwise.signature(of: function, node.inputs.map(\.type)) else {
      preconditionFailure("\(function.name) was typed, so it has a signature")
    }
    guard signature.arguments.contains(where: \.isComplex), let real = function.realPart else {
      // It sees complex numbers as bools.
      let converted = zip(inputs, signature.arguments).map { $0.elementType == $1 ? $0 : cast($0, to: $1, at: place) }
      return .make(Elementwise(function), converted, at: place)
    }
    let arguments = zip(inputs, signature.arguments).flatMap { input, type -> [Tensor] in
      guard type.isComplex else {
        let value = input.elementType == type ? input : cast(input, to: type, at: place)
        return [value, value]
      }
      let (real, imaginary) = scalarParts(input, at: place)
      return [real.converted(to: type.realType, at: place), imaginary.converted(to: type.realType, at: place)]
    }
    let first = Tensor.make(Elementwise(real), arguments, at: place)
    guard let second = function.imaginaryPart else { return first }
    return pair(first, .make(Elementwise(second), arguments, at: place), at: place)
  }

  /// Parts that elementwise functions broadcast themselves.
  private static func scalarParts(_ tensor: Tensor, at place: SourcePlace) -> (real: Tensor, imaginary: Tensor) {
    if tensor.node.operation is ComplexPair { return (tensor.node.inputs[0], tensor.node.inputs[1]) }
    return (tensor, Tensor(ScalarValue(.integer(0), type: tensor.elementType), at: place))
  }

  /// By the operation's own rule.
  private static func whole(_ node: Node, _ inputs: [Tensor], at place: SourcePlace) -> [Tensor] {
    switch node.operation.complexRule {
    case .expanded(let expand): return expand(inputs)
    case .parts:
      let split = inputs.map { $0.elementType.isInexact ? parts($0, at: place) : ($0, $0) }
      let reals = Tensor.makeAll(node.operation, split.map(\.0), at: place)
      let imaginaries = Tensor.makeAll(node.operation, split.map(\.1), at: place)
      precondition((reals + imaginaries).allSatisfy { $0.error == nil }, "\(node.operation.name) takes the parts of what it takes")
      return node.types.indices.map { pair(reals[$0], imaginaries[$0], at: place) }
    case .none, .own:
      preconditionFailure("\(node.operation.name) was made of complex numbers, so it says what to do with them")
    }
  }
}

/// A complex parameter as the real array that it is in memory: one more axis, of real and imaginary part.
struct ComplexStorage: Operation {
  let parameter: Tensor

  init(_ parameter: Tensor) { self.parameter = parameter }

  var name: String { "op.parts" }
  var lowering: Lowering { .leaf }
  func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    Inference(TensorType(parameter.elementType.realType, parameter.shape + [2]))
  }
}

/// A complex result as the real array that it is in memory.
struct Interleave: Operation {
  var name: String { "op.interleave" }

  func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    Inference(TensorType(inputs[0].elementType, inputs[0].shape + [2]))
  }

  /// Never reached: it has loops of its own, in which both parts are stored.
  var lowering: Lowering { .elements { context, index in context.input(0, at: Array(index.dropLast())) } }

  /// Of a normalized complex tensor.
  static func of(_ pair: Tensor) -> Tensor {
    let place = pair.node.places.first ?? .none
    return .make(Interleave(), pair.node.inputs.map { $0.broadcast(to: pair.shape, at: place) }, at: place)
  }
}
