// What right sides by code are written with.
extension Match where L == TensorLanguage {
  /// Where what is replaced was written.
  public var place: SourcePlace { root.node.places.first ?? .none }

  /// The root's only (or first) operand.
  var operand: Tensor { root.node.inputs[0] }

  /// The tensor where it has the type and shape of the root; else nil. Shapes are compared as they are written: two
  /// symbolic extents may be equal at run time and look different.
  func fitting(_ tensor: Tensor) -> Tensor? {
    tensor.error == nil && tensor.elementType == root.elementType && tensor.shape == root.shape ? tensor : nil
  }
}

extension Tensor {
  /// This with its axes in another order, unless that is the order they have.
  func permuted(_ axes: [Int], at place: SourcePlace) -> Tensor {
    axes == Array(0..<rank) ? self : .single(Transpose(axes), [self], at: place)
  }

  /// The same operation on other operands, typed anew.
  func applied(to operands: [Tensor], at place: SourcePlace) -> Tensor { .make(node.operation, operands, at: place) }

  /// A number broadcast to a shape: the number.
  var fill: Tensor? {
    guard node.operation is BroadcastTo, node.inputs[0].rank == 0 else { return nil }
    return node.inputs[0]
  }

  /// The same value with a type that does not give way.
  func strong(at place: SourcePlace) -> Tensor {
    guard type.isWeak else { return self }
    if let literal = node.operation as? Literal { return Tensor(literal.value, at: place) }
    return .single(Cast(elementType), [self], at: place)
  }
}

extension Operation {
  /// Whether each element of the result is made of the operands' elements at the same place, and of nothing else.
  var isPointwise: Bool {
    switch self {
    case is Elementwise, is Cast: true
    case let assume as Assume: !assume.assumptions.contains(where: \.isAboutMatrices)
    default: false
    }
  }
}
