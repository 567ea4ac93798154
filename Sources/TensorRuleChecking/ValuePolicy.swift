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
  /// and two units for each operation that combines elements. Composite operations err as what they stand for.
  static func statedUlps(of tensor: Tensor) -> Double {
    var sum = 1.0
    for node in GraphCost.expandedNodes(of: tensor) where node.types[0].elementType.isFloat {
      if let elementwise = node.operation as? Elementwise {
        sum += max(elementwise.function.ulps, 0.5)
        continue
      }
      switch node.operation.lowering {
      case .leaf, .elements, .reshape, .concatenation, .routine, .compaction, .composite: continue
      case .reduction, .scan, .recurrence, .scatter, .overwrite, .matrixProduct: sum += 2
      }
    }
    return sum
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
    /// The largest error of the left side at neighbouring arguments: what it errs by when it is not lucky.
    let errorNearby: () -> Double
  }

  /// Whether `right` may stand for `left`.
  func judge(left: ScalarValue, right: ScalarValue, _ reference: Reference) -> Verdict {
    if left.isSameValue(as: right) { return .equal }
    let type = left.type
    // Where sums and products over- and underflow depends on their order.
    if reassociates, type.isFloat, [left.asDouble, right.asDouble].contains(where: { !$0.isFinite || $0 == 0 }) { return .undecided }
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
    // What a machine made zero, infinite or NaN on the way may be none of these.
    if exact.trust == .approximate, !exact.isFinite || exact.isZero { return .undecided }
    let allowance = exact.trust == .approximate ? ulps + 64 : ulps
    if exact.isNaN {
      let limit = reference.limit()
      if right.isNaN || limit.admits(right, ulps: ulps, type) { return .allowed(left: 0, right: 0) }
      if case .unknown = limit { return .undecided }
      return .forbidden("drops a NaN: it gives \(right)")
    }
    if right.isNaN {
      return reference.limit().admits(right, ulps: ulps, type)
        ? .allowed(left: 0, right: 0) : .forbidden("makes a NaN of \(left), exactly \(exact)")
    }
    if right == 0, exact.isZero {
      // Both zero, of different signs on the left side.
      if exact.isRounded || (right.sign == .minus) == exact.isNegative || left != 0 { return .allowed(left: 0, right: 0) }
      return .forbidden("makes \(right) of \(left)")
    }
    if right == 0, left == 0, !exact.isZero {
      return (right.sign == .minus) == exact.isNegative || reference.limit().admits(right, ulps: ulps, type)
        ? .allowed(left: 0, right: 0) : .forbidden("makes \(right) of \(left), exactly \(exact)")
    }
    let (before, after) = (exact.ulps(to: left, type), exact.ulps(to: right, type))
    if after <= 2 * before + allowance { return .allowed(left: before, right: after) }
    switch reference.limit() {
    case .unknown: return .undecided
    case let limit: if limit.admits(right, ulps: ulps, type) { return .allowed(left: before, right: after) }
    }
    if after <= 2 * max(before, reference.errorNearby()) + allowance { return .allowed(left: before, right: after) }
    // Numbers of the rule's own that are rounded together weigh as arguments do: their part is not in the sensitivity.
    let roundedTogether: Double = type == .f32 ? 0x1p10 : 0x1p20
    if reassociates, after <= 2 * before + (1 + ulps) * (1 + reference.sensitivity()) + roundedTogether {
      return .allowed(left: before, right: after)
    }
    return .forbidden(
      "errs by \(Self.text(after)) ulp where the left side errs by \(Self.text(before)), nearby by "
        + "\(Self.text(reference.errorNearby())): "
        + "\(right) instead of \(left), exactly \(exact)")
  }

  static func text(_ ulps: Double) -> String {
    if ulps < 1000 { return "\((ulps * 100).rounded() / 100)" }
    guard ulps.isFinite else { return "\(ulps)" }
    let digits = "\(Float(ulps))"
    return digits
  }
}

extension ScalarValue {
  /// Equal bits, or both NaN.
  func isSameValue(as other: ScalarValue) -> Bool {
    self == other || type.isFloat && other.type.isFloat && asDouble.isNaN && other.asDouble.isNaN
  }
}
