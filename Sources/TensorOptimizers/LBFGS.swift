import TensorJIT

/// L-BFGS: Newton steps with an inverse Hessian made from the last few steps; for costs without noise.
///
/// At a point `x` with gradient `g`, a pair `s = x - x_before`, `y = g - g_before` is added to the last `memory` ones
/// if its curvature is positive, `s y > eps y y` with the element type's eps; else it is skipped. The direction is that
/// of the two-loop recursion, newest pair first:
///
/// ```
/// q = g;  for each pair i:           a_i = s_i q / (s_i y_i),  q = q - a_i y_i
/// r = (s_1 y_1 / y_1 y_1) q          the scaled initial Hessian; min(1, 1 / |g|) q before there is a pair
/// for each pair i, oldest first:     r = r + (a_i - y_i r / (s_i y_i)) s_i
/// x' = x - t r
/// ```
///
/// The step length `t` is the learning rate; or, in `update(_:_:_:value:cost:)`, the first of `1, c, c^2, ...` that
/// decreases the cost enough.
///
/// State: `count`, an i64 scalar with the steps made; `rho`, f64 [memory], the pairs' `1 / (s y)`, 0 where there is
/// none; the slots `position` and `gradient` of the step before, and `steps` and `changes`, the pairs, with an axis of
/// `memory` in front.
///
/// Sources: D. Liu, J. Nocedal, On the limited memory BFGS method for large scale optimization (1989); J. Nocedal, S.
/// Wright, Numerical Optimization (2006), algorithm 7.4 and equation 7.20; the condition of curvature: R. Byrd, P. Lu,
/// J. Nocedal, C. Zhu, A limited memory algorithm for bound constrained optimization (1995), equation 3.9; the first
/// scale: optax, `scale_by_lbfgs`.
public struct LBFGS: Optimizer {
  public let learningRate: any Hyperparameter
  public let memory: Int
  public let lineSearch: BacktrackingLineSearch
  public let place: SourcePlace

  /// - Parameters:
  ///   - learningRate: the step length, where no line search is made: from 0 on, or a float scalar of the graph.
  ///   - memory: how many pairs are kept, 1 to 1,000.
  ///   - lineSearch: how `update(_:_:_:value:cost:)` finds the step length.
  public init(
    learningRate: some Hyperparameter = 1, memory: Int = 10,
    lineSearch: BacktrackingLineSearch = BacktrackingLineSearch(),
    file: StaticString = #fileID, line: Int = #line
  ) {
    (self.learningRate, self.memory) = (learningRate, memory)
    (self.lineSearch, place) = (lineSearch, .at(file, line))
  }

  public var name: String { "LBFGS" }

  public var layout: OptimizerLayout {
    // Also of a memory that `check` refuses, a layout can be asked for.
    let pairs = max(1, memory)
    return OptimizerLayout(
      shared: ["count": .init(.i64), "rho": .init(.f64, [pairs])],
      slots: ["position": [], "gradient": [], "steps": [pairs], "changes": [pairs]])
  }

  public func check() throws(TensorError) {
    try check(learningRate, "learningRate", .nonnegative)
    guard 1...1_000 ~= memory else { throw failure("memory must be in 1...1000; it is \(memory)") }
    try check(lineSearch.factor, "the line search's factor", .open)
    try check(lineSearch.decrease, "the line search's decrease", .open)
    guard 1...100 ~= lineSearch.candidates else {
      throw failure("the line search's candidates must be in 1...100; they are \(lineSearch.candidates)")
    }
  }

  public func step(_ step: OptimizerStep) throws(TensorError) -> OptimizerStep {
    guard let (remembered, history) = remembered(step) else { return step }
    var next = remembered
    let direction = history.descent(step.gradients)
    for (index, parameter) in step.parameters.enumerated() {
      next.parameters[index] = parameter + learningRate.scalar.scalar(like: parameter) * direction[index]
    }
    return next
  }

  /// The step with its state as it is after it, and the pairs that there are then.
  func remembered(_ step: OptimizerStep) -> (step: OptimizerStep, history: CurvatureHistory)? {
    guard let count = step.shared["count"], let rho = step.shared["rho"], let steps = step.slots["steps"],
      let changes = step.slots["changes"], let position = step.slots["position"], let gradient = step.slots["gradient"]
    else { return nil }
    var history = CurvatureHistory(memory: memory, rho: rho, steps: steps, changes: changes)
    history.add(
      step: zip(step.parameters, position).map { $0 - $1 }, change: zip(step.gradients, gradient).map { $0 - $1 },
      if: count .> 0)
    var next = step
    next.shared = ["count": count + 1, "rho": history.rho]
    next.slots = [
      "position": step.parameters, "gradient": step.gradients, "steps": history.steps, "changes": history.changes,
    ]
    return (next, history)
  }
}
