import TensorJIT

/// Adam, and AdamW where there is weight decay; as PyTorch's `AdamW` and optax's `adamw`.
///
/// With parameters `p`, gradients `g`, rate `a`, decays `b1` and `b2`, `e` for epsilon and `w` for weight decay, in
/// step `t` (from 1 on):
///
/// ```
/// m' = b1 m + (1 - b1) g            mu, of each parameter
/// v' = b2 v + (1 - b2) g^2          nu, of each parameter
/// p' = p - a (m' / (1 - b1^t) / (sqrt(v' / (1 - b2^t)) + e) + w p)
/// ```
///
/// Weight decay is decoupled: it does not pass through the means. State: `count`, an i64 scalar with the steps made,
/// and the slots `mu` and `nu`.
///
/// Sources: D. Kingma, J. Ba, Adam: a method for stochastic optimization (2015), algorithm 1; I. Loshchilov, F. Hutter,
/// Decoupled weight decay regularization (2019), algorithm 2.
public struct Adam: Optimizer {
  public let learningRate: any Hyperparameter
  public let beta1: Double
  public let beta2: Double
  public let epsilon: Double
  public let weightDecay: Double
  public let place: SourcePlace

  /// - Parameters:
  ///   - learningRate: a number from 0 on, or a float scalar of the graph.
  ///   - beta1, beta2: what the running means keep in a step, in [0, 1).
  ///   - epsilon: added to the root, from 0 on.
  ///   - weightDecay: decoupled, from 0 on; AdamW's default elsewhere is 0.01 (PyTorch) or 0.0001 (optax).
  public init(
    learningRate: some Hyperparameter = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
    weightDecay: Double = 0, file: StaticString = #fileID, line: Int = #line
  ) {
    (self.learningRate, self.beta1, self.beta2) = (learningRate, beta1, beta2)
    (self.epsilon, self.weightDecay, place) = (epsilon, weightDecay, .at(file, line))
  }

  public var name: String { "Adam" }

  public var layout: OptimizerLayout {
    OptimizerLayout(shared: ["count": .init(.i64)], slots: ["mu": [], "nu": []])
  }

  public func check() throws(TensorError) {
    try check(learningRate, "learningRate", .nonnegative)
    try check(beta1, "beta1", .decay)
    try check(beta2, "beta2", .decay)
    try check(epsilon, "epsilon", .nonnegative)
    try check(weightDecay, "weightDecay", .nonnegative)
  }

  public func step(_ step: OptimizerStep) throws(TensorError) -> OptimizerStep {
    guard let count = step.shared["count"], let mu = step.slots["mu"], let nu = step.slots["nu"] else { return step }
    var next = step
    let steps = count + 1
    next.shared["count"] = steps
    // In f64: 1 - b2^t has few digits left in f32 when t is small.
    let time = steps.astype(.f64)
    let correction1 = 1 - beta1 ** time
    let correction2 = 1 - beta2 ** time
    for (index, parameter) in step.parameters.enumerated() {
      let slope = step.gradients[index]
      let mean = beta1 * mu[index] + (1 - beta1) * slope
      let meanSquare = beta2 * nu[index] + (1 - beta2) * square(slope)
      next.slots["mu"]?[index] = mean
      next.slots["nu"]?[index] = meanSquare
      let root = sqrt(meanSquare / correction2.scalar(like: parameter)) + epsilon
      var direction = mean / correction1.scalar(like: parameter) / root
      if weightDecay != 0 { direction = direction + weightDecay * parameter }
      next.parameters[index] = parameter - learningRate.scalar.scalar(like: parameter) * direction
    }
    return next
  }
}
