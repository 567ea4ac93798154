/// What is known of the elements of a value before they are computed.
///
/// A fact holds for what is computed, rounding and overflow included: `exp(x)` may be 0. What is not known is the weaker
/// statement; `unknown` of a type says nothing but the type's range.
public struct ElementFacts: Hashable, Sendable {
  /// Every element that is not NaN lies from here
  public var lower: Double
  /// to here. Infinite bounds are infinities that occur; finite values have bounds of finite size.
  public var upper: Double
  public var mayBeNaN: Bool
  public var mayBeNegativeZero: Bool
  /// Every element that is not NaN is a whole number or infinite.
  public var isWhole: Bool
  /// No element is 0.
  public var isNonzero: Bool

  public init(
    _ lower: Double, _ upper: Double, mayBeNaN: Bool = false, mayBeNegativeZero: Bool = false, isWhole: Bool = false,
    isNonzero: Bool = false
  ) {
    (self.lower, self.upper, self.mayBeNaN) = (lower, upper, mayBeNaN)
    (self.mayBeNegativeZero, self.isWhole) = (mayBeNegativeZero, isWhole)
    self.isNonzero = isNonzero || lower > 0 || upper < 0
  }

  /// Of a value of this type of which nothing else is known.
  public static func unknown(_ type: ElementType) -> ElementFacts {
    switch type.kind {
    case .bool: ElementFacts(0, 1, isWhole: true)
    case .unsigned: ElementFacts(0, type.greatest, isWhole: true)
    case .signed: ElementFacts(-type.greatest - 1, type.greatest, isWhole: true)
    // Nothing is said of complex numbers.
    case .float, .complex: ElementFacts(-.infinity, .infinity, mayBeNaN: true, mayBeNegativeZero: true)
    }
  }

  /// Of one element.
  public init(_ value: ScalarValue) {
    let number = value.asDouble
    if number.isNaN || value.type.isComplex {
      self = .unknown(value.type)
    } else if value.type.isInteger, abs(number) >= 0x1p53 {
      // The nearest double may be on either side.
      self.init(number.nextDown, number.nextUp, isWhole: true)
    } else {
      self.init(
        number, number, mayBeNegativeZero: number == 0 && number.sign == .minus, isWhole: number == number.rounded())
    }
  }

  public var isPositive: Bool { lower > 0 && !mayBeNaN }
  public var isNegative: Bool { upper < 0 && !mayBeNaN }
  public var isNonnegative: Bool { lower >= 0 && !mayBeNaN }
  /// Neither infinite nor NaN.
  public var isFinite: Bool { !mayBeNaN && lower > -.infinity && upper < .infinity }
  public var mayBeZero: Bool { !isNonzero && lower <= 0 && upper >= 0 }
  public var mayBeInfinite: Bool { lower == -.infinity || upper == .infinity }

  /// What holds where either of two values stands.
  public func union(_ other: ElementFacts) -> ElementFacts {
    ElementFacts(
      min(lower, other.lower), max(upper, other.upper), mayBeNaN: mayBeNaN || other.mayBeNaN,
      mayBeNegativeZero: mayBeNegativeZero || other.mayBeNegativeZero, isWhole: isWhole && other.isWhole,
      isNonzero: isNonzero && other.isNonzero)
  }

  /// What holds where both are known to.
  public func intersection(_ other: ElementFacts) -> ElementFacts {
    ElementFacts(
      max(lower, other.lower), min(upper, other.upper), mayBeNaN: mayBeNaN && other.mayBeNaN,
      mayBeNegativeZero: mayBeNegativeZero && other.mayBeNegativeZero, isWhole: isWhole || other.isWhole,
      isNonzero: isNonzero || other.isNonzero)
  }

  /// After rounding to a type, or wrapping in one.
  public func rounded(to type: ElementType) -> ElementFacts {
    switch type.kind {
    case .bool: return mayBeZero || mayBeNaN ? .unknown(.bool) : ElementFacts(1, 1, isWhole: true)
    case .signed, .unsigned:
      let range = ElementFacts.unknown(type)
      // Beyond 2^53 bounds are not exact.
      let isExact = abs(lower) <= 0x1p53 && abs(upper) <= 0x1p53
      guard isExact, !mayBeNaN, lower >= range.lower, upper <= range.upper else { return range }
      return ElementFacts(lower.rounded(.towardZero), upper.rounded(.towardZero), isWhole: true, isNonzero: isNonzero && isWhole)
    case .complex: return .unknown(type)
    case .float:
      guard type != .f64 else { return self }
      var result = self
      result.lower = ElementFacts.nearest(lower, type, .down)
      result.upper = ElementFacts.nearest(upper, type, .up)
      // Small values become 0 of their sign.
      let underflows = isNonzero && !(result.lower > 0 || result.upper < 0)
      if underflows { (result.isNonzero, result.mayBeNegativeZero) = (false, mayBeNegativeZero || lower < 0) }
      return result
    }
  }

  private static func nearest(_ bound: Double, _ type: ElementType, _ rule: FloatingPointRoundingRule) -> Double {
    let nearest = ScalarValue(bound, float: type).asDouble
    if nearest == bound || bound.isNaN { return bound }
    // Rounding is monotone: what is above the bound rounds to the bound's neighbour or above. A step of a whole unit of the type
    // covers that; bf16 rounds twice.
    let step = max(abs(nearest.isFinite ? nearest : 0) * type.relativeStep, type.leastStep)
    if nearest.isInfinite { return (nearest < 0) == (rule == .down) ? nearest : bound }
    return rule == .down ? nearest - step : nearest + step
  }
}

extension ElementType {
  /// The greatest integer, as the nearest double.
  fileprivate var greatest: Double {
    let bits = isSignedInteger ? bitWidth - 1 : bitWidth
    return bits >= 63 ? (bits == 63 ? 0x1p63 : 0x1p64) : Double((UInt64(1) << UInt64(bits)) - 1)
  }

  /// Of a float: the greatest distance of neighbours, relative to them, and the least distance.
  fileprivate var relativeStep: Double { self == .f16 ? 0x1p-10 : self == .bf16 ? 0x1p-7 : self == .f32 ? 0x1p-23 : 0x1p-52 }
  fileprivate var leastStep: Double { self == .f16 ? 0x1p-24 : self == .bf16 ? 0x1p-133 : self == .f32 ? 0x1p-149 : 0x1p-1074 }
}

// Arithmetic of ranges. Rounding to nearest is monotone, so bounds computed as elements are need no widening.
extension ElementFacts {
  static func sum(_ a: ElementFacts, _ b: ElementFacts) -> ElementFacts {
    let cancels = (a.lower == -.infinity && b.upper == .infinity) || (a.upper == .infinity && b.lower == -.infinity)
    return ElementFacts(
      orElse(a.lower + b.lower, -.infinity), orElse(a.upper + b.upper, .infinity),
      mayBeNaN: a.mayBeNaN || b.mayBeNaN || cancels, mayBeNegativeZero: a.mayBeNegativeZero && b.mayBeNegativeZero,
      isWhole: a.isWhole && b.isWhole)
  }

  static prefix func - (a: ElementFacts) -> ElementFacts {
    ElementFacts(
      -a.upper, -a.lower, mayBeNaN: a.mayBeNaN, mayBeNegativeZero: a.mayBeZero, isWhole: a.isWhole, isNonzero: a.isNonzero)
  }

  static func product(_ a: ElementFacts, _ b: ElementFacts) -> ElementFacts {
    let corners = [a.lower * b.lower, a.lower * b.upper, a.upper * b.lower, a.upper * b.upper].map { orElse($0, 0) }
    let isSingular = (a.mayBeZero && b.mayBeInfinite) || (b.mayBeZero && a.mayBeInfinite)
    let isNonnegative = a.lower >= 0 && b.lower >= 0 && !a.mayBeNegativeZero && !b.mayBeNegativeZero
    return ElementFacts(
      corners.min() ?? -.infinity, corners.max() ?? .infinity, mayBeNaN: a.mayBeNaN || b.mayBeNaN || isSingular,
      mayBeNegativeZero: !isNonnegative, isWhole: a.isWhole && b.isWhole && !isSingular)
  }

  static func quotient(_ a: ElementFacts, _ b: ElementFacts) -> ElementFacts {
    let isSingular = (a.mayBeZero && b.mayBeZero) || (a.mayBeInfinite && b.mayBeInfinite)
    let isNonnegative = a.lower >= 0 && b.lower >= 0 && !a.mayBeNegativeZero && !b.mayBeNegativeZero
    let mayBeNaN = a.mayBeNaN || b.mayBeNaN || isSingular
    guard b.lower > 0 || b.upper < 0 else {
      return ElementFacts(
        isNonnegative ? 0 : -.infinity, .infinity, mayBeNaN: mayBeNaN, mayBeNegativeZero: !isNonnegative)
    }
    let corners = [a.lower / b.lower, a.lower / b.upper, a.upper / b.lower, a.upper / b.upper].map { orElse($0, 0) }
    return ElementFacts(
      corners.min() ?? -.infinity, corners.max() ?? .infinity, mayBeNaN: mayBeNaN, mayBeNegativeZero: !isNonnegative)
  }

  /// Of the magnitude.
  var magnitude: ElementFacts {
    ElementFacts(
      lower > 0 ? lower : upper < 0 ? -upper : 0, max(-lower, upper), mayBeNaN: mayBeNaN, isWhole: isWhole,
      isNonzero: isNonzero)
  }

  var sign: ElementFacts {
    ElementFacts(
      lower > 0 ? 1 : lower < 0 ? -1 : 0, upper < 0 ? -1 : upper > 0 ? 1 : 0, mayBeNaN: mayBeNaN, mayBeNegativeZero: mayBeNegativeZero,
      isWhole: true, isNonzero: isNonzero)
  }

  var squareRoot: ElementFacts {
    ElementFacts(
      max(lower, 0).squareRoot(), max(upper, 0).squareRoot(), mayBeNaN: mayBeNaN || lower < 0,
      mayBeNegativeZero: mayBeNegativeZero)
  }

  func rounded(_ rule: FloatingPointRoundingRule) -> ElementFacts {
    ElementFacts(
      lower.rounded(rule), upper.rounded(rule), mayBeNaN: mayBeNaN, mayBeNegativeZero: mayBeNegativeZero || lower < 0,
      isWhole: true)
  }

  /// Of the lesser of two values; NaN where one is.
  func lesser(_ other: ElementFacts) -> ElementFacts {
    ElementFacts(
      min(lower, other.lower), min(upper, other.upper), mayBeNaN: mayBeNaN || other.mayBeNaN,
      mayBeNegativeZero: mayBeNegativeZero || other.mayBeNegativeZero, isWhole: isWhole && other.isWhole,
      isNonzero: isNonzero && other.isNonzero)
  }

  /// Of the greater of two values; NaN where one is.
  func greater(_ other: ElementFacts) -> ElementFacts { (-((-self).lesser(-other))).withZero(like: self, other) }

  private func withZero(like a: ElementFacts, _ b: ElementFacts) -> ElementFacts {
    var result = self
    result.mayBeNegativeZero = a.mayBeNegativeZero || b.mayBeNegativeZero
    return result
  }

  private static func orElse(_ value: Double, _ other: Double) -> Double { value.isNaN ? other : value }
}

extension ScalarFunction {
  /// What is known of the values for arguments (converted to the types the function takes) of which these facts are known.
  public func image(of arguments: [ElementFacts], _ signature: (arguments: [ElementType], result: ElementType)) -> ElementFacts {
    let unknown = ElementFacts.unknown(signature.result)
    // Of complex numbers nothing is said, and images are those of real ones.
    if signature.result == .bool || signature.arguments.contains(where: \.isComplex) { return unknown }
    if let image { return image(arguments).rounded(to: signature.result).intersection(unknown) }
    guard arity == 1, facts.contains(.increasing), signature.result.isFloat else { return unknown }
    return imageOfIncreasing(arguments[0], signature.result)
  }

  private func imageOfIncreasing(_ argument: ElementFacts, _ type: ElementType) -> ElementFacts {
    let unknown = ElementFacts.unknown(type)
    let ends = [argument.lower, argument.upper].map { evaluate([ScalarValue($0)])?.asDouble ?? .nan }
    if ends.contains(where: \.isNaN) { return unknown }
    // Within a few units in the last place increasing functions may waver; not at 0 and infinity, and not beyond 1 and -1
    // where these are their limits.
    func widened(_ end: Double, by units: Double) -> Double {
      if end == 0 || end.isInfinite || end == (units < 0 ? -1 : 1) { return end }
      return end + units * max(end.ulp, Double(Float(abs(end)).ulp))
    }
    return ElementFacts(
      widened(ends[0], by: -8), widened(ends[1], by: 8), mayBeNaN: argument.mayBeNaN, mayBeNegativeZero: true
    ).rounded(to: type).intersection(unknown)
  }
}
