/// What is known of values, inferred through the operations they are made of; each value once.
final class FactAnalysis {
  private var known: [Tensor: ValueFacts] = [:]
  private let images = ScalarImages()

  func reserveCapacity(_ count: Int) { known.reserveCapacity(count) }

  /// The facts of a tensor. Walks with a stack of its own: graphs may be deep.
  func facts(of tensor: Tensor) -> ValueFacts {
    var stack = [tensor]
    while let next = stack.last {
      if known[next] != nil {
        stack.removeLast()
        continue
      }
      let missing = next.index == 0 ? next.node.inputs.filter { known[$0] == nil } : []
      guard missing.isEmpty else {
        stack += missing
        continue
      }
      known[next] = inferred(next)
      stack.removeLast()
    }
    return known[tensor] ?? .unknown(tensor.elementType)
  }

  private func inferred(_ tensor: Tensor) -> ValueFacts {
    let type = tensor.elementType
    let node = tensor.node
    guard tensor.index == 0, node.types.count == 1 else { return .unknown(type) }
    let operands = node.inputs.map { known[$0] ?? .unknown($0.elementType) }
    var facts =
      (node.operation as? Elementwise)?.facts(of: node, operands, image: images.image) ?? node.operation.facts(of: node, operands)
    facts.structure = facts.structure.union(SquareForms.found(in: node)).closed
    // Whatever an operation says, its type's range holds.
    facts.elements = facts.elements.intersection(.unknown(type))
    return facts
  }
}

/// What is known of scalar functions' values, each found once: the ends of ranges are few.
private final class ScalarImages {
  private struct Key: Hashable {
    let function: ScalarFunction
    let arguments: [ElementFacts]
    let result: ElementType
  }

  private var known: [Key: ElementFacts] = [:]

  func image(
    _ function: ScalarFunction, _ arguments: [ElementFacts], _ signature: (arguments: [ElementType], result: ElementType)
  ) -> ElementFacts {
    let key = Key(function: function, arguments: arguments, result: signature.result)
    if let image = known[key] { return image }
    let image = function.image(of: arguments, signature)
    known[key] = image
    return image
  }
}

/// Forms of matrices that show in how a value is written, whatever its operands are.
private enum SquareForms {
  /// `a + a.T` and `a * a.T` are symmetric.
  static func found(in node: Node) -> MatrixStructure {
    guard let elementwise = node.operation as? Elementwise, node.inputs.count == 2,
      elementwise.function.facts.contains(.commutative), node.types[0].rank >= 2
    else { return [] }
    let (a, b) = (node.inputs[0], node.inputs[1])
    return a.isMatrixTransposed(of: b) || b.isMatrixTransposed(of: a) ? .symmetric : []
  }
}
