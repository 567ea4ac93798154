import Foundation
import TensorJIT

/// Draws the elements of arguments: ordinary numbers, and those at which formulas go wrong.
struct RandomValues {
  /// Where an array's floats come from.
  private enum Regime: CaseIterable {
    /// Of common size.
    case ordinary
    /// Near the places where functions change, cancel, overflow or saturate.
    case critical
    /// Any exponent alike.
    case wide
    /// A little of everything, with NaN and infinities.
    case edges
  }

  /// Rules that assume a domain are checked on positive numbers of common size.
  let isOrdinary: Bool

  /// Zeros and turning points of the functions; ends of domains; where exponentials overflow and underflow in f32 and f64,
  /// where 1 + exp(x) and erf lose what is added to 1, squares leave the exponents.
  private static let critical: [Double] = [
    0, 1, -1, 0.5, 2, .pi / 2, .pi, 2 * .pi, M_LN2, M_E, 709.782712893384, -745.1332191019411, -708.3964185322641,
    88.72283905206835, -103.97207708399179, 36.7368005696771, -36.7368005696771, 16.635532333438686, 19.06, 5.8635847487551676,
    27.226017111108366, 38.47, 1e-8, 1.49e-8, 1.34e154, 1.5e-154, 3.4e38, 1.8e19, 1e-19, 1e15, 0x1p53, 0x1p24, 0x1p-53,
  ]

  private static let edges: [Double] = [
    0, -0.0, 1, -1, .infinity, -.infinity, .nan, 0x1p-1074, -0x1p-1074, 0x1p-1022, -0x1p-1022, 0x1p-149, 0x1p-126,
    .greatestFiniteMagnitude, -.greatestFiniteMagnitude, Double(Float.greatestFiniteMagnitude), 0.5, 2, -2, 1e300, -1e300, 1e-300,
  ]

  /// An array of a type and shape.
  func array(_ type: ElementType, _ shape: [Int], _ random: inout RandomSource) throws -> NDArray {
    let count = shape.reduce(1, *)
    let weights: [Regime] = [.ordinary, .ordinary, .ordinary, .ordinary, .critical, .critical, .wide, .wide, .edges, .edges]
    let regime = random.pick(weights)
    let values = (0..<count).map { _ in
      type.isFloat ? ScalarValue(.float(float(regime, type, &random)), type: type) : integer(type, regime, &random)
    }
    return try NDArray(values, type, shape: shape)
  }

  private func float(_ regime: Regime, _ type: ElementType, _ random: inout RandomSource) -> Double {
    if isOrdinary { return random.number(in: 0.1...1.4) }
    switch regime {
    case .ordinary:
      if random.chance(0.1) { return Double(random.integer(in: -3...3)) }
      return random.number(in: random.pick([-1...1, -4...4, 0...2, -30...30]))
    case .critical:
      let base = random.pick(Self.critical) * (random.chance(0.3) ? -1 : 1)
      let distance = random.chance(0.2) ? 0 : exp2(random.number(in: -56...(-2)))
      return base + (base == 0 ? 1 : base) * distance * (random.chance(0.5) ? 1 : -1)
    case .wide:
      let range = type == .f32 ? -149.0...127.9 : -1074.0...1023.9
      return exp2(random.number(in: range)) * (random.chance(0.5) ? -1 : 1)
    case .edges: return random.chance(0.5) ? random.pick(Self.edges) : float(.ordinary, type, &random)
    }
  }

  private func integer(_ type: ElementType, _ regime: Regime, _ random: inout RandomSource) -> ScalarValue {
    if isOrdinary { return ScalarValue(integer: Int64(random.integer(in: 1...6)), type: type) }
    switch regime {
    case .ordinary, .critical: return ScalarValue(integer: Int64(random.integer(in: -4...6)), type: type)
    case .wide: return ScalarValue(type: type, bits: type == .bool ? random.next() & 1 : random.next())
    case .edges:
      let edges: [UInt64] = [0, 1, ~0, 1 << 63, 1 << 31, 1 << 15, 1 << 7, (1 << 63) - 1, (1 << 31) - 1, 2, ~1]
      return ScalarValue(type: type, bits: type == .bool ? random.next() & 1 : random.pick(edges))
    }
  }
}
