import TensorArrays
import TensorJIT
import TensorScalars
import Testing

/// Elements of one and two bytes that lanes find far apart: processors have no gather for them.
@Suite("Narrow elements far apart") struct NarrowAccessTests {
  private static let program = """
    func main(x: TYPE[n, m]) {
      let turned = x.T
      return turned, x[:, ::9], x[::-2, ::-3].T, turned[::3, 1:] + 1, sum(x[:, ::9], axis=1), max(turned, axis=0), cumsum(x[:, ::17], axis=1), zeros((n, 2 * m), dtype=TYPE).at[:, ::2].set(x)
    }
    """

  static let types = ElementType.allCases.filter { $0.byteCount < 4 && $0 != .bool }

  // Around the widths of vectors, squares and tiles.
  @Test("on all machines as by the interpreter", arguments: types) func machines(_ type: ElementType) throws {
    let machines = try AllMachines(Self.program.replacing("TYPE", with: type.name))
    for (rows, columns) in [(1, 1), (3, 70), (16, 16), (17, 33), (37, 50), (64, 65), (130, 31), (300, 70), (0, 5)] {
      let values = (0..<rows * columns).map { Int64($0 * 7 % 113) }
      let x = try NDArray(values).reshaped([rows, columns]).astype(type)
      for form in [x, try x.transposed().copy().transposed()] {
        let (results, problems) = try machines.run([form])
        #expect(problems == [], "\(type) \(rows) by \(columns)")
        #expect(try results[0].firstDifference(from: x.transposed()) == nil)
      }
    }
  }
}
