extension Pattern: CustomStringConvertible {
  /// `log(1 + x)`: calls, with signs where the head is written as one.
  public var description: String { text(inside: 0) }

  private static var infixes: [String: (sign: String, strength: Int)] {
    [
      "add": (" + ", 1), "subtract": (" - ", 1), "multiply": ("*", 2), "divide": ("/", 2), "power": ("**", 4),
      "less": (" < ", 0), "greater": (" > ", 0), "equal": (" == ", 0), "matmul": (" @ ", 2),
    ]
  }

  private func text(inside strength: Int) -> String {
    switch self {
    case .variable(let variable): return variable.name
    case .optional(let variable, let value): return "[\(variable.name) = \(value)]"
    // The right side and the guards say what the name is for.
    case .named(let name, let pattern): return parenthesized("\(name) := \(pattern.text(inside: 0))", true)
    case .constant(let constant):
      let text = "\(constant)"
      return text.hasPrefix("-") && strength > 1 ? "(\(text))" : text
    case .term(let head, let operands, let attributes):
      if operands.count == 1, head.description == "negative" {
        return parenthesized("-" + operands[0].text(inside: 3), strength > 2)
      }
      if operands.count == 2, attributes.isEmpty, let infix = Self.infixes[head.description] {
        let text = operands[0].text(inside: infix.strength) + infix.sign + operands[1].text(inside: infix.strength + 1)
        return parenthesized(text, infix.strength < strength)
      }
      if operands.isEmpty { return "\(head)(...)" }
      let arguments = operands.map { $0.text(inside: 0) } + attributes.map(\.description)
      return "\(head)(\(arguments.joined(separator: ", ")))"
    }
  }

  private func parenthesized(_ text: String, _ isInside: Bool) -> String { isInside ? "(\(text))" : text }
}

extension AttributePattern: CustomStringConvertible {
  public var description: String {
    switch value {
    case .equals(let value): "\(label)=\(value)"
    case .variable(let name): "\(label)=\(name)"
    }
  }
}
