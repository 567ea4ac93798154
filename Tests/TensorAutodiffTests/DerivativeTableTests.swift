import TensorDerivativeChecking
import TensorJIT
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

  @Test("there are many") func coverage() {
    #expect(Self.subjects.count > 130)
    #expect(Self.subjects.flatMap(\.samples).count > 150)
  }
}
