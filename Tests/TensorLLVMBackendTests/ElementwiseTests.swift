import TensorLLVMBackend
import TensorLoopIR
import TensorScalars
import Testing

let backend = LLVMBackend(options: .init(verifies: true))

@Suite struct ElementwiseTests {
  @Test(arguments: [0, 1, 2, 7, 8, 9, 31, 32, 33, 63, 64, 65, 100, 200, 2049])
  func addition(_ n: Int) throws {
    for type in [ElementType.f64, .f32, .i32, .u8] {
      let program = elementwise([type, type], type) { builder, loads, body in
        builder.primitive(.add, loads, &body)
      }
      let executable = try backend.compile(program)
      let values = (0..<n).map { ScalarValue(.integer($0 * 3), type: type) }
      let (a, b, c) = (Memory(values), Memory(values), Memory(byteCount: n * type.byteCount))
      run(executable, [a.bytes, b.bytes, c.bytes], symbols: [n])
      for i in 0..<n { #expect(c[i, type] == Primitive.add.evaluate([values[i], values[i]])) }
      #expect((c.bytes + n * type.byteCount).load(as: UInt8.self) == 0xa5)
    }
  }
}
