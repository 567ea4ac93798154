import TensorGraph

extension TextProgram {
  /// The graph as an indented tree: each operation with its type, operands below it. What was shown already is
  /// only referred to by its number.
  public var treeDescription: String {
    var tree = TreeWriter()
    for result in results { tree.add(result.tensor, title: result.name) }
    return tree.text
  }
}

/// Draws trees, with a list instead of recursion.
private struct TreeWriter {
  private struct Entry {
    var tensor: Tensor
    var prefix: String
    var isLast: Bool
    var depth: Int
  }

  var text = ""
  private var numbers: [ObjectIdentifier: Int] = [:]
  private let literals = LiteralText()

  /// Deeper levels are indented no further: the text of a long chain would grow with its square.
  private static let depthLimit = 64

  mutating func add(_ tensor: Tensor, title: String) {
    text += "\(title)\n"
    var pending = [Entry(tensor: tensor, prefix: "", isLast: true, depth: 0)]
    while let entry = pending.popLast() {
      let node = entry.tensor.node
      let isNew = numbers[ObjectIdentifier(node)] == nil
      let number = numbers[ObjectIdentifier(node)] ?? numbers.count
      if !node.inputs.isEmpty { numbers[ObjectIdentifier(node)] = number }
      text += entry.prefix + (entry.isLast ? "└─ " : "├─ ") + line(entry.tensor, number, isNew: isNew) + "\n"
      guard isNew else { continue }
      let isDeep = entry.depth >= TreeWriter.depthLimit
      let prefix = entry.prefix + (isDeep ? "" : (entry.isLast ? "   " : "│  "))
      for (position, input) in node.inputs.enumerated().reversed() {
        pending.append(
          Entry(tensor: input, prefix: prefix, isLast: position == node.inputs.count - 1, depth: entry.depth + 1))
      }
    }
  }

  private func line(_ tensor: Tensor, _ number: Int, isNew: Bool) -> String {
    let node = tensor.node
    let result = node.types.count > 1 ? ".\(tensor.index)" : ""
    var label: String
    switch node.operation {
    case let parameter as Parameter: label = parameter.label
    case let literal as Literal: label = literal.isWeak ? literals.weak(literal.value) : literals.strong(literal.value)
    case let extent as Extent: label = "\(extent.dimension)"
    case let constant as Constant:
      label = constant.array.count <= 8 ? literals.array(constant.array) ?? "constant" : "constant"
    default:
      let attributes = node.operation.attributes.map { "\($0.label)=\(shown($0.value))" }.joined(separator: ", ")
      label = node.operation.name + (attributes.isEmpty ? "" : " {\(attributes)}")
    }
    label += "\(result) : \(tensor.type)"
    if node.inputs.isEmpty { return label }
    return label + (isNew ? "  #\(number)" : "  -> #\(number)")
  }

  private func shown(_ value: Attribute.Value) -> String {
    switch value {
    case .integer(let value): "\(value)"
    case .float(let value): "\(value)"
    case .flag(let value): "\(value)"
    case .text(let text): TextSyntax.quoted(text)
    case .type(let type): type.name
    case .dimension(let dimension): "\(dimension)"
    case .none: "None"
    case .tuple(let values): "(\(values.map(shown).joined(separator: ", ")))"
    }
  }
}
