import CTensorSupport
import Foundation
import Synchronization
import TensorRuntime
import Testing

@Suite struct ThreadPoolTests {
  static let cases: [(threads: Int, count: Int, grain: Int)] = {
    var cases: [(Int, Int, Int)] = []
    for threads in [1, 2, 3, 4, 17] {
      for (count, grain) in [
        (0, 1), (-3, 1), (1, 1), (1, 100), (2, 1), (7, 3), (64, 64), (65, 64), (1000, 1), (1000, 7), (100_003, 10),
        (100, 0), (100, -5), (50, Int.max),
      ] { cases.append((threads, count, grain)) }
    }
    return cases
  }()

  #if os(Linux)
    /// Workers that may not run where their caller runs do not take turns with it.
    @Test(.enabled(if: tensor_usable_cores() > 1)) func threadsKeepOffACore() {
      let isDone = Atomic<Bool>(false)
      nonisolated(unsafe) let thread = UnsafeMutablePointer<pthread_t>.allocate(capacity: 1)
      defer { thread.deallocate() }
      let status = withUnsafePointer(to: isDone) { flag in
        pthread_create(thread, nil, { argument in
          let flag = argument!.assumingMemoryBound(to: Atomic<Bool>.self)
          while !flag.pointee.load(ordering: .relaxed) { usleep(100) }
          return nil
        }, UnsafeMutableRawPointer(mutating: flag))
      }
      #expect(status == 0)
      let handle = UInt(thread.pointee)
      #expect(tensor_keep_off_core(handle, 0) == 1)
      #expect(tensor_keep_off_core(handle, 1) == 1)
      #expect(tensor_keep_off_core(handle, -1) == 0)
      #expect(tensor_keep_off_core(handle, 1 << 40) == 0)
      isDone.store(true, ordering: .relaxed)
      pthread_join(thread.pointee, nil)
    }
  #endif

  @Test(arguments: cases)
  func everyIterationRunsOnce(threads: Int, count: Int, grain: Int) {
    let size = max(count, 0)
    let hits = UnsafeMutablePointer<UInt8>.allocate(capacity: size + 1)
    hits.initialize(repeating: 0, count: size + 1)
    defer { hits.deallocate() }
    nonisolated(unsafe) let shared = hits
    let step = max(grain, 1)
    let wrong = Counter()
    ParallelLoop.run(threads: threads, count: count, grain: grain) { _, range, worker in
      for i in range { shared[i] += 1 }
      let isAligned = range.lowerBound % step == 0 && (range.upperBound % step == 0 || range.upperBound == count)
      if range.isEmpty || !isAligned || !(0..<threads).contains(worker) { wrong.add(1) }
    }
    #expect(wrong.value == 0)
    #expect((0..<size).allSatisfy { hits[$0] == 1 })
  }

  @Test func workersDoNotShareANumber() {
    // A plain counter for each worker: lost updates would show two threads with one number.
    let threads = 4
    nonisolated(unsafe) let counters = UnsafeMutablePointer<Int>.allocate(capacity: threads * 16)
    counters.initialize(repeating: 0, count: threads * 16)
    defer { counters.deallocate() }
    for _ in 0..<200 {
      ParallelLoop.run(threads: threads, count: 1000, grain: 1) { _, range, worker in
        for _ in range { counters[worker * 16] += 1 }
      }
    }
    #expect((0..<threads).reduce(0) { $0 + counters[$1 * 16] } == 200_000)
  }

  @Test(arguments: [1, 2, 4])
  func nestedLoopsRunOnTheWorkerTheyAreOn(threads: Int) {
    let wrong = Counter()
    let sum = Counter()
    ParallelLoop.run(threads: threads, count: 40, grain: 1) { context, range, worker in
      for _ in range {
        ParallelLoop.run(context, count: 30, grain: 1) { context, inner, innerWorker in
          if innerWorker != worker || inner != 0..<30 { wrong.add(1) }
          ParallelLoop.run(context, count: 5, grain: 1) { _, innermost, innermostWorker in
            if innermostWorker != worker { wrong.add(1) }
            sum.add(innermost.count * inner.count)
          }
        }
      }
    }
    #expect(wrong.value == 0)
    #expect(sum.value == 40 * 30 * 5)
  }

  @Test func aLoopInsideALoopOfOnePieceIsSerialToo() {
    let others = Counter()
    ParallelLoop.run(threads: 4, count: 1, grain: 1) { context, _, _ in
      ParallelLoop.run(context, count: 100_000, grain: 1) { _, _, worker in others.add(worker) }
    }
    #expect(others.value == 0)
  }

  @Test func concurrentCallersAllFinish() async {
    let right = Counter()
    await withTaskGroup(of: Void.self) { group in
      for caller in 0..<8 {
        group.addTask {
          for round in 0..<500 {
            let count = 50 + (caller * 31 + round) % 100
            let sum = Counter()
            ParallelLoop.run(threads: 3, count: count, grain: 4) { _, range, _ in sum.add(range.reduce(0, +)) }
            if sum.value == count * (count - 1) / 2 { right.add(1) }
          }
        }
      }
    }
    #expect(right.value == 8 * 500)
  }

  @Test func aHundredThousandForksAndJoins() {
    nonisolated(unsafe) let sums = UnsafeMutablePointer<Int>.allocate(capacity: 4)
    sums.initialize(repeating: 0, count: 4)
    defer { sums.deallocate() }
    for _ in 0..<100_000 {
      ParallelLoop.run(threads: 2, count: 4, grain: 1) { _, range, _ in for i in range { sums[i] += i } }
    }
    #expect((0..<4).map { sums[$0] } == [0, 100_000, 200_000, 300_000])
  }

  @Test func workersThatSleptComeBack() {
    // Pauses around the time of spinning, so that workers are caught watching, falling asleep and asleep.
    let sum = Counter()
    for round in 0..<300 {
      ParallelLoop.run(threads: 4, count: 64, grain: 1) { _, range, _ in sum.add(range.count) }
      usleep(UInt32(round % 30) * 10)
    }
    #expect(sum.value == 300 * 64)
  }

  @Test func twoThreadsWorkAtTheSameTime() {
    // Each half waits a while for the other to begin. The pool serves one loop at a time, and another test may have
    // it just now, so there are many attempts.
    let deadline = Date() + 20
    var haveMet = false
    while !haveMet, Date() < deadline {
      let (begun, met) = (Counter(), Counter())
      ParallelLoop.run(threads: 2, count: 2, grain: 1) { _, range, _ in
        begun.add(1)
        let end = Date() + 0.1
        while range.count == 1, Date() < end {
          if begun.value == 2 { return met.add(1) }
        }
      }
      haveMet = met.value == 2
      usleep(100)
    }
    #expect(haveMet)
  }
}

private final class Counter: Sendable {
  private let atomic = Atomic<Int>(0)
  var value: Int { atomic.load(ordering: .relaxed) }
  func add(_ count: Int) { atomic.wrappingAdd(count, ordering: .relaxed) }
}
