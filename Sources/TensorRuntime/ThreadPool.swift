import CTensorSupport
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The threads that run the iterations of parallel loops.
///
/// Fork and join without locks: the caller opens a gate, works on chunks itself, closes the gate when no chunk is
/// left, and waits only for the workers that came through. A worker that sleeps or is off its core never delays a
/// loop. Idle workers watch the gate for some 50 microseconds, then sleep. Workers start when first needed.
///
/// Each thread has a range of chunks of its own, which it takes in order, so that it walks memory in one stream and finds
/// in its cache what it had in the loop before; then it takes what others have left.
///
/// One loop at a time has the workers: a caller that finds them taken, and a loop inside a loop, run serially. What
/// a loop computes never depends on that, since its iterations are independent.
public final class ThreadPool: Sendable {
  public static let shared = ThreadPool()

  /// How many threads work on a call unless it says otherwise: `TENSORJIT_NUM_THREADS`, or else one for each core
  /// that this process may use.
  public static let defaultThreads: Int = {
    if let text = getenv("TENSORJIT_NUM_THREADS"), let count = Int(String(cString: text)), count > 0 {
      return min(count, mostThreads)
    }
    return min(Int(tensor_usable_cores()), mostThreads)
  }()

  /// No call has more threads than this.
  public static let mostThreads = 256

  /// How long an idle worker watches the gate before it sleeps.
  static let spinNanoseconds: UInt64 = 50_000

  /// A loop on offer. Written by the caller before it opens the gate, read by workers that came through it.
  struct Job {
    var body: TensorLoopBody
    var environment: UnsafeMutableRawPointer?
    var context: TensorContext
    var count: Int
    var chunk: Int
    var chunks: Int
    /// How many threads have a range of chunks.
    var threads: Int

    func range(of thread: Int) -> Range<Int> { chunks * thread / threads..<chunks * (thread + 1) / threads }
  }

  // Each on its own cache line: workers watch the gate while the others change.
  private let gate = PaddedAtomic()
  private let finished = PaddedAtomic()
  private let busy = PaddedAtomic()
  private let sleepers = PaddedAtomic()
  private let started = PaddedAtomic()

  // Sound: `job` is written only by the caller that holds `busy`, while no worker is inside the gate.
  // Sound: atomics, never moved. How many chunks of each thread's range are taken.
  nonisolated(unsafe) private let taken = UnsafeMutablePointer<PaddedAtomic>.allocate(capacity: mostThreads)
  nonisolated(unsafe) private let job = UnsafeMutablePointer<Job>.allocate(capacity: 1)
  private let alarm = Alarm()
  // Sound: used only by the caller that holds `busy`.
  nonisolated(unsafe) private let placement = UnsafeMutablePointer<WorkerPlacement>.allocate(capacity: 1)

  private init() {
    placement.initialize(to: WorkerPlacement())
    for thread in 0..<Self.mostThreads { (taken + thread).initialize(to: PaddedAtomic()) }
  }

  /// Runs `body` over `0 ..< count` in chunks that are multiples of `grain` (the last may be shorter) on at most
  /// `context.threads` threads, and returns when all is done.
  func run(
    _ context: UnsafeMutablePointer<TensorContext>, body: TensorLoopBody, environment: UnsafeMutableRawPointer?,
    count: Int, grain: Int
  ) {
    guard count > 0 else { return }
    let grain = max(grain, 1)
    let pieces = (count - 1) / grain + 1
    let threads = min(Int(context.pointee.threads), pieces, Self.mostThreads)
    guard threads > 1, busy.value.exchange(1, ordering: .acquiring) == 0 else {
      // Loops inside this one must find the scratch memory of this one: serial, as they would be on a worker.
      var participant = TensorParticipant(context: context.pointee.serial, worker: 0)
      withUnsafeMutablePointer(to: &participant.context) { body($0, environment, 0, Int64(count), 0) }
      return
    }
    startWorkers(threads - 1)
    placement.pointee.keepOffCallersCore()

    // Many small pieces are handed out several at a time: still enough chunks to even out the load.
    let chunk = grain * max(1, pieces / (threads * 32))
    job.initialize(
      to: Job(
        body: body, environment: environment, context: context.pointee.serial, count: count, chunk: chunk,
        chunks: (count - 1) / chunk + 1, threads: threads))
    for thread in 0..<threads { taken[thread].value.store(0, ordering: .relaxed) }
    finished.value.store(0, ordering: .relaxed)
    let round = Gate(word: gate.value.load(ordering: .relaxed)).round &+ 1
    gate.value.store(Gate(round: round, seats: threads - 1).word, ordering: .sequentiallyConsistent)
    if sleepers.value.load(ordering: .sequentiallyConsistent) > 0 { alarm.wake(threads - 1) }

    runChunks(worker: 0)

    let closed = gate.value.exchange(Gate(round: round, seats: 0).word, ordering: .acquiringAndReleasing)
    waitFor(Gate(word: closed).taken)
    busy.value.store(0, ordering: .releasing)
  }

  private func runChunks(worker: Int) {
    let job = job.pointee
    var participant = TensorParticipant(context: job.context, worker: Int64(worker))
    withUnsafeMutablePointer(to: &participant.context) { context in
      for step in 0..<job.threads {
        let owner = worker + step < job.threads ? worker + step : worker + step - job.threads
        let range = job.range(of: owner)
        while true {
          let index = range.lowerBound + Int(taken[owner].value.wrappingAdd(1, ordering: .relaxed).oldValue)
          if index >= range.upperBound { break }
          let begin = index * job.chunk
          let end = job.count - begin > job.chunk ? begin + job.chunk : job.count
          job.body(context, job.environment, Int64(begin), Int64(end), Int64(worker))
        }
      }
    }
  }

  /// Waits until `workers` workers have left the loop: they are on their last chunks.
  private func waitFor(_ workers: Int) {
    let isDone = { self.finished.value.load(ordering: .acquiring) == UInt64(workers) }
    if spin(until: isDone) { return }
    // A worker is off its core, or its last chunk is long: leave the core to others.
    while !isDone() { usleep(20) }
  }

  // MARK: Workers

  /// Makes sure that `count` workers run, as far as the system allows. Only the holder of `busy` comes here.
  private func startWorkers(_ count: Int) {
    var running = Int(started.value.load(ordering: .relaxed))
    while running < count, let thread = startThread({ ThreadPool.shared.work() }) {
      placement.pointee.add(thread)
      running += 1
    }
    started.value.store(UInt64(running), ordering: .relaxed)
  }

  private func work() -> Never {
    var round: UInt32 = 0
    while true {
      guard let seat = takeSeat(after: &round) else {
        if !spin(until: { isOpen(after: round) }) { sleep(after: round) }
        continue
      }
      runChunks(worker: seat)
      finished.value.wrappingAdd(1, ordering: .acquiringAndReleasing)
    }
  }

  private func isOpen(after round: UInt32) -> Bool {
    let gate = Gate(word: gate.value.load(ordering: .sequentiallyConsistent))
    return gate.isOpen && gate.round != round
  }

  /// Goes through the gate if it is open and this worker has not been there this round; then the number of the
  /// worker for this loop, 1 or more.
  private func takeSeat(after round: inout UInt32) -> Int? {
    var word = gate.value.load(ordering: .relaxed)
    while true {
      let seen = Gate(word: word)
      guard seen.isOpen, seen.round != round else { return nil }
      let (exchanged, original) = gate.value.weakCompareExchange(
        expected: word, desired: word + 1, ordering: .acquiringAndReleasing)
      if exchanged {
        round = seen.round
        return seen.taken + 1
      }
      word = original
    }
  }

  private func sleep(after round: UInt32) {
    alarm.sleep(count: sleepers) { isOpen(after: round) }
  }

  /// Whether `condition` became true within the time of spinning. Yields now and then: where threads outnumber cores,
  /// what this one waits for may need the core it spins on.
  private func spin(until condition: () -> Bool) -> Bool {
    var end: UInt64 = 0
    while true {
      for _ in 0..<32 {
        if condition() { return true }
        tensor_spin_pause()
      }
      let now = monotonicNanoseconds()
      if end == 0 { end = now + Self.spinNanoseconds }
      if now >= end { return false }
      sched_yield()
    }
  }
}

extension TensorContext {
  /// The same context for the inside of a parallel loop, where loops run serially.
  fileprivate var serial: TensorContext {
    var context = self
    context.parallel_for = CallContext.serialFor
    return context
  }
}

/// How many workers may still join the loop on offer, in one atomic word: the round (32 bits), the seats (16) and the
/// seats taken (16). Joining adds 1. No seats means closed.
private struct Gate {
  var word: UInt64

  init(word: UInt64) { self.word = word }
  init(round: UInt32, seats: Int) { word = UInt64(round) << 32 | UInt64(seats) << 16 }

  var round: UInt32 { UInt32(truncatingIfNeeded: word >> 32) }
  var seats: Int { Int(word >> 16 & 0xffff) }
  var taken: Int { Int(word & 0xffff) }
  var isOpen: Bool { taken < seats }
}

/// An atomic word that shares its cache line (and the next, which cores fetch with it) with nothing else.
struct PaddedAtomic: ~Copyable, Sendable {
  let value = Atomic<UInt64>(0)
  private let padding: InlineWords15 = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
}

private typealias InlineWords15 = (
  UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64,
  UInt64
)
