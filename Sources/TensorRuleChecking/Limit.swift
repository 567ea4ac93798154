import TensorJIT

/// What an element tends to as infinite arguments are approached.
enum Limit {
  case number(ExactNumber)
  /// Above all bounds, or towards 0: positive or negative.
  case infinity(isNegative: Bool)
  case zero
  /// All along the way there is no number: the logarithm of what is negative.
  case nan
  case none
  /// There are finite arguments so large that nothing is far beyond them.
  case unknown

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
      self = far.trust == .exact && farther.trust == .exact && far.isNaN && farther.isNaN ? .nan : .none
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
    case (.zero, .zero), (.nan, .nan): true
    case (.number, _), (.infinity, _), (.zero, _), (.nan, _), (.none, _), (.unknown, _): false
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
    case .nan: value.isNaN
    case .none, .unknown: false
    }
  }
}
