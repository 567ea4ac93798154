import TensorArrays
import TensorJIT
import TensorScalars
import Testing

/// Loops that are emitted more than once, states that share the stack, and what is read at places that are not there: programs too large to be drawn at random.
@Suite("Loops emitted again") struct EmittedAgainTests {
  private static func waves(_ shape: [Int], _ type: ElementType = .f64) throws -> NDArray {
    let count = shape.reduce(1, *)
    let values = (0..<count).map { Double(($0 * 7919) % 1009) / 97 - 5 }
    return try NDArray(values).reshaped(Shape(shape)).astype(type)
  }

  @Test("several reductions of a view take passes") func passes() throws {
    let sums = (1...7).map { "sum(y * \($0).5, axis=(1, 2))" }.joined(separator: ", ")
    let machines = try AllMachines(
      "func main(x: f64[n], w: f64[18, m, 34]) {\n  let y = x[:, None, None] * w[8::-1, -1, ::2]\n"
        + "  return min(y, axis=(1, 2)), max(y, axis=(1, 2)), argmax(reshape(y, (n, -1)), axis=1), \(sums), any(y > 1, axis=(1, 2))\n}")
    #expect(try machines.run([Self.waves([5]), Self.waves([18, 3, 34])]).problems == [])
  }

  @Test("more states than eight", arguments: [1, 7, 20]) func states(_ count: Int) throws {
    let sums = (0..<count).map { "sum(y * \($0), axis=1), min(abs(y - \($0)), axis=1)" }.joined(separator: ", ")
    let machines = try AllMachines("func main(x: f32[n, m]) {\n  let y = x * 2\n  return y, \(sums), argmax(y, axis=1), argmin(abs(y), axis=1)\n}")
    #expect(try machines.run([Self.waves([2, 9000], .f32)]).problems == [])
    let bytes = (0..<count).map { "min(y ^ \($0), axis=1)" }.joined(separator: ", ")
    let narrow = try AllMachines("func main(x: u8[n, m]) {\n  let y = x[:, ::2]\n  return \(bytes)\n}")
    #expect(try narrow.run([NDArray((0..<40_002).map { UInt8(truncatingIfNeeded: $0 * 31 / 7) | 8 }).reshaped([2, 20_001])]).problems == [])
  }

  @Test("clamps stay where the loop is not cut") func clamps() throws {
    let machines = try AllMachines(
      """
      func main(z: f64[45]) {
        let g = grad(sum(z[3:-2] * arange(40)) + sum(z[5:-2] * arange(38) ** 2) + sum(z[1:] ** 2), z)
        let expected = pad(arange(40.0), (3, 2)) + pad(arange(38.0) ** 2, (5, 2)) + 2 * z * (arange(45) >= 1)
        return all(abs(g - expected) < 1e-9)
      }
      """)
    let (results, problems) = try machines.run([Self.waves([45])])
    #expect(problems == [])
    #expect(try results[0].element(at: [], as: Bool.self))
  }

  @Test("what is placed may be nothing", arguments: 0...5) func nothing(_ rows: Int) throws {
    let losses = ["diff(z, axis=0) ** 2", "exp(z[3:]) * 0", "cumsum(z[1:] ** 2, axis=0) * 0", "cumprod(z[1:], axis=0) * 0", "z[5:, ::-1] * 0"]
    for (number, loss) in losses.enumerated() {
      let machines = try AllMachines("(z: f64[n, m]) -> grad(sum(\(loss)) + sum(z), z)")
      let z = try Self.waves([rows, 300])
      let (results, problems) = try machines.run([z])
      #expect(problems == [])
      if number > 0 || rows < 2 { #expect(try results[0].elementsEqual(NDArray.ones([rows, 300])), "\(loss) of \(rows) rows") }
    }
  }
}
