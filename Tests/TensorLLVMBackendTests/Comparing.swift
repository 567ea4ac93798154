import CTensorSupport
import TensorLLVMBackend
import TensorLoopIR
import TensorScalars
import Testing

/// The processors on which programs are run in tests: this one, and this one without AVX-512.
let backends: [LLVMBackend] = {
  let host = LLVMBackend(options: .init(verifies: true))
  let narrow = LLVMBackend(
    options: .init(
      target: TargetDescription(triple: host.options.target.triple, cpu: "x86-64-v3"), verifies: true))
  return host.options.target.triple.hasPrefix("x86_64") ? [host, narrow] : [host]
}()

/// Code for another processor family is only generated.
let foreign = LLVMBackend(
  options: .init(target: TargetDescription(triple: "aarch64-unknown-linux-gnu", cpu: "generic"), verifies: true))

/// Numbers for tests: small ones, with the edges of the type strewn in.
struct Numbers {
  var state: UInt64
  /// How many of 16 are edge values.
  var edges: Int

  init(seed: UInt64 = 1, edges: Int = 2) { (state, self.edges) = (seed &* 0x9e37_79b9_7f4a_7c15 | 1, edges) }

  mutating func word() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }

  static func edgeValues(_ type: ElementType) -> [ScalarValue] {
    switch type.kind {
    case .float:
      let values: [Double] = [
        0, -0.0, 1, -1, .infinity, -.infinity, .nan, 0.5, -0.5, 1.5, 2.5, 0x1p31, -0x1p31, 0x1p63, -0x1p63, 0x1.8p63,
        0x1p64, 1e300, -1e300, 1e-300, 4e-320, 0x1p-140, 2147483647.5, -2147483649, 255.9, -129, 0x1p24, 88, 710, -745,
      ]
      return values.map { ScalarValue(.float($0), type: type) }
    case .complex: return []
    case .bool: return [ScalarValue(false), ScalarValue(true)]
    case .signed, .unsigned:
      let top = UInt64(1) << UInt64(type.bitWidth - 1)
      return [0, 1, 2, 3, 7, .max, .max - 1, top, top - 1, top + 1, 63, 64, 31, 32, 8, 16].map {
        ScalarValue(type: type, bits: $0)
      }
    }
  }

  mutating func next(_ type: ElementType) -> ScalarValue {
    if word() % 16 < edges {
      let list = Numbers.edgeValues(type)
      return list[Int(word() % UInt64(list.count))]
    }
    switch type.kind {
    case .float:
      let unit = Double(word() >> 11) * 0x1p-53
      return ScalarValue(.float((unit - 0.5) * 16), type: type)
    case .bool: return ScalarValue(word() & 1 == 1)
    case .complex: return ScalarValue(type: type, bits: 0)
    case .signed, .unsigned:
      return ScalarValue(type: type, bits: word() % 3 == 0 ? word() : word() % 100)
    }
  }
}

extension LoopProgram {
  func value(of expression: SymbolicInteger, _ extents: [Int]) -> Int {
    expression.evaluate { atom in
      guard case .symbol(let symbol) = atom, let position = symbols.firstIndex(of: symbol) else { return nil }
      return extents[position]
    } ?? 0
  }
}

/// Whether two elements are the same bits, or both NaN.
func same(_ a: ScalarValue, _ b: ScalarValue) -> Bool {
  a == b || (a.type.isFloat && a.asDouble.isNaN && b.asDouble.isNaN)
}

/// Runs a program on all backends and by the interpreter and compares every buffer and the first failure.
func expectAgreement(
  _ program: LoopProgram, _ extents: [Int] = [], threads: Int = 1, edges: Int = 2, name: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let interpreter = try LoopInterpreter(program)
  var numbers = Numbers(seed: UInt64(extents.reduce(7) { $0 &* 31 &+ $1 }), edges: edges)
  let counts = program.buffers.map { program.value(of: $0.count, extents) }
  let inputs = zip(program.buffers, counts).map { buffer, count in (0..<count).map { _ in numbers.next(buffer.type) } }
  func memories() -> [Memory] {
    zip(program.buffers, inputs).map { buffer, values in
      let memory = Memory(byteCount: values.count * buffer.type.byteCount * (buffer.role == .scratch ? threads : 1))
      if case .input = buffer.role { for (index, value) in values.enumerated() { memory[index, buffer.type] = value } }
      if buffer.role == .constant { for (index, value) in values.enumerated() { memory[index, buffer.type] = value } }
      return memory
    }
  }
  let expected = memories()
  let symbols = extents.map(Int64.init) + [0]
  let failure = expected.map { Optional($0.bytes) }.withUnsafeBufferPointer { buffers in
    symbols.withUnsafeBufferPointer { symbols in
      interpreter.run(buffers: buffers.baseAddress!, symbols: symbols.baseAddress!) { _, _, _ in }
    }
  }
  for backend in backends {
    let executable = try backend.compile(program)
    let actual = memories()
    let stride = zip(program.buffers, counts).filter { $0.0.role == .scratch }.map { $0.1 * $0.0.type.byteCount }.max() ?? 0
    let host = run(executable, actual.map(\.bytes), symbols: extents, threads: threads, scratchStride: stride)
    let first = host.failures.min { ($0.site, $0.order) < ($1.site, $1.order) }
    #expect(first?.site == failure?.site, sourceLocation: sourceLocation)
    #expect(first.map { Int64($0.order) } == failure?.order, sourceLocation: sourceLocation)
    for (position, buffer) in program.buffers.enumerated() where buffer.role != .scratch {
      let count = counts[position]
      let wrong = (0..<count).first { !same(expected[position][$0, buffer.type], actual[position][$0, buffer.type]) }
      if let wrong {
        let read = program.buffers.indices.filter { inputs[$0].indices.contains(wrong) }.map { inputs[$0][wrong] }
        Issue.record(
          """
          \(name) \(backend.options.target.cpu), extents \(extents), buffer \(position) at \(wrong): \
          got \(actual[position][wrong, buffer.type]), expected \(expected[position][wrong, buffer.type]), inputs \(read)
          """, sourceLocation: sourceLocation)
      }
      let after = (actual[position].bytes + count * buffer.type.byteCount).load(as: UInt8.self)
      #expect(after == 0xa5, "written past the end", sourceLocation: sourceLocation)
    }
  }
}
