import TensorDerivativeChecking
import TensorJIT
import TensorText
import Testing

/// Every entry of the tables, on its samples: a new operation is tested without a new test.
@Suite("Derivatives of everything in the tables")
struct DerivativeTableTests {
  static let subjects = DerivativeCheck.subjects

  @Test("against differences", arguments: subjects.map(\.name)) func agrees(_ name: String) throws {
    let subject = try #require(Self.subjects.first { $0.name == name })
    let report = DerivativeCheck.check(subject)
    #expect(report.isCorrect, "\(name): \(report.kind) \(report.failures.joined(separator: "\n"))")
    if case .none(let reason) = report.kind { Issue.record("\(name) has no derivative: \(reason)") }
  }

  /// Parameters that nothing flows to have zeros.
  @Test("gradients are programs: printed and read they are the same", arguments: subjects.filter { !$0.samples.isEmpty }.map(\.name))
  func prints(_ name: String) throws {
    for sample in try #require(Self.subjects.first { $0.name == name }).samples {
      let (parameters, results, point) = try sample.parsed()
      guard let first = results.first(where: \.elementType.isFloat) else { continue }
      let gradients = gradient(of: sum(sin(first)), withRespectTo: parameters, disconnected: .zero)
      let names = parameters.indices.map { "p\($0)" }
      let program = TextProgram(
        name: "main", parameters: zip(names, parameters).map { ($0, $1) }, results: gradients.enumerated().map { ("g\($0.offset)", $0.element) })
      let text = program.printed()
      let again = try TextProgram(parsing: text.text, constants: text.constants)
      let own = try compile(inputs: parameters, outputs: gradients)(point)
      let read = try compile(inputs: again.parameters.map(\.tensor), outputs: again.results.map(\.tensor))(point)
      #expect(own.map { $0.toArray(of: Double.self).map(\.bitPattern) } == read.map { $0.toArray(of: Double.self).map(\.bitPattern) }, "\(text.text)")
    }
  }

  @Test("there are many") func coverage() {
    #expect(Self.subjects.count > 130)
    #expect(Self.subjects.flatMap(\.samples).count > 150)
  }
}
