/// Sums of exponentials, softmax, moments and norms along axes.
let stableSums = TensorRuleBook("sums", "sums of exponentials, softmax, moments and norms", tags: ["stabilize"]) {
  let (x, y) = (anyTensor("x"), anyTensor("y"))

  // Logarithms of sums of exponentials.
  Rule("logsumexp", log(.reduction("sum", exp(x))) => .reduction("logsumexp", x), where: .resultHasTypeOf("x"))
  Rule(
    "logmeanexp", log(.reduction("mean", exp(x))), tags: ["grows"], where: .resultHasTypeOf("x"), gives: "log of the mean where that is of common size, elsewhere logsumexp(x) - log(count)"
  ) { match, language in
    guard let axes = match.attribute(named: "axis")?.axes else { return nil }
    let x = match["x"]
    let count = axes.reduce(Dimension(1)) { $0 * x.shape[$1] }
    let (mean, right) = (match.root.node.inputs[0], RightSide(match, language))
    if StableLogarithm.isKnownCommon(mean, language) { return nil }
    let place = match.root.node.places.first ?? .none
    let number = Tensor.make(Extent(count), [], at: place).converted(to: mean.elementType, at: place)
    let plain = right.term(mean)
    let isPlain = StableLogarithm.isCommon(plain, mean.elementType)
    // The two logarithms cancel where the mean is near 1.
    return right.built(
      log(which(isPlain, plain, RightSide.number(1)))
        + which(isPlain, RightSide.number(0), .reduction("logsumexp", anyTensor("x")) - log(right.term(number))))
  }
  for name in ["sum", "mean"] {
    Rule(
      "log-weighted-\(name)", log(.reduction(name, x)), tags: ["grows"], priority: -1, where: .isFloat("x"), .resultHasTypeOf("x"),
      gives: "log of the weighted \(name) where that is of common size, elsewhere less the greatest exponent"
    ) { match, language in
      StableSums.logarithm(name, match, language)
    }
    .meant(for: log(.reduction(name, y * exp(x))), log(.reduction(name, exp2(x))))
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
  Rule("log-softmax", log(.softmaxOfAnyKind("softmax", x)) => .softmaxOfAnyKind("log_softmax", x))
  let given = TensorPattern.named("s", .along("softmax", x))
  let isLarge: TensorPattern = given .>= 0.5
  let small: TensorPattern = which(isLarge, RightSide.number(0), given)
  let large: TensorPattern = log1mexp(TensorPattern.along("log_softmax", x))
  Rule(
    "log1p-minus-softmax", log1p(-given) => log1p(-small) + which(isLarge, large, RightSide.number(0)), tags: ["grows", "signed-zero"])
  let weightedSum: TensorPattern = .reduction("sum", exp(x) * y)
  let shares: TensorPattern = .plainSoftmax(x)
  Rule(
    "softmax-mean", weightedSum / .reduction("sum", exp(x)), tags: ["grows"], where: .isFloat("x"), .hasProductOfShape("x"),
    gives: "sum(softmax(x) * y); nan of nothing"
  ) { match, language in
    // Without elements, or where all exponentials are 0 or one infinite, the quotient is NaN, and so is 0 times the greatest.
    guard let most = StableSums.greatest(match["x"], match) else { return nil }
    let (zero, right) = (RightSide.number(0), RightSide(match, language))
    let mean: TensorPattern = .reduction("sum", which(isinf(y), y + zero * x, shares * y))
    return right.built(mean + zero * right.term(most)).flatMap(match.fitting)
  }
  let weights = TensorPattern.call("sum", exp(x), attributes: ["axis": .variable("axis"), "keepdims": .equals(TensorAttribute(.flag(true)))])
  Rule(
    "attention", .call("matmul", exp(x), y) / weights => .call("matmul", .plainSoftmax(x), y), tags: ["unsafe", "reassociates"], where: .isLastAxis("x"))
  Rule(
    "weighted-softmax", .named("p", x * y) / .reduction("sum", x * y), tags: ["grows"], where: .isFloatOperand, .meetsAgain("p"),
    gives: "the same with exponents less the greatest"
  ) { match, language in
    StableSums.softmax(match, language)
  }
    .meant(for: .named("p", y * exp(x)) / .reduction("sum", y * exp(x)))

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
    "norm", sqrt(.reduction("sum", square(x))), tags: ["costly", "grows"], where: .isFloat("x"), .resultHasTypeOf("x"),
    gives: "sqrt(sum(square(x))) where that is of common size, elsewhere of x scaled by a power of two"
  ) { match, language in
    StableSums.norm(match, language).flatMap(match.fitting)
  }
}

/// Right sides of the rules above.
private enum StableSums {
  /// The greatest element along the axes of the match's reduction; of none -inf, as sums of none have a value too.
  static func greatest(_ tensor: Tensor, _ match: TensorMatch, keepsAxes: Bool? = nil) -> Tensor? {
    guard let axes = match.attribute(named: "axis")?.axes else { return nil }
    let isKept = keepsAxes ?? (match.attribute(named: "keepdims")?.value == .flag(true))
    return ReductionKind.greatestOrLess.apply(
      tensor, axes: axes, keepsAxes: isKept, at: match.root.node.places.first ?? .none)
  }

  /// A product `w e^u` as it is written, with its exponential in sight.
  private struct WeightedPower {
    let exponent: TensorPattern
    /// Where a factor of the weight is infinite or 0.
    let isSpecial: TensorPattern
    /// The exponents in the shape of the product, -inf where nothing has weight.
    let exponents: Tensor
    /// The product with another power in the place of `e^u`, grouped as before: products of weights may underflow.
    let with: (_ power: TensorPattern) -> TensorPattern
  }

  private static func weightedPower(_ tensor: Tensor, _ language: TensorLanguage, _ right: RightSide) -> WeightedPower? {
    guard let factors = language.factors(of: tensor), factors.count > 1 else { return nil }
    let powers = factors.filter { !$0.isDivisor && language.isExponential($0.tensor) }
    guard powers.count == 1, let exponent = language.exponent(of: powers[0].tensor, in: right) else { return nil }
    func product(_ part: Tensor, _ power: TensorPattern) -> TensorPattern {
      if part == powers[0].tensor { return power }
      let operands = part.node.inputs
      switch language.head(of: part).name {
      case "multiply": return product(operands[0], power) * product(operands[1], power)
      case "divide": return product(operands[0], power) / product(operands[1], power)
      default: return right.term(part)
      }
    }
    let weights = factors.filter { $0.tensor != powers[0].tensor }.map { right.term($0.tensor) }
    func any(_ condition: (TensorPattern) -> TensorPattern) -> TensorPattern {
      weights.dropFirst().reduce(condition(weights[0])) { $0 | condition($1) }
    }
    let isWeightless = any { $0 .== RightSide.number(0) }
    guard let masked = right.built(which(isWeightless, RightSide.number(-.infinity), exponent)) else { return nil }
    let place = tensor.node.places.first ?? .none
    let full = masked.shape == tensor.shape ? masked : masked.broadcast(to: tensor.shape, at: place)
    guard full.error == nil else { return nil }
    let isSpecial = isWeightless | any { isinf($0) }
    return WeightedPower(exponent: exponent, isSpecial: isSpecial, exponents: full) { product(tensor, $0) }
  }

  private static func shift(_ greatest: TensorPattern) -> TensorPattern {
    which(isfinite(greatest), greatest, RightSide.number(0))
  }

  /// w e^(u - m); where w is infinite or 0 that is w e^u, which no shift may make NaN.
  private static func shifted(_ product: WeightedPower, by m: TensorPattern) -> TensorPattern {
    let (zero, one, u) = (RightSide.number(0), RightSide.number(1), product.exponent)
    let power = which(isfinite(u), one, maximum(u, zero))
    return which(product.isSpecial, product.with(power), product.with(exp(u - m)))
  }

  /// By how much exponents up to m are shifted where their sum leaves what floats hold: down if it is too large, up if too
  /// small. (A shift the other way would make small weights smaller.)
  private static func shift(_ m: TensorPattern, of sum: TensorPattern) -> TensorPattern {
    let zero = RightSide.number(0)
    return which(sum .< RightSide.number(1), minimum(shift(m), zero), maximum(shift(m), zero))
  }

  /// log(sum(w e^u)) = m + log(sum(w e^(u - m))), where the plain sum is not of common size.
  static func logarithm(_ name: String, _ match: TensorMatch, _ language: TensorLanguage) -> Tensor? {
    let right = RightSide(match, language)
    if let exponent = language.exponent(of: match["x"], in: right) {
      // Of another base than e.
      return language.head(of: match["x"]).name == "exp" ? nil : right.built(log(.reduction(name, exp(exponent))))
    }
    guard let product = weightedPower(match["x"], language, right) else { return nil }
    let operand = match.root.node.inputs[0]
    if StableLogarithm.isKnownCommon(operand, language) { return nil }
    guard let within = greatest(product.exponents, match, keepsAxes: true), let outside = greatest(product.exponents, match)
    else { return nil }
    let sum = right.term(operand)
    let isKept = operand.rank == within.rank
    let axes = match.attribute(named: "axis")?.axes ?? []
    let keptSum = isKept ? operand : operand.expanded(axes.sorted(), at: operand.node.places.first ?? .none)
    let kept = shift(right.term(within), of: right.term(keptSum))
    let shifted: TensorPattern = .reduction(name, shifted(product, by: kept))
    let isPlain: TensorPattern = StableLogarithm.isCommon(sum, operand.elementType) | (sum .< RightSide.number(0))
    return right.built(
      log(which(isPlain, sum, shifted)) + which(isPlain, RightSide.number(0), shift(right.term(outside), of: sum)))
  }

  /// w e^u / sum(w e^u), each exponent less the greatest.
  static func softmax(_ match: TensorMatch, _ language: TensorLanguage) -> Tensor? {
    let right = RightSide(match, language)
    guard let product = weightedPower(match["p"], language, right) else { return nil }
    // Exponents that are less something already stay.
    if let power = right.built(product.exponent), ["subtract", "where"].contains(language.head(of: power).name) { return nil }
    // Sums of common size stay as they are.
    guard let most = greatest(product.exponents, match, keepsAxes: true) else { return nil }
    let greatest = right.term(most)
    let (least, largest): (TensorPattern, TensorPattern) = match.root.elementType == .f32 ? (-87, 88.72284) : (-708, 709.782712893384)
    let isExtreme: TensorPattern = (greatest .< least) | (greatest .> largest)
    let kept: TensorPattern = which(isExtreme, shift(greatest), RightSide.number(0))
    let weighted = shifted(product, by: kept)
    return right.built(weighted / .reduction("sum", weighted))
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
