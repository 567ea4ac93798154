import TensorGraphRewrites
import TensorRuleChecking
import Testing

/// Every rule of the library, on a few expressions each; `make rules` does it at length.
@Suite("Built-in rules")
struct BuiltInRuleTests {
  /// What is known to be wrong, by rule.
  private static let known: [String: String] = [:]

  @Test("are right") func right() {
    for report in checkRules(.builtIn, instances: 12) {
      guard let reason = Self.known[report.rule] else {
        #expect(report.isCorrect, "\(report)")
        continue
      }
      withKnownIssue("\(report.rule): \(reason)", isIntermittent: true) { #expect(report.isCorrect) }
    }
  }
}
