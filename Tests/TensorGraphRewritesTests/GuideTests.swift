import TensorGraphRewrites
import Testing

/// What `docs/rewriting.md` tells a newcomer to write.
@Suite("The guide to rewriting")
struct GuideTests {
  private let x = anyTensor("x")
  private let c = anyNumber("c")

  @Test("a rule, its book, its firing, its exclusion") func firstRule() {
    let pythagoras = Rule("pythagoras", square(sin(x)) + square(cos(x)) => x * 0 + 1, tags: ["mine"])
    let book = TensorRuleBook("mine", "what I know of my data") { pythagoras }
    var database = TensorRuleDatabase.builtIn
    let isRegistered = database.register(book, in: "canonicalize")
    #expect(isRegistered)

    let t = Tensor("t", .f64, ["n"])
    let y = square(cos(t)) + square(sin(t))
    let report = rewrite([y], database: database)
    #expect(report.firings.map(\.rule) == ["pythagoras"])
    #expect(report.outcome == .equilibrium)
    #expect(report.results[0].type == y.type)
    #expect(rewrite([y], database: database, query: RuleQuery(exclude: ["mine"])).firings.isEmpty)
  }

  @Test("attributes, guards and code") func otherForms() {
    let softmax = Rule("log-softmax-again", log(.along("softmax", x)) => .along("log_softmax", x))
    let twice = Rule("sum-of-negative", TensorPattern.reduction("sum", -x) => -TensorPattern.reduction("sum", x))
    let flat = Rule(
      "flat", log(x ** c) => c * log(x), where: .init("x is 1-d") { match, _ in match["x"].rank == 1 })
    let small = Rule("small-sine", sin(x), gives: "x") { match, _ in match["x"] }
    #expect(softmax.description == "log(softmax(x, axis=axis)) => log_softmax(x, axis=axis)")
    #expect(twice.description == "sum(-x, axis=axis, keepdims=keepdims) => -sum(x, axis=axis, keepdims=keepdims)")
    #expect(flat.description == "log(x**c) => c*log(x)  where c is a number, x is 1-d")
    #expect(small.description == "sin(x) => x")
  }
}
