import TensorJIT

/// Step lengths `1, c, c^2, ...` along a direction of descent: the first that decreases the cost enough is taken.
///
/// A length `t` along `d` is enough by Armijo's condition, `f(x + t d) <= f(x) + decrease t (g d)`; a cost that is NaN
/// never is. There is no loop in the graph: the cost is computed at all candidates, side by side, so a step costs as
/// much as that many evaluations.
///
/// Source: L. Armijo, Minimization of functions having Lipschitz continuous first partial derivatives (1966); J.
/// Nocedal, S. Wright, Numerical Optimization (2006), algorithm 3.1.
public struct BacktrackingLineSearch: Hashable, Sendable {
  /// How many lengths are tried, 1 to 100.
  public let candidates: Int
  /// What each length is of the one before, in (0, 1).
  public let factor: Double
  /// The part of the decrease that the slope promises that is asked for, in (0, 1).
  public let decrease: Double

  public init(candidates: Int = 10, factor: Double = 0.5, decrease: Double = 1e-4) {
    (self.candidates, self.factor, self.decrease) = (candidates, factor, decrease)
  }

  /// The lengths, the longest first.
  var lengths: [Double] {
    var (result, length) = ([Double](), 1.0)
    for _ in 0..<candidates {
      result.append(length)
      length *= factor
    }
    return result
  }
}

extension LBFGS {
  /// The next parameters and the next state, with the step length found by the line search; the learning rate is not
  /// looked at.
  ///
  /// Where no candidate decreases the cost enough, the parameters stay and the pairs are forgotten: the next step goes
  /// along the gradient, and where that does not decrease the cost either, the minimum is reached as far as the type
  /// has digits.
  ///
  /// - Parameters:
  ///   - value: the cost at the parameters, a float scalar.
  ///   - cost: builds the cost at other parameters; as it gave `value`.
  /// - Throws: `TensorError` as `update(_:_:_:)` does, and if a cost is no float scalar; what `cost` throws.
  public func update<Parameters: TensorStructure>(
    _ parameters: Parameters, _ gradients: Parameters, _ state: OptimizerState<Parameters>, value: Tensor,
    cost: (Parameters) throws -> Tensor
  ) throws -> (parameters: Parameters, state: OptimizerState<Parameters>) {
    let step = try checkedStep(parameters, gradients, state)
    try check(cost: value)
    guard let (remembered, history) = remembered(step) else { return (parameters, state) }
    var next = remembered
    let direction = history.descent(step.gradients)
    let slope = CurvatureHistory.inner(step.gradients, direction)

    var length = Tensor(ScalarValue(0.0))
    // From the shortest to the longest: the longest that holds is what stays.
    for candidate in lineSearch.lengths.reversed() {
      let moved = zip(step.parameters, direction).map { $0 + candidate * $1 }
      let there = try cost(parameters.replacingTensors(by: moved))
      try check(cost: there)
      let isEnough = there.astype(.f64) .<= value.astype(.f64) + (lineSearch.decrease * candidate) * slope
      length = which(isEnough, candidate, length)
    }
    let isFound = length .> 0
    for (index, parameter) in step.parameters.enumerated() {
      // Not the direction times 0, which is NaN where the direction is not finite.
      next.parameters[index] = which(isFound, parameter + length.scalar(like: parameter) * direction[index], parameter)
    }
    next.shared["rho"] = which(isFound, history.rho, 0.0)
    return rebuilt(next, parameters, state)
  }

  private func check(cost: Tensor) throws(TensorError) {
    if let error = cost.error { throw error }
    guard cost.rank == 0, cost.elementType.isFloat else {
      throw failure("the cost must be a float scalar", operands: [cost.type])
    }
  }
}
