import TensorLLVMBackend
import TensorLoopIR
import TensorScalars
import Testing

/// Division of many elements by one, which takes the reciprocal out of the loop.
@Suite struct DivisionTests {
  static let divisors: [Double] = [
    1, 3, 10, 0.1, 255, 0x1.fffffffffffffp0, 0x1.0000000000001p0, 0x1.5555555555555p-1, 1e-3, 1e30, 1e-31, 1e60, 1e61,
    0x1p-100, 0x1p200, 1e308, 5e-324, 0, -0.0, -3, -1e5, .infinity, -.infinity, .nan,
  ]

  /// Quotients near and at the edges of what the multiplication does exactly, next to every divisor.
  static func dividends(by divisor: Double) -> [Double] {
    var random = SystemRandomNumberGenerator()
    let common: [Double] = [
      0, -0.0, 1, -1, 5, .infinity, -.infinity, .nan, 5e-324, -5e-324, 0x1p-1022, 1e-300, -1e-290, 1e300,
      .greatestFiniteMagnitude, 0x1p-960, 0x1p-861, 0x1p-860,
    ]
    let hard = (0..<200).flatMap { _ -> [Double] in
      let quotient = Double.random(in: 1..<2, using: &random)
      let product = quotient * divisor
      return [product, product.nextUp, product.nextDown, -product, quotient]
    }
    return common + hard
  }

  @Test func equalsTheProcessors() throws {
    var b = ProgramWriter()
    let n = b.symbol("n")
    let (input, divisor, output) = (b.input(.f64, n), b.input(.f64, 1), b.output(.f64, n))
    let i = b.variable()
    var body: [Statement] = []
    let x = b.load(input, .loop(i), &body)
    let s = b.load(divisor, 0, &body)
    b.store(b.primitive(.divide, [x, s], &body), output, .loop(i), &body)
    b.program.body = [b.loop(i, n, .vector, body)]

    for backend in backends {
      let executable = try backend.compile(b.program)
      for divisor in Self.divisors {
        // Also without the edge cases, which would all take the processor's division.
        for dividends in [Self.dividends(by: divisor), Array(Self.dividends(by: divisor).dropFirst(18))] {
          let (input, scalar) = (Memory(dividends.map { ScalarValue($0) }), Memory([ScalarValue(divisor)]))
          let output = Memory(byteCount: 8 * dividends.count)
          run(executable, [input.bytes, scalar.bytes, output.bytes], symbols: [dividends.count])
          for (index, dividend) in dividends.enumerated() {
            let (ours, exact) = (Double(bitPattern: output[index, .f64].bits), dividend / divisor)
            let isEqual = ours.bitPattern == exact.bitPattern || ours.isNaN && exact.isNaN
            #expect(isEqual, "\(dividend) / \(divisor) = \(ours) instead of \(exact)")
          }
        }
      }
    }
  }
}
