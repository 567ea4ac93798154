import TensorArrays
import TensorLoopIR
import TensorRuntime
import TensorScheduling

/// Everything a call needs that depends only on the shapes and strides of its arguments.
final class CallPlan: Sendable {
  private struct OutputBuffer {
    let buffer: Int
    let type: ElementType
    let shape: Shape
    /// What computes it, for errors.
    let node: Node
  }

  private let variant: Variant
  private let shapes: [Shape]
  private let strides: [Strides]
  private let symbols: [Int64]
  /// Numbers given beside the arguments.
  private let given: [Int]
  /// One array for each output buffer.
  private let allocations: [OutputBuffer]
  /// For each result: which allocation, and the shape under which it is seen if that is another.
  private let results: [(allocation: Int, shape: Shape, isSame: Bool)]
  /// Offsets in the arena, by buffer.
  private let arenaOffsets: [(buffer: Int, offset: Int)]
  private let arenaBytes: Int
  private let scratchStride: Int
  /// Which index arrays of the function are of no element.
  let unread: [Int]

  var temporaryByteCount: Int { arenaBytes }

  /// - Parameter outputs: what the program computes, in the order of its outputs.
  init(
    variant: Variant, results outputs: [Tensor], arguments: [NDArray], values: [Symbol: Int], given: [Int] = [],
    unread: [Int], threads: Int
  ) throws {
    let scheduled = variant.scheduled
    (self.variant, self.given, self.unread) = (variant, given, unread)
    shapes = arguments.map(\.shape)
    strides = arguments.map(\.strides)
    let symbolValues = scheduled.symbolSources.map { source in
      switch source {
      case .extent(let parameter, let axis): arguments[parameter].shape[axis]
      case .stride(let parameter, let axis): arguments[parameter].strides[axis]
      case .given(let number): given[number]
      }
    }
    symbols = symbolValues.map(Int64.init)
    let lookup = Dictionary(uniqueKeysWithValues: zip(scheduled.program.symbols, symbolValues))
    func value(_ extent: SymbolicInteger) throws -> Int {
      let result = extent.evaluate { atom in
        if case .symbol(let symbol) = atom { return lookup[symbol] ?? values[symbol] }
        return nil
      }
      guard let result, result >= 0 else {
        throw CallError(.arguments, "an extent of a result does not fit 64 bits")
      }
      return result
    }

    var allocations: [OutputBuffer] = []
    var results: [(Int, Shape, Bool)] = []
    for (output, node) in zip(scheduled.outputs, outputs.map(\.node)) {
      let shape = Shape(try output.type.shape.map(value))
      do throws(ArrayError) {
        _ = try shape.checkedByteCount(of: output.type.elementType)
      } catch {
        throw CallError(.arguments, "\(node.writtenName): \(error)", places: node.places)
      }
      if let known = allocations.firstIndex(where: { $0.buffer == output.buffer }) {
        results.append((known, shape, allocations[known].shape == shape))
      } else {
        results.append((allocations.count, shape, true))
        allocations.append(OutputBuffer(buffer: output.buffer, type: output.type.elementType, shape: shape, node: node))
      }
    }
    (self.allocations, self.results) = (allocations, results)

    let arena = try ArenaLayout(scheduled, threads: threads, value)
    (arenaOffsets, arenaBytes, scratchStride) = (arena.offsets, arena.byteCount, arena.scratchStride)
  }

  /// Whether the plan is for arguments like these.
  func fits(_ arguments: [NDArray]) -> Bool {
    for index in arguments.indices {
      if arguments[index].shape != shapes[index] || arguments[index].strides != strides[index] { return false }
    }
    return true
  }

  /// The same for a plan that depends on numbers beside the arguments.
  func fits(_ arguments: [NDArray], _ numbers: [Int]) -> Bool { numbers == given && fits(arguments) }

  /// Allocates results and temporaries, and runs the code.
  func run(_ arguments: [NDArray], threads: Int) throws -> [NDArray] {
    let scheduled = variant.scheduled
    var arrays: [NDArray] = []
    arrays.reserveCapacity(allocations.count)
    for allocation in allocations {
      arrays.append(try memory(for: allocation.node) { () throws(ArrayError) in
        try NDArray.allocate(shape: allocation.shape, type: allocation.type)
      })
    }
    let arena = arenaBytes == 0 ? nil : try memory(for: allocations.first?.node) { () throws(ArrayError) in
      try BufferPool.shared.allocate(byteCount: arenaBytes)
    }
    defer { if let arena { BufferPool.shared.deallocate(arena, byteCount: arenaBytes) } }

    let failure = withUnsafeTemporaryAllocation(
      of: UnsafeMutableRawPointer?.self, capacity: max(1, scheduled.program.buffers.count)
    ) { pointers -> CheckFailure? in
      pointers.initialize(repeating: nil)
      for (number, buffer) in scheduled.program.buffers.enumerated() {
        if case .input(let parameter) = buffer.role { pointers[number] = arguments[parameter].baseAddress }
      }
      for (allocation, array) in zip(allocations, arrays) { pointers[allocation.buffer] = array.baseAddress }
      for constant in scheduled.constants { pointers[constant.buffer] = constant.array.baseAddress }
      if let arena { for place in arenaOffsets { pointers[place.buffer] = arena + place.offset } }
      guard let base = pointers.baseAddress else { return nil }
      return symbols.withUnsafeBufferPointer { symbols in
        withUnsafeTemporaryAllocation(of: Int64.self, capacity: 1) { none in
          none[0] = 0
          guard let empty = none.baseAddress else { return nil }
          return CallContext.run(
            variant.executable, buffers: base, symbols: symbols.baseAddress ?? UnsafePointer(empty), threads: threads,
            scratchStride: scratchStride)
        }
      }
    }
    // The arguments' memory must outlive the call.
    withExtendedLifetime(arguments) {}
    if let failure { throw describe(failure) }
    return try results.map { result in
      result.isSame ? arrays[result.allocation] : try arrays[result.allocation].reshaped(result.shape)
    }
  }

  /// - Parameter node: what the memory is for, or what the whole call computes.
  private func memory<T>(for node: Node?, _ allocate: () throws(ArrayError) -> T) throws(CallError) -> T {
    do {
      return try allocate()
    } catch {
      throw CallError(.execution, "\(node.map { $0.writtenName + ": " } ?? "")out of memory: \(error)", places: node?.places ?? [])
    }
  }

  private func describe(_ failure: CheckFailure) -> CallError {
    guard variant.scheduled.sites.indices.contains(failure.site) else {
      return CallError(.execution, "a check failed")
    }
    let site = variant.scheduled.sites[failure.site]
    guard let axis = site.axis else {
      return CallError(.execution, "\(site.operation): \(site.message)", places: site.places)
    }
    return CallError(
      .execution, "\(site.operation): index \(failure.index) is out of bounds for axis \(axis) with extent \(failure.extent)",
      places: site.places)
  }
}

/// Where in one block of memory the temporaries of a call lie. Those that are never needed at the same time share places.
struct ArenaLayout {
  private(set) var offsets: [(buffer: Int, offset: Int)] = []
  private(set) var byteCount = 0
  private(set) var scratchStride = 0

  private struct Placed {
    let range: Range<Int>
    let lifetime: ClosedRange<Int>
  }

  init(_ scheduled: ScheduledProgram, threads: Int, _ value: (SymbolicInteger) throws -> Int) throws {
    var (placed, placedScratch): ([Placed], [Placed]) = ([], [])
    for temporary in scheduled.temporaries {
      let buffer = scheduled.program.buffers[temporary.buffer]
      let bytes = try ArenaLayout.bytes(try value(buffer.count), buffer.type)
      let lifetime = temporary.firstUse...temporary.lastUse
      if buffer.role.isScratch {
        let start = ArenaLayout.firstFit(bytes, lifetime, placedScratch)
        placedScratch.append(Placed(range: start..<(start + bytes), lifetime: lifetime))
        offsets.append((temporary.buffer, start))
        scratchStride = max(scratchStride, start + bytes)
      } else {
        let start = ArenaLayout.firstFit(bytes, lifetime, placed)
        placed.append(Placed(range: start..<(start + bytes), lifetime: lifetime))
        offsets.append((temporary.buffer, start))
        byteCount = max(byteCount, start + bytes)
      }
    }
    guard scratchStride > 0 else { return }
    for position in offsets.indices where scheduled.program.buffers[offsets[position].buffer].role.isScratch {
      offsets[position].offset += byteCount
    }
    let (all, overflow) = scratchStride.multipliedReportingOverflow(by: threads)
    guard !overflow else { throw CallError(.execution, "the temporaries of the call exceed the address space") }
    byteCount += all
  }

  /// Rounded up to whole cache lines; vector code may read the last one whole.
  private static func bytes(_ count: Int, _ type: ElementType) throws -> Int {
    let (size, overflow) = count.multipliedReportingOverflow(by: type.byteCount)
    guard !overflow, size < Int.max / 4 else {
      throw CallError(.execution, "a temporary of \(count) elements exceeds the address space")
    }
    return max(64, (size + 63) / 64 * 64)
  }

  private static func firstFit(_ bytes: Int, _ lifetime: ClosedRange<Int>, _ placed: [Placed]) -> Int {
    var start = 0
    for other in placed.filter({ $0.lifetime.overlaps(lifetime) }).sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      if start + bytes <= other.range.lowerBound { break }
      start = max(start, other.range.upperBound)
    }
    return start
  }
}
