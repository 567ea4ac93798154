import CTensorSupport
import TensorLoopIR
import TensorRuntime
import Testing

/// Sorting by every kind of vector that this processor has, on one thread and on several: the same bits.
@Suite(.serialized) struct SortingTests {
  /// Lengths around those where methods change.
  static let extents = [1, 2, 7, 16, 17, 63, 128, 129, 256, 257, 700, 4096, 4097, 40_000, 150_000]

  private enum Content: CaseIterable { case any, few, same, ascending, descending, special }

  private func doubles(_ count: Int, _ content: Content) -> [Double] {
    var state = UInt64(count) &* 0x9e37_79b9_7f4a_7c15 | 1
    func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
    let special: [Double] = [0, -0.0, .nan, .infinity, -.infinity, -.nan, .leastNonzeroMagnitude, -1]
    return (0..<count).map { place in
      switch content {
      case .any: Double(Int64(bitPattern: next()))
      case .few: Double(next() % 5) - 2
      case .same: 3
      case .ascending: Double(place)
      case .descending: -Double(place)
      case .special: special[Int(next() % 8)]
      }
    }
  }

  /// Stable, NaNs greatest.
  private func places(_ values: [Double], _ isDescending: Bool) -> [Int] {
    func isLess(_ a: Double, _ b: Double) -> Bool { a < b || b.isNaN && !a.isNaN }
    return values.indices.sorted { first, second in
      let (a, b) = isDescending ? (values[second], values[first]) : (values[first], values[second])
      return isLess(a, b) || !isLess(b, a) && first < second
    }
  }

  private func run(
    _ routine: LibraryCall.Routine, _ values: [Double], threads: Int, descending: Bool, first: Int, count: Int
  ) -> [UInt64] {
    var source = values
    var result = [UInt64](repeating: 0, count: count)
    var workspace = [UInt64](repeating: 0, count: values.count)
    let integers = [1, values.count, first, count, 8, 2, descending ? 1 : 0].map { Int64($0) }
    source.withUnsafeMutableBytes { source in
      result.withUnsafeMutableBytes { result in
        workspace.withUnsafeMutableBytes { workspace in
          let pointers = [source.baseAddress, result.baseAddress, workspace.baseAddress]
          _ = CallContext.withContext(threads: threads) { context in
            context.pointee.library(context, routine.rawValue, integers, pointers)
          }
        }
      }
    }
    return result
  }

  @Test(arguments: extents) func allVectorsAndThreads(extent: Int) {
    defer { tensor_limit_sort_level(2) }
    for content in Content.allCases {
      let values = doubles(extent, content)
      for isDescending in [false, true] {
        let order = places(values, isDescending)
        let expected = order.map { values[$0].bitPattern }
        let (first, count) = (extent / 3, max(1, extent / 5))
        for level: Int32 in 0...2 {
          tensor_limit_sort_level(level)
          for threads in [1, 3] {
            func run(_ routine: LibraryCall.Routine, _ first: Int, _ count: Int) -> [UInt64] {
              self.run(routine, values, threads: threads, descending: isDescending, first: first, count: count)
            }
            let about: Comment = "\(content), level \(level), \(threads) threads, descending: \(isDescending)"
            #expect(run(.sort, 0, extent) == expected, about)
            #expect(run(.argsort, 0, extent) == order.map { UInt64($0) }, about)
            let range = first..<min(extent, first + count)
            #expect(run(.sort, range.lowerBound, range.count) == Array(expected[range]), about)
            #expect(run(.argsort, range.lowerBound, range.count) == order[range].map { UInt64($0) }, about)
          }
        }
      }
    }
  }

  /// Keys that differ in their lowest bits only, which do not fit beside the places.
  @Test func keysThatLookAlike() {
    let values: [Double] = (0..<70_000).map { (place: Int) -> Double in
      if place % 7 == 0 { return -1e300 * Double(place + 1) }
      let lowest = UInt64(place * 7919 % 1000)
      return Double(bitPattern: 0x3ff0_0000_0000_0000 + lowest)
    }
    let order = places(values, false)
    for threads in [1, 3] {
      let found = run(.argsort, values, threads: threads, descending: false, first: 0, count: values.count)
      #expect(found == order.map { UInt64($0) })
      let part = run(.argsort, values, threads: threads, descending: false, first: 20_000, count: 30_000)
      #expect(part == order[20_000..<50_000].map { UInt64($0) })
    }
  }
}
