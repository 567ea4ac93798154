/// How far derivatives are from what differences of values say.
public struct GradientReport: Sendable, CustomStringConvertible {
  /// Relative errors, the largest of all directions: of the gradient against differences of values, of forward against reverse mode, and of the
  /// second derivative against differences of the gradient.
  public internal(set) var reverse = 0.0
  public internal(set) var forward = 0.0
  public internal(set) var second = 0.0
  public let tolerance: Double

  /// Takes the larger errors of both.
  public mutating func include(_ other: GradientReport) {
    (reverse, forward, second) = (
      GradientReport.larger(reverse, other.reverse), GradientReport.larger(forward, other.forward),
      GradientReport.larger(second, other.second)
    )
  }

  /// NaN is the largest.
  static func larger(_ a: Double, _ b: Double) -> Double { a.isNaN || a > b ? a : b }

  public var isCorrect: Bool { [reverse, forward, second].allSatisfy { $0 <= tolerance } }

  public var description: String {
    "reverse \(reverse), forward \(forward), second order \(second)" + (isCorrect ? "" : " (more than \(tolerance))")
  }
}

/// Checks the derivatives of a scalar cost at a point: along random directions, against central differences.
///
/// Of a cost `f`, a direction `v` and a step `h`: the gradient `g` must have `g v = (f(x + h v) - f(x - h v)) / 2h`, forward mode must give the
/// same `g v` as reverse mode up to rounding, and the Hessian's product with `v` must be the difference of gradients. Differences have half the
/// digits of the type, so check in f64. Points where the cost has a corner within `h` fail.
///
/// - Parameters:
///   - point: the variables' values, f64.
///   - given: other parameters of the cost with their values.
///   - order: 1 leaves the second derivative out.
/// - Throws: what the derivatives' graphs, compiling or calling them throws.
public func checkGradient(
  of cost: Tensor, withRespectTo variables: [Tensor], at point: [NDArray], given: [(parameter: Tensor, value: NDArray)] = [], order: Int = 2,
  directions: Int = 3, tolerance: Double = 1e-5, seed: UInt64 = 1, options: CompilationOptions = .standard
) throws -> GradientReport {
  let tangents = variables.enumerated().map { Tensor(parameter: "tangent\($0.offset)", $0.element.type, at: .none) }
  let gradients = gradient(of: cost, withRespectTo: variables)
  let forward = jvp(of: [cost], withRespectTo: variables, tangents: tangents)[0]
  let products = order > 1 ? hessianVectorProduct(of: cost, withRespectTo: variables, tangents: tangents) : []
  let fixed = given.map(\.value)
  let function = try compile(inputs: variables + given.map(\.parameter), outputs: [cost] + gradients, options: options)
  let along = try compile(inputs: variables + given.map(\.parameter) + tangents, outputs: [forward] + products, options: options)
  var random = SplitMix(state: seed)
  var report = GradientReport(tolerance: tolerance)
  let here = try function(point + fixed)
  for _ in 0..<directions {
    let direction = try point.map { try NDArray.of((0..<$0.count).map { _ in random.unit() }, shape: Array($0.shape)) }
    let step = 1e-5
    let above = try function(try moved(point, direction, step) + fixed)
    let below = try function(try moved(point, direction, -step) + fixed)
    let slope = inner(Array(here.dropFirst()), direction)
    let size = max(1, abs(slope), abs(here[0].doubles[0]))
    let difference = (above[0].doubles[0] - below[0].doubles[0]) / (2 * step)
    report.reverse = GradientReport.larger(report.reverse, abs(difference - slope) / size)
    let results = try along(point + fixed + direction)
    report.forward = GradientReport.larger(report.forward, abs(results[0].doubles[0] - slope) / size)
    for (position, product) in results.dropFirst().enumerated() {
      for ((a, b), own) in zip(zip(above[position + 1].doubles, below[position + 1].doubles), product.doubles) {
        report.second = GradientReport.larger(report.second, abs((a - b) / (2 * step) - own) / max(1, abs(own), abs(a)))
      }
    }
  }
  return report
}

private func moved(_ point: [NDArray], _ direction: [NDArray], _ step: Double) throws -> [NDArray] {
  try zip(point, direction).map { x, v in
    try NDArray.of(zip(x.doubles, v.doubles).map { $0 + step * $1 }, shape: Array(x.shape))
  }
}

private func inner(_ a: [NDArray], _ b: [NDArray]) -> Double {
  zip(a, b).reduce(0) { sum, pair in sum + zip(pair.0.doubles, pair.1.doubles).reduce(0) { $0 + $1.0 * $1.1 } }
}

extension NDArray {
  fileprivate var doubles: [Double] { toArray(of: Double.self) }

  fileprivate static func of(_ values: [Double], shape: [Int]) throws -> NDArray { try NDArray(values).reshaped(Shape(shape)) }
}

/// Source: S. Vigna, SplitMix64.
private struct SplitMix {
  var state: UInt64

  /// In [-1, 1).
  mutating func unit() -> Double {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = state
    word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
    return Double((word ^ (word >> 31)) >> 11) * 0x1p-52 - 1
  }
}
