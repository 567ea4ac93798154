import CTensorSupport
import TensorLLVMBackend
import TensorLoopIR
import TensorRuntime
import TensorScalars

/// A failed check as the host saw it.
struct Failure: Hashable {
  let site, order, index, extent: Int
}

/// What the runtime functions of a test's context note.
final class Host {
  var failures: [Failure] = []
  var calls: [(routine: Int, integers: [Int])] = []
  /// How often `parallel_for` was called.
  var joins = 0
}

/// Raw memory of elements for a test.
final class Memory {
  let bytes: UnsafeMutableRawPointer
  let count: Int

  init(byteCount: Int) {
    count = byteCount
    bytes = .allocate(byteCount: max(byteCount, 64) + 64, alignment: 64)
    bytes.initializeMemory(as: UInt8.self, repeating: 0xa5, count: max(byteCount, 64) + 64)
  }

  convenience init(_ values: [ScalarValue]) {
    self.init(byteCount: values.reduce(0) { $0 + $1.type.byteCount })
    for (index, value) in values.enumerated() { self[index, value.type] = value }
  }

  deinit { bytes.deallocate() }

  subscript(index: Int, type: ElementType) -> ScalarValue {
    get {
      var bits: UInt64 = 0
      withUnsafeMutableBytes(of: &bits) {
        $0.copyMemory(from: UnsafeRawBufferPointer(start: bytes + index * type.byteCount, count: type.byteCount))
      }
      return ScalarValue(type: type, bits: bits)
    }
    set {
      var bits = newValue.bits
      withUnsafeBytes(of: &bits) { (bytes + index * type.byteCount).copyMemory(from: $0.baseAddress!, byteCount: type.byteCount) }
    }
  }
}

/// Runs an executable with a context whose parallel loops are cut in uneven chunks on made-up workers.
@discardableResult
func run(
  _ executable: any Executable, _ buffers: [UnsafeMutableRawPointer?], symbols: [Int] = [], threads: Int = 1,
  scratchStride: Int = 0, rounds: Int = 1
) -> Host {
  let host = Host()
  var context = TensorContext()
  context.threads = Int64(threads)
  context.scratch_stride = Int64(scratchStride)
  context.owner = Unmanaged.passUnretained(host).toOpaque()
  context.parallel_for = { context, body, environment, count, grain in
    guard let context, let body else { return }
    Unmanaged<Host>.fromOpaque(context.pointee.owner).takeUnretainedValue().joins += 1
    var begin: Int64 = 0
    var worker: Int64 = 0
    while begin < count {
      let end = min(count, begin + max(grain, (count - begin) / 3))
      body(context, environment, begin, end, worker)
      begin = end
      worker = (worker + 1) % context.pointee.threads
    }
  }
  context.fail = { context, site, order, index, extent in
    guard let context else { return }
    Unmanaged<Host>.fromOpaque(context.pointee.owner).takeUnretainedValue().failures.append(
      Failure(site: Int(site), order: Int(order), index: Int(index), extent: Int(extent)))
  }
  context.library = { context, routine, integers, pointers in
    guard let context, let integers else { return }
    let list = (0..<8).map { Int(integers[$0]) }
    Unmanaged<Host>.fromOpaque(context.pointee.owner).takeUnretainedValue().calls.append((Int(routine), list))
  }
  let numbers = symbols.map(Int64.init) + [0]
  withExtendedLifetime(host) {
    buffers.withUnsafeBufferPointer { buffers in
      numbers.withUnsafeBufferPointer { numbers in
        for _ in 0..<rounds { _ = executable.run(&context, buffers.baseAddress!, numbers.baseAddress!) }
      }
    }
  }
  return host
}
