import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Memory for arrays: freed buffers are kept by size class and handed out again.
///
/// Fresh memory costs a page fault for every 4 KiB at its first touch, so a loop of calls gets its outputs from
/// here. Every buffer is aligned to 64 bytes; from 2 MiB on to 2 MiB, and asks for huge pages. Contents of a
/// buffer are undefined. All functions may be called from any thread.
public final class BufferPool: Sendable {
  /// The pool from which arrays take their memory unless told otherwise.
  public static let shared = BufferPool()

  public static let alignment = 64

  private let state: Mutex<State>

  /// A pool that keeps at most `cacheLimit` bytes of free buffers, and refuses to have more than
  /// `allocationLimit` bytes in use.
  ///
  /// By default a quarter of the physical memory may lie free, and all of it may be in use: beyond that a request is
  /// an error value, instead of a process killed later at the first touch of the pages.
  public init(cacheLimit: Int? = nil, allocationLimit: Int? = nil) {
    let physical = BufferPool.physicalMemory
    state = Mutex(State(cacheLimit: cacheLimit ?? physical / 4, allocationLimit: allocationLimit ?? physical))
  }

  deinit { trim() }

  /// A buffer of at least this many bytes (of 64 for zero).
  public func allocate(byteCount: Int) throws(ArrayError) -> UnsafeMutableRawPointer {
    guard let sizeClass = SizeClass(byteCount: byteCount) else { throw outOfMemory(byteCount) }
    switch state.withLock({ $0.take(sizeClass) }) {
    case .reused(let place):
      guard let address = UnsafeMutableRawPointer(bitPattern: place) else { throw outOfMemory(byteCount) }
      return address
    case .fresh:
      // Free buffers must not push those in use out of memory.
      trim(to: state.withLock { max(0, $0.allocationLimit - $0.bytesInUse) })
      if let address = sizeClass.allocateFresh() ?? retryAfterTrim(sizeClass) { return address }
      state.withLock { $0.bytesInUse -= sizeClass.capacity }
      throw outOfMemory(byteCount)
    case .refused: throw outOfMemory(byteCount)
    }
  }

  /// Gives back a buffer that was allocated with this byte count.
  public func deallocate(_ address: UnsafeMutableRawPointer, byteCount: Int) {
    guard let sizeClass = SizeClass(byteCount: byteCount) else {
      preconditionFailure("A buffer goes back to the pool with the byte count it was allocated with.")
    }
    let place = UInt(bitPattern: address)
    let isKept = state.withLock { $0.put(place, sizeClass) }
    if !isKept { makeRoom(for: place, sizeClass) }
  }

  /// Gives all free buffers beyond `byteCount` bytes back to the system, those of the least used sizes first.
  public func trim(to byteCount: Int = 0) {
    while true {
      let evicted = state.withLock { $0.evict(above: byteCount) }
      guard let evicted else { return }
      evicted.sizeClass.release(evicted.place)
    }
  }

  /// The number of bytes of free buffers kept; lowering it trims.
  public var cacheLimit: Int {
    get { state.withLock { $0.cacheLimit } }
    set {
      state.withLock { $0.cacheLimit = newValue }
      trim(to: newValue)
    }
  }

  /// The number of bytes that may be in use at once.
  public var allocationLimit: Int {
    get { state.withLock { $0.allocationLimit } }
    set { state.withLock { $0.allocationLimit = newValue } }
  }

  /// Counts since the pool was made.
  public struct Statistics: Hashable, Sendable {
    public var bytesInUse = 0
    public var bytesCached = 0
    /// Requests served from a free buffer.
    public var reuseCount = 0
    /// Requests for which the system was asked.
    public var freshCount = 0
  }

  public var statistics: Statistics {
    state.withLock {
      Statistics(
        bytesInUse: $0.bytesInUse, bytesCached: $0.bytesCached, reuseCount: $0.reuseCount,
        freshCount: $0.freshCount)
    }
  }

  private func retryAfterTrim(_ sizeClass: SizeClass) -> UnsafeMutableRawPointer? {
    trim()
    return sizeClass.allocateFresh()
  }

  private func makeRoom(for place: UInt, _ sizeClass: SizeClass) {
    let limit = cacheLimit
    guard sizeClass.capacity <= limit else { return sizeClass.release(place) }
    trim(to: limit - sizeClass.capacity)
    if !state.withLock({ $0.put(place, sizeClass, isInUse: false) }) { sizeClass.release(place) }
  }

  private func outOfMemory(_ byteCount: Int) -> ArrayError {
    state.withLock { .outOfMemory(byteCount: byteCount, inUse: $0.bytesInUse, limit: $0.allocationLimit) }
  }

  private static var physicalMemory: Int {
    let pages = sysconf(Int32(_SC_PHYS_PAGES))
    let pageSize = sysconf(Int32(_SC_PAGESIZE))
    guard pages > 0, pageSize > 0 else { return 1 << 36 }
    let (product, overflow) = pages.multipliedReportingOverflow(by: pageSize)
    return overflow ? Int.max : product
  }
}

extension BufferPool {
  /// The free lists; used only under the lock.
  ///
  /// Free buffers of a class form a list through their own first words, so the pool needs no memory of its own.
  /// Addresses are kept as numbers, which are `Sendable`.
  struct State: ~Copyable {
    /// What an allocation found: a free buffer, leave to ask the system for one, or neither.
    enum Take: Sendable {
      case reused(UInt)
      case fresh
      case refused
    }

    struct FreeList {
      var first: UInt = 0
      var lastUse = 0
    }

    /// One list for each size class.
    private let lists: UnsafeMutablePointer<FreeList>
    var bytesInUse = 0
    var bytesCached = 0
    var reuseCount = 0
    var freshCount = 0
    var cacheLimit: Int
    var allocationLimit: Int

    init(cacheLimit: Int, allocationLimit: Int) {
      self.cacheLimit = cacheLimit
      self.allocationLimit = allocationLimit
      lists = .allocate(capacity: SizeClass.count)
      lists.initialize(repeating: FreeList(), count: SizeClass.count)
    }

    deinit { lists.deallocate() }

    mutating func take(_ sizeClass: SizeClass) -> Take {
      let (total, overflow) = bytesInUse.addingReportingOverflow(sizeClass.capacity)
      if overflow || total > allocationLimit { return .refused }
      bytesInUse = total
      let first = lists[sizeClass.index].first
      lists[sizeClass.index].lastUse = reuseCount &+ freshCount
      guard let address = UnsafeRawPointer(bitPattern: first) else {
        freshCount &+= 1
        return .fresh
      }
      lists[sizeClass.index].first = address.load(as: UInt.self)
      bytesCached &-= sizeClass.capacity
      reuseCount &+= 1
      return .reused(first)
    }

    /// Takes a buffer into its list, unless it must go elsewhere because the cache is full.
    mutating func put(_ place: UInt, _ sizeClass: SizeClass, isInUse: Bool = true) -> Bool {
      if isInUse { bytesInUse &-= sizeClass.capacity }
      guard bytesCached &+ sizeClass.capacity <= cacheLimit,
        let address = UnsafeMutableRawPointer(bitPattern: place)
      else { return false }
      address.storeBytes(of: lists[sizeClass.index].first, as: UInt.self)
      lists[sizeClass.index].first = place
      bytesCached &+= sizeClass.capacity
      return true
    }

    /// Takes out one buffer of the class that was used longest ago, while there is more than `byteCount` free.
    mutating func evict(above byteCount: Int) -> (sizeClass: SizeClass, place: UInt)? {
      guard bytesCached > byteCount else { return nil }
      var oldest: Int?
      for index in 0..<SizeClass.count where lists[index].first != 0 {
        if oldest.map({ lists[index].lastUse < lists[$0].lastUse }) ?? true { oldest = index }
      }
      guard let oldest, let address = UnsafeRawPointer(bitPattern: lists[oldest].first) else { return nil }
      let place = lists[oldest].first
      let sizeClass = SizeClass(index: oldest)
      lists[oldest].first = address.load(as: UInt.self)
      bytesCached &-= sizeClass.capacity
      return (sizeClass, place)
    }
  }
}
