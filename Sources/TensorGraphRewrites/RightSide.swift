/// Builds what a rule by code gives: formulas over patterns, in which terms stand as variables.
///
/// ```swift
/// let right = RightSide(match, language)
/// let u = right.term(exponent)
/// return right.built(u + right.log(factor))
/// ```
final class RightSide {
  private var match: TensorMatch
  private let language: TensorLanguage
  private var count = 0

  init(_ match: TensorMatch, _ language: TensorLanguage) { (self.match, self.language) = (match, language) }

  /// A term as part of a formula.
  func term(_ tensor: Tensor) -> TensorPattern {
    count += 1
    // No rule's variable has such a name.
    let name = "term \(count)"
    match = match.binding(name, to: tensor)
    return .variable(Variable(name))
  }

  func built(_ formula: TensorPattern) -> Tensor? { language.instance(of: formula, match) }

  /// A number as part of a formula; it takes the type of what it meets.
  static func number(_ value: Double) -> TensorPattern { .constant(TensorLanguage.Constant(.float(value))) }
}

extension TensorLanguage {
  /// The value of a literal as a number.
  func number(_ tensor: Tensor) -> Double? { constant(of: tensor)?.value.number }

  /// `coefficient * core`: signs, and factors and divisors that are literals, taken off.
  func scaled(_ tensor: Tensor) -> (coefficient: Double, core: Tensor) {
    var (coefficient, core) = (1.0, tensor)
    for _ in 0..<8 {
      let operands = core.node.inputs
      guard operands.indices.allSatisfy({ takesAsIs($0, of: core) || number(operands[$0]) != nil }) else { break }
      switch core.node.operation.name {
      case "negative": (coefficient, core) = (-coefficient, operands[0])
      case "multiply":
        if let c = number(operands[0]) {
          (coefficient, core) = (coefficient * c, operands[1])
        } else if let c = number(operands[1]) {
          (coefficient, core) = (coefficient * c, operands[0])
        } else {
          return (coefficient, core)
        }
      case "divide":
        guard let c = number(operands[1]) else { return (coefficient, core) }
        (coefficient, core) = (coefficient / c, operands[0])
      default: return (coefficient, core)
      }
    }
    return (coefficient, core)
  }

  /// Whether one is the other's negative, as far as signs, numbers and exchanged differences show it.
  func areOpposite(_ a: Tensor, _ b: Tensor) -> Bool {
    let (first, second) = (scaled(a), scaled(b))
    if first.core == second.core { return first.coefficient == -second.coefficient }
    guard first.coefficient == second.coefficient, head(of: first.core).name == "subtract",
      head(of: second.core).name == "subtract"
    else { return false }
    return first.core.node.inputs == Array(second.core.node.inputs.reversed())
  }
}

extension Double {
  /// Whether multiplying by this and by its reciprocal is exact but for over- and underflow.
  var isPowerOfTwo: Bool { isNormal && significand == 1 && magnitude < 0x1p1000 && magnitude > 0x1p-1000 }

  /// The same of the number in a float type, where it may be 0, denormal or infinite.
  func isPowerOfTwo(in type: ElementType) -> Bool {
    isPowerOfTwo && (type == .f64 || (Float(self).isNormal && Float(1 / self).isNormal))
  }
}
