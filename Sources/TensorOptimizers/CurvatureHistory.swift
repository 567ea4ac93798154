import TensorJIT

/// The pairs of steps and changes of gradients from which L-BFGS makes its inverse Hessian, the newest first.
struct CurvatureHistory {
  let memory: Int
  /// `1 / (s y)` of each pair, 0 where there is none: such a pair changes nothing in the recursion.
  private(set) var rho: Tensor
  /// For each parameter, with an axis of pairs in front.
  private(set) var steps: [Tensor]
  private(set) var changes: [Tensor]

  init(memory: Int, rho: Tensor, steps: [Tensor], changes: [Tensor]) {
    (self.memory, self.rho, self.steps, self.changes) = (memory, rho, steps, changes)
  }

  /// Adds a pair in front, if the condition holds and its curvature is positive; the oldest one goes.
  mutating func add(step: [Tensor], change: [Tensor], if condition: Tensor) {
    let curvature = CurvatureHistory.inner(step, change)
    let eps = change.contains { $0.elementType != .f64 } ? Double(Float.ulpOfOne) : Double.ulpOfOne
    let isTaken = condition & (curvature .> eps * CurvatureHistory.inner(change, change))
    // Not divided by 0 where the pair is not taken.
    let weight = 1.0 / which(isTaken, curvature, 1.0)
    rho = which(isTaken, pushed(weight, onto: rho), rho)
    steps = zip(step, steps).map { which(isTaken, pushed($0, onto: $1), $1) }
    changes = zip(change, changes).map { which(isTaken, pushed($0, onto: $1), $1) }
  }

  private func pushed(_ one: Tensor, onto all: Tensor) -> Tensor {
    let front = one[.newAxis]
    return memory == 1 ? front : concatenate([front, all[.range(start: nil, stop: Dimension(memory - 1), step: 1)]])
  }

  /// The two-loop recursion: minus the inverse Hessian times the gradient.
  func descent(_ gradient: [Tensor]) -> [Tensor] {
    var direction = gradient
    var weights: [Tensor] = []
    for pair in 0..<memory {
      let weight = rho[pair] * CurvatureHistory.inner(steps.map { $0[pair] }, direction)
      direction = CurvatureHistory.moved(direction, -weight, changes.map { $0[pair] })
      weights.append(weight)
    }
    let scale = scale(gradient)
    direction = direction.map { scale.scalar(like: $0) * $0 }
    for pair in (0..<memory).reversed() {
      let weight = weights[pair] - rho[pair] * CurvatureHistory.inner(changes.map { $0[pair] }, direction)
      direction = CurvatureHistory.moved(direction, weight, steps.map { $0[pair] })
    }
    return direction.map { -$0 }
  }

  /// The initial inverse Hessian: `s y / y y` of the newest pair; before there is one, a step no longer than 1.
  private func scale(_ gradient: [Tensor]) -> Tensor {
    let newest = changes.map { $0[0] }
    let isThere = rho[0] .> 0
    let scaled = 1.0 / which(isThere, rho[0] * CurvatureHistory.inner(newest, newest), 1.0)
    let length = sqrt(CurvatureHistory.inner(gradient, gradient))
    return which(isThere, scaled, 1.0 / maximum(length, 1.0))
  }

  /// The inner product over all parameters, an f64 scalar.
  static func inner(_ a: [Tensor], _ b: [Tensor]) -> Tensor {
    let parts = zip(a, b).map { sum($0 * $1).astype(.f64) }
    return parts.dropFirst().reduce(parts.first ?? Tensor(ScalarValue(0.0))) { $0 + $1 }
  }

  private static func moved(_ a: [Tensor], _ weight: Tensor, _ b: [Tensor]) -> [Tensor] {
    zip(a, b).map { $0 + weight.scalar(like: $0) * $1 }
  }
}
