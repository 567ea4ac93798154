import TensorGraphRewrites
import Testing

/// Laws that every rule obeys, so that a new one is tested without a new test.
@Suite("Rules")
struct RuleTableTests {
  @Test("names are words with hyphens, and unique") func names() {
    let names = TensorRuleDatabase.builtIn.rules.map(\.name)
    #expect(Set(names).count == names.count)
    for name in names { #expect(name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" }, "\(name)") }
  }

  @Test("rules print as equations") func equations() {
    let texts = Dictionary(uniqueKeysWithValues: TensorRuleDatabase.builtIn.rules.map { ($0.name, $0.description) })
    #expect(texts["log1p"] == "log(1 + x) => log1p(x)")
    #expect(texts["expit"] == "1/(1 + exp(-x)) => expit(x)")
    #expect(texts["tanh"] == "2*sinh(x)/(2*cosh(x)) => tanh(x)  where x is no number")
    #expect(
      texts["log-even-power"]
        == "log(x**c) => c*log(absolute(x))  where c is a number, x is of a float type, c is even and not 0")
  }

  @Test("rules say where they are written") func places() {
    for rule in TensorRuleDatabase.builtIn.rules {
      #expect(rule.file.hasPrefix("TensorGraphRewrites/"), "\(rule.name)")
      #expect(rule.line > 0)
    }
  }
}
