import CTensorSupport
import Foundation
import TensorLoopIR
import TensorRuntime
import Testing

/// Measures what the runtime costs and prints it: `swift test -c release --filter Latency`. The limits are far above
/// what an idle machine takes; they catch a mistake, not a busy neighbour.
@Suite(.serialized) struct LatencyTests {
  /// Median and least time of a call, in microseconds.
  private func measure(_ name: String, rounds: Int, batch: Int = 1, _ body: () -> Void) -> Double {
    var times: [Double] = []
    for _ in 0..<rounds {
      let begin = DispatchTime.now().uptimeNanoseconds
      for _ in 0..<batch { body() }
      times.append(Double(DispatchTime.now().uptimeNanoseconds - begin) / Double(batch) / 1000)
    }
    times.sort()
    let median = times[rounds / 2]
    print(String(format: "%@: median %.3f us, least %.3f us", name, median, times[0]))
    return median
  }

  private static let emptyBody: TensorLoopBody = { _, _, _, _, _ in }

  @Test func forkAndJoin() {
    _ = CallContext.withContext(threads: 2) { context in
      let loop = { context.pointee.parallel_for(context, Self.emptyBody, nil, 2, 1) }
      #expect(measure("fork and join, worker spinning", rounds: 201, batch: 100, loop) < 500)
      var asleep: [Double] = []
      for _ in 0..<200 {
        usleep(300)
        let begin = DispatchTime.now().uptimeNanoseconds
        loop()
        asleep.append(Double(DispatchTime.now().uptimeNanoseconds - begin) / 1000)
      }
      asleep.sort()
      print(String(format: "fork and join, worker asleep: median %.3f us, least %.3f us", asleep[100], asleep[0]))
    }
  }

  @Test func aCall() {
    var sink: Int64 = 0
    let median = measure("context for a call", rounds: 201, batch: 1000) {
      sink &+= CallContext.withContext(threads: 2) { $0.pointee.threads }.result
    }
    #expect(sink == 402_000)
    #expect(median < 10)
  }

  @Test func aLibraryCall() {
    let a: [Double] = [1, 2, 3, 4]
    var c = [Double](repeating: 0, count: 4)
    a.withUnsafeBytes { a in
      c.withUnsafeMutableBytes { c in
        let matrix = UnsafeMutableRawPointer(mutating: a.baseAddress)
        let pointers = [matrix, matrix, c.baseAddress]
        _ = CallContext.withContext(threads: 1) { context in
          let median = measure("2x2 product through the library", rounds: 201, batch: 100) {
            context.pointee.library(context, LibraryCall.Routine.gemmF64.rawValue, [2, 2, 2, 0, 0, 2, 2, 2], pointers)
          }
          #expect(median < 100)
        }
      }
    }
  }
}
