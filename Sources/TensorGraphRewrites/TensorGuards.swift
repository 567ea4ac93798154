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

  /// What is reduced comes back along the same axes when it meets its operand again: all axes, or axes that are kept.
  static func meetsAgain(_ name: String) -> Self {
    Self("the axes are kept, or all") { match, _ in
      if match.attributes["keepdims"]?.value == .flag(true) { return true }
      return match.attributes["axis"]?.axes?.count == match[name].rank
    }
  }

  private static func wholeNumber(_ tensor: Tensor, _ language: TensorLanguage) -> Int? {
    language.constant(of: tensor).flatMap { Int(exactly: $0.value.number) }
  }
}
