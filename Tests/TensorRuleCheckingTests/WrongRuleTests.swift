import TensorGraphRewrites
import TensorJIT
import TensorRuleChecking
import Testing

/// Rules that are wrong, each in its own way, and what the check says of them.
@Suite("Wrong rules", .serialized)
struct WrongRuleTests {
  private struct Seed {
    let rule: TensorRule
    let kind: RuleViolation.Kind
  }

  private static let seeds: [Seed] = {
    let (x, y, z) = (anyTensor("x"), anyTensor("y"), anyTensor("z"))
    func seed(_ rule: TensorRule, _ kind: RuleViolation.Kind = .value) -> Seed { Seed(rule: rule, kind: kind) }
    return [
      seed(Rule("sign", sin(-x) => sin(x))),
      seed(Rule("zero-times", x * 0, tags: ["signed-zero"], gives: "0") { match, _ in zerosLike(match.root) }),
      seed(Rule("quotient-of-itself", x / x, gives: "1") { match, _ in onesLike(match.root) }),
      seed(Rule("other-type", exp(x), gives: "f32(exp(x))") { match, _ in astype(sin(match.root), .f32) }, .refused),
      seed(Rule("root-of-square", sqrt(square(x)) => x + 0.0)),
      seed(Rule("log-of-product", log(x * y) => log(x) + log(y), tags: ["grows"])),
      seed(
        Rule("other-axis", .along("cumsum", x), gives: "cumsum along the next axis") { match, _ in
          let rank = match["x"].rank
          guard rank > 1, case .integer(0)? = match.attribute(named: "axis")?.value else { return nil }
          return cumsum(match["x"], axis: 1, type: match.root.elementType)
        }),
      seed(Rule("exp-of-log", exp(log(x)) => x + 0.0)),
      seed(Rule("drops-nan", minimum(x, y) => fmin(x, y))),
      seed(Rule("reassociates", (x + y) - z => x + (y - z))),
      seed(Rule("endless", x - y => -(y - x)), .endless),
      seed(Rule("overflow", hypot(x, y) => sqrt(square(x) + square(y)), tags: ["grows"])),
      seed(Rule("cancellation", expm1(x) => exp(x) - 1, tags: ["grows"])),
      seed(Rule("grows", square(x) => x * x * 1), .growth),
      seed(Rule("negative-zero", x + 0 => x)),
      seed(Rule("ties", floor(x + 0.5) => rint(x))),
      seed(Rule("unsigned", abs(-x) => abs(x))),
    ]
  }()

  @Test("each is caught") func caught() {
    var lines = ["rule                 caught as                     counterexample"]
    for seed in Self.seeds {
      let report = checkRule(seed.rule, instances: 150, seed: 7)
      let violation = report.violations.first { $0.kind == seed.kind }
      #expect(violation != nil, "\(report)")
      guard let violation else { continue }
      let name = seed.rule.name.padding(toLength: 20, withPad: " ")
      let kind = violation.kind.rawValue.padding(toLength: 22, withPad: " ")
      let place = violation.arguments.map { "\($0.name) = \($0.value)" }.joined(separator: ", ")
      lines.append("\(name) \(kind) \(violation.message)\n\(String(repeating: " ", count: 21))\(violation.left) => \(violation.right)")
      if !place.isEmpty { lines.append(String(repeating: " ", count: 21) + place) }
    }
    print(lines.joined(separator: "\n"))
  }

  @Test("right ones are not") func right() {
    let x = anyTensor("x")
    for rule in [
      Rule("log1p-again", log(1 + x) => log1p(x), tags: ["signed-zero"], where: .isNoNumber("x")),
      Rule("softplus-again", log(1 + exp(x)) => softplus(x)),
      Rule("double", x + x => 2 * x, where: .isFloat("x")),
      // Positive numbers only.
      Rule("root-of-product", sqrt(x * anyTensor("y")) => sqrt(x) * sqrt(anyTensor("y")), tags: ["unsafe", "grows"]),
    ] {
      let report = checkRule(rule, instances: 150)
      #expect(report.isCorrect, "\(report)")
      #expect(report.instances == 150)
    }
  }

  @Test("the same seed gives the same report") func repeats() {
    let rule = Self.seeds[0].rule
    #expect(checkRule(rule, instances: 30).description == checkRule(rule, instances: 30).description)
  }
}

extension String {
  fileprivate func padding(toLength length: Int, withPad pad: Character) -> String {
    self + String(repeating: pad, count: max(0, length - count))
  }
}
