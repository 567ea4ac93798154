/// The logistic function, hyperbolic functions and their inverses, written out in exponentials, roots and logarithms.
let stableLogistic = TensorRuleBook(
  "logistic", "logistic and hyperbolic functions that are written out", tags: ["stabilize"]
) {
  let (x, y) = (anyTensor("x"), anyTensor("y"))

  // The logistic function.
  Rule("expit", 1 / (1 + exp(-x)) => expit(x))
  Rule("expit-minus", 1 / (1 + exp(x)) => expit(-x))
  Rule("expit-dividend", y / (1 + exp(x)) => y * expit(-x), priority: -1)
  Rule("expit-quotient", exp(x) / (1 + exp(x)) => expit(x))
  Rule("expit-complement", 1 - expit(x) => expit(-x))
  Rule("expit-less-one", expit(x) - 1 => -expit(-x), tags: ["signed-zero", "grows"])
  Rule("expit-tanh", 0.5 + 0.5 * tanh(x) => expit(2 * x), where: .isFloat("x"))
  Rule("expit-tanh-minus", 0.5 - 0.5 * tanh(x) => expit(-2 * x), where: .isFloat("x"))
  Rule("expit-odds", expit(x) / expit(-x) => exp(x))
  Rule("expit-odds-minus", expit(-x) / expit(x) => exp(-x))

  // Its logarithm's mirror images.
  Rule("softplus-less-argument", softplus(x) - x => softplus(-x), where: .isFloat("x"))
  Rule("argument-less-softplus", x - softplus(x) => -softplus(-x), tags: ["signed-zero", "grows"], where: .isFloat("x"))
  Rule(
    "logaddexp-less-argument", logaddexp(x, y) - x => maximum(y - x, 0) + log1p(expSum(minimum(x, y), -maximum(x, y))), tags: ["grows"],
    where: .isFloat("x"), .isFloat("y"))
  Rule("logit-of-expit", logExpit(x) - logExpit(-x) => x + 0.0, where: .isFloat("x"))

  // Hyperbolic functions.
  Rule("twice-sinh", exp(x) - exp(y) => 2 * sinh(x), tags: ["signed-zero"], priority: 1, where: .isFloat("x"), .areOpposite("x", "y"))
    .meant(for: exp(x) - exp(-x), exp(x - y) - exp(y - x))
  Rule("twice-cosh", exp(x) + exp(y) => 2 * cosh(x), where: .isFloat("x"), .areOpposite("x", "y"))
    .meant(for: exp(x) + exp(-x), exp(x - y) + exp(y - x))
  Rule("tanh", (2 * sinh(x)) / (2 * cosh(x)) => tanh(x), where: .isNoNumber("x"))
  Rule("tanh-quotient", sinh(x) / cosh(x) => tanh(x), where: .isNoNumber("x"))
  Rule("tanh-of-two", expDifference(x, y) / (exp(x) + exp(y)) => tanh(0.5 * (x - y)), tags: ["signed-zero"], where: .isFloat("x"), .isFloat("y"))
  Rule("tanh-expm1", expm1(x) / (1 + exp(x)) => tanh(0.5 * x))
  Rule("tanh-expit", 2 * expit(x) - 1 => tanh(0.5 * x), tags: ["signed-zero"])
  Rule("tanh-expit-minus", 1 - 2 * expit(x) => -tanh(0.5 * x), tags: ["signed-zero"])
  Rule("share-of-cosh", exp(x) / (2 * cosh(x)) => expit(2 * x), where: .isNoNumber("x"), .isFloat("x"))
  Rule("share-of-cosh-minus", exp(-x) / (2 * cosh(x)) => expit(-2 * x), where: .isFloat("x"))
  Rule("one-plus-tanh", 1 + tanh(x) => 2 * expit(2 * x), tags: ["grows"], where: .isFloat("x"))
  Rule("one-minus-tanh", 1 - tanh(x) => 2 * expit(-2 * x), tags: ["grows"], where: .isFloat("x"))
  Rule("tanh-less-one", tanh(x) - 1 => -2 * expit(-2 * x), tags: ["signed-zero", "grows"], where: .isFloat("x"))
  // Where the tangent is computed anyway (with its derivative, say), what cancels beside 1 is less than it costs to compute both.
  Rule("sech-squared", 1 - square(.named("t", tanh(x))) => square(1 / cosh(x)), where: .isUsedOnce("t"))
  Rule("cosh-squared-less-one", square(cosh(x)) - 1 => square(sinh(x)))
  Rule("cosh-less-one", cosh(x) - 1 => 2 * square(sinh(0.5 * x)), tags: ["grows"], where: .isFloat("x"))

  // Their inverses.
  Rule("arcsinh", log(x + hypot(x, 1)) => arcsinh(x), tags: ["signed-zero"], where: .isFloat("x"))
  Rule("arcsinh-minus", log(hypot(x, 1) - x) => -arcsinh(x), tags: ["signed-zero"], where: .isFloat("x"))
  Rule("arccosh", log(x + sqrt((x - 1) * (x + 1))) => arccosh(x), where: .isFloat("x"))
  Rule("twice-arctanh", logQuotient(1 + x, 1 - x) => 2 * arctanh(x), tags: ["signed-zero"], where: .isFloat("x"))
  Rule("twice-arctanh-minus", logQuotient(1 - x, 1 + x) => -2 * arctanh(x), tags: ["signed-zero"], where: .isFloat("x"))
  Rule("twice-arctanh-difference", log1p(x) - log1p(-x) => 2 * arctanh(x), where: .isFloat("x"))
  Rule("arcsinh-of-sinh", arcsinh(sinh(x)) => x, where: .isFloat("x"))
  Rule("sinh-of-arcsinh", sinh(arcsinh(x)) => x, where: .isFloat("x"))
  Rule("arccosh-of-cosh", arccosh(cosh(x)) => abs(x), where: .isFloat("x"))
  Rule("twice-arctanh-difference-minus", log1p(-x) - log1p(x) => -2 * arctanh(x), where: .isFloat("x"))
}
