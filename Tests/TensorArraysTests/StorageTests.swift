import TensorArrays
import TensorScalars
import Testing

@Suite struct StorageTests {
  @Test func freedBuffersComeBack() throws {
    let pool = BufferPool(cacheLimit: 1 << 20)
    for size in [0, 1, 64, 65, 511, 513, 4095, 100_000] {
      let first = try pool.allocate(byteCount: size)
      #expect(Int(bitPattern: first) % BufferPool.alignment == 0)
      pool.deallocate(first, byteCount: size)
      #expect(try pool.allocate(byteCount: size) == first)
      pool.deallocate(first, byteCount: size)
    }
    #expect(pool.statistics.bytesInUse == 0)
    #expect(pool.statistics.bytesCached > 100_000)
    pool.trim()
    #expect(pool.statistics.bytesCached == 0)
  }

  @Test func everySizeHoldsWhatWasAskedFor() throws {
    let pool = BufferPool(cacheLimit: 0)
    var size = 1
    while size < 40_000_000 {
      for byteCount in [size - 1, size, size + 1] {
        let start = try pool.allocate(byteCount: byteCount)
        let inUse = pool.statistics.bytesInUse
        #expect(inUse >= byteCount && inUse <= max(64, byteCount + byteCount / 4 + 64))
        if byteCount > 0 {
          start.storeBytes(of: 7, as: UInt8.self)
          (start + byteCount - 1).storeBytes(of: 9, as: UInt8.self)
        }
        pool.deallocate(start, byteCount: byteCount)
      }
      size = size * 5 / 4 + 1
    }
    #expect(pool.statistics.bytesCached == 0)
  }

  @Test func limitsHold() throws {
    let pool = BufferPool(cacheLimit: 10_000, allocationLimit: 1 << 20)
    #expect(throws: ArrayError.self) { try pool.allocate(byteCount: 1 << 21) }
    #expect(throws: ArrayError.self) { try pool.allocate(byteCount: Int.max) }
    #expect(pool.statistics.bytesInUse == 0)
    let arrays = try (1...20).map { try NDArray.allocate(shape: [$0 * 100], type: .f32, pool: pool) }
    #expect(pool.statistics.bytesInUse >= 84_000)
    withExtendedLifetime(arrays) {}
    let kept = try (1...20).map { try pool.allocate(byteCount: $0 * 1000) }
    for (i, start) in kept.enumerated() { pool.deallocate(start, byteCount: (i + 1) * 1000) }
    #expect(pool.statistics.bytesCached <= 10_000)
    pool.cacheLimit = 100
    #expect(pool.statistics.bytesCached <= 100)
    #expect(throws: ArrayError.self) { try BufferPool.shared.allocate(byteCount: 1 << 46) }
  }

  @Test func aLoopOfLargeResultsReusesItsMemory() throws {
    let pool = BufferPool()
    for _ in 0..<50 { _ = try NDArray.allocate(shape: [1 << 20], type: .f64, pool: pool) }
    #expect(pool.statistics.freshCount == 1)
    #expect(pool.statistics.reuseCount == 49)
  }

  @Test func threadsShareThePool() async throws {
    let pool = BufferPool(cacheLimit: 1 << 22)
    try await withThrowingTaskGroup(of: Int.self) { group in
      for task in 1...8 {
        group.addTask {
          var kept: [NDArray] = []
          var wrong = 0
          for round in 0..<3000 {
            let value = Double(task * 10_000 + round)
            var array = try NDArray.allocate(shape: [round % 700], type: .f64, pool: pool)
            try array.withUnsafeMutableBufferPointer(as: Double.self) { $0.update(repeating: value) }
            kept.append(array)
            if kept.count > 20 {
              let old = kept.removeFirst()
              let expected = Double(task * 10_000 + round - 20)
              if old.toArray(of: Double.self).contains(where: { $0 != expected }) { wrong += 1 }
            }
          }
          return wrong
        }
      }
      for try await wrong in group { #expect(wrong == 0) }
    }
    #expect(pool.statistics.bytesInUse == 0)
  }

  @Test func makingAnArrayIsCheap() throws {
    let clock = ContinuousClock()
    let rounds = 300_000
    var check = 0
    func measure(_ body: () throws -> Void) rethrows -> Double {
      var best = Double.infinity
      for _ in 0..<3 {
        let time = try clock.measure { for _ in 0..<rounds { try body() } }
        best = min(best, time / .nanoseconds(1) / Double(rounds))
      }
      return best
    }
    let make = try measure { check &+= try NDArray.allocate(shape: [100], type: .f64).rank }
    let make2 = try measure { check &+= try NDArray.allocate(shape: [10, 10], type: .f64).rank }
    let pool = try measure {
      let p = try BufferPool.shared.allocate(byteCount: 800)
      check &+= Int(bitPattern: p)
      BufferPool.shared.deallocate(p, byteCount: 800)
    }
    let a = try NDArray.allocate(shape: [100], type: .f64)
    let read = measure { check &+= Int(bitPattern: a.baseAddress) &+ a.shape[0] &+ a.strides[0] }
    let other = try NDArray.allocate(shape: [100], type: .f64)
    let list = [a, other]
    let read2 = measure { check &+= Int(bitPattern: list[check & 1].baseAddress) &+ list[check & 1].shape[0] }
    print(
      "an array from the pool and back: [100] \(make) ns, [10, 10] \(make2) ns; the pool alone \(pool) ns; reading"
        + " address, shape and strides \(read) ns, from a list \(read2) ns; \(MemoryLayout<NDArray>.size) bytes")
    // Far above what it takes, for machines that do other work at the same time.
    #expect(max(make, make2) < 10_000 && max(read, read2) < 1000 && check != 1)
  }
}
