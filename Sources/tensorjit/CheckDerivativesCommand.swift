import ArgumentParser
import Foundation
import TensorDerivativeChecking
import TensorJIT

struct CheckDerivativesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check-derivatives", abstract: "Checks the derivatives of all operations against differences of values.",
    discussion: """
      Every operation and function is tried on its samples, by native code and by the interpreter: reverse mode against differences, forward \
      mode against reverse mode, the second derivative against differences of the gradient. The figures are relative errors; differences have \
      some eight digits. The exit status is 1 if one is wrong.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, markdown }

  @Argument(help: "Only operations of these names or families.") var names: [String] = []
  @Option(help: "text or markdown.") var format: Format = .text

  func run() throws {
    try reportingFailures {
      let subjects = DerivativeCheck.subjects.filter { names.isEmpty || names.contains($0.name) || names.contains($0.family) }
      guard !subjects.isEmpty else { throw InputError("no operation or family is called \(names.joined(separator: ", "))") }
      let progress = CheckProgress(total: subjects.count, noun: "operations")
      let reports = subjects.map { subject in
        let report = DerivativeCheck.check(subject)
        progress.show(report.name, isCorrect: report.isCorrect)
        return report
      }
      progress.clear()
      switch format {
      case .text: print(text(reports))
      case .markdown: print(markdown(reports))
      }
      let wrong = reports.filter { !$0.isCorrect }
      if format == .text || !wrong.isEmpty {
        print(
          "\n\(reports.count) operations, \(reports.count { $0.kind == .differentiable }) differentiable, "
            + "\(reports.reduce(0) { $0 + $1.samples }) samples on \(DerivativeCheck.engines.count) backends, "
            + "\(wrong.isEmpty ? "none" : "\(wrong.count)") wrong")
      }
      for failure in wrong.flatMap(\.failures) { print(failure) }
      if !wrong.isEmpty { throw ExitCode(1) }
    }
  }

  private func text(_ reports: [DerivativeReport]) -> String {
    let rows = [["operation", "family", "samples", "reverse", "forward", "second"]] + reports.map(\.cells)
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }.joined(separator: "  ")
    }.joined(separator: "\n")
  }

  private func markdown(_ reports: [DerivativeReport]) -> String {
    let head = "| operation | family | samples | reverse | forward | second order |\n|---|---|---:|---|---|---|"
    return ([head] + reports.map { "| " + $0.cells.joined(separator: " | ") + " |" }).joined(separator: "\n")
  }
}

extension DerivativeReport {
  fileprivate var cells: [String] {
    let figures: [String]
    switch kind {
    case .differentiable: figures = [worst?.reverse, worst?.forward, worst?.second].map { $0.map(short) ?? "" }
    case .flat: figures = ["flat", "", ""]
    case .none(let reason): figures = ["none: \(reason)", "", ""]
    case .untried: figures = ["no sample", "", ""]
    }
    return [name, family, "\(samples)"] + figures
  }

  private func short(_ error: Double) -> String {
    error == 0 ? "0" : String(format: "%.0e", error)
  }
}
