import Foundation

// What logarithms are made of: factors and terms that are exponentials, or have a logarithm that does not overflow.

/// A factor of a product; divisors are on the other side of the fraction.
struct ProductFactor {
  let tensor: Tensor
  let isDivisor: Bool
}

/// A term of a sum with its sign.
struct SumTerm {
  let tensor: Tensor
  let isNegative: Bool
}

extension TensorLanguage {
  /// The longest products and sums that are taken apart.
  private static var longest: Int { 8 }

  /// Operations that show the elements of their first operand in other places.
  static let views: Set<String> = [
    "getitem", "take", "transpose", "reshape", "squeeze", "expand_dims", "broadcast_to",
  ]

  /// The tensor whose elements a chain of views shows.
  func viewed(_ tensor: Tensor) -> Tensor {
    var tensor = tensor
    while Self.views.contains(head(of: tensor).name) { tensor = tensor.node.inputs[0] }
    return tensor
  }

  /// The factors of nested products, quotients and reciprocals; nil where one is converted or there are too many.
  func factors(of root: Tensor) -> [ProductFactor]? {
    parts(of: root, joined: "multiply", opposed: "divide", inverted: "reciprocal")?
      .map { ProductFactor(tensor: $0.tensor, isDivisor: $0.isOpposite) }
  }

  /// The terms of nested sums and differences; nil where one is converted or there are too many.
  func terms(of root: Tensor) -> [SumTerm]? {
    parts(of: root, joined: "add", opposed: "subtract", inverted: "negative")?
      .map { SumTerm(tensor: $0.tensor, isNegative: $0.isOpposite) }
  }

  /// What is joined by one operation, and by the one that takes the opposite of its second operand, or of its only one.
  private func parts(
    of root: Tensor, joined: String, opposed: String, inverted: String
  ) -> [(tensor: Tensor, isOpposite: Bool)]? {
    var list: [(tensor: Tensor, isOpposite: Bool)] = []
    var stack = [(tensor: root, isOpposite: false)]
    while let next = stack.popLast() {
      let (tensor, isOpposite) = next
      let operands = tensor.node.inputs
      let name = head(of: tensor).name
      guard [joined, opposed, inverted].contains(name) else {
        list.append(next)
        continue
      }
      guard operands.indices.allSatisfy({ takesAsIs($0, of: tensor) || number(operands[$0]) != nil }) else { return nil }
      if operands.count > 1 { stack.append((operands[1], isOpposite != (name == opposed))) }
      stack.append((operands[0], isOpposite != (name == inverted)))
      if stack.count + list.count > Self.longest { return nil }
    }
    return list
  }

  /// `u` where the tensor is `e^u`, of any base.
  func exponent(of tensor: Tensor, in right: RightSide) -> TensorPattern? {
    let operands = tensor.node.inputs
    guard isExponential(tensor) else { return nil }
    switch head(of: tensor).name {
    case "exp": return right.term(operands[0])
    case "exp2": return right.term(operands[0]) * RightSide.number(0.6931471805599453)
    case "exp_sum": return right.term(operands[0]) + right.term(operands[1])
    case "power":
      guard isPowerOfNumber(tensor), let base = number(operands[0]) else { return nil }
      return right.term(operands[1]) * RightSide.number(Foundation.log(base))
    default: return nil
    }
  }

  /// Whether the tensor is an exponential.
  func isExponential(_ tensor: Tensor) -> Bool {
    switch head(of: tensor).name {
    case "exp", "exp2", "exp_sum": takesAsIs(0, of: tensor)
    case "power": isPowerOfNumber(tensor)
    default: false
    }
  }

  private func isPowerOfNumber(_ tensor: Tensor) -> Bool {
    guard tensor.elementType.isFloat, let base = number(tensor.node.inputs[0]) else { return false }
    return base > 0 && base != 1 && base.isFinite && takesAsIs(1, of: tensor)
  }

  /// Whether the logarithm of this positive tensor has a form that does not over- or underflow.
  func hasStableLogarithm(_ tensor: Tensor) -> Bool {
    if isExponential(tensor) { return true }
    let base = viewed(tensor)
    switch head(of: base).name {
    case "softmax", "expit", "cosh", "erfc", "exp": return true
    case "sum", "mean":
      guard tensor.elementType.isFloat, takesAsIs(0, of: base), let factors = factors(of: base.node.inputs[0]) else { return false }
      return factors.contains { !$0.isDivisor && isExponential($0.tensor) }
    default: return false
    }
  }
}
