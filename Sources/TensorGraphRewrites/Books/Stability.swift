/// Formulas that overflow, underflow or cancel, and the functions that compute the same without.
///
/// In exact arithmetic both sides are equal. Left sides are written as the other rules leave them: operands come first.
let stability = TensorRuleBook("stability", "formulas that lose digits, and functions that do not", tags: ["stabilize"]) {
  let (x, y, c) = (anyTensor("x"), anyTensor("y"), anyNumber("c"))

  // Exponentials and logarithms near 1.
  Rule("log1p", log(1 + x) => log1p(x))
  Rule("log1p-minus", log(1 - x) => log1p(-x))
  Rule("expm1", exp(x) - 1 => expm1(x), tags: ["signed-zero"])
  Rule("expm1-minus", 1 - exp(x) => -expm1(x), tags: ["signed-zero"])
  Rule("log-exp", log(exp(x)) => x + 0.0, where: .isFloat("x"))
  Rule("log1mexp", log(-expm1(x)) => log1mexp(x))
  Rule("log-expm1", log(expm1(x)) => logsubexp(x, 0.0))
  Rule("log1p-exp-minus", log1p(-exp(x)) => log1mexp(x))

  // The logistic function.
  Rule("softplus", log(1 + exp(x)) => softplus(x))
  Rule("softplus-log1p", log1p(exp(x)) => softplus(x))
  Rule("expit", 1 / (1 + exp(-x)) => expit(x))
  Rule("expit-minus", 1 / (1 + exp(x)) => expit(-x))
  Rule("expit-reciprocal", reciprocal(1 + exp(-x)) => expit(x))
  Rule("expit-quotient", exp(x) / (1 + exp(x)) => expit(x))
  Rule("expit-complement", 1 - expit(x) => expit(-x))
  Rule("log-expit", log(expit(x)) => logExpit(x))

  // Sums of exponentials.
  Rule("logaddexp", log(exp(x) + exp(y)) => logaddexp(x, y))
  Rule("logsubexp", log(exp(x) - exp(y)) => logsubexp(x, y))
  Rule("logsumexp", log(.reduction("sum", exp(x))) => .reduction("logsumexp", x))
  Rule(
    "logmeanexp", log(.reduction("mean", exp(x))), gives: "logsumexp(x, axis=axis, keepdims=keepdims) - log(count)"
  ) { match, language in
    guard let axes = match.attributes["axis"]?.axes else { return nil }
    let x = match["x"]
    let count = axes.reduce(Dimension(1)) { $0 * x.shape[$1] }
    let place = match.root.node.places.first ?? .none
    guard let sum = language.instance(of: .reduction("logsumexp", anyTensor("x")), match) else { return nil }
    let number = Tensor.make(Extent(count), [], at: place).converted(to: sum.elementType, at: place)
    return .apply(.subtract, [sum, .apply(.log, [number], at: place)], at: place)
  }
  Rule("softmax", exp(x) / .reduction("sum", exp(x)) => .along("softmax", x), where: .meetsAgain("x"))
  Rule("log-softmax", log(.along("softmax", x)) => .along("log_softmax", x))
  Rule(
    "log-softmax-getitem", log(.call("getitem", .along("softmax", x))), gives: "getitem(log_softmax(x, axis=axis))"
  ) { match, language in
    // The same places of the logarithm.
    let slice = match.root.node.inputs[0]
    return language.instance(of: .along("log_softmax", x), match).map { language.rebuilt(slice, [$0]) }
  }

  // Hyperbolic functions written out.
  Rule("tanh", (exp(x) - exp(-x)) / (exp(x) + exp(-x)) => tanh(x))
  Rule("tanh-expm1", expm1(x) / (1 + exp(x)) => tanh(0.5 * x))
  Rule("sinh", (exp(x) - exp(-x)) / 2 => sinh(x))
  Rule("sinh-half", 0.5 * (exp(x) - exp(-x)) => sinh(x))
  Rule("cosh", (exp(x) + exp(-x)) / 2 => cosh(x))
  Rule("cosh-half", 0.5 * (exp(x) + exp(-x)) => cosh(x))
  Rule("logcosh", log(cosh(x)) => logcosh(x))

  // Differences from 1.
  Rule("erfc", 1 - erf(x) => erfc(x))
  Rule("erfc-minus", 1 + erf(x) => erfc(-x))
  Rule("log-ndtr", log(0.5 * erfc(x)) => logNdtr(-1.4142135623730951 * x))
  Rule("log-ndtr-half", log(erfc(x) / 2) => logNdtr(-1.4142135623730951 * x))
  Rule("versed-sine", 1 - cos(x) => 2 * square(sin(0.5 * x)))

  // Logarithms of powers and roots.
  Rule("log-square", log(square(x)) => 2 * log(abs(x)), where: .isFloat("x"))
  Rule("log-even-power", log(x ** c) => c * log(abs(x)), where: .isFloat("x"), .isEven("c"))
  Rule("log-odd-power", log(x ** c) => c * log(x), where: .isFloat("x"), .isOddAndPositive("c"))
  Rule("log-sqrt", log(sqrt(x)) => 0.5 * log(x))
  Rule(
    "log-prod", log(.reduction("prod", x)), where: .isFloat("x"),
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
}
