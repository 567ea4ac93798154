import TensorScalars

/// Rounds each result to one of the two floats beside it, by chance: samples of what a machine may give that computes in
/// another order, or has other arguments, or less luck.
///
/// Source: J. Vignes, A stochastic arithmetic for reliable scientific computation, Mathematics and Computers in Simulation 35
/// (1993).
final class ChanceRounding {
  private var random: RandomSource

  init(seed: UInt64) { random = RandomSource(seed: seed, "rounding") }

  func rounded(_ value: ExactValue, _ type: ElementType) -> ExactValue {
    guard case .number(let number) = value, type.isFloat, number.isFinite, !number.isLiteral else { return value }
    return .number(number.neighbour(in: type, isAbove: random.chance(0.5)))
  }
}
