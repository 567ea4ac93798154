import TensorJIT
import Testing

/// The partial derivatives in the records, against differences: a new function is tested without a new test.
@Suite("Derivatives of scalar functions")
struct ScalarDerivativeTests {
  /// Steps and choices of one of their operands: flat between their corners.
  static let functions = ScalarFunctionTable.all.filter { function in
    function.partials.count == function.arity && function.arity <= 2 && function.signature(for: [ElementType](repeating: .f64, count: function.arity))?.result == .f64
  }

  /// Points in the domain, away from corners and ties.
  static func points(_ function: ScalarFunction, _ operand: Int) -> [Double] {
    let domain = function.domain ?? -10...10
    let (low, high) = (max(domain.lowerBound, -2.5), min(domain.upperBound, 2.6))
    let unit = operand == 0 ? [0.07, 0.23, 0.41, 0.58, 0.79, 0.93] : [0.83, 0.31, 0.67, 0.12, 0.44, 0.52]
    return unit.map { low + (high - low) * $0 + 0.01 }.map { $0 == $0.rounded() ? $0 + 0.013 : $0 }
  }

  @Test("against differences", arguments: functions.map(\.name)) func agrees(_ name: String) throws {
    let function = try #require(ScalarFunctionTable.function(named: name))
    let operands = (0..<function.arity).map { Tensor(parameter: "x\($0)", TensorType(.f64, [6]), at: .none) }
    let values = (0..<function.arity).map { Self.points(function, $0) }
    let result = Tensor.apply(function, operands, at: .none)
    let f = try compile(inputs: operands, outputs: [result])
    let gradients = gradient(of: sum(result), withRespectTo: operands, disconnected: .zero)
    let g = try compile(inputs: operands, outputs: gradients)
    let own = try g(values.map { NDArray($0) })
    for operand in operands.indices {
      let step = 1e-6
      func shifted(_ by: Double) throws -> [Double] {
        var moved = values
        moved[operand] = moved[operand].map { $0 + by }
        return try f(moved.map { NDArray($0) })[0].toArray(of: Double.self)
      }
      let (above, below) = (try shifted(step), try shifted(-step))
      for (position, value) in own[operand].toArray(of: Double.self).enumerated() {
        let difference = (above[position] - below[position]) / (2 * step)
        if difference.isNaN { continue }
        #expect(abs(difference - value) <= 1e-6 * max(1, abs(value)), "\(name) by operand \(operand) at \(values.map { $0[position] })")
      }
    }
  }

  @Test("there are many") func coverage() { #expect(Self.functions.count > 60) }
}
