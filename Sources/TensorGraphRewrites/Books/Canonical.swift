/// Forms that need no computing at all, or less of it, with equal bits for every argument.
let canonical = TensorRuleBook("canonical", "the same bits with less work", tags: ["canonicalize"]) {
  let (x, y) = (anyTensor("x"), anyTensor("y"))

  // Signs.
  Rule("negative-negative", -(-x) => x)
  Rule("abs-negative", abs(-x) => abs(x))
  Rule("abs-abs", abs(abs(x)) => abs(x))
  Rule("square-negative", square(-x) => square(x), where: .isFloat("x"))
  Rule("square-abs", square(abs(x)) => square(x), where: .isFloat("x"))
  Rule("negative-times-negative", (-x) * (-y) => x * y, where: .isFloat("x"), .isFloat("y"))
  Rule("cos-negative", cos(-x) => cos(x))
  Rule("cosh-negative", cosh(-x) => cosh(x))
  Rule("subtract-negative", x - (-y) => x + y, where: .isFloat("x"), .isFloat("y"))
  Rule("add-negative", x + (-y) => x - y, where: .isFloat("x"), .isFloat("y"))

  // Neutral elements. (x + 0 is not x where x is -0.)
  Rule("times-one", x * 1 => x)
  Rule("divided-by-one", x / 1 => x)
  Rule("minus-zero", x - 0 => x)
  Rule("power-one", x ** 1 => x)

  // Functions of themselves.
  Rule("minimum-self", minimum(x, x) => x)
  Rule("maximum-self", maximum(x, x) => x)
  Rule("and-self", x & x => x)
  Rule("or-self", x | x => x)
  Rule("invert-invert", ~(~x) => x)
  Rule("floor-floor", floor(floor(x)) => floor(x))
  Rule("ceil-ceil", ceil(ceil(x)) => ceil(x))
  Rule("trunc-trunc", trunc(trunc(x)) => trunc(x))

  // Views of views.
  Rule("astype-astype", .call("astype", .call("astype", x, attributes: ["dtype": .variable("dtype")]),
    attributes: ["dtype": .variable("dtype")]) => .call("astype", x, attributes: ["dtype": .variable("dtype")]))
}
