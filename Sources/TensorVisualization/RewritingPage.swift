import TensorGraphRewrites
import TensorText

/// A page that steps through a rewriting: for each firing the graph before and after it, as text and as a picture, with
/// what changed marked on both sides. It needs no other files and no network.
public struct RewritingPage: Sendable {
  private let program: TextProgram
  private let history: RewriteHistory
  private let firingLimit: Int

  /// - Parameters:
  ///   - program: the names of parameters and results; the tensors are those of the history.
  ///   - firingLimit: how many firings the page shows at most. Of very large graphs it shows fewer.
  public init(_ history: RewriteHistory, program: TextProgram, firingLimit: Int = 500) {
    (self.history, self.program, self.firingLimit) = (history, program, firingLimit)
  }

  /// The same for tensors that are no program yet.
  public init(_ history: RewriteHistory, title: String = "main", firingLimit: Int = 500) {
    var start = history
    let tensors = start.version(0)
    let parameters = Traversal.parameters(of: tensors).map { (($0.node.operation as? Parameter)?.label ?? "x", $0) }
    let results = tensors.enumerated().map { ("out\($0)", $1) }
    self.init(
      history, program: TextProgram(name: title, parameters: parameters, results: results), firingLimit: firingLimit)
  }

  /// A page of more can hardly be opened: all that uses a changed node is another node, so each version of a deep graph
  /// may add as many as the graph has.
  private static let (nodeLimit, textLimit) = (100_000, 5_000_000)

  public var html: String {
    var history = history
    var table = NodeTable(mergesEqual: true)
    var data = PageData(title: program.name, names: program.results.map(\.name))
    for number in 0...min(history.count, max(firingLimit, 0)) {
      let tensors = history.version(number)
      data.add(version: table.add(tensors), text: text(tensors))
      if table.nodes.count > RewritingPage.nodeLimit || data.textSize > RewritingPage.textLimit { break }
    }
    let count = data.versions.count - 1
    var rules: [String: Int] = [:]
    for number in 1..<(count + 1) {
      let firing = history.firing(number)
      if rules[firing.rule] == nil {
        rules[firing.rule] = data.rules.count
        let rule = history.rule(number)
        data.rules.append(
          PageData.Rule(
            name: firing.rule, equation: rule?.description ?? "", tags: rule?.tags.map(\.name).sorted() ?? []))
      }
      let ports = table.add([firing.before, firing.after])
      let terms = TermText(firing, program)
      data.firings.append(
        PageData.Firing(
          rule: rules[firing.rule] ?? 0, stage: firing.stage, places: data.numbers(of: firing.places),
          microseconds: firing.time / .microseconds(1), before: PageData.pair(ports[0]), after: PageData.pair(ports[1]),
          found: terms.before, made: terms.after, shared: terms.names))
    }
    data.add(table.nodes)
    data.summary = summary(shown: count)
    return Page(content: .rewriting, title: "Rewriting \(program.name)", data: data).html
  }

  private func summary(shown: Int) -> String {
    let count = history.count == 1 ? "1 firing" : "\(history.count) firings"
    let part = shown < history.count ? "; the first \(shown) are shown" : ""
    switch history.report.outcome {
    case .equilibrium: return count + part + "; no rule matches any more"
    case .budget: return count + part + "; stopped there"
    }
  }

  /// A version's text. A program of the name `main` could be printed in two forms, which would differ where nothing has
  /// changed.
  private func text(_ tensors: [Tensor]) -> String {
    TextProgram(
      name: program.name == "main" ? "program" : program.name, parameters: program.parameters,
      results: zip(program.results, tensors).map { ($0.name, $1) }
    ).description
  }
}
