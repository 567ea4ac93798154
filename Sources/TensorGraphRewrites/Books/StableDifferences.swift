/// Differences that cancel: of squares and roots, of 1 and cosines, of error functions; and lengths.
let stableDifferences = TensorRuleBook("differences", "differences that cancel, and lengths", tags: ["stabilize"]) {
  let (x, y, z, c) = (anyTensor("x"), anyTensor("y"), anyTensor("z"), anyNumber("c"))

  // Squares and lengths.
  Rule("difference-of-squares", square(x) - square(y) => (x - y) * (x + y), tags: ["grows", "signed-zero"], priority: -1, where: .isFloat("x"), .isFloat("y"))
  Rule("square-less-one", square(x) - 1 => (x - 1) * (x + 1), tags: ["grows", "signed-zero"], priority: -1, where: .isFloat("x"))
  Rule("one-less-square", 1 - square(x) => (1 - x) * (1 + x), tags: ["grows", "signed-zero"], priority: -1, where: .isFloat("x"), .isNoSharedTangent)
  // A NaN beside an infinity has no length, other than in hypot.
  Rule("hypot", sqrt(square(x) + square(y)) => which(isnan(x) | isnan(y), Double.nan, hypot(x, y)), tags: ["grows"],
    where: .isFloat("x"), .isFloat("y"))
  Rule("hypot-number", sqrt(square(x) + c), where: .isPlainNumber("c"), .isFloat("x"), .isPositiveNumber("c"), gives: "hypot(x, sqrt(c))") {
    match, language in
    guard let number = language.number(match["c"]) else { return nil }
    let right = RightSide(match, language)
    return right.built(hypot(right.term(match["x"]), RightSide.number(number.squareRoot())))
  }
  Rule("hypot-of-more", sqrt(x + y), tags: ["grows"], priority: -1, where: .isFloatOperand, gives: "hypot(hypot(a, b), c) where all terms are squares") {
    match, language in
    guard let terms = language.terms(of: match.root.node.inputs[0]), terms.count > 2 else { return nil }
    let right = RightSide(match, language)
    var sides: [TensorPattern] = []
    for term in terms {
      guard !term.isNegative, language.head(of: term.tensor).name == "square" else { return nil }
      sides.append(right.term(term.tensor.node.inputs[0]))
    }
    let length = sides.dropFirst().reduce(sides[0]) { hypot($0, $1) }
    let hasNaN = sides.dropFirst().reduce(isnan(sides[0])) { $0 | isnan($1) }
    return right.built(which(hasNaN, RightSide.number(.nan), length))
  }
    .meant(for: sqrt(square(x) + square(y) + square(z)))
  Rule("quotient-of-squares", square(x) / square(y) => square(x / y), where: .isFloat("x"), .isFloat("y"))
  Rule("scaled-quotient-of-squares", (c * square(x)) / square(y) => c * square(x / y), where: .isOfOrdinarySize("c"), .isFloat("x"), .isFloat("y"))

  // Roots.
  let (zero, one) = (RightSide.number(0), RightSide.number(1))
  let (upperRoot, lowerRoot): (TensorPattern, TensorPattern) = (sqrt(1 + x), sqrt(1 - x))
  // Where x is large the difference is taken as it is, as two choices: so the rule does not match its own result.
  let (isBelow, isAbove): (TensorPattern, TensorPattern) = (x .< 1, x .> -1)
  let upperPart = which(isBelow, x / (one + upperRoot), upperRoot)
  let lowerPart = which(isAbove, x / (one + lowerRoot), one)
  Rule("sqrt-less-one", upperRoot - 1 => upperPart - which(isBelow, zero, one), tags: ["grows", "signed-zero"],
    where: .isFloat("x"), .mayBeBelow("x", 1))
  Rule("one-less-sqrt", 1 - upperRoot => which(isBelow, zero, one) - upperPart, tags: ["grows", "signed-zero"],
    where: .isFloat("x"), .mayBeBelow("x", 1))
  Rule("one-less-lower-sqrt", 1 - lowerRoot => lowerPart - which(isAbove, zero, lowerRoot),
    tags: ["grows", "signed-zero"], where: .isFloat("x"), .mayReach("x", -1))
  Rule("lower-sqrt-less-one", lowerRoot - 1 => which(isAbove, zero, lowerRoot) - lowerPart,
    tags: ["grows", "signed-zero"], where: .isFloat("x"), .mayReach("x", -1))
  Rule("difference-of-roots", sqrt(x + c) - sqrt(x) => c / (sqrt(x + c) + sqrt(x)), tags: ["grows"], where: .isFloat("x"), .isPlainNumber("c"))
  Rule("difference-of-roots-minus", sqrt(x) - sqrt(x + c) => -c / (sqrt(x + c) + sqrt(x)), tags: ["grows"], where: .isFloat("x"), .isPlainNumber("c"))
  Rule("difference-of-lower-root", sqrt(x) - sqrt(x - c) => c / (sqrt(x) + sqrt(x - c)), tags: ["grows"], where: .isFloat("x"), .isPlainNumber("c"))
  let (isShort, length): (TensorPattern, TensorPattern) = (abs(x) .< 1, hypot(x, 1))
  let excess = which(isShort, x * (x / (one + length)), length)
  Rule("hypot-less-one", length - 1 => excess - which(isShort, zero, one), tags: ["grows"], where: .isFloat("x"), .mayBeOfSize("x", below: 1))
  Rule("reciprocal-difference", 1 / x - 1 / (x + c) => (c / (x + c)) / x, tags: ["signed-zero"], where: .isFloat("x"), .isPlainNumber("c"))

  // Angles.
  Rule("versed-sine", 1 - cos(x) => 2 * square(sin(0.5 * x)), tags: ["grows"], where: .isFloat("x"))
  Rule("cosine-less-one", cos(x) - 1 => -2 * square(sin(0.5 * x)), tags: ["grows", "signed-zero"], where: .isFloat("x"))
  Rule("one-plus-cosine", 1 + cos(x) => 2 * square(cos(0.5 * x)), tags: ["grows"], where: .isFloat("x"))
  Rule("cosine-squared", 1 - square(sin(x)) => square(cos(x)), where: .isFloat("x"))
  Rule("sine-squared", 1 - square(cos(x)) => square(sin(x)), where: .isFloat("x"))

  // Error functions.
  Rule("erfc", 1 - erf(x) => erfc(x))
  // In f32 the complement, with its exponential, takes twice as long as the function, two polynomials: `0.5 * x * (1 + erf(x))`
  // stays as it is.
  Rule("erfc-minus", 1 + erf(x) => erfc(-x), where: .of("x", "is f64") { x, _ in x.elementType == .f64 })
  Rule("erf-less-one", erf(x) - 1 => -erfc(x), tags: ["signed-zero"])
  Rule("erf-from-erfc", 1 - erfc(x) => erf(x), tags: ["signed-zero"])
  Rule("erf-from-erfc-minus", erfc(x) - 1 => -erf(x), tags: ["signed-zero"])
  Rule("erfc-mirrored", 2 - erfc(x) => erfc(-x))
  Rule("half-erfc-minus", 0.5 + 0.5 * erf(x) => 0.5 * erfc(-x))
  Rule("half-erfc", 0.5 - 0.5 * erf(x) => 0.5 * erfc(x))
  Rule("half-erfc-complement", 1 - 0.5 * erfc(x) => 0.5 * erfc(-x))
  let isLow: TensorPattern = maximum(x, y) .< -0.5
  let (upper, lower): (TensorPattern, TensorPattern) = (which(isLow, -y, x), which(isLow, -x, y))
  let isFar: TensorPattern = minimum(upper, lower) .> 0.5
  Rule(
    "erf-difference", erf(x) - erf(y) => which(isFar, erfc(lower), erf(upper)) - which(isFar, erfc(upper), erf(lower)),
    tags: ["grows", "signed-zero"], where: .isFloat("x"), .isFloat("y"),
    .init("both may be beyond 0.5 on one side") { match, language in
      let (x, y) = (language.facts(of: match["x"]).elements, language.facts(of: match["y"]).elements)
      return min(x.upper, y.upper) > 0.5 || max(x.lower, y.lower) < -0.5
    })
}
