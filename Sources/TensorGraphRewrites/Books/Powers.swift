/// Powers with literal exponents, and roots of what is known to be positive.
let powers = TensorRuleBook("powers", "powers as products and roots", tags: ["canonicalize"]) {
  let (x, m, n) = (anyTensor("x"), anyNumber("m"), anyNumber("n"))

  Rule("power-zero", x ** 0 => 1, where: .isNumber("x"))
  Rule("power-one", x ** 1 => x, where: .isNumber("x"))
  Rule("power-two", x ** 2 => square(x), tags: ["stabilize"], where: .isNumber("x"))
  // As NumPy's operator does with a number that has no type of its own.
  Rule("power-half", x ** n => sqrt(x), where: .floats, .isWeakNumber("n", 0.5))
    .meant(for: x ** 0.5)
  Rule("power-half-known", x ** 0.5 => sqrt(x), where: .isNonnegative("x"), .isNotNegativeZero("x"), .isFloat("x"))
  Rule(
    "power-of-integers", x ** n, tags: ["grows"], where: .integers, gives: "x*x*...*x, by squaring"
  ) { match, language in
    // Exact, as integers wrap; beyond some length the general loop is as good.
    guard let exponent = language.constant(of: match["n"]).flatMap({ Int(exactly: $0.value.number) }), (3...64).contains(exponent)
    else { return nil }
    return product(match["x"], exponent, at: match.place)
  }

  Rule("square-of-root", square(sqrt(x)) => x, tags: ["stabilize"], where: .isNonnegative("x"), .isNotNegativeZero("x"))
  Rule("root-of-square", sqrt(square(x)) => abs(x), tags: ["stabilize"], where: .isFloat("x"))
  Rule("exp-of-log", exp(log(x)) => x, tags: ["stabilize"], where: .isNonnegative("x"), .isNotNegativeZero("x"), .isFloat("x"))
  Rule(
    "power-of-power", (x ** m) ** n => x ** (m * n), tags: ["reassociates", "unsafe"], where: .floats, .isFinite("m"),
    .isFinite("n"), .isNoNumber("x"))
  Rule(
    "product-of-powers", (x ** m) * (x ** n) => x ** (m + n), tags: ["reassociates", "unsafe"], where: .floats,
    .isFinite("m"), .isFinite("n"), .isNoNumber("x"))
}

/// Binary powering.
private func product(_ base: Tensor, _ exponent: Int, at place: SourcePlace) -> Tensor {
  if exponent == 1 { return base }
  let half = product(base, exponent / 2, at: place)
  let squared = Tensor.apply(.square, [half], at: place)
  return exponent % 2 == 0 ? squared : .apply(.multiply, [squared, base], at: place)
}
