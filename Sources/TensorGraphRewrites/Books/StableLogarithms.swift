/// Logarithms of what overflows, underflows or is near 1.
let stableLogarithms = TensorRuleBook("logarithms", "logarithms of what overflows, underflows or is near 1", tags: ["stabilize"]) {
  let (x, y, c) = (anyTensor("x"), anyTensor("y"), anyNumber("c"))
  let zero = RightSide.number(0)

  // Near 1.
  Rule("log1p", log(1 + x) => log1p(x), tags: ["signed-zero"])
  Rule("log1p-minus", log(1 - x) => log1p(-x), tags: ["signed-zero"])
  Rule("log-one-minus-square", log((1 - x) * (1 + x)) => which(abs(x) .< 0.7, log1p(-square(x)), log1p(-x) + log1p(x)),
    tags: ["signed-zero", "grows"], where: .isFloat("x"))
  // (Of infinity the difference is NaN.)
  Rule("log-successor-quotient", log1p(x) - log(x) => softplus(-log(x)) + 0.0 * x, tags: ["grows"], where: .isFloat("x"))
  Rule("log-difference", log(x) - log(y) => which(minimum(x, y) .< 0, Double.nan, logQuotient(abs(x), abs(y))), tags: ["grows"],
    where: .isFloat("x"), .isFloat("y"))

  // Of exponentials.
  Rule("log-exp", log(exp(x)) => x + 0.0, where: .isFloat("x"))
  Rule("log2-exp2", log2(exp2(x)) => x + 0.0, where: .isFloat("x"))
  Rule("log10-exp10", log10(10 ** x) => x + 0.0, where: .isFloat("x"))
  Rule("log-exp2", log(exp2(x)) => 0.6931471805599453 * x, tags: ["signed-zero"], where: .isFloat("x"))
  Rule("log-exp-sum", log(expSum(x, y)) => x + y, tags: ["signed-zero"], where: .isFloat("x"), .isFloat("y"))
  Rule("log1mexp", log(-expm1(x)) => log1mexp(x), tags: ["signed-zero"])
  Rule("log-expm1", log(expm1(x)) => logsubexp(x, 0.0))
  Rule("log1p-exp-minus", log1p(-exp(x)) => log1mexp(x))
  let isFarDown: TensorPattern = x .< -40
  let nearer: TensorPattern = log1mexp(-exp(maximum(x, -41)))
  Rule("log1mexp-minus-exp", log1mexp(-exp(x)) => which(isFarDown, x, nearer), tags: ["grows"],
    where: .isFloat("x"), .isNoMaximum("x"), .mayBeBelow("x", -41))
  Rule("logaddexp", log(exp(x) + exp(y)) => logaddexp(x, y), priority: 2)
  Rule("logaddexp-zero", logaddexp(0, x) => softplus(x), where: .resultHasTypeOf("x"))
  Rule("logsubexp", log(expDifference(x, y)) => logsubexp(x, y), tags: ["signed-zero"])

  // Of the logistic function, hyperbolic functions and the normal distribution.
  Rule("softplus", log(1 + exp(x)) => softplus(x), priority: 2)
  Rule("softplus-log1p", log1p(exp(x)) => softplus(x))
  Rule("log-expit", log(expit(x)) => logExpit(x), tags: ["signed-zero"])
  Rule("log-twice-expit", log(2 * expit(x)) => which(x .> -1, log1p(tanh(0.5 * x)), logExpit(x) + 0.6931471805599453),
    tags: ["signed-zero", "grows"], priority: 2, where: .isFloat("x"))
  Rule("logcosh", log(cosh(x)) => logcosh(x))
  Rule("log-reciprocal-cosh", logQuotient(RightSide.number(1), cosh(x)) => -logcosh(x), tags: ["signed-zero"])
  // Far from 0 e^-x has no part in it.
  let (isPlain, size): (TensorPattern, TensorPattern) = (x .< 20, abs(x))
  let isPlainSize: TensorPattern = size .< 20
  let (one, ln2) = (RightSide.number(1), RightSide.number(0.6931471805599453))
  Rule("log-sinh", log(sinh(x)) => log(which(isPlain, sinh(x), one)) + which(isPlain, zero, x - ln2),
    tags: ["grows"], where: .isFloat("x"), .mayReach("x", 20))
  Rule("log-twice-sinh", log(2 * sinh(x)) => log(which(isPlain, 2 * sinh(x), one)) + which(isPlain, zero, x),
    tags: ["grows"], priority: 2, where: .isFloat("x"), .mayReach("x", 20))
  Rule("log-abs-sinh", log(abs(sinh(x))) => log(which(isPlainSize, abs(sinh(x)), one)) + which(isPlainSize, zero, size - ln2),
    tags: ["grows"], where: .isFloat("x"), .mayBeOfSize("x", from: 20))
  Rule("log-tanh", log(tanh(x)) => log1mexp(-2 * x) - softplus(-2 * x), tags: ["signed-zero", "grows"], where: .isFloat("x"))
  Rule("log-ndtr", log(0.5 * erfc(x)) => logNdtr(-1.4142135623730951 * x), tags: ["signed-zero"], priority: 2)
  Rule("log-erfc", log(erfc(x)) => which(x .< 1, log1p(-erf(x)), logNdtr(-1.4142135623730951 * x) + 0.6931471805599453),
    tags: ["signed-zero", "grows"], where: .isFloat("x"))

  // Of powers and roots.
  Rule("log-square", log(square(x)) => 2 * log(abs(x)), tags: ["grows"], where: .isFloat("x"))
  Rule("log-even-power", log(x ** c) => c * log(abs(x)), tags: ["signed-zero", "grows"], where: .isFloat("x"), .isEven("c"))
  Rule("log-odd-power", log(x ** c) => c * log(x), where: .isFloat("x"), .isOddAndPositive("c"))
  Rule("log-power", log(x ** y) => logPower(x, y), tags: ["signed-zero"], priority: -1, where: .isFloatPower)
  Rule("log-sqrt", log(sqrt(x)) => 0.5 * log(x))
  Rule("log2-square", log2(square(x)) => 2 * log2(abs(x)), tags: ["grows"], where: .isFloat("x"))
  Rule("log10-square", log10(square(x)) => 2 * log10(abs(x)), tags: ["grows"], where: .isFloat("x"))
  Rule("log2-sqrt", log2(sqrt(x)) => 0.5 * log2(x), where: .isFloat("x"))
  Rule("log10-sqrt", log10(sqrt(x)) => 0.5 * log10(x), where: .isFloat("x"))

  // Of products and quotients.
  Rule("log-stable-product", log(x * y), tags: ["grows"], priority: 1, where: .isFloatOperand, gives: StableLogarithm.productText) {
    match, language in StableLogarithm.ofProduct(match, language).flatMap(match.fitting)
  }
  Rule("log-stable-quotient", log(x / y), tags: ["signed-zero", "grows"], priority: 1, where: .isFloatOperand, gives: StableLogarithm.productText) {
    match, language in StableLogarithm.ofProduct(match, language).flatMap(match.fitting)
  }
  Rule("log-product", log(x * y) => logProduct(x, y), priority: -1, where: .isFloatOperand)
  Rule("log-quotient", log(x / y) => logQuotient(x, y), priority: -1)
  Rule("log-abs-product", log(abs(x * y)) => logProduct(abs(x), abs(y)), where: .isFloat("x"), .isFloat("y"))
  Rule("log-abs-quotient", log(abs(x / y)) => logQuotient(abs(x), abs(y)), where: .isFloat("x"), .isFloat("y"))
  Rule("log-secant-squared", log(square(1 / cosh(x))) => -2 * logcosh(x), tags: ["signed-zero"])
  Rule("log1p-product", log1p(x * y) => log1pProduct(x, y), priority: -1, where: .isFloatOperand)
  let total = TensorPattern.named("s", .reduction("sum", exp(x)))
  Rule(
    "log1p-sum-of-exp",
    log1p(total) => log1p(which(isfinite(total), total, zero)) + which(isfinite(total), zero, .reduction("logsumexp", x)),
    tags: ["grows"], where: .resultHasTypeOf("x"), .mayOverflowExp("x"))
  Rule("log1p-square", log1p(square(x)) => log1pProduct(x, x), where: .isFloat("x"))
  Rule("log1p-square-quotient", log1p(square(x) / c) => log1pProduct(x, x / c), where: .isFloat("x"), .isPlainNumber("c"))
  // Divided by a denormal number, what is no number yet when it is squared may be infinite.
  Rule(
    "log1p-square-quotient-any", log1p(square(x) / y), tags: ["grows"], priority: -1, where: .isFloat("x"), .isFloat("y"),
    gives: "log1p_product(x, x / y), both scaled where y is denormal"
  ) { match, language in
    let (least, scale) = match.root.elementType == .f32 ? (0x1p-110, 0x1p30) : (0x1p-1000, 0x1p60)
    let shift: TensorPattern = which(abs(y) .< RightSide.number(least), RightSide.number(scale), one)
    return RightSide(match, language).built(log1pProduct(x * shift, x / (y * shift)))
  }
  Rule("log1p-scaled-square", log1p(c * square(x)) => log1pProduct(c * x, x), where: .isFloat("x"))
  Rule("log1p-weighted-exp", log1p(x * y), tags: ["signed-zero", "grows"], priority: 1, where: .isFloatOperand, gives: "log1p(x*e^y), or softplus(log(x) + y) where e^y is infinite") {
    StableLogarithm.ofOnePlusProduct($0, $1)
  }
    .meant(for: log1p(x * exp(y)), log1p(exp2(x) * y))

  // Of sums.
  Rule("log-stable-sum", log(x + y), tags: ["grows"], priority: 1, where: .isFloatOperand, gives: StableLogarithm.sumText) { StableLogarithm.ofSum($0, $1) }
    .meant(for: log(exp(x) + exp(y)), log(x * exp(y) + x), log(cosh(x) + exp(y) * 2))
  Rule("log-stable-difference", log(x - y), tags: ["grows"], priority: 1, where: .isFloatOperand, gives: StableLogarithm.sumText) {
    StableLogarithm.ofSum($0, $1)
  }
    .meant(for: log(exp(x) - y * exp(x)), log(x - exp(y)))

  // In other bases, and of elements in other places.
  Rule("log2-stable", log2(x), tags: ["grows"], priority: -1, gives: "log(x)/log(2) where the natural logarithm has a form that loses less") {
    StableLogarithm.inBase($0, $1, inverse: 1.4426950408889634)
  }
  Rule("log10-stable", log10(x), tags: ["grows"], priority: -1, gives: "log(x)/log(10) where the natural logarithm has a form that loses less") {
    StableLogarithm.inBase($0, $1, inverse: 0.4342944819032518)
  }
  // (Of what is broadcast, functions are computed before.)
  for view in TensorLanguage.views.sorted() where view != "broadcast_to" {
    let shown: (TensorPattern) -> TensorPattern = { x in view == "take" ? .call(view, x, y) : .call(view, x) }
    let (pattern, stable) = (shown(x), log(shown(expit(x))))
    Rule("log-\(view.replacing("_", with: "-"))", log(pattern), gives: "\(view)(log(x)) where the logarithm of x loses less") {
      match, language in
      let shown = match.root.node.inputs[0]
      guard language.hasStableLogarithm(language.viewed(shown)) else { return nil }
      let right = RightSide(match, language)
      return right.built(log(right.term(shown.node.inputs[0]))).map {
        language.rebuilt(shown, [$0] + shown.node.inputs.dropFirst())
      }
    }
    .meant(for: stable, .call("sum", expit(x)) + stable)
  }
}

extension Rule.Guard where L == TensorLanguage {
  /// What the function is applied to is of a float type: products of integers wrap.
  static var isFloatOperand: Self {
    Self("the operand is of a float type") { match, _ in match.root.node.inputs[0].elementType.isFloat }
  }

  static var isFloatPower: Self {
    Self("the power is of a float type") { match, _ in match.root.node.inputs[0].elementType.isFloat }
  }

  /// Keeps a rule from matching what it gives.
  static func isNoMaximum(_ name: String) -> Self {
    of(name, "is no maximum") { tensor, language in language.head(of: tensor).name != "maximum" }
  }
}
