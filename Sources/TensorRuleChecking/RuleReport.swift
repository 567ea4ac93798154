import TensorGraphRewrites
import TensorJIT
import TensorText

/// What the check of a rule has found.
public struct RuleReport: Sendable, CustomStringConvertible {
  public let rule: String
  public let equation: String
  /// The expressions at which the rule fired and whose values were compared.
  public internal(set) var instances = 0
  /// All that were drawn.
  public internal(set) var attempts = 0
  /// The elements that were compared; of these, those whose bits changed, and those of which nothing exact is known.
  public internal(set) var elements = 0
  public internal(set) var changed = 0
  public internal(set) var undecided = 0
  /// Errors before and after, in units of the last place: where the rule gained most, and where it lost most.
  public private(set) var largestGain: (before: Double, after: Double) = (0, 0)
  public private(set) var largestLoss: (before: Double, after: Double) = (0, 0)
  /// For each way in which the rule is wrong: how often, and the smallest example.
  public internal(set) var violations: [RuleViolation] = []
  /// Fewer instances than asked for were found.
  public internal(set) var isScarce = false
  public internal(set) var time = Duration.zero

  init(_ rule: TensorRule) { (self.rule, equation) = (rule.name, rule.description) }

  public var isCorrect: Bool { violations.isEmpty }

  mutating func note(before: Double, after: Double) {
    if before > after, before > largestGain.before { largestGain = (before, after) }
    if after > before, after - before > largestLoss.after - largestLoss.before { largestLoss = (before, after) }
  }

  mutating func add(_ violation: RuleViolation) {
    guard let position = violations.firstIndex(where: { $0.kind == violation.kind }) else {
      violations.append(violation)
      return
    }
    let known = violations[position]
    var kept = violation.size < known.size ? violation : known
    kept.count = known.count + 1
    violations[position] = kept
  }

  public var description: String {
    var line = "\(rule): \(instances) instances, \(elements) elements, \(changed) changed"
    if changed > 0 {
      let ends = [largestGain, largestLoss].map { "\(ValuePolicy.text($0.before)) -> \(ValuePolicy.text($0.after))" }
      line += " (errors in ulp at best \(ends[0]), at worst \(ends[1]))"
    }
    if undecided > 0 { line += ", \(undecided) undecided" }
    if isScarce { line += ", only \(instances) of \(attempts) expressions matched" }
    return ([line] + violations.map { "  " + $0.description.replacingOccurrences(of: "\n", with: "\n  ") }).joined(separator: "\n")
  }
}

/// One way in which a rule is wrong.
public struct RuleViolation: Sendable, CustomStringConvertible {
  public enum Kind: String, Sendable, CaseIterable {
    /// What it gives is refused: of another type or shape, or not an expression at all.
    case refused = "another type or shape"
    /// It fires without end.
    case endless = "no end"
    /// The right side has more operations than the left, and the rule is not tagged `grows`.
    case growth = "growth"
    /// A value that is farther from the exact one.
    case value = "a value"
    /// The right side fails where the left does not.
    case failure = "a failure"
  }

  public let kind: Kind
  /// How many elements or instances.
  public internal(set) var count = 1
  /// What is wrong there.
  public let message: String
  /// Both sides as programs.
  public let left: String
  public let right: String
  /// The arguments by name, as far as they are small.
  public let arguments: [(name: String, value: String)]
  let size: Int

  public var description: String {
    var lines = ["VIOLATION (\(kind.rawValue), \(count) times): \(message)", "  left:  \(left)", "  right: \(right)"]
    if !arguments.isEmpty { lines.append("  at     " + arguments.map { "\($0.name) = \($0.value)" }.joined(separator: ", ")) }
    return lines.joined(separator: "\n")
  }

  init(
    _ kind: Kind, _ message: String, left: Tensor, right: Tensor, parameters: [Tensor], arguments: [Tensor: NDArray] = [:]
  ) {
    (self.kind, self.message) = (kind, message)
    self.left = Self.text(left, parameters)
    self.right = Self.text(right, parameters)
    self.arguments = parameters.compactMap { parameter in
      guard let array = arguments[parameter], let name = (parameter.node.operation as? Parameter)?.label else { return nil }
      return (name, Self.text(array))
    }
    size = Traversal.nodes(of: [left]).count * 8 + arguments.values.reduce(0) { $0 + $1.count + $1.shape.rank }
  }

  static func text(_ tensor: Tensor, _ parameters: [Tensor]) -> String {
    let all = parameters + Traversal.parameters(of: [tensor]).filter { !parameters.contains($0) }
    let named = all.map { (name: ($0.node.operation as? Parameter)?.label ?? "?", tensor: $0) }
    let text = TextProgram(name: "main", parameters: named, results: [("", tensor)]).description
    return text.split(separator: "\n").joined(separator: "; ")
  }

  private static func text(_ array: NDArray) -> String {
    let values = array.scalars.map(\.description)
    if array.shape.rank == 0, let value = values.first { return value }
    let shown = values.prefix(8).joined(separator: ", ") + (values.count > 8 ? ", ..." : "")
    return "[\(shown)]" + (array.shape.rank == 1 ? "" : " of shape \(Array(array.shape))")
  }
}
