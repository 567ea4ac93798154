import ArgumentParser
import Foundation
import PyTensorConformance
import TensorJIT

/// Runs recorded graphs of PyTensor's. The work is done by processes of this tool's own, so that a crash costs one case.
@main struct ConformanceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pytensor-conformance", abstract: "Compares recorded results of PyTensor's graphs with those of this package.")

  enum Backend: String, ExpressibleByArgument, CaseIterable { case llvm, interpreter }

  @Option(help: "The folder of the .jsonl files; conformance/pytensor below TENSORJIT_SHARED by default.") var folder: String?
  @Option(help: "What runs the loops: llvm or interpreter.") var backend: Backend = .llvm
  @Flag(name: .customLong("no-rewriting"), help: "Computes what is written: no rewrite rule is applied.") var isWithoutRules = false
  @Option(help: "Only cases whose id, test, tag or operations contain this.") var filter: String?
  @Option(help: "How many processes work side by side.") var jobs = max(1, ProcessInfo.processInfo.activeProcessorCount)
  @Option(help: "Seconds after which a case has failed.") var limit = 60
  @Flag(help: "Lists the failures with their reasons.") var failures = false
  @Flag(help: "Lists what is not known, and how often it is met.") var skips = false
  @Option(help: .hidden) var share: Int?
  @Option(help: .hidden) var start = 0

  func run() throws {
    guard let folder = folder ?? CaseFiles.standardFolder else {
      throw ValidationError("There is no folder of cases: set TENSORJIT_SHARED or give --folder.")
    }
    if let share { return try Worker(folder: folder, command: self, share: share).run() }
    let begin = Date()
    let records = Team(folder: folder, command: self).results()
    var report = ConformanceReport()
    for record in records {
      report.add(id: record.id, test: record.test, tag: record.tag, operations: record.operations, outcome: record.outcome)
    }
    print(report.text)
    print("\(records.count) cases in \(Int(Date().timeIntervalSince(begin))) s")
    if skips { for (reason, count) in report.skips.sorted(by: { $0.value > $1.value }) { print("skipped \(count): \(reason)") } }
    if failures { for failure in report.failures { print("\nFAILED \(failure.id) \(failure.test)\n  \(failure.reason)") } }
    // Of some cases each counts; of all of them some are known to differ.
    let shortcomings = filter == nil ? report.shortcomings : report.failures.map { "\($0.id) failed" }
    for shortcoming in shortcomings { print(shortcoming) }
    if !shortcomings.isEmpty { throw ExitCode(1) }
  }

  var compilation: CompilationOptions {
    CompilationOptions(
      engine: backend == .llvm ? CompilationOptions.standard.engine : .interpreter, rewriting: isWithoutRules ? .off : .standard, threads: 1,
      cache: nil)
  }
}

/// A case and what became of it, as workers report them: a line of fields between tabs.
struct Record {
  var number: Int
  var (id, test, tag): (String, String, String)
  var operations: [String]
  var outcome: CaseOutcome

  var line: String {
    let (word, reason) =
      switch outcome {
      case .passed: ("passed", "")
      case .failed(let reason): ("failed", reason)
      case .skipped(let reason): ("skipped", reason)
      }
    return (["\(number)", id, test, tag, operations.joined(separator: ","), word, reason])
      .map { $0.replacingOccurrences(of: "\t", with: " ").replacingOccurrences(of: "\n", with: " ") }.joined(separator: "\t")
  }

  init(_ number: Int, _ test: ConformanceCase, _ outcome: CaseOutcome) {
    (self.number, id, self.test, tag) = (number, test.id, test.test, test.tag)
    (operations, self.outcome) = (test.operations, outcome)
  }

  init?(_ line: Substring) {
    let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    guard fields.count == 7, let number = Int(fields[0]) else { return nil }
    (self.number, id, test, tag) = (number, fields[1], fields[2], fields[3])
    operations = fields[4].split(separator: ",").map(String.init)
    switch fields[5] {
    case "passed": outcome = .passed
    case "skipped": outcome = .skipped(fields[6])
    default: outcome = .failed(fields[6])
    }
  }
}
