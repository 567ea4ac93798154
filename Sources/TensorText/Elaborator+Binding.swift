import TensorGraph

/// Arguments of a call to the parameters of an operation.
extension Elaborator {
  func bind(
    _ arguments: [CallArgument], to definition: OperationDefinition, _ id: ExpressionID, keepsWeak: Bool = false
  ) throws(TextError) -> [String: OperationDefinition.Argument] {
    var given: [String: CallArgument] = [:]
    let positional = definition.parameters.filter { !$0.isKeywordOnly }
    for (position, argument) in try gathered(arguments, positional, id).enumerated() {
      let parameter: OperationDefinition.Parameter
      if let label = argument.label {
        parameter = try self.parameter(label, of: definition)
      } else {
        guard position < positional.count else { throw tooMany(arguments, positional, definition, id) }
        parameter = positional[position]
      }
      guard given[parameter.name] == nil else {
        throw error(
          argument.label?.range ?? tree[argument.id].range,
          "the argument '\(parameter.name)' of \(definition.name) is given twice")
      }
      given[parameter.name] = argument
    }
    let allWeak = !keepsWeak && areAllWeak(given, definition)
    var values: [String: OperationDefinition.Argument] = [:]
    for parameter in definition.parameters {
      if let argument = given[parameter.name] {
        values[parameter.name] = try convert(argument, to: parameter, of: definition, strong: allWeak)
      } else if parameter.fallback == nil {
        throw error(id, "\(definition.name): the argument '\(parameter.name)' is missing", hint: definition.callForm)
      }
    }
    return values
  }

  /// The arguments, those for a parameter that takes all further ones as one list.
  private func gathered(
    _ arguments: [CallArgument], _ positional: [OperationDefinition.Parameter], _ id: ExpressionID
  ) throws(TextError) -> [CallArgument] {
    guard let last = positional.last, last.isVariadic else { return arguments }
    let plain = arguments.filter { $0.label == nil }
    let rest = plain.dropFirst(positional.count - 1)
    guard !rest.isEmpty || last.fallback == nil && plain.count == positional.count - 1 else { return arguments }
    let list = CallArgument(label: nil, value: .list(try parts(rest.map(\.value), id)), id: rest.first?.id ?? id)
    return plain.prefix(positional.count - 1) + [list] + arguments.filter { $0.label != nil }
  }

  private func parameter(
    _ label: Identifier, of definition: OperationDefinition
  ) throws(TextError) -> OperationDefinition.Parameter {
    if let parameter = definition.parameters.first(where: { $0.name == label.text }) { return parameter }
    let hint = Spelling.suggestion(for: label.text, among: definition.parameters.map(\.name))
    throw error(label.range, "\(definition.name) has no parameter '\(label.text)'", hint: hint ?? definition.callForm)
  }

  private func tooMany(
    _ arguments: [CallArgument], _ positional: [OperationDefinition.Parameter], _ definition: OperationDefinition,
    _ id: ExpressionID
  ) -> TextError {
    let count = arguments.filter { $0.label == nil }.count
    return error(
      id, "\(definition.name) takes at most \(counted(positional.count, "argument")) by position, got \(count)",
      hint: definition.callForm)
  }

  /// Whether every tensor argument is a number: then they take the types that `np.asarray` gives them.
  private func areAllWeak(_ given: [String: CallArgument], _ definition: OperationDefinition) -> Bool {
    definition.parameters.allSatisfy { parameter in
      guard let argument = given[parameter.name] else { return true }
      if parameter.kind == .tensors { return false }
      guard parameter.kind == .tensor else { return true }
      switch argument.value {
      case .number, .extent, .none: return true
      case .tensor(let tensor): return tensor.type.isWeak
      case .list, .tuple, .elementType, .text, .function: return false
      }
    }
  }

  // MARK: Kinds

  private func convert(
    _ argument: CallArgument, to parameter: OperationDefinition.Parameter, of definition: OperationDefinition,
    strong: Bool
  ) throws(TextError) -> OperationDefinition.Argument {
    let (value, id) = (argument.value, argument.id)
    let what = "\(parameter.kind.shown) for '\(parameter.name)' of \(definition.name)"
    func mismatch() -> TextError { error(id, "expected \(what), got \(value.shown)") }
    if case .none = value {
      if parameter.kind == .axes { return .axes(nil) }
      // None is what such an argument has when it is left out.
      guard parameter.fallback == OperationDefinition.Argument.none else { throw mismatch() }
      return .none
    }
    switch parameter.kind {
    case .tensor: return .tensor(strong ? try strongTensor(value, id, as: what) : try tensor(value, id, as: what))
    case .tensors:
      guard let parts = value.parts ?? (parameter.acceptsOne ? [value] : nil) else { throw mismatch() }
      var tensors: [Tensor] = []
      for part in parts {
        tensors.append(parameter.keepsNumbers ? try tensor(part, id, as: what) : try strongTensor(part, id, as: what))
      }
      return .tensors(tensors)
    case .nested: return .nested(try nested(value, id, as: what))
    case .integer:
      guard let integer = value.integer else { throw mismatch() }
      return .integer(integer)
    case .float:
      switch value {
      case .number(let number) where !number.isComplex: return .float(number.float)
      case .number, .extent, .tensor, .elementType, .text, .none, .tuple, .list, .function: throw mismatch()
      }
    case .flag:
      switch value {
      case .number(.flag(let flag)): return .flag(flag)
      case .number(.integer(let integer)) where integer == 0 || integer == 1: return .flag(integer == 1)
      case .number, .extent, .tensor, .elementType, .text, .none, .tuple, .list, .function: throw mismatch()
      }
    case .type:
      switch value {
      case .elementType(let type): return .type(type)
      case .text(let name): return .type(try namedType(name, id))
      case .number, .extent, .tensor, .none, .tuple, .list, .function: throw mismatch()
      }
    case .axes:
      if let axis = value.integer { return .axes([axis]) }
      guard let parts = value.parts else { throw mismatch() }
      let axes = parts.compactMap(\.integer)
      guard axes.count == parts.count else { throw mismatch() }
      return .axes(axes)
    case .shape:
      guard let shape = try self.shape(value, definition.name, id) else { throw mismatch() }
      return .shape(shape)
    case .text:
      guard case .text(let text) = value else { throw mismatch() }
      return .text(text)
    case .numberOrText:
      switch value {
      case .number(let number): return .float(number.float)
      case .text(let text): return .text(text)
      case .extent, .tensor, .elementType, .none, .tuple, .list, .function: throw mismatch()
      }
    }
  }

  /// Lists stay lists; numbers are weak.
  private func nested(_ value: TextValue, _ id: ExpressionID, as what: String) throws(TextError) -> NestedTensors {
    guard let parts = value.parts else { return .one(try tensor(value, id, as: what)) }
    var list: [NestedTensors] = []
    for part in parts { list.append(try nested(part, id, as: what)) }
    return .list(list)
  }

  private func namedType(_ name: String, _ id: ExpressionID) throws(TextError) -> ElementType {
    guard let known = Vocabulary.elementTypeName(name) else {
      let names = Vocabulary.elementTypes + Vocabulary.elementTypeAliases.keys.sorted()
      throw error(id, "there is no element type '\(name)'", hint: Spelling.suggestion(for: name, among: names))
    }
    return try elementType(known, tree[id].range)
  }
}

extension OperationDefinition.Kind {
  /// How messages name what a parameter accepts.
  var shown: String {
    switch self {
    case .tensor: "a tensor"
    case .tensors: "a list of tensors"
    case .nested: "a tensor or a list of tensors"
    case .integer: "an integer known now"
    case .float: "a number"
    case .flag: "true or false"
    case .type: "an element type"
    case .axes: "an integer, a tuple of integers or None"
    case .shape: "an extent or a tuple of extents"
    case .text: "text"
    case .numberOrText: "a number or text"
    }
  }
}

extension OperationDefinition {
  /// `sum(x, axis=None, keepdims=false)`
  public var callForm: String {
    var texts: [String] = []
    var isBehindStar = false
    for parameter in parameters {
      if parameter.isVariadic {
        texts.append("*" + parameter.name)
        isBehindStar = true
        continue
      }
      if parameter.isKeywordOnly, !isBehindStar {
        texts.append("*")
        isBehindStar = true
      }
      texts.append(parameter.name + (parameter.fallback.map { "=\($0.shown)" } ?? ""))
    }
    return "\(name)(\(texts.joined(separator: ", ")))"
  }
}

extension OperationDefinition.Argument {
  var shown: String {
    switch self {
    case .tensor(let tensor): (tensor.node.operation as? Literal)?.value.description ?? "\(tensor.type)"
    case .tensors(let tensors): "[\(tensors.map { "\($0.type)" }.joined(separator: ", "))]"
    case .nested(let value): value.shown
    case .integer(let value): "\(value)"
    case .float(let value): "\(value)"
    case .flag(let value): "\(value)"
    case .type(let type): type.name
    case .axes(nil), .none: "None"
    case .axes(let axes?): axes.count == 1 ? "\(axes[0])" : "(\(axes.map(String.init).joined(separator: ", ")))"
    case .shape(let extents): "(\(extents.map(\.description).joined(separator: ", "))\(extents.count == 1 ? "," : ""))"
    case .text(let text): TextSyntax.quoted(text)
    }
  }
}

extension NestedTensors {
  fileprivate var shown: String {
    switch self {
    case .one(let tensor): OperationDefinition.Argument.tensor(tensor).shown
    case .list(let parts): "(\(parts.map(\.shown).joined(separator: ", "))\(parts.count == 1 ? "," : ""))"
    }
  }
}
