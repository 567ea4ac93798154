import TensorLoopIR
import TensorScalars

/// Buffers of elements in raw memory, for running programs.
final class Memory {
  let types: [ElementType]
  let counts: [Int]
  private var pointers: [UnsafeMutableRawPointer?] = []

  init(_ buffers: [[ScalarValue]], types: [ElementType]) {
    self.types = types
    counts = buffers.map(\.count)
    for (values, type) in zip(buffers, types) {
      let memory = UnsafeMutableRawPointer.allocate(byteCount: max(values.count, 1) * type.byteCount, alignment: 64)
      for (position, value) in values.enumerated() {
        withUnsafeBytes(of: value.bits.littleEndian) { bytes in
          (memory + position * type.byteCount).copyMemory(from: bytes.baseAddress!, byteCount: type.byteCount)
        }
      }
      pointers.append(memory)
    }
  }

  deinit { for pointer in pointers { pointer?.deallocate() } }

  /// The elements of a buffer.
  subscript(buffer: Int) -> [ScalarValue] {
    let type = types[buffer]
    return (0..<counts[buffer]).map { position in
      var bits: UInt64 = 0
      withUnsafeMutableBytes(of: &bits) { bytes in
        bytes.copyMemory(
          from: UnsafeRawBufferPointer(
            start: pointers[buffer]! + position * type.byteCount, count: type.byteCount))
      }
      return ScalarValue(type: type, bits: bits)
    }
  }

  /// Runs a program on these buffers with bounds checked, its library calls being done by `library`.
  @discardableResult func run(
    _ interpreter: LoopInterpreter, symbols: [Int64] = [], library: LoopInterpreter.Library = { _, _, _ in }
  ) throws -> LoopFailure? {
    try interpreter.run(
      buffers: pointers, symbols: symbols.isEmpty ? [0] : symbols, bounds: counts.map { 0..<$0 }, library: library)
  }

  /// The same without checking bounds.
  @discardableResult func runUnchecked(_ interpreter: LoopInterpreter, symbols: [Int64] = []) -> LoopFailure? {
    interpreter.run(
      buffers: pointers, symbols: symbols.isEmpty ? [0] : symbols, library: { _, _, _ in })
  }
}

/// A small generator of numbers that are the same in every run.
struct Generator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  /// A value of any type; floats are sometimes infinite, NaN or -0 where `edges` allows it.
  mutating func value(_ type: ElementType, edges: Bool = true) -> ScalarValue {
    guard type.isFloat else { return ScalarValue(type: type, bits: next()) }
    let special: [Double] = [-0.0, 0.0, .infinity, -.infinity, .nan, 1e308, -1e308]
    if edges, Int.random(in: 0..<40, using: &self) == 0 {
      return ScalarValue(.float(special.randomElement(using: &self) ?? 0), type: type)
    }
    return ScalarValue(.float(Double.random(in: -4...4, using: &self)), type: type)
  }
}
