import TensorArrays
import TensorScalars
import Testing

@Suite struct StorageTests {
  @Test func makingAnArrayIsCheap() throws {
    let clock = ContinuousClock()
    let rounds = 1_000_000
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
    print("allocate+free [100] \(make) ns, [10,10] \(make2) ns, pool only \(pool) ns; read \(read) ns, from list \(read2) ns; \(check & 1), struct \(MemoryLayout<NDArray>.size)")
    #expect(make < 1000)
  }
}
