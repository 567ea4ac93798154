import CTensorSupport
import TensorLoopIR
import TensorRuntime
import Testing

@Suite struct CallContextTests {
  @Test func noFailureUnlessReported() {
    let (result, failure) = CallContext.withContext(threads: 1) { $0.pointee.threads }
    #expect(result == 1)
    #expect(failure == nil)
  }

  @Test func theContextCarriesWhatWasAsked() {
    _ = CallContext.withContext(threads: 3, scratchStride: 4096) { context in
      #expect(context.pointee.threads == 3)
      #expect(context.pointee.scratch_stride == 4096)
    }
    _ = CallContext.withContext(threads: -2) { #expect($0.pointee.threads == 1) }
  }

  @Test(arguments: [1, 2, 4])
  func theFirstFailureInProgramOrderWins(threads: Int) {
    for _ in 0..<50 {
      let (_, failure) = CallContext.withContext(threads: threads) { context in
        ParallelLoop.run(context, count: 1000, grain: 1) { context, range, _ in
          for i in range.reversed() where i % 10 == 7 {
            context.pointee.fail(context, Int64(i % 3), Int64(i), Int64(-i), 5)
          }
        }
      }
      // The smallest site is 0; the first i with i % 10 == 7 and i % 3 == 0 is 27.
      #expect(failure == CheckFailure(site: 0, order: 27, index: -27, extent: 5))
    }
  }

  @Test func errorsPassThrough() {
    struct Refusal: Error {}
    #expect(throws: Refusal.self) {
      try CallContext.withContext { _ throws(Refusal) -> Int in throw Refusal() }
    }
  }
}
