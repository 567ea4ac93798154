/// `where`, `minimum`, `maximum`, `clip`: choices that are made already, or twice.
let selections = TensorRuleBook("selections", "choices that are made already", tags: ["canonicalize"]) {
  let (x, y, z, c) = (anyTensor("x"), anyTensor("y"), anyTensor("z"), anyTensor("c"))
  let (yes, no): (TensorPattern, TensorPattern) = (true, false)

  Rule("where-true", which(yes, x, y) => x)
  Rule("where-false", which(no, x, y) => y)
  Rule("where-same", which(c, x, x) => x)
  Rule("where-inverse", which(~c, x, y) => which(c, y, x), where: .isBool("c"))
  Rule("where-where-first", which(c, which(c, x, y), z) => which(c, x, z))
  Rule("where-where-second", which(c, x, which(c, y, z)) => which(c, x, z))
  Rule("where-true-false", which(c, yes, no) => c, where: .isBool("c"))
  Rule("where-false-true", which(c, no, yes) => ~c, where: .isBool("c"))
  Rule("where-magnitude", which(x .>= 0, x, -x) => abs(x), tags: ["signed-zero"], where: .isFloat("x"))
  Rule("where-magnitude-strict", which(x .> 0, x, -x) => abs(x), tags: ["signed-zero"], where: .isFloat("x"))
  Rule("where-magnitude-turned", which(x .< 0, -x, x) => abs(x), tags: ["signed-zero"], where: .isFloat("x"))
  Rule(
    "where-of-functions", which(c, x, y),
    where: .of("x", "and y are one function of one argument") { x, language in language.operands(of: x).count == 1 },
    gives: "function(where(c, ...))"
  ) { match, _ in
    // One function of the chosen argument instead of two of which one is thrown away.
    let (first, second) = (match["x"], match["y"])
    guard let function = (first.node.operation as? Elementwise)?.function, second != first,
      (second.node.operation as? Elementwise)?.function == function, function.arity == 1
    else { return nil }
    let (a, b) = (first.node.inputs[0], second.node.inputs[0])
    guard a.type.elementType == b.type.elementType, !a.type.isWeak, !b.type.isWeak else { return nil }
    return .apply(function, [.apply(.where, [match["c"], a, b], at: match.place)], at: match.place)
  }
    .meant(for: which(c, exp(x), exp(y)), which(c, -x, -y), which(c, sqrt(x), sqrt(y)))

  // Decided by what is known.
  Rule("minimum-known", minimum(x, y) => x, tags: ["signed-zero"], where: .isBelow("x", "y", orEqual: true), .isNotNaN("y"))
  Rule("maximum-known", maximum(x, y) => y, tags: ["signed-zero"], where: .isBelow("x", "y", orEqual: true), .isNotNaN("x"))
  Rule(
    "clip-known", clip(x, y, z) => x, tags: ["signed-zero"],
    where: .isBelow("y", "x", orEqual: true), .isBelow("x", "z", orEqual: true), .isNotNaN("y"), .isNotNaN("z"))
    .meant(for: clip(clip(x, 0, 1), -1, 2), clip(expit(x), 0, 1))
  Rule("abs-known", abs(x) => x, where: .isNonnegative("x"), .isNotNegativeZero("x"))
  Rule("abs-of-negative", abs(x) => -x, where: .isNegative("x"), .isFloat("x"))
  Rule("sign-of-positive", sign(x) => 1, where: .isPositive("x"))
  Rule("sign-of-negative", sign(x) => -1, where: .isNegative("x"))
  Rule("floor-of-whole", floor(x) => x, where: .isWhole("x"))
  Rule("ceil-of-whole", ceil(x) => x, where: .isWhole("x"))
  Rule("trunc-of-whole", trunc(x) => x, where: .isWhole("x"))
  Rule("rint-of-whole", rint(x) => x, where: .isWhole("x"), .isFloat("x"))
}
