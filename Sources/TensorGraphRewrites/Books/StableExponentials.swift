/// Exponentials and powers whose sums, differences and products overflow or cancel.
let stableExponentials = TensorRuleBook(
  "exponentials", "exponentials that overflow between, or cancel", tags: ["stabilize"]
) {
  let (x, y, z, c) = (anyTensor("x"), anyTensor("y"), anyTensor("z"), anyNumber("c"))

  // Exponentials near 1.
  Rule("expm1", exp(x) - 1 => expm1(x), tags: ["signed-zero"])
  Rule("expm1-minus", 1 - exp(x) => -expm1(x), tags: ["signed-zero"])
  let (zero, one) = (RightSide.number(0), RightSide.number(1))
  // Choices on both sides of the difference: so rules do not match their own results.
  let isNearOne: TensorPattern = abs(x) .< 1
  let excess = which(isNearOne, expm1(0.6931471805599453 * x), exp2(x))
  Rule("exp2-minus-one", exp2(x) - 1 => excess - which(isNearOne, zero, one), tags: ["grows", "signed-zero"],
    where: .mayBeOfSize("x", below: 1))
  Rule("exp2-from-one", 1 - exp2(x) => which(isNearOne, zero, one) - excess, tags: ["grows", "signed-zero"],
    where: .mayBeOfSize("x", below: 1))
  let atMostZero: TensorPattern = minimum(x, 0)
  let lowQuotient: TensorPattern = exp(atMostZero) / expm1(atMostZero)
  let highQuotient: TensorPattern = -1 / expm1(-x)
  Rule(
    "exp-expm1-quotient", exp(x) / expm1(x) => which(x .> 0, highQuotient, lowQuotient), tags: ["grows"],
    where: .isNoNumber("x"), .mayOverflowExp("x"))
  Rule("expm1-exp-quotient", expm1(x) / exp(x) => -expm1(-x), where: .isNoNumber("x"))

  // Products and powers of exponentials.
  Rule("exp-product", exp(x) * exp(y) => expSum(x, y))
  Rule("exp-quotient", exp(x) / exp(y) => expSum(x, -y))
  Rule("exp-square", square(exp(x)) => exp(2 * x), where: .isFloat("x"))
  Rule("exp-sqrt", sqrt(exp(x)) => exp(0.5 * x), where: .isFloat("x"))
  Rule("exp-difference", exp(x) - exp(y) => expDifference(x, y), tags: ["signed-zero"])
  Rule("exp-log-softmax", exp(.softmaxOfAnyKind("log_softmax", x)) => .softmaxOfAnyKind("softmax", x))

  // Compound interest.
  Rule("compound", (1 + x) ** y => compound(x, y), where: .isFloat("x"), .isNoSmallNumber("y"))
  Rule("compound-minus", (1 - x) ** y => compound(-x, y), where: .isFloat("x"), .isNoSmallNumber("y"))
  let growth: TensorPattern = y * log1p(x)
  let isLittle: TensorPattern = abs(growth) .< 0.5
  let rest = which(isLittle, zero, one)
  let part = which(isLittle, expm1(growth), compound(x, y))
  let powerPart = which(isLittle, expm1(growth), (1 + x) ** y)
  Rule("compound-minus-one", compound(x, y) - 1 => part - rest, tags: ["grows", "signed-zero"],
    where: .mayBeOfSize(growth, below: 0.5))
  Rule("compound-from-one", 1 - compound(x, y) => rest - part, tags: ["grows", "signed-zero"],
    where: .mayBeOfSize(growth, below: 0.5))
  Rule("growth-minus-one", (1 + x) ** y - 1 => powerPart - rest, tags: ["grows", "signed-zero"],
    where: .isFloat("x"), .isPlainNumber("y"), .mayBeOfSize(growth, below: 0.5))
  Rule("square-minus-one", square(1 + x) - 1 => x * (2 + x), tags: ["signed-zero"], where: .isFloat("x"))

  // Shares of exponentials: 1 / (1 + the others / this one).
  let higher: TensorPattern = maximum(x, y)
  let lessHigher: TensorPattern = -which(isfinite(higher), higher, RightSide.number(0))
  let (mine, yours): (TensorPattern, TensorPattern) = (expSum(x, lessHigher), expSum(y, lessHigher))
  Rule("share-of-two", exp(x) / (exp(x) + exp(y)) => mine / (mine + yours), tags: ["grows"])
  // Of three: exponents less the greatest, as far as that is finite.
  let top: TensorPattern = maximum(maximum(x, y), z)
  let less: TensorPattern = -which(isfinite(top), top, RightSide.number(0))
  let (first, second, third): (TensorPattern, TensorPattern, TensorPattern) = (expSum(x, less), expSum(y, less), expSum(z, less))
  let sum: TensorPattern = exp(x) + exp(y) + exp(z)
  Rule("share-of-three", exp(x) / sum => first / (first + second + third), tags: ["grows"])
  // With a number: divided by the exponential where that is large. (Below 0 nothing overflows, and the rule does not fire.)
  let low: TensorPattern = exp(minimum(x, 0))
  let (isHigh, inverse): (TensorPattern, TensorPattern) = (x .> 0, exp(-x))
  let (withNumber, lowWithNumber): (TensorPattern, TensorPattern) = (exp(x) + c, low + c)
  Rule(
    "share-with-number", exp(x) / withNumber => which(isHigh, one / (one + c * inverse), low / lowWithNumber),
    tags: ["grows"], where: .isNoNumber("x"), .mayOverflowExp("x"), .isPositiveNumber("c"), .isNotOne("c"))
  let (scaled, lowScaled): (TensorPattern, TensorPattern) = (c * exp(x), c * low)
  let (withScaled, lowWithScaled): (TensorPattern, TensorPattern) = (scaled + y, lowScaled + y)
  Rule(
    "share-of-number", exp(x) / withScaled => which(isHigh, one / (c + y * inverse), low / lowWithScaled),
    tags: ["grows"], where: .isNoNumber("x"), .mayOverflowExp("x"), .isPositiveNumber("c"), .isPositiveNumber("y"))
}

extension Rule.Guard where L == TensorLanguage {
  /// Small powers lose little.
  static func isNoSmallNumber(_ name: String) -> Self {
    Self("\(name) is no number up to 8") { match, language in
      language.number(match[name]).map { $0.magnitude > 8 } ?? true
    }
  }
}
