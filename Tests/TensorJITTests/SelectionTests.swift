import TensorArrays
import TensorScalars
import Testing

import TensorJIT

/// What a mask picks, and puts back: kernels for every width of element, of which blocks end anywhere.
@Suite("Selections by masks") struct SelectionTests {
  private static let counts = [0, 1, 7, 8, 31, 32, 33, 63, 64, 65, 200, 2047, 2048, 2049, 5000]
  /// Of a hundred elements so many are picked.
  private static let densities = [0, 3, 50, 97, 100]

  private static func numbers(_ count: Int) -> [Double] { (0..<count).map { Double($0 * 37 % 101) } }
  private static func mask(_ count: Int, density: Int) -> [Bool] { (0..<count).map { $0 * 61 % 100 < density } }

  @Test("of all types", arguments: ElementType.allCases) func picks(_ type: ElementType) throws {
    try Self.check("(x: \(type.name)[n], m: bool[n]) -> x[m]", type, inputs: { [$0, $1] }) { values, mask in
      zip(values, mask).filter(\.1).map(\.0)
    }
  }

  @Test("are put back", arguments: [ElementType.f16, .f32, .f64]) func spreads(_ type: ElementType) throws {
    let text = "(x: \(type.name)[n], m: bool[n], w: \(type.name)[n]) -> grad(sum(x[m] * w[m]), x)"
    try Self.check(text, type, inputs: { [$0, $1, $0] }) { values, mask in zip(values, mask).map { $1 ? $0 : 0 } }
  }

  /// - Parameters:
  ///   - inputs: of an array and a mask.
  ///   - expected: of their elements.
  private static func check(
    _ text: String, _ type: ElementType, inputs: (NDArray, NDArray) -> [NDArray], expected: ([Double], [Bool]) -> [Double]
  ) throws {
    let machines = try AllMachines(text)
    for count in counts {
      let array = try NDArray(numbers(count)).astype(type)
      let values = try array.astype(.f64).doubles()
      for density in densities {
        let mask = mask(count, density: density)
        let (results, problems) = try machines.run(inputs(array, NDArray(mask)))
        #expect(problems == [], "\(type.name)[\(count)]")
        #expect(try results[0].astype(.f64).doubles() == expected(values, mask), "\(type.name)[\(count)], \(density) of 100")
      }
    }
  }
}
