/// Identities of bools, bits and comparisons.
let booleans = TensorRuleBook("booleans", "logic, bits and comparisons", tags: ["canonicalize"]) {
  let (x, y, c) = (anyTensor("x"), anyTensor("y"), anyNumber("c"))
  let low = which(x .> 0, RightSide.number(1.5), RightSide.number(2.5))
  let high = which(y .> 0, RightSide.number(3.5), RightSide.number(4.5))

  // Bits, of which bools are the smallest case.
  Rule("and-self", x & x => x)
  Rule("or-self", x | x => x)
  Rule("xor-self", x ^ x => 0)
  Rule("invert-invert", ~(~x) => x)
  Rule("and-zero", x & 0 => 0)
  Rule("or-zero", x | 0 => x)
  Rule("xor-zero", x ^ 0 => x)
  Rule("and-inverse", x & ~x => 0)
  Rule("and-absorbs", x & (x | y) => x)
  Rule("or-absorbs", x | (x & y) => x)
  Rule("inverses-and", ~x & ~y => ~(x | y))
  Rule("inverses-or", ~x | ~y => ~(x & y))
  Rule("shift-left-by-zero", x << 0 => x, where: .isInteger("x"))
  Rule("shift-right-by-zero", x >> 0 => x, where: .isInteger("x"))

  // With true and false.
  Rule("and-true", x & true => x, where: .isBool("x"))
  Rule("and-false", x & false => false, where: .isBool("x"))
  Rule("or-true", x | true => true, where: .isBool("x"))
  Rule("or-false", x | false => x, where: .isBool("x"))
  Rule("xor-true", x ^ true => ~x, where: .isBool("x"))
  Rule("xor-false", x ^ false => x, where: .isBool("x"))
  Rule("or-inverse", x | ~x => true, where: .isBool("x"))

  // Logic of bools is logic of bits.
  Rule("logical-and", (x .&& y) => x & y, where: .isBool("x"), .isBool("y"))
  Rule("logical-or", (x .|| y) => x | y, where: .isBool("x"), .isBool("y"))
  Rule("logical-not", logicalNot(x) => ~x, where: .isBool("x"))

  // Comparisons turned round. (Not less is not the same as greater or equal where there are NaN.)
  Rule("not-equal", ~(x .== y) => x .!= y)
  Rule("not-not-equal", ~(x .!= y) => x .== y)
  Rule("not-less", ~(x .< y) => x .>= y, where: .isNotNaN("x"), .isNotNaN("y"))
  Rule("not-less-equal", ~(x .<= y) => x .> y, where: .isNotNaN("x"), .isNotNaN("y"))
  Rule("not-greater", ~(x .> y) => x .<= y, where: .isNotNaN("x"), .isNotNaN("y"))
  Rule("not-greater-equal", ~(x .>= y) => x .< y, where: .isNotNaN("x"), .isNotNaN("y"))

  // With itself.
  Rule("less-self", (x .< x) => false)
  Rule("greater-self", (x .> x) => false)
  Rule("equal-self", (x .== x) => true, where: .isNotNaN("x"))
  Rule("less-equal-self", (x .<= x) => true, where: .isNotNaN("x"))
  Rule("greater-equal-self", (x .>= x) => true, where: .isNotNaN("x"))
  Rule("not-equal-self", (x .!= x) => isnan(x), where: .isFloat("x"))
  Rule("not-equal-self-known", (x .!= x) => false, where: .isNotNaN("x"))

  // Operands without their signs, differences without their subtraction.
  Rule("less-of-negatives", (-x .< -y) => y .< x, where: .isFloat("x"), .isFloat("y"))
  Rule("greater-of-negatives", (-x .> -y) => y .> x, where: .isFloat("x"), .isFloat("y"))
  Rule("positive-difference", (x - y .> 0) => x .> y, where: .isFloat("x"), .isFloat("y"))
  Rule("negative-difference-compared", (x - y .< 0) => x .< y, where: .isFloat("x"), .isFloat("y"))

  // Numbers stand on the right.
  Rule("number-less", (c .< x) => x .> c, where: .isNoNumber("x"))
  Rule("number-less-equal", (c .<= x) => x .>= c, where: .isNoNumber("x"))
  Rule("number-greater", (c .> x) => x .< c, where: .isNoNumber("x"))
  Rule("number-greater-equal", (c .>= x) => x .<= c, where: .isNoNumber("x"))

  // Decided by what is known.
  Rule("always-less", (x .< y) => true, where: .isBelow("x", "y"), .isNotNaN("x"), .isNotNaN("y"))
    .meant(for: low .< high)
  Rule("always-less-equal", (x .<= y) => true, where: .isBelow("x", "y", orEqual: true), .isNotNaN("x"), .isNotNaN("y"))
    .meant(for: low .<= high)
  Rule("always-greater", (x .> y) => true, where: .isBelow("y", "x"), .isNotNaN("x"), .isNotNaN("y"))
    .meant(for: high .> low)
  Rule(
    "always-greater-equal", (x .>= y) => true, where: .isBelow("y", "x", orEqual: true), .isNotNaN("x"), .isNotNaN("y"))
    .meant(for: high .>= low)
  Rule("never-less", (x .< y) => false, where: .isNeverBelow("x", "y"))
  Rule("never-less-equal", (x .<= y) => false, where: .isNeverBelow("x", "y", orEqual: true))
    .meant(for: high .<= low)
  Rule("never-greater", (x .> y) => false, where: .isNeverBelow("y", "x"))
  Rule("never-greater-equal", (x .>= y) => false, where: .isNeverBelow("y", "x", orEqual: true))
    .meant(for: low .>= high)
  Rule("never-nan", isnan(x) => false, where: .isNotNaN("x"))
  Rule("never-infinite", isinf(x) => false, where: .hasNoInfinity("x"))
  Rule("always-finite", isfinite(x) => true, where: .isFinite("x"))
}
