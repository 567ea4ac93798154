import PyTensorConformance
import TensorJIT
import Testing

/// Some of PyTensor's recorded graphs; `make conformance` runs all of them.
@Suite("Recorded graphs of PyTensor's")
struct ConformanceTests {
  static let folder = CaseFiles.standardFolder

  /// Every so many cases one.
  private static let stride = 16

  @Test(.enabled(if: folder != nil, "no folder of recorded graphs: set TENSORJIT_SHARED"), arguments: [true, false])
  func agree(isCompiled: Bool) throws {
    let engine: CompilationOptions.Engine = isCompiled ? CompilationOptions.standard.engine : .interpreter
    let runner = CaseRunner(options: CompilationOptions(engine: engine, cache: nil))
    var report = ConformanceReport()
    for (number, entry) in try CaseFiles.lines(in: ConformanceTests.folder ?? "").enumerated() where number % ConformanceTests.stride == 5 {
      let test = try ConformanceCase(entry.line, file: entry.file)
      report.add(id: test.id, test: test.test, tag: test.tag, operations: test.operations, outcome: runner.run(test))
    }
    let (passed, all) = report.equalPassed
    #expect(all > 0 && passed * 100 >= all * 99, "\(report.failures)")
  }
}
