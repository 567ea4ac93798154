/// How many cases passed, by operation and by tag.
public struct ConformanceReport: Sendable {
  struct Counts: Sendable {
    var (passed, failed, skipped) = (0, 0, 0)
    var total: Int { passed + failed + skipped }

    mutating func count(_ outcome: CaseOutcome) {
      switch outcome {
      case .passed: passed += 1
      case .failed: failed += 1
      case .skipped: skipped += 1
      }
    }
  }

  public private(set) var failures: [(id: String, test: String, reason: String)] = []
  public private(set) var skips: [String: Int] = [:]
  private var byTag: [String: Counts] = [:]
  private var byOperation: [String: Counts] = [:]

  public init() {}

  public mutating func add(id: String, test: String, tag: String, operations: [String], outcome: CaseOutcome) {
    byTag[tag, default: Counts()].count(outcome)
    for operation in operations { byOperation[operation, default: Counts()].count(outcome) }
    switch outcome {
    case .passed: break
    case .failed(let reason): failures.append((id, test, reason))
    case .skipped(let reason):
      // What is not known, without the place where it stood.
      let text = reason.split(separator: "(", maxSplits: 1).last.map(String.init) ?? reason
      let name = text.split(separator: ",").first.map(String.init) ?? text
      let cause = text.split(separator: ":", maxSplits: 1).last.map(String.init) ?? ""
      skips["\(name):\(cause)", default: 0] += 1
    }
  }

  /// The table by operation, then by tag.
  public var text: String {
    var lines = [ConformanceReport.row("operation", "passed", "failed", "skipped", "of")]
    for (name, counts) in byOperation.sorted(by: { ($1.value.total, $0.key) < ($0.value.total, $1.key) }) {
      lines.append(ConformanceReport.row(name, counts))
    }
    lines.append("")
    lines.append(ConformanceReport.row("tag", "passed", "failed", "skipped", "of"))
    var sum = Counts()
    for (name, counts) in byTag.sorted(by: { $0.key < $1.key }) {
      lines.append(ConformanceReport.row(name, counts))
      sum.passed += counts.passed
      sum.failed += counts.failed
      sum.skipped += counts.skipped
    }
    lines.append(ConformanceReport.row("all", sum))
    let run = sum.passed + sum.failed
    lines.append("")
    lines.append("\(percent(run, sum.total)) in scope, of these \(percent(sum.passed, run)) passed; of `equal` in scope \(equalShare) passed")
    return lines.joined(separator: "\n")
  }

  /// Of the cases of tag `equal` whose Ops are known, how many passed.
  public var equalPassed: (passed: Int, of: Int) {
    let counts = byTag["equal"] ?? Counts()
    return (counts.passed, counts.passed + counts.failed)
  }

  /// What is short of what this package promises for recorded graphs: nine of ten in scope, 99 of 100 of those that must be equal, and errors
  /// wherever PyTensor has them.
  public var shortcomings: [String] {
    var result: [String] = []
    let all = byTag.values.reduce(into: Counts()) { sum, counts in
      sum.passed += counts.passed
      sum.failed += counts.failed
      sum.skipped += counts.skipped
    }
    if 10 * (all.passed + all.failed) < 9 * all.total { result.append("less than 90 % are in scope") }
    let equal = equalPassed
    if 100 * equal.passed < 99 * equal.of { result.append("less than 99 % of `equal` pass") }
    if let raises = byTag["raises"], raises.failed > 0 { result.append("\(raises.failed) of `raises` give no error") }
    return result
  }

  private var equalShare: String { percent(equalPassed.passed, equalPassed.of) }

  private func percent(_ part: Int, _ whole: Int) -> String {
    guard whole > 0 else { return "none" }
    let tenths = (part * 10_000 / whole)
    let rest = tenths % 100
    return "\(tenths / 100).\(rest < 10 ? "0" : "")\(rest) %"
  }

  private static func row(_ name: String, _ counts: Counts) -> String {
    row(name, "\(counts.passed)", "\(counts.failed)", "\(counts.skipped)", "\(counts.total)")
  }

  private static func row(_ name: String, _ numbers: String...) -> String {
    name.padded(34) + numbers.map { String(repeating: " ", count: max(1, 9 - $0.count)) + $0 }.joined()
  }
}

extension String {
  fileprivate func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
