import TensorGraphRewrites
import TensorJIT

/// What a rule may do to values, from its tags.
///
/// A rule may change a value in one way only: towards the exact one, which is the left side in exact arithmetic with IEEE's
/// rules where it is singular there too. For infinite arguments the limit is allowed where it exists.
struct ValuePolicy {
  /// Rules that assume a domain: only finite results of ordinary arguments count.
  let isUnsafe: Bool
  /// Rules that round in another order: errors as small as those from rounding the arguments are allowed.
  let reassociates: Bool
  /// 0 and -0 may be exchanged.
  let exchangesZeros: Bool
  /// What functions on the right side may err by, in units of the last place.
  let ulps: Double

  init(_ rule: TensorRule, right: Tensor) {
    isUnsafe = rule.tags.contains("unsafe")
    reassociates = isUnsafe || rule.tags.contains("reassociates")
    exchangesZeros = rule.tags.contains("signed-zero")
    ulps = ValuePolicy.statedUlps(of: right)
  }

  init(ulps: Double, exchangesZeros: Bool, reassociates: Bool) {
    (isUnsafe, self.reassociates, self.exchangesZeros, self.ulps) = (false, reassociates, exchangesZeros, ulps)
  }

  /// The errors that the functions of an expression may add up to: what each states, half a unit where it is rounded once,
  /// and two units for each operation that combines elements.
  static func statedUlps(of tensor: Tensor) -> Double {
    Traversal.nodes(of: [tensor]).reduce(1) { sum, node in
      guard node.types[0].elementType.isFloat else { return sum }
      if let elementwise = node.operation as? Elementwise { return sum + max(elementwise.function.ulps, 0.5) }
      switch node.operation.lowering {
      case .leaf, .elements, .reshape, .concatenation: return sum
      case .reduction, .scan, .matrixProduct, .composite: return sum + 2
      }
    }
  }

  enum Verdict {
    case equal
    /// Changed, and nearer to the exact value or as near: errors in units of the last place.
    case allowed(left: Double, right: Double)
    /// Nothing is known of the exact value.
    case undecided
    case forbidden(String)
  }

  /// What is known of the exact value of an element, computed only where it is needed.
  struct Reference {
    let value: () -> ExactValue
    /// What the element tends to as infinite arguments are approached.
    let limit: () -> Limit
    /// How much the exact value moves, in units of its last place, as arguments move by one of theirs.
    let sensitivity: () -> Double
  }

  /// Whether `right` may stand for `left`.
  func judge(left: ScalarValue, right: ScalarValue, _ reference: Reference) -> Verdict {
    if left.isSameValue(as: right) { return .equal }
    let type = left.type
    if isUnsafe, type.isFloat, !left.asDouble.isFinite { return .undecided }
    if exchangesZeros, type.isFloat, left.asDouble == 0, right.asDouble == 0 { return .equal }
    let exact = reference.value()
    if exact.trust == .unknown { return .undecided }
    guard type.isFloat, let number = exact.number else {
      if exact.scalar(type) == right || reference.limit().admits(right, ulps: 0, type) { return .allowed(left: 1, right: 0) }
      return .forbidden("the left side gives \(left), exactly \(exact.scalar(type)), the right side \(right)")
    }
    return judge(left.asDouble, right.asDouble, number, type, reference)
  }

  private func judge(
    _ left: Double, _ right: Double, _ exact: ExactNumber, _ type: ElementType, _ reference: Reference
  ) -> Verdict {
    let allowance = exact.trust == .approximate ? ulps + 64 : ulps
    if exact.isNaN {
      if right.isNaN || reference.limit().admits(right, ulps: ulps, type) { return .allowed(left: 0, right: 0) }
      return .forbidden("drops a NaN: it gives \(right)")
    }
    if right.isNaN { return .forbidden("makes a NaN of \(left), exactly \(exact)") }
    if right == 0, exact.isZero {
      // Both zero, of different signs on the left side.
      if (right.sign == .minus) == exact.isNegative || left != 0 { return .allowed(left: 0, right: 0) }
      return .forbidden("makes \(right) of \(left)")
    }
    if right == 0, left == 0, !exact.isZero {
      return (right.sign == .minus) == exact.isNegative || reference.limit().admits(right, ulps: ulps, type)
        ? .allowed(left: 0, right: 0) : .forbidden("makes \(right) of \(left), exactly \(exact)")
    }
    let (before, after) = (exact.ulps(to: left, type), exact.ulps(to: right, type))
    if after <= 2 * before + allowance { return .allowed(left: before, right: after) }
    if reference.limit().admits(right, ulps: ulps, type) { return .allowed(left: before, right: after) }
    if reassociates, after <= 2 * before + (1 + ulps) * (1 + reference.sensitivity()) {
      return .allowed(left: before, right: after)
    }
    return .forbidden(
      "errs by \(Self.text(after)) ulp where the left side errs by \(Self.text(before)): "
        + "\(right) instead of \(left), exactly \(exact)")
  }

  static func text(_ ulps: Double) -> String {
    if ulps < 1000 { return "\((ulps * 100).rounded() / 100)" }
    guard ulps.isFinite else { return "\(ulps)" }
    let digits = "\(Float(ulps))"
    return digits
  }
}

/// What an element tends to as infinite arguments are approached.
enum Limit {
  case number(ExactNumber)
  /// Above all bounds, or towards 0: positive or negative.
  case infinity(isNegative: Bool)
  case zero
  case none

  /// From the values along several ways to the infinities, each at a far place and a farther one.
  init(_ ways: [(far: ExactNumber, farther: ExactNumber)], _ type: ElementType) {
    var result: Limit?
    for way in ways {
      let limit = Limit(way.far, way.farther, type)
      guard let known = result else {
        result = limit
        continue
      }
      guard known.agrees(with: limit, type) else {
        self = .none
        return
      }
    }
    self = result ?? .none
  }

  private init(_ far: ExactNumber, _ farther: ExactNumber, _ type: ElementType) {
    guard far.trust == .exact, farther.trust == .exact, !far.isNaN, !farther.isNaN else {
      self = .none
      return
    }
    if farther.isInfinite || far.isInfinite {
      self = farther.isInfinite && far.isInfinite && far.isNegative == farther.isNegative
        ? .infinity(isNegative: far.isNegative) : .none
      return
    }
    if far.isZero, farther.isZero {
      self = .zero
      return
    }
    if farther.ulps(to: far.rounded(to: type), type) <= 1, far.rounded(to: type).isFinite, !(far.rounded(to: type) == 0) {
      self = .number(farther)
      return
    }
    let (near, next) = (ExactFormulas.size(far), ExactFormulas.size(farther))
    // Between 2^55 and 2^59 whatever grows at all has grown, logarithms too.
    if next.compared(to: ExactFormulas.product(near, near.number(1.02))) > 0, far.isNegative == farther.isNegative {
      self = .infinity(isNegative: far.isNegative)
    } else if near.compared(to: ExactFormulas.product(next, next.number(1.02))) > 0 {
      self = .zero
    } else {
      self = .none
    }
  }

  private func agrees(with other: Limit, _ type: ElementType) -> Bool {
    switch (self, other) {
    case (.number(let a), .number(let b)): a.ulps(to: b.rounded(to: type), type) <= 2
    case (.infinity(let a), .infinity(let b)): a == b
    case (.zero, .zero): true
    case (.number, _), (.infinity, _), (.zero, _), (.none, _): false
    }
  }

  /// Whether a value is the limit, up to rounding.
  func admits(_ value: ScalarValue, ulps: Double, _ type: ElementType) -> Bool {
    admits(value.asDouble, ulps: ulps, type)
  }

  func admits(_ value: Double, ulps: Double, _ type: ElementType) -> Bool {
    switch self {
    case .number(let number): number.ulps(to: value, type) <= ulps + 1
    case .infinity(let isNegative): value == (isNegative ? -.infinity : .infinity)
    case .zero: value == 0
    case .none: false
    }
  }
}

extension ScalarValue {
  /// Equal bits, or both NaN.
  func isSameValue(as other: ScalarValue) -> Bool {
    self == other || type.isFloat && other.type.isFloat && asDouble.isNaN && other.asDouble.isNaN
  }
}
