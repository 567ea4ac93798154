import CTensorSupport
import TensorLoopIR
import TensorRuntime
import Testing

@Suite struct SymmetricProductTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var n: Int
    var k: Int
    var transposed = false
    var tile: Int
    var padding = (0, 0)

    var lda: Int { (transposed ? n : k) + padding.0 }
    var ldc: Int { n + padding.1 }
    var testDescription: String { "\(n)x\(k)\(transposed ? " T" : "") in tiles of \(tile) \(padding)" }
  }

  static let cases: [Case] =
    [(1, 1, 4), (5, 3, 2), (16, 8, 16), (33, 40, 16), (70, 9, 64), (150, 20, 64), (130, 0, 64), (0, 3, 64)]
    .flatMap { n, k, tile in
      [false, true].flatMap { transposed in
        [(0, 0), (2, 3)].map { Case(n: n, k: k, transposed: transposed, tile: tile, padding: $0) }
      }
      // Rows that overlap: CBLAS does not take these.
    } + [Case(n: 9, k: 6, tile: 4, padding: (-4, 0))]

  private func check<Element: BinaryFloatingPoint>(_ test: Case, _ routine: LibraryCall.Routine, _ type: Element.Type) {
    // Small whole numbers: every order of summation gives the same.
    let a = (0..<(max(test.n, test.k) * (max(test.n, test.k) + 3))).map { Element($0 * 7 % 11 - 5) }
    // NaN before: nothing may be read from C, and nothing written beside it.
    var c = [Element](repeating: .nan, count: test.n * test.ldc + 1)
    let blocks = (test.n + test.tile - 1) / test.tile
    a.withUnsafeBytes { a in
      c.withUnsafeMutableBytes { c in
        let pointers = [UnsafeMutableRawPointer(mutating: a.baseAddress), c.baseAddress]
        for number in 0..<(blocks * (blocks + 1) / 2) {
          let integers = [test.n, test.k, test.transposed ? 1 : 0, test.lda, test.ldc, test.tile, number].map(
            Int64.init)
          CallContext.withContext(threads: 1) { $0.pointee.library($0, routine.rawValue, integers, pointers) }
        }
      }
    }
    var isInside = [Bool](repeating: false, count: c.count)
    for i in 0..<test.n {
      for j in 0..<test.n {
        var sum: Element = 0
        for l in 0..<test.k {
          func element(_ row: Int) -> Element { a[test.transposed ? l * test.lda + row : row * test.lda + l] }
          sum += element(i) * element(j)
        }
        isInside[i * test.ldc + j] = true
        #expect(c[i * test.ldc + j] == sum, "element \(i), \(j)")
      }
    }
    #expect(zip(c, isInside).allSatisfy { $1 || $0.isNaN })
  }

  @Test(arguments: cases) func single(_ test: Case) { check(test, .syrkF32, Float.self) }
  @Test(arguments: cases) func double(_ test: Case) { check(test, .syrkF64, Double.self) }
}
