/// One form for formulas that are written in several ways, so that the other books need not know them all.
///
/// Both sides are the same numbers, or the right one is nearer to the exact one.
let spellings = TensorRuleBook("spellings", "one form for formulas that are written in several ways", tags: ["stabilize"]) {
  let (x, y, c) = (anyTensor("x"), anyTensor("y"), anyNumber("c"))

  // Squares, roots and reciprocals.
  Rule("exp2-power", 2 ** x => exp2(x), where: .isFloat("x"))
  Rule("square-of-reciprocal", 1 / square(1 / x) => square(x), where: .isFloat("x"))

  // Quotients by powers of two are products, which are exact as well.
  Rule("divided-by-power-of-two", x / c, where: .isFloat("x"), gives: "x*(1/c) where c is a power of two") { match, language in
    guard let number = language.number(match["c"]), match.root.elementType == match["x"].elementType, number.isPowerOfTwo(in: match.root.elementType)
    else { return nil }
    let right = RightSide(match, language)
    return right.built(right.term(match["x"]) * RightSide.number(1 / number))
  }
  let d = anyNumber("d")
  Rule("factors-powers-of-two", c * (d * x), where: .isFloat("x"), gives: "(c*d)*x where c and d are powers of two") {
    match, language in
    let type = match.root.elementType
    guard let first = language.number(match["c"]), let second = language.number(match["d"]), type == match["x"].elementType,
      [first, second, first * second].allSatisfy({ $0.magnitude.isPowerOfTwo(in: type) })
    else { return nil }
    let right = RightSide(match, language)
    let x = right.term(match["x"])
    if first * second == 1 { return right.built(x) }
    return right.built(RightSide.number(first * second) * x)
  }

  // Signs go outwards, and into numbers.
  Rule("negative-factor", (-x) * y => -(x * y), priority: 3, where: .isFloat("x"), .isFloat("y"))
  Rule("negative-dividend", (-x) / y => -(x / y), priority: 3, where: .isFloat("x"), .isFloat("y"))
  Rule("number-plus-negative", c + (-x) => c - x, where: .isFloat("x"))
  Rule("negative-minus-number", (-x) - c, where: .isFloat("x"), gives: "(-c) - x") { match, language in
    language.negated(match["c"]).map { .apply(.subtract, [$0, match["x"]], at: match.place) }
  }
  Rule("negative-divisor", x / (-y) => -(x / y), priority: 3, where: .isFloat("x"), .isFloat("y"))
  Rule("plus-negative-number", x + c, where: .isFloat("x"), gives: "x - (-c) where c is negative") { match, language in
    guard let number = language.number(match["c"]), number < 0, match.root.elementType == match["x"].elementType else { return nil }
    let right = RightSide(match, language)
    return right.built(right.term(match["x"]) - RightSide.number(-number))
  }

  // Reciprocals of exponentials.
  Rule("reciprocal-exp", 1 / exp(x) => exp(-x))
  Rule("reciprocal-exp2", 1 / exp2(x) => exp2(-x))

  // Sums that are kept in another way.
  Rule(
    "expanded-reduction", .named("r", .call("expand_dims", x)),
    gives: "the reduction, with its axes kept, where the new axes are those that it took"
  ) { match, language in
    language.keepingAxes(match["x"], newAxes: language.attribute("axis", of: match.root)?.axes)
  }
    .meant(for: .call("expand_dims", .reduction("sum", x)), .call("expand_dims", .reduction("logsumexp", x)))
  // Means by hand.
  Rule("mean-quotient", .reduction("sum", x) / c, where: .isFloat("x"), .resultHasTypeOf("x"), gives: "mean(x) where c is the count") {
    match, language in
    language.mean(match, count: language.number(match["c"]))
  }
  Rule("mean-product", .reduction("sum", x) * c, where: .isFloat("x"), .resultHasTypeOf("x"), gives: "mean(x) where 1/c is the count") {
    match, language in
    language.mean(match, count: language.number(match["c"]).flatMap { $0.isPowerOfTwo ? 1 / $0 : nil })
  }
  .meant(for: .reduction("sum", .call("stack")) * 0.5)
}

extension TensorLanguage {
  /// A reduction with its axes kept; nil where the tensor is no reduction over just these axes.
  fileprivate func keepingAxes(_ tensor: Tensor, newAxes: [Int]?) -> Tensor? {
    if let reduction = tensor.node.operation as? AxisReduction, !reduction.keepsAxes, reduction.axes == newAxes {
      let kept = AxisReduction(reduction.kind, axes: reduction.axes, keepsAxes: true, type: reduction.type)
      return .single(kept, tensor.node.inputs, at: tensor.node.places.first ?? .none)
    }
    if let sum = tensor.node.operation as? Softmax, sum.kind == .logSumExp, !sum.keepsAxes, sum.axes == newAxes {
      let kept = Softmax(.logSumExp, axes: sum.axes, keepsAxes: true)
      return .single(kept, tensor.node.inputs, at: tensor.node.places.first ?? .none)
    }
    return nil
  }

  /// The mean, where as many elements are summed as `count` says.
  fileprivate func mean(_ match: TensorMatch, count: Double?) -> Tensor? {
    guard let count, let axes = match.attribute(named: "axis")?.axes else { return nil }
    let elements = axes.reduce(Dimension(1)) { $0 * match["x"].shape[$1] }
    guard let number = elements.constant, Double(number) == count else { return nil }
    return instance(of: .reduction("mean", anyTensor("x")), match)
  }
}
