// Conditions that rules put on what they match.
extension Rule.Guard where L == TensorLanguage {
  /// Of a float type.
  static func isFloat(_ name: String) -> Self { Self("\(name) is of a float type") { match, _ in match[name].elementType.isFloat } }

  /// Literals of whole numbers that are even and not 0, or odd and positive.
  static func isEven(_ name: String) -> Self {
    Self("\(name) is even and not 0") { match, language in
      wholeNumber(match[name], language).map { $0 != 0 && $0 % 2 == 0 } ?? false
    }
  }

  static func isOddAndPositive(_ name: String) -> Self {
    Self("\(name) is odd and positive") { match, language in
      wholeNumber(match[name], language).map { $0 > 0 && $0 % 2 != 0 } ?? false
    }
  }

  /// What is reduced comes back along the same axes when it meets its operand again: the first axes, or axes that are kept.
  static func meetsAgain(_ name: String) -> Self {
    Self("the axes are kept, or the first ones") { match, _ in
      guard let axes = match.attributes["axis"]?.axes else { return false }
      return match.attributes["keepdims"]?.value == .flag(true) || axes.sorted() == Array(0..<axes.count)
    }
  }

  /// `x` and `-x`, `2 * x` and `-2 * x`, `x - y` and `y - x`.
  static func areOpposite(_ x: String, _ y: String) -> Self {
    Self("\(x) = -\(y)") { match, language in language.areOpposite(match[x], match[y]) }
  }

  /// A literal that is positive and finite.
  static func isPositiveNumber(_ name: String) -> Self {
    Self("\(name) is a positive number") { match, language in
      language.number(match[name]).map { $0 > 0 && $0 < .infinity } ?? false
    }
  }

  /// A literal that is finite and not 0.
  static func isPlainNumber(_ name: String) -> Self {
    Self("\(name) is a number other than 0") { match, language in
      language.number(match[name]).map { $0 != 0 && $0.isFinite } ?? false
    }
  }

  /// The tensor has the shape of the whole.
  static func hasShape(_ name: String, of other: String) -> Self {
    Self("\(name) has the shape of \(other)") { match, _ in match[name].shape == match[other].shape }
  }

  private static func wholeNumber(_ tensor: Tensor, _ language: TensorLanguage) -> Int? {
    language.constant(of: tensor).flatMap { Int(exactly: $0.value.number) }
  }
}
