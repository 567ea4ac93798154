/// Sums of exponentials, softmax, moments and norms along axes.
let stableSums = TensorRuleBook("sums", "sums of exponentials, softmax, moments and norms", tags: ["stabilize"]) {
  let (x, y) = (anyTensor("x"), anyTensor("y"))

  // Logarithms of sums of exponentials.
  Rule("logsumexp", log(.reduction("sum", exp(x))) => .reduction("logsumexp", x), where: .resultHasTypeOf("x"))
  Rule(
    "logmeanexp", log(.reduction("mean", exp(x))), tags: ["grows"], where: .resultHasTypeOf("x"), gives: "logsumexp(x, axis=axis, keepdims=keepdims) - log(count)"
  ) { match, language in
    guard let axes = match.attribute(named: "axis")?.axes else { return nil }
    let x = match["x"]
    let count = axes.reduce(Dimension(1)) { $0 * x.shape[$1] }
    let place = match.root.node.places.first ?? .none
    guard let sum = language.instance(of: .reduction("logsumexp", anyTensor("x")), match) else { return nil }
    let number = Tensor.make(Extent(count), [], at: place).converted(to: sum.elementType, at: place)
    return .apply(.subtract, [sum, .apply(.log, [number], at: place)], at: place)
  }
  for name in ["sum", "mean"] {
    Rule(
      "log-weighted-\(name)", log(.reduction(name, x)), priority: -1, where: .isFloat("x"),
      gives: "log of the weighted \(name) where that is of common size, elsewhere less the greatest exponent"
    ) { match, language in
      StableSums.logarithm(name, match, language)
    }
  }
  Rule("log-softmax-difference", x - .reduction("logsumexp", x) => .along("log_softmax", x), tags: ["signed-zero"], where: .isFloat("x"), .meetsAgain("x"))
  Rule("logsumexp-shifted", .reduction("logsumexp", x - y) + y => .reduction("logsumexp", x),
    where: .isFloat("x"), .isScalar("y"), .isFiniteNumber("y"))

  // Softmax.
  Rule("softmax", exp(x) / .reduction("sum", exp(x)) => .plainSoftmax(x), where: .meetsAgain("x"))
  Rule("softmax-product", exp(x) * (1 / .reduction("sum", exp(x))) => .plainSoftmax(x), where: .meetsAgain("x"))
  // The shift is what softmax does itself, with what the difference loses; SciPy's has the same NaN beside infinities.
  let greatest = TensorPattern.call("max", x, attributes: ["axis": .variable("axis"), "keepdims": .equals(TensorAttribute(.flag(true)))])
  Rule("softmax-less-greatest", .plainSoftmax(x - greatest) => .along("softmax", x), where: .isFloat("x"))
  Rule("log-softmax", log(.along("softmax", x)) => .along("log_softmax", x))
  Rule("log1p-minus-softmax", log1p(-.along("softmax", x)) => log1mexp(.along("log_softmax", x)), tags: ["unsafe"])
  let weightedSum: TensorPattern = .reduction("sum", exp(x) * y)
  let shares: TensorPattern = .plainSoftmax(x)
  Rule(
    "softmax-mean", weightedSum / .reduction("sum", exp(x)) => .reduction("sum", shares * y),
    where: .isFloat("x"), .hasProductOfShape("x"), .reducesSomething)
  let weights = TensorPattern.call("sum", exp(x), attributes: ["axis": .variable("axis"), "keepdims": .equals(TensorAttribute(.flag(true)))])
  Rule(
    "attention", .call("matmul", exp(x), y) / weights => .call("matmul", .plainSoftmax(x), y), tags: ["unsafe", "reassociates"], where: .isLastAxis("x"))
  Rule(
    "weighted-softmax", .named("p", x * y) / .reduction("sum", x * y), tags: ["unsafe", "grows"], where: .isFloatOperand, .meetsAgain("p"),
    gives: "the same with exponents less the greatest"
  ) { match, language in
    StableSums.softmax(match, language)
  }

  // Moments.
  Rule("variance", .reduction("mean", square(x)) - square(.reduction("mean", x)) => .reduction("var", x), where: .isFloat("x"), .resultHasTypeOf("x"))

  // Products and norms.
  Rule(
    "log-prod", log(.reduction("prod", x)), tags: ["grows"], where: .isFloat("x"), .resultHasTypeOf("x"),
    gives: "log(prod(x)) where that is of common size, elsewhere sum(log(abs(x))), or nan where the sign is negative"
  ) { match, language in
    let p = anyTensor("p")
    let size = abs(p)
    let isCommon = (size .> 0x1p-900) & (size .< 0x1p900)
    let signs: TensorPattern = .reduction("prod", sign(x))
    let sum: TensorPattern = .reduction("sum", log(abs(x)))
    let elsewhere = which(signs .< 0, Double.nan, sum)
    // The inner choice keeps this rule from matching its own result.
    let result = which(isCommon, log(which(isCommon, p, 1.0)), elsewhere)
    return language.instance(of: result, match.binding("p", to: match.root.node.inputs[0]))
  }
  // Three sums in one pass take up to six times as long as one, in cache, and still 1.6 times beyond it: by default the rule waits for
  // reductions that run only where their result is needed.
  Rule(
    "norm", sqrt(.reduction("sum", square(x))), tags: ["costly", "grows"], where: .isFloat("x"),
    gives: "sqrt(sum(square(x))) where that is of common size, elsewhere of x scaled by a power of two"
  ) { match, language in
    StableSums.norm(match, language).flatMap(match.fitting)
  }
}

/// Right sides of the rules above.
private enum StableSums {
  private static func attributes(_ match: TensorMatch, keepsAxes: Bool? = nil) -> KeyValuePairs<String, AttributePattern<TensorLanguage>.Value> {
    let kept = keepsAxes.map { AttributePattern<TensorLanguage>.Value.equals(TensorAttribute(.flag($0))) }
    return ["axis": .variable("axis"), "keepdims": kept ?? .variable("keepdims")]
  }

  /// `w` and `u` of a product `w e^u`.
  private static func parts(
    _ tensor: Tensor, _ language: TensorLanguage, _ right: RightSide
  ) -> (exponent: TensorPattern, weight: TensorPattern, tensor: Tensor)? {
    guard let factors = language.factors(of: tensor) else { return nil }
    let powers = factors.filter { !$0.isDivisor && language.isExponential($0.tensor) }
    guard powers.count == 1, factors.count > 1, let exponent = language.exponent(of: powers[0].tensor, in: right) else { return nil }
    var weight: TensorPattern?
    for factor in factors where factor.tensor != powers[0].tensor {
      let term = right.term(factor.tensor)
      if factor.isDivisor { weight = (weight ?? RightSide.number(1)) / term } else { weight = weight.map { $0 * term } ?? term }
    }
    guard let weight, let spread = right.built(exponent) else { return nil }
    let place = tensor.node.places.first ?? .none
    let full = spread.shape == tensor.shape ? spread : spread.broadcast(to: tensor.shape, at: place)
    return full.error == nil ? (exponent, weight, full) : nil
  }

  private static func shift(_ greatest: TensorPattern) -> TensorPattern {
    which(isfinite(greatest), greatest, RightSide.number(0))
  }

  /// log(sum(w e^u)) = m + log(sum(w e^(u - m))), where the plain sum is not of common size.
  static func logarithm(_ name: String, _ match: TensorMatch, _ language: TensorLanguage) -> Tensor? {
    let right = RightSide(match, language)
    if let exponent = language.exponent(of: match["x"], in: right) {
      // Of another base than e.
      return language.head(of: match["x"]).name == "exp" ? nil : right.built(log(.reduction(name, exp(exponent))))
    }
    guard let (exponent, weight, full) = parts(match["x"], language, right) else { return nil }
    let exponents = right.term(full)
    let kept = shift(.call("max", exponents, attributes: attributes(match, keepsAxes: true)))
    let shifted: TensorPattern = .reduction(name, weight * exp(exponent - kept))
    let operand = match.root.node.inputs[0]
    if StableLogarithm.isKnownCommon(operand, language) { return nil }
    let sum = right.term(operand)
    let isPlain = StableLogarithm.isCommon(sum, operand.elementType)
    let greatest = shift(.reduction("max", exponents))
    return right.built(log(which(isPlain, sum, shifted)) + which(isPlain, RightSide.number(0), greatest))
  }

  /// w e^u / sum(w e^u), each exponent less the greatest.
  static func softmax(_ match: TensorMatch, _ language: TensorLanguage) -> Tensor? {
    let right = RightSide(match, language)
    guard let (exponent, weight, full) = parts(match["p"], language, right) else { return nil }
    // Exponents that are less something already stay.
    if let power = right.built(exponent), ["subtract", "where"].contains(language.head(of: power).name) { return nil }
    // Sums of common size stay as they are.
    let greatest: TensorPattern = .call("max", right.term(full), attributes: attributes(match, keepsAxes: true))
    let common: Double = match.root.elementType == .f32 ? 80 : 700
    let isExtreme: TensorPattern = abs(greatest) .> common
    let kept: TensorPattern = which(isExtreme, shift(greatest), RightSide.number(0))
    let product = weight * exp(exponent - kept)
    return right.built(product / .reduction("sum", product))
  }

  /// The 2-norm: of all elements scaled up or down by a power of two where the plain sum is not of common size.
  static func norm(_ match: TensorMatch, _ language: TensorLanguage) -> Tensor? {
    let right = RightSide(match, language)
    let operand = match.root.node.inputs[0]
    if StableLogarithm.isKnownCommon(operand, language) { return nil }
    let (x, sum) = (anyTensor("x"), right.term(operand))
    let isSingle = operand.elementType == .f32
    let (least, greatest, scale) = isSingle ? (0x1p-90, 0x1p127, 0x1p100) : (0x1p-900, 0x1p1023, 0x1p600)
    let (up, down) = (RightSide.number(scale), RightSide.number(1 / scale))
    let isPlain: TensorPattern = (sum .> least) & (sum .< greatest)
    let isLarge: TensorPattern = sum .> 1
    let scaled = which(isLarge, .reduction("sum", square(x * down)), .reduction("sum", square(x * up)))
    return right.built(sqrt(which(isPlain, sum, scaled)) * which(isPlain, RightSide.number(1), which(isLarge, up, down)))
  }
}

extension Rule.Guard where L == TensorLanguage {
  static func isScalar(_ name: String) -> Self { Self("\(name) is a scalar") { match, _ in match[name].rank == 0 } }

  static func isFiniteNumber(_ name: String) -> Self {
    Self("\(name) is a finite number") { match, language in
      language.number(match[name]).map { match.root.elementType == .f32 ? Float($0).isFinite : $0.isFinite } ?? false
    }
  }

  /// The product that is summed has the shape of its exponential.
  static func hasProductOfShape(_ name: String) -> Self {
    Self("the product has the shape of \(name)") { match, _ in
      match.root.node.inputs[0].node.inputs.first?.shape == match[name].shape
    }
  }

  static func isLastAxis(_ name: String) -> Self {
    Self("of the last axis of a matrix") { match, _ in
      match[name].rank >= 2 && match["y"].rank >= 2 && match.attribute(named: "axis")?.axes == [match[name].rank - 1]
    }
  }
}
