import TensorOperators

/// A program as text, with the arrays that it names by their hashes.
public struct PrintedProgram: Sendable {
  public var text: String
  /// The constants that are too large to be written out, by the names in `const("...")`.
  public var constants: [String: NDArray]
}

extension TextProgram {
  /// The program in the text format: reading it gives the same graph, up to names and places.
  ///
  /// What is used more than once, or would make a line long, gets a name by `let`. Parts with a derivative of their own (checkpoints too) are
  /// written in their places: a program cannot say what their derivatives are. What a gradient's cost asks of shapes is left out.
  public func printed() -> PrintedProgram {
    var whole = self
    for (position, tensor) in Subgraph.inlined(results.map(\.tensor)).enumerated() { whole.results[position].tensor = tensor }
    var printer = Printer(whole)
    return printer.print()
  }
}

extension TextProgram: CustomStringConvertible {
  public var description: String { printed().text }
}

/// Writes one program.
struct Printer {
  /// An expression with the precedence of its outermost operator.
  struct Rendered {
    var text: String
    var precedence: Int
  }

  let program: TextProgram
  let order: GraphOrder
  var names: NameTable
  var literals = LiteralText()
  var constants: [String: NDArray] = [:]
  /// The text of each tensor that is to be used.
  private var rendered: [Tensor: Rendered] = [:]
  private var lines: [String] = []
  /// The values of the graph that are extents and have been named.
  private var said: Set<Symbol> = []

  /// Longer expressions get names.
  private static let widthLimit = 72

  init(_ program: TextProgram) {
    self.program = program
    order = GraphOrder(program.results.map(\.tensor))
    names = NameTable(program, order)
    literals.hasConstants = names.areConstantsVisible
  }

  mutating func print() -> PrintedProgram {
    for (parameter, name) in zip(program.parameters, names.parameters) {
      rendered[parameter.tensor] = Rendered(text: name, precedence: BinaryOperator.postfixPrecedence)
    }
    for node in order.nodes { add(node) }
    let results = returned()
    let header = zip(program.parameters, names.parameters).map { parameter, name in
      "\(name): \(names.type(parameter.tensor.type))"
    }.joined(separator: ", ")
    let types = program.results.map { names.type($0.tensor.type) }
    if lines.isEmpty, program.name == "main" {
      return PrintedProgram(text: "(\(header)) -> \(results.joined(separator: ", "))\n", constants: constants)
    }
    let arrow = types.isEmpty ? "" : " -> " + (types.count == 1 ? types[0] : "(\(types.joined(separator: ", ")))")
    let body = (lines + ["return \(results.joined(separator: ", "))"]).map { "  \($0)\n" }.joined()
    return PrintedProgram(text: "func \(names.program)(\(header))\(arrow) {\n\(body)}\n", constants: constants)
  }

  // MARK: Results

  /// What stands behind `return`; results with names of their own get lets.
  private mutating func returned() -> [String] {
    var texts: [String] = []
    for (position, result) in program.results.enumerated() {
      let text = rendered[result.tensor]?.text ?? "?"
      if let name = names.results[position], name != text {
        lines.append("let \(name) = \(text)")
        texts.append(name)
      } else {
        texts.append(text)
      }
    }
    return texts
  }

  // MARK: Nodes

  private mutating func add(_ node: Node) {
    guard rendered[Tensor(node: node)] == nil else { return }
    for extent in node.extents where said.insert(extent.symbol).inserted {
      lines.append("let \(names.name(extent)) = op.\(extent.use.name)(\(operand(extent.scalar)))")
    }
    if node.operation is Requiring {
      // Where an extent is defined: what is asked of other extents is left out here too.
      rendered[Tensor(node: node)] = rendered[node.inputs[0]]
      return
    }
    let expression = expression(node)
    let uses = order.uses[ObjectIdentifier(node)] ?? 0
    if node.types.count > 1 {
      let targets = node.types.indices.map { names.fresh(for: Tensor(node: node, index: $0)) }
      lines.append("let \(targets.joined(separator: ", ")) = \(expression.text)")
      for (index, name) in targets.enumerated() { setName(Tensor(node: node, index: index), name) }
    } else if uses > 1 && !isCheap(node) || expression.text.utf8.count > Printer.widthLimit {
      let name = names.fresh(for: Tensor(node: node))
      lines.append("let \(name) = \(expression.text)")
      setName(Tensor(node: node), name)
    } else {
      rendered[Tensor(node: node)] = expression
    }
    for input in node.inputs where order.uses[ObjectIdentifier(input.node)] == 1 && rendered.count > 4096 {
      // A text used once is used up.
      rendered[input] = nil
    }
  }

  private mutating func setName(_ tensor: Tensor, _ name: String) {
    rendered[tensor] = Rendered(text: name, precedence: BinaryOperator.postfixPrecedence)
  }

  private func isCheap(_ node: Node) -> Bool { node.operation is Literal || node.operation is Extent }

  func operand(_ tensor: Tensor, atLeast precedence: Int = 0) -> String {
    guard let text = rendered[tensor] else { return "?" }
    return text.precedence < precedence ? "(\(text.text))" : text.text
  }

  private mutating func expression(_ node: Node) -> Rendered {
    let text: String
    switch node.operation {
    case let literal as Literal:
      text = literal.isWeak ? literals.weak(literal.value) : literals.strong(literal.value)
    case let constant as Constant: text = self.constant(constant.array)
    case let extent as Extent:
      let inner = names.text(of: extent.dimension)
      if extent.dimension.constant != nil {
        return call(extent.isWeak ? "op.extent" : "op.strong_extent", [inner.text])
      }
      if extent.isWeak { return Rendered(text: inner.text, precedence: inner.precedence) }
      text = "i64(\(inner.text))"
    case let elementwise as Elementwise: return self.elementwise(elementwise.function, node)
    default: return operation(node)
    }
    return Rendered(
      text: text, precedence: text.hasPrefix("-") ? BinaryOperator.unaryPrecedence : BinaryOperator.postfixPrecedence)
  }

  private mutating func constant(_ array: NDArray) -> String {
    if let text = literals.array(array) { return text }
    let name = ContentHash.name(of: array)
    constants[name] = array
    return "const(\"\(name)\")"
  }

  // MARK: Scalar functions

  private static let unaryOperators: [String: UnaryOperator] = [
    "negative": .negative, "positive": .positive, "invert": .invert,
  ]
  private static let binaryOperators: [String: BinaryOperator] =
    BinaryOperator.allCases.reduce(into: [:]) { table, sign in table[sign.function] = sign }

  private func elementwise(_ function: ScalarFunction, _ node: Node) -> Rendered {
    // Numbers alone would be computed, or get types, when they are read.
    if node.inputs.allSatisfy(\.type.isWeak) { return call("op." + function.name, node.inputs.map { operand($0) }) }
    if let sign = Printer.unaryOperators[function.name] {
      let precedence = BinaryOperator.unaryPrecedence
      return Rendered(text: sign.rawValue + operand(node.inputs[0], atLeast: precedence), precedence: precedence)
    }
    if let sign = Printer.binaryOperators[function.name] { return infix(sign, node) }
    return call(function.name, node.inputs.map { operand($0) })
  }

  func infix(_ sign: BinaryOperator, _ node: Node) -> Rendered {
    let own = sign.precedence
    var (left, right) = (own, own + 1)
    if sign.isComparison { left = own + 1 }
    if sign == .power { (left, right) = (BinaryOperator.postfixPrecedence, BinaryOperator.unaryPrecedence) }
    let text = "\(operand(node.inputs[0], atLeast: left)) \(sign.rawValue) \(operand(node.inputs[1], atLeast: right))"
    return Rendered(text: text, precedence: own)
  }

  func call(_ name: String, _ arguments: [String]) -> Rendered {
    Rendered(text: "\(name)(\(arguments.joined(separator: ", ")))", precedence: BinaryOperator.postfixPrecedence)
  }
}

extension ExtentDefinition.Use {
  /// The internal call that names such a value.
  fileprivate var name: String {
    switch self {
    case .extent: "value"
    case .bound: "bound"
    case .integer: "integer"
    }
  }
}
