/// Forms that need no computing at all, or less of it, with equal bits for every argument.
let canonical = TensorRuleBook("canonical", "the same bits with less work", tags: ["canonicalize"]) {
  let (x, y, c) = (anyTensor("x"), anyTensor("y"), anyNumber("c"))

  // Signs.
  Rule("negative-negative", -(-x) => x)
  Rule("abs-negative", abs(-x) => abs(x), where: .isNotUnsigned("x"))
  Rule("abs-abs", abs(abs(x)) => abs(x))
  Rule("square-negative", square(-x) => square(x), where: .isFloat("x"))
  Rule("square-abs", square(abs(x)) => square(x), where: .isFloat("x"))
  Rule("abs-square", abs(square(x)) => square(x), where: .isFloat("x"))
  Rule("negative-times-negative", (-x) * (-y) => x * y, where: .isFloat("x"), .isFloat("y"))
  Rule("negative-over-negative", (-x) / (-y) => x / y)
  Rule("cos-negative", cos(-x) => cos(x))
  Rule("cosh-negative", cosh(-x) => cosh(x))
  Rule("subtract-negative", x - (-y) => x + y, where: .isFloat("x"), .isFloat("y"))
  Rule("add-negative", x + (-y) => x - y, where: .isFloat("x"), .isFloat("y"))
  Rule("negative-plus", (-x) + (-y) => -(x + y), tags: ["signed-zero"], priority: 1, where: .floats)
  Rule("negative-difference", -(x - y) => y - x, tags: ["signed-zero"])
  Rule("minus-minus-one", x * -1 => -x)
  Rule("divided-by-minus-one", x / -1 => -x)
  Rule("negative-quotient-number", (-x) / c, where: .floats, gives: "x/(-c)") { match, language in
    language.negated(match["c"]).map { .apply(.divide, [match["x"], $0], at: match.place) }
  }
  Rule("negative-times-number", (-x) * c, where: .floats, gives: "x*(-c)") { match, language in
    language.negated(match["c"]).map { .apply(.multiply, [match["x"], $0], at: match.place) }
  }
  Rule("negative-of-product", -(c * x), where: .floats, gives: "(-c)*x") { match, language in
    language.negated(match["c"]).map { .apply(.multiply, [$0, match["x"]], at: match.place) }
  }
  Rule("positive", positive(x) => x)

  // Odd functions let the sign out, where it may meet another.
  Rule("sin-negative", sin(-x) => -sin(x))
  Rule("tan-negative", tan(-x) => -tan(x))
  Rule("arcsin-negative", arcsin(-x) => -arcsin(x))
  Rule("arctan-negative", arctan(-x) => -arctan(x))
  Rule("sinh-negative", sinh(-x) => -sinh(x))
  Rule("tanh-negative", tanh(-x) => -tanh(x))
  Rule("arcsinh-negative", arcsinh(-x) => -arcsinh(x))
  Rule("arctanh-negative", arctanh(-x) => -arctanh(x))
  Rule("erf-negative", erf(-x) => -erf(x))
  Rule("cbrt-negative", cbrt(-x) => -cbrt(x))

  // Neutral elements. (x + 0 is not x where x is -0.)
  Rule("times-one", x * 1 => x)
  Rule("divided-by-one", x / 1 => x)
  Rule("minus-zero", x - 0 => x, priority: 2)
  Rule("plus-minus-zero", x + -0.0 => x)
  Rule("plus-zero", x + 0 => x, priority: 2, where: .isNotNegativeZero("x"))
  Rule("zero-minus", 0 - x => -x, tags: ["signed-zero"], priority: 1)
  Rule("one-over", reciprocal(x) => 1 / x, where: .isFloat("x"))

  // One function instead of two operands.
  Rule("times-itself", x * x => square(x), where: .isNumber("x"))

  // Functions of themselves.
  Rule("minimum-self", minimum(x, x) => x)
  Rule("maximum-self", maximum(x, x) => x)
  Rule("minimum-again", minimum(x, minimum(x, y)) => minimum(x, y))
  Rule("maximum-again", maximum(x, maximum(x, y)) => maximum(x, y))
  Rule("minimum-of-negatives", minimum(-x, -y) => -maximum(x, y), tags: ["signed-zero"], where: .floats)
  Rule("maximum-of-negatives", maximum(-x, -y) => -minimum(x, y), tags: ["signed-zero"], where: .floats)
  Rule("floor-floor", floor(floor(x)) => floor(x))
  Rule("ceil-ceil", ceil(ceil(x)) => ceil(x))
  Rule("trunc-trunc", trunc(trunc(x)) => trunc(x))
  Rule("sign-sign", sign(sign(x)) => sign(x))
}
