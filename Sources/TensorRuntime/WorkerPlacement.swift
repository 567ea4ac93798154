import CTensorSupport

/// Keeps the workers of the pool off the core that the caller of a loop runs on.
///
/// A worker that wakes up on its caller's core gets no time before the caller has done all the work alone. Schedulers
/// that save power by packing threads onto few cores, as on small virtual machines, do that to every loop that comes
/// after a pause. The workers may run on all other cores, so that several processes still share a machine well.
struct WorkerPlacement {
  /// Moving workers costs a system call for each; callers on different cores in turn must not pay it for every loop.
  private static let restNanoseconds: UInt64 = 2_000_000

  private var workers: [UInt] = []
  private var avoided: Int64 = -1
  private var lastMove: UInt64 = 0

  mutating func add(_ worker: UInt) {
    workers.append(worker)
    avoided = -1
    lastMove = 0
  }

  mutating func keepOffCallersCore() {
    let core = tensor_current_core()
    if core == avoided || core < 0 { return }
    let now = monotonicNanoseconds()
    if now &- lastMove < Self.restNanoseconds { return }
    (avoided, lastMove) = (core, now)
    for worker in workers { _ = tensor_keep_off_core(worker, core) }
  }
}
