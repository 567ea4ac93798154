import TensorGraph
import TensorOperators

/// Functions of the program: their bodies are written into the graph where they are called.
extension Elaborator {
  func call(_ function: FunctionValue, _ arguments: [CallArgument], _ id: ExpressionID) throws(TextError) -> TextValue {
    switch function {
    case .named(let number): return try call(number, arguments, id)
    case .closure(let number, let scope):
      let closure = tree.closures[number]
      guard closure.parameters.count == arguments.count else {
        throw error(id, "the function takes \(counted(closure.parameters.count, "argument")), got \(arguments.count)")
      }
      let inner = Scope(parent: scope)
      for (pattern, argument) in zip(closure.parameters, arguments) {
        try bind(pattern, to: argument.value, in: inner, isLet: false)
      }
      return try joined(try body(closure.body, in: inner), id)
    }
  }

  /// A call of a `func`.
  func call(_ number: Int, _ arguments: [CallArgument], _ id: ExpressionID) throws(TextError) -> TextValue {
    let function = tree.functions[number]
    let scope = Scope()
    var matcher = ExtentMatcher(names: [:])
    for (parameter, argument) in zip(function.parameters, try ordered(arguments, function, id)) {
      let value = try passed(argument, to: parameter, of: function.name.text, &matcher)
      scope.locals[parameter.name.text] = Scope.Binding(value: .tensor(value), isLet: false)
    }
    scope.dimensions = matcher.names
    calledFunctions.insert(number)
    let caller = current
    current = number
    defer { current = caller }
    do throws(TextError) {
      let values = try body(function.body, in: scope)
      return try joined(try typed(values, as: function, &matcher), id)
    } catch {
      var error = error
      let (line, column) = source.position(of: Int(tree[id].start))
      if error.callers.count < 8 {
        error.callers.append("in '\(function.name.text)', called at \(source.file):\(line):\(column)")
      }
      throw error
    }
  }

  private func joined(_ values: [TextValue], _ id: ExpressionID) throws(TextError) -> TextValue {
    values.count == 1 ? values[0] : .tuple(try parts(values, id))
  }

  /// The arguments in the order of the parameters.
  private func ordered(
    _ arguments: [CallArgument], _ function: FunctionSyntax, _ id: ExpressionID
  ) throws(TextError) -> [CallArgument] {
    let names = function.parameters.map(\.name.text)
    var slots = [CallArgument?](repeating: nil, count: names.count)
    for (position, argument) in arguments.enumerated() {
      var slot = position
      if let label = argument.label {
        guard let named = names.firstIndex(of: label.text) else {
          let hint = Spelling.suggestion(for: label.text, among: names)
          throw error(label.range, "'\(function.name.text)' has no parameter '\(label.text)'", hint: hint)
        }
        slot = named
      }
      guard slot < slots.count else {
        throw error(id, "'\(function.name.text)' takes \(counted(names.count, "argument")), got \(arguments.count)")
      }
      guard slots[slot] == nil else { throw error(argument.id, "the argument '\(names[slot])' is given twice") }
      slots[slot] = argument
    }
    if let missing = slots.firstIndex(where: { $0 == nil }) {
      throw error(
        id, "'\(function.name.text)' takes \(counted(names.count, "argument")), got \(arguments.count)",
        hint: "'\(names[missing])' is missing")
    }
    return slots.compactMap { $0 }
  }

  /// An argument as its parameter's type wants it.
  private func passed(
    _ argument: CallArgument, to parameter: ParameterSyntax, of function: String, _ matcher: inout ExtentMatcher
  ) throws(TextError) -> Tensor {
    let id = argument.id
    let type = try elementType(parameter.type.elementType.text, parameter.type.elementType.range)
    let what = "the argument '\(parameter.name.text)' of '\(function)'"
    let value = try converted(argument.value, to: type, id, what)
    let declared = source.text(parameter.type.range)
    guard value.rank == parameter.type.extents.count else {
      throw error(id, "\(what) must be \(declared), got \(value.type)")
    }
    let matched = try matcher.match(value, parameter.type, at: place(id).naming(function)) { [self] in
      error(id, "\(what) must be \(declared), got \(value.type): \($0)")
    }
    written.append(matched)
    return matched
  }

  /// The value cast where the cast is safe; numbers take the type if they fit.
  private func converted(
    _ value: TextValue, to type: ElementType, _ id: ExpressionID, _ what: String
  ) throws(TextError) -> Tensor {
    if case .number(let number) = value {
      let isInteger = number.integer != nil
      guard type.isComplex || type.isFloat && !number.isComplex || (isInteger && (type != .bool || number.isFlag)) else {
        throw error(id, "\(what) must be \(type.name), got \(value.shown)")
      }
      return try literal(number, as: type, id)
    }
    let tensor = try tensor(value, id, as: what)
    guard tensor.type.isWeak || tensor.elementType.canCastSafely(to: type) else {
      throw error(id, "\(what) must be \(type.name), got \(value.shown)", hint: "cast it, as \(type.name)(x)")
    }
    return try cast(tensor, to: type, id)
  }

  // MARK: Bodies

  /// The values that a body returns.
  func body(_ body: BodySyntax, in scope: Scope) throws(TextError) -> [TextValue] {
    for statement in body.lets {
      try bind(statement.pattern, to: try evaluate(statement.value, in: scope), in: scope, isLet: true)
    }
    var results: [TextValue] = []
    for result in body.results { results.append(try evaluate(result, in: scope)) }
    return results
  }

  private func bind(
    _ pattern: PatternSyntax, to value: TextValue, in scope: Scope, isLet: Bool
  ) throws(TextError) {
    switch pattern {
    case .name(let name): scope.locals[name.text] = Scope.Binding(value: value, isLet: isLet)
    case .tuple(let patterns, let range):
      guard let parts = value.parts else {
        throw error(range, "expected a tuple of \(patterns.count), got \(value.shown)")
      }
      guard parts.count == patterns.count else {
        throw error(range, "expected a tuple of \(patterns.count), got \(value.shown)", hint: "every part needs a name")
      }
      for (inner, part) in zip(patterns, parts) { try bind(inner, to: part, in: scope, isLet: isLet) }
    }
  }

  /// The results checked against the types written behind the arrow.
  func typed(
    _ values: [TextValue], as function: FunctionSyntax, _ matcher: inout ExtentMatcher
  ) throws(TextError) -> [TextValue] {
    guard let types = function.results else { return values }
    let flat = values.flatMap { value in if case .tuple(let parts) = value { parts.values } else { [value] } }
    guard flat.count == types.count else {
      let range = function.body.results.first.map { tree[$0].range } ?? function.name.range
      throw error(
        range, "'\(function.name.text)' returns \(counted(flat.count, "result")), but its type says \(types.count)")
    }
    var results: [TextValue] = []
    for (position, (value, type)) in zip(flat, types).enumerated() {
      let whole = function.body.results.count == flat.count ? position : 0
      let id = function.body.results[whole]
      let what = types.count == 1 ? "the result" : "result \(position)"
      let element = try elementType(type.elementType.text, type.elementType.range)
      var tensor = try self.tensor(value, id, as: what)
      if tensor.type.isWeak { tensor = try converted(value, to: element, id, what) }
      let declared = source.text(type.range)
      guard tensor.elementType == element, tensor.rank == type.extents.count else {
        throw error(id, "\(what) must be \(declared), got \(tensor.type)")
      }
      tensor = try matcher.match(tensor, type, at: place(id)) { [self, tensor] in
        error(id, "\(what) must be \(declared), got \(tensor.type): \($0)")
      }
      results.append(.tensor(tensor))
    }
    return results
  }
}

/// `1 argument`, `2 arguments`
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

extension PythonNumber {
  var isFlag: Bool { if case .flag = self { true } else { false } }
}

/// The extents that dimension names stand for while a function is called.
struct ExtentMatcher {
  var names: [String: Dimension]

  /// The tensor, known to have the declared extents: where only the run can tell, with a check.
  mutating func match(
    _ tensor: Tensor, _ type: TypeSyntax, at place: SourcePlace, failure: (String) -> TextError
  ) throws(TextError) -> Tensor {
    var declared: [Dimension] = []
    for (axis, extent) in type.extents.enumerated() {
      let actual = tensor.shape[axis]
      switch extent.form {
      case .any: declared.append(actual)
      case .number(let number): declared.append(Dimension(number))
      case .name(let name):
        let known = names[name] ?? actual
        names[name] = known
        declared.append(known)
      }
      if let difference = (declared[axis] - actual).constant, difference != 0 {
        throw failure("axis \(axis) has extent \(actual), not \(declared[axis])")
      }
    }
    return declared == tensor.shape ? tensor : .make(ShapeAssertion(declared), [tensor], at: place)
  }
}
