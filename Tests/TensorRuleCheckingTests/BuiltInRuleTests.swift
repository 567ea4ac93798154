import TensorGraphRewrites
import TensorRuleChecking
import Testing

/// Every rule of the library, on a few expressions each; `make rules` does it at length.
@Suite("Built-in rules")
struct BuiltInRuleTests {
  @Test("are right") func right() {
    for report in checkRules(.builtIn, instances: 8) { #expect(report.isCorrect, "\(report)") }
  }
}
