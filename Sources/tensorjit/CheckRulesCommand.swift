import ArgumentParser
import Foundation
import TensorGraphRewrites
import TensorRuleChecking

struct CheckRulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check-rules", abstract: "Checks rewrite rules on random expressions, against exact values.",
    discussion: """
      A rule must keep types and shapes, come to an end, not make graphs larger unless it is tagged `grows`, and change
      values towards the exact ones only. Without names all rules are checked. The exit status is 1 if one is wrong.
      """)

  @Argument(help: "Rules, or tags of rules.") var names: [String] = []
  @Option(help: "The expressions to check each rule on.") var instances = 1000
  @Flag(help: "Checks how the rules get on with each other: overlaps, loops, shadows, and 20 random orders.") var together = false
  @Option(help: "Another seed draws other expressions and values.") var seed: UInt64 = 1

  func run() throws {
    try reportingFailures {
      let database = TensorRuleDatabase.standard
      for name in names { try RuleSelection.check(name) }
      guard instances > 0 else { throw InputError("--instances must be at least 1, got \(instances)") }
      let query = RuleQuery(include: names.isEmpty ? nil : Set(names))
      if together {
        // Without names those that work together: rules that assume a domain may each assume another.
        let report = checkRuleSet(database, query: names.isEmpty ? .standard : query, seed: seed)
        print(report)
        if !report.isCorrect { throw ExitCode(1) }
        return
      }
      let total = database.rules.count(where: query.selects)
      let progress = CheckProgress(total: total, noun: "rules")
      let start = ContinuousClock.now
      let reports = checkRules(database, query: query, instances: instances, seed: seed) { progress.show($0.rule, isCorrect: $0.isCorrect) }
      progress.clear()
      for report in reports { print(report) }
      let wrong = reports.count { !$0.isCorrect }
      let seconds = (ContinuousClock.now - start).components.seconds
      let count = reports.reduce(0) { $0 + $1.instances }
      print("\(reports.count) rules, \(count) instances, \(wrong == 0 ? "none" : "\(wrong)") wrong; \(seconds) s")
      if wrong > 0 { throw ExitCode(1) }
    }
  }
}
