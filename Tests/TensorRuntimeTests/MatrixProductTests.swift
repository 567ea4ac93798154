import CTensorSupport
import TensorLoopIR
import TensorRuntime
import Testing

@Suite struct MatrixProductTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var m: Int
    var n: Int
    var k: Int
    var transposeA = false
    var transposeB = false
    /// Added to the smallest leading dimensions.
    var padding = (0, 0, 0)

    var lda: Int { (transposeA ? m : k) + padding.0 }
    var ldb: Int { (transposeB ? k : n) + padding.1 }
    var ldc: Int { n + padding.2 }
    var testDescription: String { "\(m)x\(n)x\(k) \(transposeA ? "T" : "N")\(transposeB ? "T" : "N") \(padding)" }
  }

  static let cases: [Case] = {
    var cases: [Case] = []
    for (m, n, k) in [
      (1, 1, 1), (2, 3, 4), (5, 1, 7), (1, 9, 3), (17, 33, 65), (0, 3, 2), (3, 0, 2), (3, 4, 0), (0, 0, 0),
    ] {
      for flags in 0..<4 {
        for padding in [(0, 0, 0), (3, 1, 2)] {
          cases.append(
            Case(m: m, n: n, k: k, transposeA: flags & 1 != 0, transposeB: flags & 2 != 0, padding: padding))
        }
      }
    }
    // Rows that overlap, rows that are one and the same: CBLAS does not take these.
    cases.append(Case(m: 4, n: 3, k: 5, padding: (-4, 0, 0)))
    cases.append(Case(m: 4, n: 3, k: 5, padding: (-5, -3, 0)))
    cases.append(Case(m: 4, n: 3, k: 5, transposeA: true, transposeB: true, padding: (-4, -2, 1)))
    return cases
  }()

  private func check<Element: BinaryFloatingPoint>(_ test: Case, _ routine: LibraryCall.Routine, _ type: Element.Type) {
    let (rowsA, rowsB) = (test.transposeA ? test.k : test.m, test.transposeB ? test.n : test.k)
    func size(_ rows: Int, _ columns: Int, _ leading: Int) -> Int { rows * max(leading, 0) + columns + 1 }
    // Small whole numbers: every order of summation gives the same.
    let a = (0..<size(rowsA, test.transposeA ? test.m : test.k, test.lda)).map { Element($0 * 7 % 11 - 5) }
    let b = (0..<size(rowsB, test.transposeB ? test.k : test.n, test.ldb)).map { Element($0 * 5 % 13 - 6) }
    // NaN before: nothing may be read from C, and nothing written beside it.
    var c = [Element](repeating: .nan, count: size(test.m, test.n, test.ldc))
    let before = c.count
    var integers = [
      test.m, test.n, test.k, test.transposeA ? 1 : 0, test.transposeB ? 1 : 0, test.lda, test.ldb, test.ldc,
    ]
    .map(Int64.init)
    a.withUnsafeBytes { a in
      b.withUnsafeBytes { b in
        c.withUnsafeMutableBytes { c in
          let pointers = [
            UnsafeMutableRawPointer(mutating: a.baseAddress), UnsafeMutableRawPointer(mutating: b.baseAddress),
            c.baseAddress,
          ]
          _ = CallContext.withContext(threads: 1) { context in
            context.pointee.library(context, routine.rawValue, &integers, pointers)
          }
        }
      }
    }
    #expect(c.count == before)
    var isInside = [Bool](repeating: false, count: c.count)
    for i in 0..<test.m {
      for j in 0..<test.n {
        var sum: Element = 0
        for l in 0..<test.k {
          let x = test.transposeA ? a[l * test.lda + i] : a[i * test.lda + l]
          let y = test.transposeB ? b[j * test.ldb + l] : b[l * test.ldb + j]
          sum += x * y
        }
        isInside[i * test.ldc + j] = true
        #expect(c[i * test.ldc + j] == sum, "element \(i), \(j)")
      }
    }
    #expect(zip(c, isInside).allSatisfy { $1 || $0.isNaN })
  }

  @Test(arguments: cases) func single(_ test: Case) { check(test, .gemmF32, Float.self) }
  @Test(arguments: cases) func double(_ test: Case) { check(test, .gemmF64, Double.self) }

  @Test func specialValuesFlowThrough() {
    let a: [Double] = [.nan, 1, .infinity, 0]
    let b: [Double] = [1, 0, 0, 1]
    var c = [Double](repeating: 0, count: 4)
    a.withUnsafeBytes { a in
      b.withUnsafeBytes { b in
        c.withUnsafeMutableBytes { c in
          let pointers = [
            UnsafeMutableRawPointer(mutating: a.baseAddress), UnsafeMutableRawPointer(mutating: b.baseAddress),
            c.baseAddress,
          ]
          _ = CallContext.withContext { context in
            context.pointee.library(context, LibraryCall.Routine.gemmF64.rawValue, [2, 2, 2, 0, 0, 2, 2, 2], pointers)
          }
        }
      }
    }
    #expect(c[0].isNaN && c[1].isNaN && c[2] == .infinity && c[3].isNaN)
  }
}
