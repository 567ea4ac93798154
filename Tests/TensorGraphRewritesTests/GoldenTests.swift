import Foundation
import TensorGraphRewrites
import TensorJIT
import TensorRuntime
import TensorText
import Testing

/// Programs before and after the rules, against files. `TENSORJIT_BLESS=1` writes the files anew.
@Suite("Golden rewritings")
struct GoldenTests {
  private static let isBlessing =
    ProcessInfo.processInfo.environment["TENSORJIT_BLESS"].map { $0 != "" && $0 != "0" } ?? false

  @Test("texts", arguments: GoldenCase.all) func text(_ item: GoldenCase) throws {
    let (_, after, report) = try item.rewritten()
    #expect(report.outcome == .equilibrium)
    #expect(report.refused.isEmpty, "\(report.refused.map { "\($0.rule): \($0.misfit)" })")
    let text = after.description
    // What is printed is a program.
    #expect(try TextProgram(parsing: text).results.count == after.results.count)
    if GoldenTests.isBlessing { return try item.bless(text) }
    #expect(text == item.expected, "\(item.testDescription) (TENSORJIT_BLESS=1 accepts)")
  }

  /// Rules with these tags may give other numbers: better ones.
  private static let inexact: Set<TensorRewriting.Tag> = ["stabilize", "reassociates", "unsafe"]

  @Test("values", arguments: GoldenCase.all) func values(_ item: GoldenCase) throws {
    let (before, after, report) = try item.rewritten()
    let fired = Set(report.firings.map(\.rule))
    let tags = TensorRuleDatabase.builtIn.rules.filter { fired.contains($0.name) }.reduce(
      into: Set<TensorRewriting.Tag>()
    ) { $0.formUnion($1.tags) }
    let (first, second) = (try compiled(before), try compiled(after))
    var runs = 0
    for (number, extents) in GoldenTests.extents(RandomArrays.names(before)).enumerated() {
      for hasEdges in [false, true] {
        var random = RandomArrays(seed: UInt64(number + 1), hasEdges: hasEdges)
        let arguments = try random.arguments(before, extents: extents)
        // Extents and indices may not fit the program.
        guard let wanted = try? first(arguments) else { continue }
        runs += 1
        let got = try second(arguments)
        guard tags.isDisjoint(with: GoldenTests.inexact) else { continue }
        for (a, b) in zip(wanted, got) {
          let difference = try a.firstDifference(from: b, ignoringSignOfZero: tags.contains("signed-zero"))
          #expect(difference == nil, "\(item.testDescription) with \(extents): \(difference ?? "")")
        }
      }
    }
    #expect(runs > 0, "\(item.testDescription) never ran")
  }

  /// Equal and different extents, ones, and none.
  private static func extents(_ names: [String]) -> [[String: Int]] {
    let choices: [[Int]] = [[4], [1], [7, 5, 3], [3, 1, 6], [1, 4, 2], [0], [2, 9, 0], [70, 40, 2]]
    return choices.map { values in
      Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, values[$0 % values.count]) })
    }
  }

  private func compiled(_ program: TextProgram) throws -> CompiledFunction {
    let engine = CompilationOptions.Engine.custom(InterpreterBackend(checksBounds: true))
    return try compile(
      inputs: program.parameters.map(\.tensor), outputs: program.results.map(\.tensor), name: program.name,
      options: .init(engine: engine, rewriting: .off, threads: 1, cache: nil, isChecked: true))
  }

  @Test("the table") func table() throws {
    let rows = try GoldenCase.all.map { item in
      let rules = try item.rewritten().report.firings.map(\.rule)
      return [item.group, item.name, rules.isEmpty ? "(none)" : rules.joined(separator: ", ")]
    }
    #expect(rows.count >= 60)
    let widths = (0..<2).map { column in rows.map(\.[column].count).max() ?? 0 }
    for row in rows {
      print(row[0].padding(toLength: widths[0] + 2, withPad: " ", startingAt: 0), terminator: "")
      print(row[1].padding(toLength: widths[1] + 2, withPad: " ", startingAt: 0) + row[2])
    }
  }
}
