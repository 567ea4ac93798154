import TensorScalars

/// The memory of one or several arrays; goes back where it came from with its last reference.
///
/// It is `@unchecked Sendable` though it holds a pointer: the address and the size never change, and the bytes
/// are written only (1) before the storage is first shared, by whoever made it, or (2) through the one array
/// that holds the only reference (`NDArray` checks that with `isKnownUniquelyReferenced` and copies otherwise).
/// So no two threads ever touch the same bytes while one of them writes.
public final class ArrayStorage: @unchecked Sendable {
  /// Where the memory goes in the end.
  package enum Owner: Sendable {
    case sharedPool
    case pool(BufferPool)
    case deallocator(@Sendable (UnsafeMutableRawBufferPointer) -> Void)
  }

  public let start: UnsafeMutableRawPointer
  public let byteCount: Int
  /// Whether the bytes may be written at all; writing to an array whose storage is not writable copies it.
  public let isWritable: Bool
  private let owner: Owner

  /// Memory from a pool; its contents are undefined.
  package init(byteCount: Int) throws(ArrayError) {
    start = try BufferPool.shared.allocate(byteCount: byteCount)
    self.byteCount = byteCount
    isWritable = true
    owner = .sharedPool
  }

  /// Memory from a pool of one's own.
  package init(byteCount: Int, pool: BufferPool) throws(ArrayError) {
    start = try pool.allocate(byteCount: byteCount)
    self.byteCount = byteCount
    isWritable = true
    owner = .pool(pool)
  }

  /// Memory that somebody else made.
  package init(
    adopting memory: UnsafeMutableRawBufferPointer, isWritable: Bool,
    deallocator: @escaping @Sendable (UnsafeMutableRawBufferPointer) -> Void
  ) {
    start = memory.baseAddress ?? ArrayStorage.emptyPlace
    byteCount = memory.count
    self.isWritable = isWritable
    owner = .deallocator(deallocator)
  }

  deinit {
    switch owner {
    case .sharedPool: BufferPool.shared.deallocate(start, byteCount: byteCount)
    case .pool(let pool): pool.deallocate(start, byteCount: byteCount)
    case .deallocator(let deallocator):
      deallocator(UnsafeMutableRawBufferPointer(start: start, count: byteCount))
    }
  }

  /// An address for buffers without bytes: aligned, and never read.
  private static var emptyPlace: UnsafeMutableRawPointer {
    guard let place = UnsafeMutableRawPointer(bitPattern: BufferPool.alignment) else {
      preconditionFailure("The alignment of buffers is not zero.")
    }
    return place
  }
}
