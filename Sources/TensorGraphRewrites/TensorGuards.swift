// Conditions that rules put on what they match: a word beside each, which lists show.
extension Rule.Guard where L == TensorLanguage {
  /// A condition on one variable's term.
  public static func of(
    _ name: String, _ words: String, _ holds: @escaping @Sendable (_ tensor: Tensor, _ language: TensorLanguage) -> Bool
  ) -> Self {
    Self("\(name) \(words)") { match, language in holds(match[name], language) }
  }

  /// A condition on what is known of one variable's elements.
  private static func known(
    _ name: String, _ words: String, _ holds: @escaping @Sendable (ElementFacts) -> Bool
  ) -> Self {
    of(name, words) { tensor, language in holds(language.facts(of: tensor).elements) }
  }

  // MARK: Types and shapes

  /// Of a float type.
  public static func isFloat(_ name: String) -> Self { of(name, "is of a float type") { tensor, _ in tensor.elementType.isFloat } }

  /// Of an integer type.
  public static func isInteger(_ name: String) -> Self {
    of(name, "is of an integer type") { tensor, _ in tensor.elementType.isInteger }
  }

  /// What is replaced is of an integer type, or of a float type.
  public static var integers: Self { Self("in integers") { match, _ in match.root.elementType.isInteger } }
  public static var floats: Self { Self("in floats") { match, _ in match.root.elementType.isFloat } }

  /// What is replaced has the type of the variable, not one that `dtype` asks for.
  public static func resultHasTypeOf(_ name: String) -> Self {
    Self("no other dtype is asked for") { match, _ in match.root.elementType == match[name].elementType }
  }

  public static func isBool(_ name: String) -> Self { of(name, "is bool") { tensor, _ in tensor.elementType == .bool } }

  public static func isNotUnsigned(_ name: String) -> Self {
    of(name, "is not of an unsigned type") { tensor, _ in !tensor.elementType.isUnsignedInteger }
  }

  /// Anything but bool.
  public static func isNumber(_ name: String) -> Self { of(name, "is not bool") { tensor, _ in tensor.elementType != .bool } }

  public static func hasRank(_ name: String, _ rank: Int) -> Self {
    of(name, "has \(rank) axes") { tensor, _ in tensor.rank == rank }
  }

  /// The rule's result computes a part of what the root's operand computes: only where nobody needs the whole.
  public static var operandIsUsedOnce: Self {
    Self("the operand is used nowhere else") { match, language in
      match.root.node.inputs.allSatisfy { language.userCount(of: $0) <= 1 }
    }
  }

  /// A term that is computed for nothing else.
  public static func isUsedOnce(_ name: String) -> Self {
    of(name, "is used nowhere else") { tensor, language in language.userCount(of: tensor) <= 1 }
  }

  /// The derivative of a hyperbolic tangent that is computed anyway is best made of it: see `sech-squared`.
  static var isNoSharedTangent: Self {
    of("x", "is no tangent that is used elsewhere") { tensor, language in
      language.head(of: tensor).name != "tanh" || language.userCount(of: tensor) <= 1
    }
  }

  // MARK: Literals

  /// No literal.
  public static func isNoNumber(_ name: String) -> Self {
    of(name, "is no number") { tensor, language in language.constant(of: tensor) == nil }
  }

  /// A literal without a type of its own, as Python's numbers.
  public static func isWeakNumber(_ name: String, _ value: Double) -> Self {
    of(name, "is \(value) without a type of its own") { tensor, language in
      tensor.type.isWeak && language.constant(of: tensor)?.value.number == value
    }
  }

  /// Literals of whole numbers that are even and not 0, or odd and positive.
  public static func isEven(_ name: String) -> Self {
    of(name, "is even and not 0") { tensor, language in wholeNumber(tensor, language).map { $0 != 0 && $0 % 2 == 0 } ?? false }
  }

  public static func isOddAndPositive(_ name: String) -> Self {
    of(name, "is odd and positive") { tensor, language in
      wholeNumber(tensor, language).map { $0 > 0 && $0 % 2 != 0 } ?? false
    }
  }

  public static func isPositiveNumber(_ name: String) -> Self {
    of(name, "is a positive number") { tensor, language in language.number(tensor).map { $0 > 0 && $0 < .infinity } ?? false }
  }

  /// A literal that is finite and not 0.
  public static func isPlainNumber(_ name: String) -> Self {
    Self("\(name) is a number other than 0") { match, language in
      language.number(match[name]).map { number in
        // As it is in the type of what is replaced.
        match.root.elementType == .f32 ? Float(number).isNormal && Float(number).isFinite : number != 0 && number.isFinite
      } ?? false
    }
  }

  /// A number by which products neither over- nor underflow where their other factors do not.
  public static func isOfOrdinarySize(_ name: String) -> Self {
    of(name, "is a number between 2^-10 and 2^10") { tensor, language in
      language.number(tensor).map { (0x1p-10...0x1p10).contains($0.magnitude) } ?? false
    }
  }

  public static func isNotOne(_ name: String) -> Self {
    of(name, "is not 1") { tensor, language in language.number(tensor) != 1 }
  }

  /// `x` and `-x`, `2 * x` and `-2 * x`, `x - y` and `y - x`.
  public static func areOpposite(_ x: String, _ y: String) -> Self {
    Self("\(x) = -\(y)") { match, language in language.areOpposite(match[x], match[y]) }
  }

  private static func wholeNumber(_ tensor: Tensor, _ language: TensorLanguage) -> Int? {
    language.constant(of: tensor).flatMap { Int(exactly: $0.value.number) }
  }

  // MARK: Facts

  /// Above 0, not NaN.
  public static func isPositive(_ name: String) -> Self { known(name, "is positive", \.isPositive) }
  /// 0 or above; may be NaN.
  public static func isNonnegative(_ name: String) -> Self { known(name, "is not negative") { $0.lower >= 0 } }
  /// Below 0, not NaN.
  public static func isNegative(_ name: String) -> Self { known(name, "is negative", \.isNegative) }
  /// Neither infinite nor NaN.
  public static func isFinite(_ name: String) -> Self { known(name, "is finite", \.isFinite) }
  /// Finite and not 0.
  public static func isFiniteAndNonzero(_ name: String) -> Self {
    known(name, "is finite and not 0") { $0.isFinite && !$0.mayBeZero }
  }
  public static func isNotNaN(_ name: String) -> Self { known(name, "is not nan") { !$0.mayBeNaN } }
  /// -0 does not occur.
  public static func isNotNegativeZero(_ name: String) -> Self { known(name, "is not -0") { !$0.mayBeNegativeZero } }
  /// The exponential of the variable may overflow.
  public static func mayOverflowExp(_ name: String) -> Self {
    of(name, "may be large") { tensor, language in
      language.facts(of: tensor).elements.upper > (tensor.elementType == .f32 ? 88 : 709)
    }
  }

  /// Whole numbers (or infinite).
  public static func isWhole(_ name: String) -> Self { known(name, "is whole") { $0.isWhole } }

  public static func hasNoInfinity(_ name: String) -> Self { known(name, "is not infinite") { !$0.mayBeInfinite } }

  /// Always less (or equal) where neither is NaN.
  public static func isBelow(_ first: String, _ second: String, orEqual: Bool = false) -> Self {
    Self("\(first) is always \(orEqual ? "at most" : "less than") \(second)") { match, language in
      let (a, b) = compared(match, first, second, language)
      return a.upper < b.lower || (orEqual && a.upper == b.lower)
    }
  }

  /// Never less (or equal); either may be NaN, which is never less.
  public static func isNeverBelow(_ first: String, _ second: String, orEqual: Bool = false) -> Self {
    Self("\(first) is never \(orEqual ? "at most" : "less than") \(second)") { match, language in
      let (a, b) = compared(match, first, second, language)
      return b.upper < a.lower || (!orEqual && b.upper == a.lower)
    }
  }

  /// What is known of two operands in the type in which they are compared: numbers round to it.
  private static func compared(
    _ match: TensorMatch, _ first: String, _ second: String, _ language: TensorLanguage
  ) -> (ElementFacts, ElementFacts) {
    let (a, b) = (language.facts(of: match[first]).elements, language.facts(of: match[second]).elements)
    guard let function = (match.root.node.operation as? Elementwise)?.function,
      let type = Elementwise.signature(of: function, match.root.node.inputs.map(\.type))?.arguments.first
    else { return (a, b) }
    return (a.rounded(to: type), b.rounded(to: type))
  }

  /// Forms of the matrices in the last two axes.
  public static func has(_ name: String, _ form: MatrixStructure, _ words: String) -> Self {
    of(name, words) { tensor, language in language.facts(of: tensor).structure.isSuperset(of: form) }
  }

  // MARK: Choices
  // A rule that gives a choice between its own left side and another form must not match where facts decide the choice.

  public static func mayBeBelow(_ name: String, _ bound: Double) -> Self { known(name, "may be below \(bound)") { $0.lower < bound } }
  public static func mayReach(_ name: String, _ bound: Double) -> Self { known(name, "may be \(bound) or more") { $0.upper >= bound } }
  public static func mayBeOfSize(_ name: String, from bound: Double) -> Self {
    known(name, "may be \(bound) or more in size") { $0.upper >= bound || $0.lower <= -bound }
  }
  public static func mayBeOfSize(_ name: String, below bound: Double) -> Self {
    known(name, "may be less than \(bound) in size") { $0.lower < bound && $0.upper > -bound }
  }

  /// What a formula of the match gives may be less than a bound in size.
  static func mayBeOfSize(_ formula: TensorPattern, below bound: Double) -> Self {
    Self("\(formula) may be less than \(bound) in size") { match, language in
      guard let tensor = language.instance(of: formula, match), tensor.error == nil else { return false }
      let facts = language.facts(of: tensor).elements
      return facts.lower < bound && facts.upper > -bound
    }
  }

  // MARK: Reductions

  /// Integers that are scaled first may wrap.
  static var operandsAreFloats: Self {
    Self("both operands are floats") { match, _ in match.root.node.inputs.allSatisfy(\.elementType.isFloat) }
  }

  /// What is reduced comes back along the same axes when it meets its operand again: the first axes, or axes that are kept.
  public static func meetsAgain(_ name: String) -> Self {
    Self("the axes are kept, or the first ones") { match, _ in
      guard let axes = match.attribute(named: "axis")?.axes else { return false }
      return match.attribute(named: "keepdims")?.value == .flag(true) || axes.sorted() == Array(0..<axes.count)
    }
  }
}
