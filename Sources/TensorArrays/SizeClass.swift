#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// One of the sizes in which the pool hands out memory: 64, 128, ... 512 bytes, then four steps to each doubling.
struct SizeClass {
  let index: Int
  /// The bytes of a buffer of this class.
  let capacity: Int

  /// Enough for 2^47 bytes, the address space of a process.
  static let count = 8 + 4 * 38
  static let hugePageSize = 1 << 21

  /// The smallest class that holds this many bytes; `nil` beyond the largest.
  @inline(__always)
  init?(byteCount: Int) {
    guard byteCount <= 1 << 47, byteCount >= 0 else { return nil }
    // The number of 64-byte granules, less one.
    let granules = max(byteCount - 1, 0) >> 6
    if granules < 8 {
      index = granules
      capacity = (granules + 1) << 6
    } else {
      let exponent = Int.bitWidth - 1 - granules.leadingZeroBitCount
      let step = granules >> (exponent - 2)
      index = 8 + (exponent - 3) * 4 + (step - 4)
      capacity = (step + 1) << (exponent - 2 + 6)
    }
  }

  init(index: Int) {
    self.index = index
    if index < 8 {
      capacity = (index + 1) << 6
    } else {
      let exponent = (index - 8) / 4 + 3
      let step = (index - 8) % 4 + 4
      capacity = (step + 1) << (exponent - 2 + 6)
    }
  }

  private var isMapped: Bool { capacity >= SizeClass.hugePageSize }

  /// A new buffer from the system; `nil` if there is none.
  func allocateFresh() -> UnsafeMutableRawPointer? {
    guard isMapped else {
      var address: UnsafeMutableRawPointer?
      return posix_memalign(&address, BufferPool.alignment, capacity) == 0 ? address : nil
    }
    let huge = SizeClass.hugePageSize
    let whole = capacity + huge
    guard let start = mmap(nil, whole, PROT_READ | PROT_WRITE, MAP_PRIVATE | SizeClass.anonymous, -1, 0),
      start != UnsafeMutableRawPointer(bitPattern: -1)
    else { return nil }
    let before = (huge - Int(bitPattern: start) & (huge - 1)) & (huge - 1)
    let address = start + before
    if before > 0 { munmap(start, before) }
    munmap(address + capacity, huge - before)
    #if os(Linux)
      madvise(address, capacity, 14 /* MADV_HUGEPAGE */)
    #endif
    return address
  }

  /// Gives a buffer of this class back to the system.
  func release(_ place: UInt) {
    guard let address = UnsafeMutableRawPointer(bitPattern: place) else { return }
    if isMapped { munmap(address, capacity) } else { free(address) }
  }

  private static var anonymous: Int32 {
    #if os(Linux)
      return 0x20 /* MAP_ANONYMOUS */
    #else
      return MAP_ANON
    #endif
  }
}
