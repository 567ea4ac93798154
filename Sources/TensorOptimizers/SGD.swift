import TensorJIT

/// Stochastic gradient descent, with momentum, Nesterov's momentum and weight decay; as PyTorch's `SGD` and optax's
/// `sgd`.
///
/// With parameters `p`, gradients `g`, rate `a`, momentum `m` and decay `w`:
///
/// ```
/// d  = g + w p
/// v' = m v + d                      trace, of each parameter
/// p' = p - a v'                     momentum
/// p' = p - a (d + m v')             Nesterov's
/// p' = p - a d                      without momentum; no state
/// ```
///
/// The rate multiplies the trace when it is used, not when it is made: with a rate that changes, steps differ from
/// those of the paper's `v' = m v - a d`, and are PyTorch's and optax's. State: the slot `trace`, where there is
/// momentum.
///
/// Sources: B. Polyak, Some methods of speeding up the convergence of iteration methods (1964); I. Sutskever, J.
/// Martens, G. Dahl, G. Hinton, On the importance of initialization and momentum in deep learning (2013).
public struct SGD: Optimizer {
  public let learningRate: any Hyperparameter
  public let momentum: Double
  public let isNesterov: Bool
  public let weightDecay: Double
  public let place: SourcePlace

  /// - Parameters:
  ///   - learningRate: a number from 0 on, or a float scalar of the graph.
  ///   - momentum: in [0, 1).
  ///   - nesterov: looks ahead along the trace; needs momentum.
  ///   - weightDecay: from 0 on; adds to the gradient (L2).
  public init(
    learningRate: some Hyperparameter, momentum: Double = 0, nesterov: Bool = false, weightDecay: Double = 0,
    file: StaticString = #fileID, line: Int = #line
  ) {
    (self.learningRate, self.momentum, isNesterov) = (learningRate, momentum, nesterov)
    (self.weightDecay, place) = (weightDecay, .at(file, line))
  }

  public var name: String { "SGD" }

  public var layout: OptimizerLayout { OptimizerLayout(slots: momentum == 0 ? [:] : ["trace": []]) }

  public func check() throws(TensorError) {
    try check(learningRate, "learningRate", .nonnegative)
    try check(momentum, "momentum", .decay)
    try check(weightDecay, "weightDecay", .nonnegative)
    if isNesterov && momentum == 0 { throw failure("Nesterov's momentum needs a momentum greater than 0") }
  }

  public func step(_ step: OptimizerStep) throws(TensorError) -> OptimizerStep {
    var next = step
    for (index, parameter) in step.parameters.enumerated() {
      let slope = step.gradients[index]
      let descent = weightDecay == 0 ? slope : slope + weightDecay * parameter
      var direction = descent
      if let trace = step.slots["trace"]?[index] {
        let moved = momentum * trace + descent
        next.slots["trace"]?[index] = moved
        direction = isNesterov ? descent + momentum * moved : moved
      }
      next.parameters[index] = parameter - learningRate.scalar.scalar(like: parameter) * direction
    }
    return next
  }
}
