import Foundation

/// Right sides of rules for logarithms of products and sums in which exponentials stand.
///
/// Where the argument is of common size its own logarithm is taken: sums of logarithms that cancel would lose digits there.
enum StableLogarithm {
  static let productText = "log(x*y) where that is of common size, elsewhere the sum of the logarithms"
  static let sumText = "logaddexp of the logarithms; for terms of any sign log(x + y) where that is of common size, elsewhere less the greatest exponent"

  /// A denormal number of few digits less than others errs by as much as a logarithm of its size.
  private static func commonSizes(_ type: ElementType) -> (Double, Double) {
    (type == .f32 ? 0x1p-130 : 0x1p-1030, .infinity)
  }

  /// Whether a number is of common size: its products with what else stands there lose nothing.
  static func isCommon(_ x: TensorPattern, _ type: ElementType) -> TensorPattern {
    let (least, greatest) = commonSizes(type)
    return (x .> least) & (x .< greatest)
  }

  /// Whether that is known: then there is nothing to choose.
  static func isKnownCommon(_ tensor: Tensor, _ language: TensorLanguage) -> Bool {
    let (least, greatest) = commonSizes(tensor.elementType)
    let facts = language.facts(of: tensor).elements
    return facts.lower > least && facts.upper < greatest
  }

  /// Literals by which the logarithm of a product may be a sum without losing digits.
  private static func isModerate(_ number: Double) -> Bool { number > 0x1p-7 && number < 0x1p7 }

  /// log(x y / z) with exponentials, softmax and the like among the factors.
  static func ofProduct(_ match: TensorMatch, _ language: TensorLanguage) -> Tensor? {
    let operand = match.root.node.inputs[0]
    guard let factors = language.factors(of: operand) else { return nil }
    let right = RightSide(match, language)
    var sum: TensorPattern?
    var stable: [TensorPattern] = []
    var scale = 1.0
    var (dividends, divisors): ([TensorPattern], [TensorPattern]) = ([], [])
    // Others than exponentials are exact here and there, as expit(0) is, and so are their products.
    let isAllPowers = factors.allSatisfy { language.isExponential($0.tensor) || language.number($0.tensor) != nil }
    for factor in factors {
      if language.hasStableLogarithm(factor.tensor) {
        let term = right.term(factor.tensor)
        stable.append(term)
        sum = added(sum, language.exponent(of: factor.tensor, in: right) ?? log(term), isNegative: factor.isDivisor)
      } else if let number = language.number(factor.tensor), number == 1 || (isAllPowers && isModerate(number)) {
        scale *= factor.isDivisor ? 1 / number : number
      } else if factor.isDivisor {
        divisors.append(right.term(factor.tensor))
      } else {
        dividends.append(right.term(factor.tensor))
      }
    }
    guard let logarithms = sum else { return nil }
    let scaled = scale == 1 ? logarithms : logarithms + RightSide.number(Foundation.log(scale))
    guard let others = logarithm(dividends, over: divisors) else { return right.built(scaled) }
    if isKnownCommon(operand, language) { return nil }
    let product = right.term(operand)
    // Beside an infinite exponent nothing else counts, and the product is what it is.
    let areCommon = stable.reduce(isCommon(product, operand.elementType)) { $0 & isCommon($1, operand.elementType) }
      | isinf(logarithms)
    return right.built(
      log(which(areCommon, product, RightSide.number(1))) + which(areCommon, RightSide.number(0), scaled + others))
  }

  /// The logarithm of a quotient of products; nil where there are no factors.
  private static func logarithm(_ dividends: [TensorPattern], over divisors: [TensorPattern]) -> TensorPattern? {
    func product(_ factors: some Collection<TensorPattern>) -> TensorPattern? {
      factors.first.map { factors.dropFirst().reduce($0) { $0 * $1 } }
    }
    guard let divisor = product(divisors) else {
      guard let last = dividends.last else { return nil }
      return product(dividends.dropLast()).map { logProduct($0, last) } ?? log(last)
    }
    return logQuotient(product(dividends) ?? RightSide.number(1), divisor)
  }

  private static func added(_ sum: TensorPattern?, _ term: TensorPattern, isNegative: Bool) -> TensorPattern {
    guard let sum else { return isNegative ? -term : term }
    return isNegative ? sum - term : sum + term
  }

  /// log1p(w e^u): of the product where it is finite.
  static func ofOnePlusProduct(_ match: TensorMatch, _ language: TensorLanguage) -> Tensor? {
    let operand = match.root.node.inputs[0]
    let right = RightSide(match, language)
    guard let (exponents, with, hasWeight) = weighted(operand, language, right), hasWeight else { return nil }
    let (exponent, weight) = (exponents.dropFirst().reduce(exponents[0]) { $0 + $1 }, with(RightSide.number(1)))
    if language.facts(of: operand).elements.isFinite { return nil }
    let product = right.term(operand)
    let isPlain = isfinite(product)
    return right.built(
      log1p(which(isPlain, product, RightSide.number(0)))
        + which(isPlain, RightSide.number(0), softplus(log(weight) + exponent)))
  }

  /// The exponents in a product, and the product with another power in the place of all exponentials, grouped as before: products
  /// of weights may overflow. nil where no factor is an exponential.
  private static func weighted(
    _ tensor: Tensor, _ language: TensorLanguage, _ right: RightSide
  ) -> (exponents: [TensorPattern], with: (_ power: TensorPattern) -> TensorPattern, hasWeight: Bool)? {
    guard let factors = language.factors(of: tensor) else { return nil }
    var (exponents, powers): ([TensorPattern], [Tensor]) = ([], [])
    for factor in factors {
      guard let own = language.exponent(of: factor.tensor, in: right) else { continue }
      exponents.append(factor.isDivisor ? -own : own)
      powers.append(factor.tensor)
    }
    guard let first = factors.first(where: { powers.contains($0.tensor) }) else { return nil }
    func product(_ part: Tensor, _ power: TensorPattern) -> TensorPattern {
      if powers.contains(part) { return part == first.tensor ? power : RightSide.number(1) }
      let operands = part.node.inputs
      switch language.head(of: part).name {
      case "multiply":
        let (a, b) = (product(operands[0], power), product(operands[1], power))
        return a.isOne ? b : b.isOne ? a : a * b
      case "divide":
        let (a, b) = (product(operands[0], power), product(operands[1], power))
        return b.isOne ? a : a / b
      default: return right.term(part)
      }
    }
    return (exponents, { product(tensor, $0) }, powers.count < factors.count)
  }

  /// log(x + y + ...) with exponentials among the terms.
  static func ofSum(_ match: TensorMatch, _ language: TensorLanguage) -> Tensor? {
    let operand = match.root.node.inputs[0]
    guard let terms = language.terms(of: operand), terms.contains(where: { mayOverflow($0.tensor, language) }) else { return nil }
    if terms.count == 2, terms.contains(where: { language.number($0.tensor) == 1 && !$0.isNegative }) { return nil }
    let right = RightSide(match, language)
    if let sum = ofPositive(terms, language, right) { return right.built(sum) }
    return ofWeighted(terms, operand, language, right)
  }

  /// Whether a factor is an exponential or a sum of such.
  private static func mayOverflow(_ tensor: Tensor, _ language: TensorLanguage) -> Bool {
    (language.factors(of: tensor) ?? []).contains { factor in
      language.isExponential(factor.tensor)
        || (language.hasStableLogarithm(factor.tensor) && ["sum", "mean", "cosh"].contains(language.head(of: factor.tensor).name))
    }
  }

  /// Terms that are positive for sure: their logarithms, added in pairs.
  private static func ofPositive(
    _ terms: [SumTerm], _ language: TensorLanguage, _ right: RightSide
  ) -> TensorPattern? {
    var sum: TensorPattern?
    var number = 0.0
    for term in terms {
      if term.isNegative { return nil }
      if let own = language.number(term.tensor) {
        guard own > 0, own < .infinity else { return nil }
        number += own
        continue
      }
      guard let factors = language.factors(of: term.tensor) else { return nil }
      var logarithm: TensorPattern?
      var scale = 1.0
      for factor in factors {
        if language.hasStableLogarithm(factor.tensor) {
          let own = language.exponent(of: factor.tensor, in: right) ?? log(right.term(factor.tensor))
          logarithm = added(logarithm, own, isNegative: factor.isDivisor)
        } else if let own = language.number(factor.tensor), isModerate(own) {
          scale *= factor.isDivisor ? 1 / own : own
        } else {
          return nil
        }
      }
      // The logarithm of a weight would be rounded, which shows where the sum is near 1.
      guard let logarithm, scale == 1 else { return nil }
      sum = sum.map { logaddexp($0, logarithm) } ?? logarithm
    }
    if number == 0 { return sum }
    return sum.map { number == 1 ? softplus($0) : logaddexp($0, RightSide.number(Foundation.log(number))) }
  }

  private static func ofWeighted(
    _ terms: [SumTerm], _ operand: Tensor, _ language: TensorLanguage, _ right: RightSide
  ) -> Tensor? {
    var parts: [(exponents: [TensorPattern], with: (TensorPattern) -> TensorPattern, isNegative: Bool)] = []
    for term in terms {
      if let (exponents, with, _) = weighted(term.tensor, language, right) {
        parts.append((exponents, with, term.isNegative))
      } else {
        let weight = right.term(term.tensor)
        parts.append(([], { weight * $0 }, term.isNegative))
      }
    }
    let exponents = parts.filter { !$0.exponents.isEmpty }.map { $0.exponents.dropFirst().reduce($0.exponents[0]) { $0 + $1 } }
    guard let first = exponents.first, !isKnownCommon(operand, language) else { return nil }
    var greatest = exponents.dropFirst().reduce(first) { maximum($0, $1) }
    if exponents.count < parts.count { greatest = maximum(greatest, RightSide.number(0)) }
    let (zero, plain) = (RightSide.number(0), right.term(operand))
    // Down where something is infinite, up where all is tiny.
    let bounded = which(isfinite(greatest), greatest, zero)
    let shift = which(abs(plain) .< RightSide.number(1), minimum(bounded, zero), maximum(bounded, zero))
    var sum: TensorPattern?
    for part in parts {
      // What is infinite by itself stays so.
      let power: TensorPattern
      switch part.exponents.count {
      case 0: power = exp(-shift)
      case 1: power = exp(part.exponents[0] - shift)
      default:
        // Added up, a small exponent beside a large one would be lost.
        let others = part.exponents.dropFirst(2).reduce(part.exponents[1]) { $0 + $1 }
        power = expSum(maximum(part.exponents[0], others) - shift, minimum(part.exponents[0], others))
      }
      sum = added(sum, part.with(power), isNegative: part.isNegative)
    }
    guard let sum else { return nil }
    // Terms of common size have the difference that they have, be it 0.
    let sizes = commonSizes(operand.elementType)
    let isLarge = terms.map { abs(right.term($0.tensor)) .> RightSide.number(sizes.0) }
    let isCommon = isLarge.dropFirst().reduce(isLarge[0]) { $0 | $1 } & (abs(plain) .< RightSide.number(sizes.1))
    // What is infinite by itself stays so.
    let isPlain = parts.filter(\.exponents.isEmpty).reduce(isCommon) { $0 | ~isfinite($1.with(RightSide.number(1))) }
    return right.built(log(which(isPlain, plain, sum)) + which(isPlain, RightSide.number(0), shift))
  }

  /// A logarithm in another base by the natural one, where that has rules of its own.
  static func inBase(_ match: TensorMatch, _ language: TensorLanguage, inverse: Double) -> Tensor? {
    let operand = match.root.node.inputs[0]
    guard operand.elementType.isFloat, gains(operand, language) else { return nil }
    let right = RightSide(match, language)
    return right.built(log(right.term(operand)) * RightSide.number(inverse))
  }

  private static func gains(_ tensor: Tensor, _ language: TensorLanguage) -> Bool {
    if language.hasStableLogarithm(tensor) { return true }
    let operands = tensor.node.inputs
    switch language.head(of: tensor).name {
    case "expm1", "sinh", "tanh", "exp_difference": return true
    case "prod": return operands[0].elementType.isFloat
    case "negative": return language.head(of: operands[0]).name == "expm1"
    case "multiply", "divide":
      return language.factors(of: tensor).map { $0.contains { language.hasStableLogarithm($0.tensor) } } ?? false
    case "add":
      return operands.contains { language.number($0) == 1 }
        || (language.terms(of: tensor) ?? []).contains { mayOverflow($0.tensor, language) }
    case "subtract": return language.number(operands[0]) == 1
    default: return false
    }
  }
}

extension Pattern where L == TensorLanguage {
  fileprivate var isOne: Bool { if case .constant(let constant) = self { constant.value.number == 1 } else { false } }
}
