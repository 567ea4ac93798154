import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The monotonic clock.
func monotonicNanoseconds() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
}

/// Starts a detached thread with a stack of 2 MiB that takes no signals. Returns its handle (a `pthread_t` as a word), or
/// nil if the system has no more threads.
func startThread(_ main: @escaping @Sendable () -> Void) -> UInt? {
  final class Start {
    let main: @Sendable () -> Void
    init(_ main: @escaping @Sendable () -> Void) { self.main = main }
  }

  var attributes = pthread_attr_t()
  pthread_attr_init(&attributes)
  defer { pthread_attr_destroy(&attributes) }
  pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
  pthread_attr_setstacksize(&attributes, 2 << 20)

  // Signals belong to the threads of the program that uses this library; a new thread inherits the mask.
  var all = sigset_t()
  var before = sigset_t()
  sigfillset(&all)
  pthread_sigmask(SIG_SETMASK, &all, &before)
  defer { pthread_sigmask(SIG_SETMASK, &before, nil) }

  let start = Unmanaged.passRetained(Start(main))
  let handle: UInt
  #if canImport(Darwin)
    var thread: pthread_t?
    let status = pthread_create(
      &thread, &attributes,
      { argument in
        Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().main()
        return nil
      }, start.toOpaque())
    handle = UInt(bitPattern: thread)
  #else
    var thread = pthread_t()
    let status = pthread_create(
      &thread, &attributes,
      { argument in
        if let argument { Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().main() }
        return nil
      }, start.toOpaque())
    handle = UInt(thread)
  #endif
  if status != 0 { start.release() }
  return status == 0 ? handle : nil
}

/// What idle workers sleep on.
final class Alarm: Sendable {
  // Sound: both are made to be used from all threads; they are never moved.
  nonisolated(unsafe) private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  nonisolated(unsafe) private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init() {
    mutex.initialize(to: pthread_mutex_t())
    condition.initialize(to: pthread_cond_t())
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// Sleeps until `isReady`. The sleeper counts itself first and then looks; the waker changes what `isReady` looks at
  /// first and then reads the count (all sequentially consistent): one of them sees the other.
  func sleep(count sleepers: borrowing PaddedAtomic, until isReady: () -> Bool) {
    pthread_mutex_lock(mutex)
    sleepers.value.wrappingAdd(1, ordering: .sequentiallyConsistent)
    while !isReady() { pthread_cond_wait(condition, mutex) }
    sleepers.value.wrappingSubtract(1, ordering: .sequentiallyConsistent)
    pthread_mutex_unlock(mutex)
  }

  /// Wakes up to `count` sleepers.
  func wake(_ count: Int) {
    pthread_mutex_lock(mutex)
    for _ in 0..<count { pthread_cond_signal(condition) }
    pthread_mutex_unlock(mutex)
  }
}
