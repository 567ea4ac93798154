/// Terms and factors that cancel, sums and products that can be collected: exact in integers, which wrap alike on both
/// sides; in floats only where what is known of the values makes them so.
let cancellation = TensorRuleBook("cancellation", "what cancels, and what can be collected", tags: ["canonicalize"]) {
  let (x, y, z) = (anyTensor("x"), anyTensor("y"), anyTensor("z"))
  let (a, b) = (anyNumber("a"), anyNumber("b"))

  // Alone.
  inNumbers("difference-of-equals", x - x => 0, inFloats: .isFinite("x"))
  inNumbers("times-zero", x * 0 => 0, inFloats: .isFinite("x"), .isNonnegative("x"), .isNotNegativeZero("x"))
  Rule("quotient-of-equals", x / x => 1, where: .isFiniteAndNonzero("x"))
  Rule("zero-over", 0 / x => 0, where: .isPositive("x"))
    .meant(for: 0 / which(x .> 0, RightSide.number(1.5), RightSide.number(2.5)))
  Rule("floor-quotient-by-one", floorDivide(x, 1) => x, where: .integers)
  Rule("remainder-by-one", remainder(x, 1) => 0, where: .integers)

  // In sums.
  inNumbers("sum-minus-term", (x + y) - x => y)
  inNumbers("term-minus-sum", x - (x + y) => -y)
  inNumbers("difference-plus", (x - y) + y => x)
  inNumbers("difference-minus", (x - y) - x => -y)
  inNumbers("minus-difference", x - (x - y) => y)
  inNumbers("sum-with-negative", x + (-x) => 0)

  // Numbers come together. (What is all numbers is folded.)
  inNumbers("numbers-of-sum", (x + a) + b => x + (a + b), where: .isNoNumber("x"))
  inNumbers("numbers-of-sum-and-difference", (x + a) - b => x + (a - b), where: .isNoNumber("x"))
  inNumbers("numbers-of-differences", (x - a) - b => x - (a + b), where: .isNoNumber("x"))
  inNumbers("numbers-of-difference-and-sum", (x - a) + b => x + (b - a), where: .isNoNumber("x"))
  inNumbers("number-minus-sum", a - (x + b) => (a - b) - x, priority: 2, where: .isNoNumber("x"))
  inNumbers("numbers-of-product", (x * a) * b => x * (a * b), priority: 1, where: .isNoNumber("x"))
  inNumbers("like-terms", x * a + x * b => x * (a + b), priority: 1, where: .isNoNumber("x"))
  inNumbers("like-term-alone", x * a + x => x * (a + 1), where: .isNoNumber("x"))
  inNumbers("unlike-terms", x * a - x * b => x * (a - b), priority: 1, where: .isNoNumber("x"))

  // A common factor.
  inNumbers("common-factor", x * y + x * z => x * (y + z))
  inNumbers("common-factor-of-difference", x * y - x * z => x * (y - z))

  // Quotients, in floats only.
  Rule("product-over-factor", (x * y) / x => y, tags: ["reassociates", "unsafe"])
  Rule("quotient-times-divisor", (x / y) * y => x, tags: ["reassociates", "unsafe"])
  Rule("quotient-of-quotient", (x / y) / z => x / (y * z), tags: ["reassociates", "unsafe"])
  Rule("over-quotient", x / (y / z) => (x * z) / y, tags: ["reassociates", "unsafe"])
  Rule("numbers-of-quotient", (x * a) / b => x * (a / b), tags: ["reassociates"], where: .floats)
  Rule("common-divisor", x / z + y / z => (x + y) / z, tags: ["reassociates", "unsafe"])
}

/// The equation for integers, and for floats: where the guards hold, and, as a rule that is left out unless it is asked for,
/// everywhere.
private func inNumbers(
  _ name: String, _ equation: Equation<TensorLanguage>, priority: Int = 0, where guards: TensorRule.Guard...,
  inFloats known: TensorRule.Guard..., file: StaticString = #fileID, line: Int = #line
) -> [TensorRule] {
  var rules = [TensorRule(name, equation, priority: priority, guards: [.integers] + guards, file: file, line: line)]
  if !known.isEmpty {
    rules.append(TensorRule(name + "-known", equation, priority: priority, guards: [.floats] + guards + known, file: file, line: line))
  }
  rules.append(
    TensorRule(
      name + "-float", equation, tags: ["reassociates", "unsafe", "signed-zero"], priority: priority, guards: [.floats] + guards, file: file,
      line: line))
  return rules
}
