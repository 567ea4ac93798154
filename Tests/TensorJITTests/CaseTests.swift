import TensorJIT
import Testing

/// Every program of the table, in every form of memory, on every machine, against each other and against NumPy.
@Suite("Programs against NumPy")
struct CaseTests {
  private static let chunk = 60
  private static let chunks = Array(stride(from: 0, to: max(1, ProgramCase.all.count), by: chunk))

  @Test("the table is there") func table() { #expect(ProgramCase.all.count > 1_500) }

  @Test("cases", arguments: chunks)
  func cases(_ start: Int) {
    for (number, item) in ProgramCase.all.enumerated().dropFirst(start).prefix(CaseTests.chunk) {
      do {
        let problems = try CaseTests.problems(item, number)
        if !problems.isEmpty { Issue.record("\(item.program)\n  \(problems.joined(separator: "\n  "))") }
      } catch {
        Issue.record("\(item.program)\n  \(error)")
      }
    }
  }

  private static func problems(_ item: ProgramCase, _ number: Int) throws -> [String] {
    let inputs = try item.inputs.map(ProgramCase.array)
    let expected = try item.outputs.map(ProgramCase.array)
    let machines = try AllMachines(item.program)
    var (results, problems) = try machines.run(inputs)
    if results.count != expected.count { problems.append("\(results.count) results, expected \(expected.count)") }
    for (position, (got, want)) in zip(results, expected).enumerated() {
      if let error = try got.firstError(against: want, tolerance: item.tolerance) {
        problems.append("result \(position): \(error)")
      }
    }
    // The long form tries all forms of memory; the short one in turn.
    let forms = MemoryForm.allCases.dropFirst()
    for (turn, form) in forms.enumerated() where Fixtures.isOn("TENSORJIT_THOROUGH") || (number + turn) % forms.count < 2 {
      let arranged = try inputs.map(form.arranged)
      let (others, more) = try machines.run(arranged, on: turn % 2 == 0 ? [.native2, .interpreter] : [.native4])
      problems += more.map { "\(form): \($0)" }
      problems += try differences(results, others).map { "\(form): \($0)" }
    }
    return problems + (try zeroStrideProblems(machines, inputs, number))
  }

  /// Views with stride 0 give what their copies give.
  private static func zeroStrideProblems(_ machines: AllMachines, _ inputs: [NDArray], _ number: Int) throws -> [String] {
    var problems: [String] = []
    for axis in [0, -1] where Fixtures.isOn("TENSORJIT_THOROUGH") || number % 2 == -axis {
      let views = try inputs.map { try $0.repeatingFirst(along: axis < 0 ? $0.rank - 1 : 0) ?? $0 }
      let (ours, more) = try machines.run(views, on: [.native2, .interpreter])
      problems += more.map { "stride 0 of axis \(axis): \($0)" }
      let (copies, _) = try machines.run(try views.map { try $0.copy() }, on: [.native1])
      problems += try differences(copies, ours).map { "stride 0 of axis \(axis): \($0)" }
    }
    return problems
  }

  private static func differences(_ a: [NDArray], _ b: [NDArray]) throws -> [String] {
    try zip(a, b).enumerated().compactMap { number, pair in
      try pair.0.firstDifference(from: pair.1).map { "result \(number): \($0)" }
    }
  }
}
