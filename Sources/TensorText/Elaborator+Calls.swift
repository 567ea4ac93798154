import TensorOperators

/// A call's argument, evaluated.
struct CallArgument {
  var label: Identifier?
  var value: TextValue
  var id: ExpressionID
}

/// `f(x, axis=0)`: casts, functions of the program, scalar functions, operations.
extension Elaborator {
  func call(
    _ callee: ExpressionID, _ arguments: [ArgumentSyntax], _ id: ExpressionID, in scope: Scope
  ) throws(TextError) -> TextValue {
    let name: String
    switch tree[callee].form {
    case .elementType(let type): return try castCall(type, arguments, callee, id, in: scope)
    case .name(let word):
      if let binding = scope.binding(word) { return try callBound(word, binding.value, arguments, id, in: scope) }
      name = word
    case .attribute(_, let attribute):
      if let written = try write(callee, arguments, id, in: scope) { return written }
      guard let dotted = namespacedName(callee, in: scope) else { throw notAMethod(callee, attribute) }
      name = dotted
    case .integer, .float, .imaginary, .flag, .none, .text, .unary, .binary, .call, .index, .tuple, .list, .closure:
      throw error(callee, "only a name can be called")
    }
    if let number = function(named: name) {
      return try call(number, try self.arguments(arguments, in: scope), id)
    }
    return try callBuiltIn(name, try self.arguments(arguments, in: scope), callee, id)
  }

  private func arguments(_ syntax: [ArgumentSyntax], in scope: Scope) throws(TextError) -> [CallArgument] {
    var result: [CallArgument] = []
    result.reserveCapacity(syntax.count)
    for argument in syntax {
      let value: TextValue
      if let function = function(argument.value, in: scope) {
        value = .function(function)
      } else if case .list(let parts) = tree[argument.value].form, parts.contains(where: { function($0, in: scope) != nil }) {
        var values: [TextValue] = []
        for part in parts {
          if let function = function(part, in: scope) { values.append(.function(function)) } else { values.append(try evaluate(part, in: scope)) }
        }
        value = .list(try self.parts(values, argument.value))
      } else {
        value = try evaluate(argument.value, in: scope)
      }
      result.append(CallArgument(label: argument.label, value: value, id: argument.value))
    }
    return result
  }

  /// The function that an argument is: one written there, or the name of one of the program's.
  private func function(_ id: ExpressionID, in scope: Scope) -> FunctionValue? {
    switch tree[id].form {
    case .closure(let number): return .closure(number, scope)
    case .name(let name):
      guard scope.binding(name) == nil, scope.dimensions[name] == nil else { return nil }
      return function(named: name).map { .named($0) }
    default: return nil
    }
  }

  private func callBound(
    _ name: String, _ value: TextValue, _ arguments: [ArgumentSyntax], _ id: ExpressionID, in scope: Scope
  ) throws(TextError) -> TextValue {
    if case .function(let function) = value {
      return try call(function, try self.arguments(arguments, in: scope), id)
    }
    let hint = isFunction(name) ? "the function '\(name)' is hidden by this name: take another" : nil
    throw error(id, "'\(name)' is \(value.shown), not a function", hint: hint)
  }

  private func notAMethod(_ callee: ExpressionID, _ name: Identifier) -> TextError {
    let hint =
      isFunction(name.text)
      ? "functions are called as \(name.text)(x)" : Spelling.suggestion(for: name.text, among: functionNames)
    return error(callee, "there is no method '\(name.text)'", hint: hint)
  }

  // MARK: Casts

  private func castCall(
    _ type: String, _ arguments: [ArgumentSyntax], _ callee: ExpressionID, _ id: ExpressionID, in scope: Scope
  ) throws(TextError) -> TextValue {
    let target = try elementType(type, tree[callee].range)
    guard arguments.count == 1, arguments[0].label == nil else {
      throw error(id, "the cast \(type)(x) takes one argument, got \(arguments.count)")
    }
    return try cast(try evaluate(arguments[0].value, in: scope), to: target, id)
  }

  // MARK: Built-in functions

  private func callBuiltIn(
    _ name: String, _ arguments: [CallArgument], _ callee: ExpressionID, _ id: ExpressionID
  ) throws(TextError) -> TextValue {
    if let value = try internalCall(name, arguments, id) { return value }
    if let outer = FunctionOfFunction(rawValue: name) { return try call(outer, arguments, id) }
    // With a condition alone: where it holds.
    let isPlaces = name == "where" && arguments.count == 1 && (arguments[0].label.map { $0.text == "condition" } ?? true)
    if isPlaces { return try callBuiltIn("nonzero", [CallArgument(label: nil, value: arguments[0].value, id: arguments[0].id)], callee, id) }
    if let function = ScalarFunctionTable.function(named: name) { return try callScalar(function, arguments, id) }
    if let definition = OperationTable.definition(named: name) {
      let results = try build(definition, try bind(arguments, to: definition, id), id)
      return try arranged(results.map(value), definition, arguments, id)
    }
    throw unknownFunction(name, callee)
  }

  /// A result as a value: an extent (of `shape(x)`) as such, so that it can stand where extents do.
  private func value(_ result: Tensor) -> TextValue {
    if result.type.isWeak, let extent = result.node.operation as? Extent { return weak(extent.dimension) }
    return .tensor(result)
  }

  /// Every name that can be called, in alphabetical order.
  var functionNames: [String] {
    let scalar = ScalarFunctionTable.all.flatMap { [$0.name] + $0.aliases }
    let operations = OperationTable.all.flatMap { [$0.name] + $0.aliases }
    let own = tree.functions.prefix(current).map(\.name.text)
    return Set(scalar + operations + own + FunctionOfFunction.allCases.map(\.rawValue) + PlannedFunctions.names).subtracting([""]).sorted()
  }

  private func unknownFunction(_ name: String, _ callee: ExpressionID) -> TextError {
    if tree.functions.indices.contains(current), tree.functions[current].name.text == name {
      return error(
        callee, "the function '\(name)' calls itself",
        hint: "recursion is not part of the language: use scan or while_loop")
    }
    if tree.functions.dropFirst(current).contains(where: { $0.name.text == name }) {
      return error(
        callee, "the function '\(name)' is defined further down", hint: "a function may call those before it")
    }
    if PlannedFunctions.names.contains(name) || name.hasPrefix("random.") { return notAvailable(name, callee) }
    return error(callee, "there is no function '\(name)'", hint: Spelling.suggestion(for: name, among: functionNames))
  }

  // MARK: Scalar functions

  /// The parameters of scalar functions that NumPy lets be given by name.
  private static let scalarParameters: [String: [[String]]] = [
    "where": [["condition"], ["x"], ["y"]],
    "clip": [["a"], ["a_min", "min"], ["a_max", "max"]],
  ]

  private func callScalar(
    _ function: ScalarFunction, _ arguments: [CallArgument], _ id: ExpressionID
  ) throws(TextError) -> TextValue {
    var slots = [CallArgument?](repeating: nil, count: function.arity)
    for (position, argument) in arguments.enumerated() {
      let slot = try slot(of: argument, at: position, for: function)
      guard slot < function.arity else { throw wrongCount(function, arguments.count, id) }
      guard slots[slot] == nil else { throw error(argument.id, "this argument of \(function.name) is given twice") }
      slots[slot] = argument
    }
    if function.name == "where", arguments.count == 1 { throw notAvailable("where with one argument", id) }
    if function.name == "clip" { return try clip(function, slots, id) }
    let given = slots.compactMap { $0 }
    guard given.count == function.arity else { throw wrongCount(function, arguments.count, id) }
    return try elementwise(function.name, try operands(given, "an argument of \(function.name)"), id)
  }

  private func slot(of argument: CallArgument, at position: Int, for function: ScalarFunction) throws(TextError) -> Int
  {
    guard let label = argument.label else { return position }
    guard let names = Elaborator.scalarParameters[function.name] else {
      throw error(
        label.range, "\(function.name) has no parameter '\(label.text)'", hint: "its arguments are given by position")
    }
    guard let slot = names.firstIndex(where: { $0.contains(label.text) }) else {
      let hint = Spelling.suggestion(for: label.text, among: names.joined())
      throw error(label.range, "\(function.name) has no parameter '\(label.text)'", hint: hint)
    }
    return slot
  }

  private func wrongCount(_ function: ScalarFunction, _ count: Int, _ id: ExpressionID) -> TextError {
    let names =
      Elaborator.scalarParameters[function.name]?.map { $0[0] } ?? Array(["x", "y", "z"].prefix(function.arity))
    let form = "\(function.name)(\(names.joined(separator: ", ")))"
    return error(
      id, "\(function.name) takes \(counted(function.arity, "argument")), got \(count)", hint: "the form is \(form)")
  }

  /// The arguments as tensors: numbers stay weak beside a tensor, and have NumPy's default types alone.
  private func operands(_ arguments: [CallArgument], _ what: String) throws(TextError) -> [Tensor] {
    var tensors: [Tensor] = []
    for argument in arguments { tensors.append(try tensor(argument.value, argument.id, as: what)) }
    guard tensors.allSatisfy(\.type.isWeak) else { return tensors }
    for (position, argument) in arguments.enumerated() {
      tensors[position] = try strongTensor(argument.value, argument.id, as: what)
    }
    return tensors
  }

  /// `clip(a, a_min, a_max)`, of which either bound may be None.
  private func clip(
    _ function: ScalarFunction, _ slots: [CallArgument?], _ id: ExpressionID
  ) throws(TextError) -> TextValue {
    let given = slots.map { slot in
      if let slot, case .none = slot.value { nil as CallArgument? } else { slot }
    }
    guard let operand = given[0] else { throw wrongCount(function, slots.compactMap { $0 }.count, id) }
    let what = "an argument of clip"
    switch (given[1], given[2]) {
    case (let low?, let high?): return try elementwise("clip", try operands([operand, low, high], what), id)
    case (let low?, nil): return try elementwise("maximum", try operands([operand, low], what), id)
    case (nil, let high?): return try elementwise("minimum", try operands([operand, high], what), id)
    case (nil, nil): return .tensor(try strongTensor(operand.value, operand.id, as: what))
    }
  }
}
