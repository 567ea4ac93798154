import TensorOperators

/// Calls of operations that are no scalar functions.
extension Printer {
  /// An operation in the form that people write.
  func operation(_ node: Node) -> Rendered {
    switch node.operation {
    case is MatMul where node.inputs.count == 2: return infix(.matmul, node)
    case let slice as Slice: return postfix("\(base(node))[\(index(slice.entries))]")
    case let setting as SetSlice: return postfix("\(base(node)).at[\(index(setting.entries))].set(\(operand(node.inputs[1])))")
    case let gather as Gather: return gathered(gather, node)
    case let scatter as Scatter: return scattered(scatter, node)
    case let cast as Cast: return self.cast(cast, node)
    case let transpose as Transpose
    where transpose.axes.count >= 2 && transpose.axes == transpose.axes.indices.reversed():
      return postfix(operand(node.inputs[0], atLeast: BinaryOperator.postfixPrecedence) + ".T")
    case let arange as Arange: return range(arange, node)
    default: return call(node)
    }
  }

  private func postfix(_ text: String) -> Rendered {
    Rendered(text: text, precedence: BinaryOperator.postfixPrecedence)
  }

  /// `sum(x, axis=0)`: operands by position, attributes by name unless they have their defaults.
  private func call(_ node: Node) -> Rendered {
    let operation = node.operation
    let parameters = OperationTable.definition(named: operation.name)?.parameters ?? []
    let labels = (operation as? Composed)?.labels ?? []
    let operands = node.inputs.enumerated().map { place, input in
      let label = labels.indices.contains(place) ? labels[place] : nil
      return label.map { "\($0)=\(operand(input))" } ?? operand(input)
    }
    let isList = parameters.first.map { $0.kind == .tensors && !$0.isVariadic } ?? false
    var arguments = isList ? ["[\(operands.joined(separator: ", "))]"] : operands
    for attribute in operation.attributes {
      let parameter = parameters.first { $0.name == attribute.label }
      if let parameter, isDefault(attribute.value, of: parameter) { continue }
      if attribute.label == "axis", reducesAll(node) { continue }
      arguments.append("\(attribute.label)=\(text(of: attribute.value, as: parameter?.kind))")
    }
    // Numbers alone would get types when they are read.
    let isWeak = !node.inputs.isEmpty && node.inputs.allSatisfy(\.type.isWeak) && !operation.name.hasPrefix("op.")
    return call(isWeak ? "op." + operation.name : operation.name, arguments)
  }

  private func reducesAll(_ node: Node) -> Bool {
    guard let rank = node.inputs.first?.rank, rank > 0 else { return false }
    switch node.operation {
    case let reduction as AxisReduction: return !reduction.kind.takesOneAxis && reduction.axes.count == rank
    case let variance as Variance: return variance.axes.count == rank
    default: return false
    }
  }

  /// `f32(x)`, unless reading that would compute the cast or leave it out.
  private func cast(_ cast: Cast, _ node: Node) -> Rendered {
    let input = node.inputs[0]
    let isFolded = input.node.operation is Literal || input.node.operation is Constant || input.node.operation is Extent
    let isLeftOut = input.elementType == cast.type && !input.type.isWeak
    let name = cast.type.name
    return isFolded || isLeftOut
      ? call("op.cast", [operand(input), name]) : call(name, [operand(input)])
  }

  /// The first operand, before a bracket or a dot.
  private func base(_ node: Node) -> String { operand(node.inputs[0], atLeast: BinaryOperator.postfixPrecedence) }

  /// `1:, 0`
  private func index(_ slice: [SliceEntry]) -> String {
    var entries: [String] = []
    for entry in slice {
      switch entry {
      case .index(let place): entries.append(names.text(of: place).text)
      case .newAxis: entries.append("None")
      case .ellipsis: entries.append("...")
      case .range(let start, let stop, let step):
        let bounds = (start.map { names.text(of: $0).text } ?? "") + ":" + (stop.map { names.text(of: $0).text } ?? "")
        entries.append(step == 1 ? bounds : bounds + ":\(step)")
      }
    }
    while entries.last == ":" { entries.removeLast() }
    return entries.isEmpty ? "..." : entries.joined(separator: ", ")
  }

  /// `i, :, j` for arrays about some axes, where NumPy puts their axes at this position; nil where it does not.
  private func index(_ axes: [Int], _ position: Int, _ arrays: [Tensor]) -> String? {
    let areNeighbours = axes.last == axes[0] + axes.count - 1
    guard position == (areNeighbours ? axes[0] : 0), arrays.allSatisfy({ $0.rank > 0 || !isKnown($0) }) else { return nil }
    var entries = [String](repeating: ":", count: axes[axes.count - 1] + 1)
    for (axis, array) in zip(axes, arrays) { entries[axis] = operand(array) }
    return entries.joined(separator: ", ")
  }

  /// Whether reading it would give an integer known then, not an array.
  private func isKnown(_ tensor: Tensor) -> Bool { tensor.node.operation is Literal || tensor.node.operation is Extent || tensor.type.isWeak }

  /// `x[i, :, j]`
  private func gathered(_ gather: Gather, _ node: Node) -> Rendered {
    guard let index = index(gather.axes, gather.position, Array(node.inputs.dropFirst())) else { return call(node) }
    return postfix("\(base(node))[\(index)]")
  }

  /// `x.at[i, :, j].set(y)`
  private func scattered(_ scatter: Scatter, _ node: Node) -> Rendered {
    let form = scatter.form
    guard scatter.name == "op.scatter", form.batchAxes == 0, !form.isOfPairs, let updates = node.inputs.last,
      let index = index(form.axes, form.position, Array(node.inputs[1..<node.inputs.count - 1]))
    else { return call(node) }
    return postfix("\(base(node)).at[\(index)].\(form.combiner.rawValue)(\(operand(updates)))")
  }

  /// `arange(start, stop, step)`, with a stop that gives the same range.
  private func range(_ range: Arange, _ node: Node) -> Rendered {
    let stop: StaticNumber
    if let start = range.start.dimension, let step = range.step.dimension {
      stop = .integer(start + range.count * step)
    } else {
      let (start, step) = (range.start.double ?? 0, range.step.double ?? 1)
      stop = .float(start + (Double(range.count.constant ?? 0) - 0.5) * step)
    }
    for candidate in [stop] {
      let same = try? Arange(range.start, candidate, step: range.step, type: range.type)
      guard same == range else { continue }
      let plain = try? Arange(range.start, candidate, step: range.step, type: nil)
      var arguments =
        range.start == .integer(0) && range.step == .integer(1)
        ? [text(of: candidate)] : [text(of: range.start), text(of: candidate)]
      if range.step != .integer(1) { arguments.append(text(of: range.step)) }
      if plain != range { arguments.append("dtype=\(range.type.name)") }
      return call("arange", arguments)
    }
    return call(node)
  }

  private func text(of number: StaticNumber) -> String {
    switch number {
    case .integer(let dimension): names.text(of: dimension).text
    case .float(let value): literals.weak(ScalarValue(value))
    }
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
