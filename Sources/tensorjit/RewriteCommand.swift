import ArgumentParser
import Foundation
import TensorGraphRewrites
import TensorJIT
import TensorText
import TensorVisualization

struct RewriteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rewrite", abstract: "Prints a program as the rewrite rules leave it.",
    discussion: """
      Without options the standard rules are used: all but those that may round differently. `tensorjit rules` lists them.
      The same is done before a program is computed (`eval`, `bench`, `ir`); what is printed is a program too.

      `--html page.html` writes a page that steps through the firings in a browser: the graph before and after each, as text
      and as a picture. It needs no other files and no network.
      """)

  @OptionGroup var program: ProgramOptions
  @OptionGroup var selection: RuleSelection
  @Flag(help: "Shows each rule that fires: its place, what it found and what it made of that.") var trace = false
  @Flag(help: "Prints how many nodes there are and how long rewriting takes, instead of the program.") var time = false
  @Option(help: ArgumentHelp("Writes a page that steps through the rewriting, for the browser.", valueName: "file"))
  var html: String?
  @Option(help: "Stops after this many firings: the graph's version of that number.") var steps: Int?

  func run() throws {
    try reportingFailures {
      let program = try program.load()
      let query = try selection.query
      if time { return print(RewriteTiming(program, query)) }
      let history = RewriteHistory(
        program.results.map(\.tensor), query: query, budget: steps, evaluator: InterpretingEvaluator())
      let report = history.report
      if let html { try OutputFile.write(RewritingPage(history, program: program).html, to: html) }
      if trace {
        for firing in report.firings { print(FiringText(firing, in: program).text) }
        print(report.summary + "\n")
      }
      print(program.with(report.results).description, terminator: "")
      if steps == nil, case .budget(let rules) = report.outcome {
        throw InputError("the rules do not come to an end; those that fired most: \(rules.joined(separator: ", "))")
      }
    }
  }
}

/// How long rewriting takes, without parsing and printing.
struct RewriteTiming: CustomStringConvertible {
  let nodes: Int
  let firings: Int
  /// Laying out the rules, once in a process.
  let planning: Double
  let first: Double
  /// Of several repetitions.
  let median: Double

  init(_ program: TextProgram, _ query: RuleQuery) {
    let tensors = program.results.map(\.tensor)
    nodes = Traversal.nodes(of: tensors).count
    var plan = RewritePlan<TensorLanguage>([])
    planning = RewriteTiming.milliseconds { plan = TensorRuleDatabase.standard.plan(query) }
    var count = 0
    func run() -> Double {
      // What it gives lives on: letting go of it is not part of rewriting.
      var report: TensorRewriteReport?
      let time = RewriteTiming.milliseconds { report = rewrite(tensors, plan: plan, evaluator: InterpretingEvaluator()) }
      count = report?.firings.count ?? 0
      return time
    }
    first = run()
    median = (0..<5).map { _ in run() }.sorted()[2]
    firings = count
  }

  private static func milliseconds(_ body: () -> Void) -> Double {
    let time = ContinuousClock().measure(body)
    return Double(time.components.seconds) * 1e3 + Double(time.components.attoseconds) / 1e15
  }

  var description: String {
    String(
      format: "%d nodes, %d firings: first %.2f ms, then %.2f ms; laying out the rules %.2f ms", nodes, firings, first, median,
      planning)
  }
}

/// Which rules take part, from the command line.
struct RuleSelection: ParsableArguments {
  @Option(name: .customLong("rule"), help: "Only this rule, or only rules with this tag (may be given several times).")
  var rules: [String] = []
  @Option(help: "Brings in rules that are left out otherwise, by tag: reassociates, unsafe, costly (may be given several times).")
  var include: [String] = []
  @Option(help: "Leaves out the rule of this name, or all with this tag (may be given several times).")
  var exclude: [String] = []
  @Option(name: .customLong("through"), help: "The last stage that runs: canonicalize, stabilize, specialize or finish.")
  var lastStage: String?

  var isGiven: Bool { !(rules + include + exclude).isEmpty || lastStage != nil }

  var query: RuleQuery {
    get throws {
      for word in rules + include + exclude { try RuleSelection.check(word) }
      if let lastStage { try RuleSelection.check(lastStage, isStage: true) }
      var query = RuleQuery.standard
      if !rules.isEmpty { query.included = Set(rules) }
      query.excluded = query.excluded.subtracting(rules + include).union(exclude)
      query.lastStage = lastStage
      return query
    }
  }

  /// That there is a rule or tag (or stage) of this name.
  static func check(_ word: String, isStage: Bool = false) throws {
    let database = TensorRuleDatabase.standard
    let known =
      isStage ? Set(database.stages.map(\.name)) : Set(database.rules.flatMap { $0.tags.map(\.name) + [$0.name] })
    if known.contains(word) { return }
    let hint = Spelling.suggestion(for: word, among: known) ?? "`tensorjit rules` lists them"
    throw InputError("there is no \(isStage ? "stage" : "rule and no tag") \(word); \(hint)")
  }
}

extension TextProgram {
  /// The program with other results of the same names.
  func with(_ tensors: [Tensor]) -> TextProgram {
    TextProgram(name: name, parameters: parameters, results: zip(results, tensors).map { ($0.name, $1) })
  }
}

extension RewriteReport where L == TensorLanguage {
  /// One line: how often rules fired, and what stopped them.
  var summary: String {
    let count = firings.count == 1 ? "1 firing" : "\(firings.count) firings"
    switch outcome {
    case .equilibrium: return count + "; no rule matches any more"
    case .budget: return count + "; stopped there"
    }
  }
}

/// A firing as the trace shows it.
struct FiringText {
  let text: String

  init(_ firing: Firing<TensorLanguage>, in program: TextProgram) {
    let place = firing.places.first { $0 != .none }.map { "  at \($0.resolvedDescription)" } ?? ""
    let microseconds = Double(firing.time.components.attoseconds) / 1e12 + Double(firing.time.components.seconds) * 1e6
    text = """
      \(firing.number). \(firing.rule)\(place)  (\(String(format: "%.1f", microseconds)) us)
         \(FiringText.expression(firing.before, program))
      => \(FiringText.expression(firing.after, program))
      """
  }

  private static let widthLimit = 100

  /// A tensor as one line over the program's parameters.
  private static func expression(_ tensor: Tensor, _ program: TextProgram) -> String {
    let lambda = TextProgram(name: "main", parameters: program.parameters, results: [("", tensor)]).description
    let lines = lambda.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    var text = lines.count == 1 ? lines[0] : lines.joined(separator: " ")
    if lines.count == 1, let arrow = text.range(of: ") -> ") { text = String(text[arrow.upperBound...]) }
    return text.count > widthLimit ? text.prefix(widthLimit) + "..." : text
  }
}
