import Foundation
import TensorGraphRewrites
import TensorRuleChecking
import Testing

/// Every rule of the library, on a few expressions each; `make rules` does it at length.
@Suite("Built-in rules")
struct BuiltInRuleTests {
  /// The rules that are known to be wrong, a name in each line. Whoever mends one takes it out.
  private static let known: Set<String> = {
    let file = Bundle.module.url(forResource: "Expected/known-violations", withExtension: "txt")
    let text = file.flatMap { try? String(contentsOf: $0, encoding: .utf8) } ?? ""
    return Set(text.split(separator: "\n").map(String.init))
  }()

  @Test("are right") func right() {
    for report in checkRules(.builtIn, instances: 8) {
      guard Self.known.contains(report.rule) else {
        #expect(report.isCorrect, "\(report)")
        continue
      }
      withKnownIssue("\(report.rule)", isIntermittent: true) { #expect(report.isCorrect) }
    }
  }
}
