import CTensorSupport
import Foundation
import Synchronization
import TensorLoopIR
import TensorRuntime
import Testing

/// Measures what the runtime costs and prints it: `swift test -c release --filter Latency`. The limits are far above
/// what an idle machine takes; they catch a mistake, not a busy neighbour.
@Suite(.serialized) struct LatencyTests {
  /// Median and least time of a call, in microseconds.
  private func measure(
    _ name: String, rounds: Int, batch: Int = 1, before: () -> Void = {}, _ body: () -> Void
  ) -> Double {
    var times: [Double] = []
    for _ in 0..<rounds {
      before()
      let begin = DispatchTime.now().uptimeNanoseconds
      for _ in 0..<batch { body() }
      times.append(Double(DispatchTime.now().uptimeNanoseconds - begin) / Double(batch) / 1000)
    }
    times.sort()
    let median = times[rounds / 2]
    print(String(format: "%@: median %.3f us, least %.3f us", name, median, times[0]))
    return median
  }

  /// Two threads that wait for each other in the loop: each fork brings the worker in, each join waits for it.
  private static let meeting: TensorLoopBody = { _, environment, begin, end, _ in
    // Both iterations at once: the pool serves another test, nobody will come.
    guard end - begin == 1, let arrivals = environment?.assumingMemoryBound(to: Atomic<Int>.self) else {
      return
    }
    arrivals.pointee.wrappingAdd(1, ordering: .relaxed)
    var pauses = 0
    while arrivals.pointee.load(ordering: .relaxed) & 1 != 0 {
      tensor_spin_pause()
      pauses += 1
      if pauses % 1000 == 0 { sched_yield() }
    }
  }

  @Test func forkAndJoin() {
    let arrivals = UnsafeMutablePointer<Atomic<Int>>.allocate(capacity: 1)
    arrivals.initialize(to: Atomic(0))
    defer { arrivals.deallocate() }
    _ = CallContext.withContext(threads: 2) { context in
      let loop = { context.pointee.parallel_for(context, Self.meeting, arrivals, 2, 1) }
      #expect(measure("fork and join, worker spinning", rounds: 201, batch: 100, loop) < 500)
      let asleep = measure("fork and join, worker asleep", rounds: 201, before: { usleep(300) }, loop)
      #expect(asleep < 5000)
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

  @Test func aCacheHit() {
    let directory = NSTemporaryDirectory() + "tensorjit-latency-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let cache = ObjectCache(directory: directory)
    let key = [UInt8](repeating: 7, count: 4096)
    cache.store([UInt8](repeating: 9, count: 32768), for: key)
    var sum = 0
    let median = measure("cache hit, key of 4 KiB, object of 32 KiB", rounds: 201) {
      sum += cache.lookup(key)?.count ?? 0
    }
    #expect(sum == 201 * 32768)
    #expect(median < 20_000)
  }
}
