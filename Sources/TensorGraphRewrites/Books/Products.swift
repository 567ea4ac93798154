/// Matrix products.
///
/// Those of floats are a library's: its sums may run in another order when a product is written in another way, so most
/// rules about them are off unless asked for by `reassociates`.
let products = TensorRuleBook("products", "matrix products", tags: ["canonicalize", "products"]) {
  let (a, b, c) = (anyTensor("a"), anyTensor("b"), anyTensor("c"))
  let factor = anyScalar("c")
  let product = TensorPattern.call("matmul", a, b)

  Rule(
    "matmul-of-columns-and-rows", product,
    priority: -1, where: .init("the common extent is 1 and a, b are matrices, not of a float type") { match, _ in
      match.isOuterProduct && !match.root.elementType.isFloat
    }, gives: "a * b", by: outerProduct)
    .meant(for: .call("matmul", .call("expand_dims", a), .call("expand_dims", b)))
  Rule(
    "matmul-of-columns-and-rows-signed", product, tags: ["signed-zero"],
    priority: -1, where: .init("the common extent is 1 and a, b are matrices") { match, _ in
      match.isOuterProduct && match.root.elementType.isFloat
    }, gives: "a * b", by: outerProduct)
    .meant(for: .call("matmul", .call("expand_dims", a), .call("expand_dims", b)))

  // Identity matrices. (0 times infinity is NaN, and a sum is never -0.)
  Rule("eye-matmul", .call("matmul", .call("eye"), b), priority: 1, where: .isNotFloat("b"), .operandIsIdentity(0), gives: "b") {
    identityProduct($0, $1, "b")
  }
  Rule("matmul-eye", .call("matmul", a, .call("eye")), priority: 1, where: .isNotFloat("a"), .operandIsIdentity(1), gives: "a") {
    identityProduct($0, $1, "a")
  }
  Rule(
    "eye-matmul-signed", .call("matmul", .call("eye"), b), tags: ["signed-zero"], priority: 1, where: .isFinite("b"),
    .operandIsIdentity(0), gives: "b"
  ) {
    identityProduct($0, $1, "b")
  }
  Rule(
    "matmul-eye-signed", .call("matmul", a, .call("eye")), tags: ["signed-zero"], priority: 1, where: .isFinite("a"),
    .operandIsIdentity(1), gives: "a"
  ) {
    identityProduct($0, $1, "a")
  }

  Rule(
    "eye-matmul-unchecked", .call("matmul", .call("eye"), b), tags: ["signed-zero", "unsafe"], where: .resultIsFloat,
    .operandIsIdentity(0), gives: "b"
  ) {
    identityProduct($0, $1, "b")
  }
  Rule(
    "matmul-eye-unchecked", .call("matmul", a, .call("eye")), tags: ["signed-zero", "unsafe"], where: .resultIsFloat,
    .operandIsIdentity(1), gives: "a"
  ) {
    identityProduct($0, $1, "a")
  }

  // Transposes: the same sums of the same products.
  Rule(
    "transpose-matmul-integers", .call("transpose", product), tags: ["grows"], where: .resultIsNotFloat,
    .operandIsUsedOnce,
    gives: "transpose(b) @ transpose(a)", by: transposedProduct)
  Rule(
    "transpose-matmul", .call("transpose", product), tags: ["grows", "reassociates"], where: .operandIsUsedOnce,
    gives: "transpose(b) @ transpose(a)", by: transposedProduct)

  // Numbers go outside where the product is smaller than its operands.
  Rule(
    "matmul-scaled-left", .call("matmul", factor * a, b), tags: ["signed-zero", "reassociates"], where: .operandsAreFloats, .hasAxes("a"),
    gives: "c * (a @ b)"
  ) {
    match, _ in scaledProduct(match)
  }
  Rule(
    "matmul-scaled-right", .call("matmul", a, factor * b), tags: ["signed-zero", "reassociates"], where: .operandsAreFloats, .hasAxes("b"),
    gives: "c * (a @ b)"
  ) {
    match, _ in scaledProduct(match)
  }

  // Products of three: the cheaper order where extents show which it is.
  Rule(
    "matmul-chain-right", .call("matmul", product, c), tags: ["reassociates"], where: .operandIsUsedOnce, .operandsAreFloats,
    gives: "a @ (b @ c), where that takes fewer steps"
  ) { match, _ in chained(match, isRightFirst: true) }
  Rule(
    "matmul-chain-left", .call("matmul", a, .call("matmul", b, c)), tags: ["reassociates"], where: .operandIsUsedOnce, .operandsAreFloats,
    gives: "(a @ b) @ c, where that takes fewer steps"
  ) { match, _ in chained(match, isRightFirst: false) }

  // A column or row of extent 1 is a vector.
  Rule(
    "matmul-column", .call("matmul", a, .call("expand_dims", b)), tags: ["reassociates"],
    where: .hasRank("b", 1), gives: "expand_dims(a @ b)"
  ) { match, _ in
    guard (match.inputs[1].node.operation as? ExpandDims)?.axes == [1], match["a"].rank >= 1 else { return nil }
    let inner = Tensor.single(MatMul(), [match["a"], match["b"]], at: match.place)
    return match.fitting(inner.expanded([inner.rank], at: match.place))
  }
  Rule(
    "matmul-row", .call("matmul", .call("expand_dims", a), b), tags: ["reassociates"], where: .hasRank("a", 1),
    .hasRank("b", 2),
    gives: "expand_dims(a @ b)"
  ) { match, _ in
    guard (match.inputs[0].node.operation as? ExpandDims)?.axes == [0] else { return nil }
    return match.fitting(
      Tensor.single(MatMul(), [match["a"], match["b"]], at: match.place).expanded([0], at: match.place))
  }
}

extension Match where L == TensorLanguage {
  fileprivate var isOuterProduct: Bool {
    let (a, b) = (self["a"], self["b"])
    return a.rank >= 2 && b.rank >= 2 && a.shape[a.rank - 1].constant == 1 && b.shape[b.rank - 2].constant == 1
  }
}

extension Rule.Guard where L == TensorLanguage {
  static var resultIsFloat: Self {
    Self("the result is of a float type") { match, _ in match.root.elementType.isFloat }
  }
  static var resultIsNotFloat: Self {
    Self("the result is not of a float type") { match, _ in !match.root.elementType.isFloat }
  }
  static func hasAxes(_ name: String) -> Self { of(name, "has axes") { tensor, _ in tensor.rank > 0 } }

  fileprivate static func operandIsIdentity(_ position: Int) -> Self {
    Self("eye is an identity matrix") { match, _ in
      guard let eye = match.root.node.inputs[position].node.operation as? Eye else { return false }
      return eye.diagonal == 0 && eye.rows == eye.columns
    }
  }
}

@Sendable private func outerProduct(_ match: TensorMatch, _ language: TensorLanguage) -> Tensor? {
  match.fitting(.apply(.multiply, [match["a"], match["b"]], at: match.place))
}

private func identityProduct(_ match: TensorMatch, _ language: TensorLanguage, _ name: String) -> Tensor? {
  let other = match[name].converted(to: match.root.elementType, at: match.place)
  return match.fitting(other)
}

@Sendable private func transposedProduct(_ match: TensorMatch, _ language: TensorLanguage) -> Tensor? {
  let (a, b) = (match["a"], match["b"])
  guard (match.root.node.operation as? Transpose)?.exchangesLastTwo == true, a.rank >= 2, b.rank >= 2 else {
    return nil
  }
  let factors = [b.matrixTransposed(at: match.place), a.matrixTransposed(at: match.place)]
  return match.fitting(.single(MatMul(), factors, at: match.place))
}

private func scaledProduct(_ match: TensorMatch) -> Tensor? {
  let product = Tensor.single(MatMul(), [match["a"], match["b"]], at: match.place)
  return match.fitting(.apply(.multiply, [match["c"], product], at: match.place))
}

/// Three matrices (the last, or the first, may be a vector) in the other order, where that takes fewer multiplications.
private func chained(_ match: TensorMatch, isRightFirst: Bool) -> Tensor? {
  let (a, b, c) = (match["a"], match["b"], match["c"])
  guard b.rank == 2, (1...2).contains(a.rank), (1...2).contains(c.rank) else { return nil }
  let (rows, inner, second) = (a.rank == 2 ? a.shape[0] : 1, b.shape[0], b.shape[1])
  let columns = c.rank == 2 ? c.shape[1] : 1
  let leftFirst = rows * inner * second + rows * second * columns
  let rightFirst = inner * second * columns + rows * inner * columns
  let gain = isRightFirst ? leftFirst - rightFirst : rightFirst - leftFirst
  guard gain != 0, isGain(gain, isRightFirst ? c.rank == 1 : a.rank == 1) else { return nil }
  func product(_ first: Tensor, _ second: Tensor) -> Tensor { .single(MatMul(), [first, second], at: match.place) }
  return match.fitting(isRightFirst ? product(a, product(b, c)) : product(product(a, b), c))
}

/// Whether the difference is seen to be positive. A vector makes a product of two matrices into one of a matrix and a
/// vector, which is less work for all but the smallest extents.
private func isGain(_ difference: Dimension, _ hasVector: Bool) -> Bool {
  if let difference = difference.constant { return difference > 0 }
  return hasVector || (difference - 1).isNonnegative
}
