import TensorGraphRewrites

/// How the rules of a database get on with each other.
public struct RuleSetReport: Sendable, CustomStringConvertible {
  /// Two rules that match one expression at places of which one lies in the other.
  public struct Overlap: Hashable, Sendable {
    public let outer: String
    public let inner: String
    public let program: String
  }

  /// An expression at which rules fire without end.
  public struct Loop: Hashable, Sendable {
    public let rules: [String]
    public let program: String
  }

  /// A rule that does not fire at what its own left side matches, because others fire there first.
  public struct Shadow: Hashable, Sendable {
    public let rule: String
    public let by: [String]
  }

  /// An expression that ends differently under different orders of the rules.
  public struct Difference: Hashable, Sendable {
    public let message: String
    public let program: String
    public let first: String
    public let second: String
  }

  public internal(set) var rules = 0
  public internal(set) var programs = 0
  public internal(set) var orders = 0
  public internal(set) var overlaps: [Overlap] = []
  public internal(set) var loops: [Loop] = []
  public internal(set) var shadows: [Shadow] = []
  /// Rules that fired at none of the programs.
  public internal(set) var silent: [String] = []
  /// Where values are allowed under one order of the rules and not under another.
  public internal(set) var values: [Difference] = []
  /// Where costs differ by more than a tenth.
  public internal(set) var costs: [Difference] = []

  /// Overlaps are no fault; all else is.
  public var isCorrect: Bool { loops.isEmpty && shadows.isEmpty && values.isEmpty && costs.isEmpty }

  public var description: String {
    var lines = ["\(rules) rules, \(programs) programs, \(orders) orders of the rules"]
    lines.append("\(overlaps.count) overlaps")
    lines += overlaps.map { "  \($0.outer) and \($0.inner) inside it: \($0.program)" }
    lines.append("\(loops.count) programs without end")
    lines += loops.map { "  \($0.rules.joined(separator: ", ")): \($0.program)" }
    lines.append("\(shadows.count) rules in the shadow of others")
    lines += shadows.map { "  \($0.rule): \($0.by.joined(separator: ", ")) fire there first" }
    lines.append("\(silent.count) rules that never fire" + (silent.isEmpty ? "" : ": " + silent.joined(separator: ", ")))
    for (name, list) in [("values", values), ("costs", costs)] {
      lines.append("\(list.count) programs whose \(name) depend on the order")
      lines += list.map { "  \($0.message)\n    program: \($0.program)\n    first:   \($0.first)\n    second:  \($0.second)" }
    }
    return lines.joined(separator: "\n")
  }
}
