import TensorGraph

/// Calls of operations that are no scalar functions.
extension Printer {
  /// `sum(x, axis=0)`: operands by position, attributes by name unless they have their defaults.
  func operation(_ node: Node) -> Rendered {
    let operation = node.operation
    if operation.name == "matmul", node.inputs.count == 2, operation.attributes.isEmpty { return infix(.matmul, node) }
    let parameters = OperationTable.definition(named: operation.name)?.parameters ?? []
    let takesList = parameters.contains { $0.kind == .tensors }
    let operands = node.inputs.map { operand($0) }
    var arguments = takesList ? ["[\(operands.joined(separator: ", "))]"] : operands
    for attribute in operation.attributes {
      let parameter = parameters.first { $0.name == attribute.label }
      if let parameter, isDefault(attribute.value, of: parameter) { continue }
      arguments.append("\(attribute.label)=\(text(of: attribute.value, as: parameter?.kind))")
    }
    return call(operation.name, arguments)
  }

  private func isDefault(_ value: Attribute.Value, of parameter: OperationDefinition.Parameter) -> Bool {
    guard let fallback = parameter.fallback else { return false }
    switch (value, fallback) {
    case (.none, .none), (.none, .axes(nil)): return true
    case (.integer(let a), .integer(let b)): return a == b
    case (.integer(let a), .axes(let b?)): return [a] == b
    case (.tuple(let a), .axes(let b?)): return a == b.map { .integer($0) }
    case (.flag(let a), .flag(let b)): return a == b
    case (.float(let a), .float(let b)): return a.bitPattern == b.bitPattern
    case (.type(let a), .type(let b)): return a == b
    case (.text(let a), .text(let b)): return a == b
    case (_, _): return false
    }
  }

  private func text(of value: Attribute.Value, as kind: OperationDefinition.Kind?) -> String {
    switch value {
    case .integer(let value): return "\(value)"
    case .float(let value): return literals.weak(ScalarValue(value))
    case .flag(let value): return value ? "true" : "false"
    case .text(let text): return TextSyntax.quoted(text)
    case .type(let type): return type.name
    case .dimension(let dimension): return names.text(of: dimension).text
    case .none: return "None"
    case .tuple(let values):
      if kind == .axes, values.count == 1 { return text(of: values[0], as: nil) }
      let parts = values.map { text(of: $0, as: nil) }
      return "(\(parts.joined(separator: ", "))\(parts.count == 1 ? "," : ""))"
    }
  }
}
