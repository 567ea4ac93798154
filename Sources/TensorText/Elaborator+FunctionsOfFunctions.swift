import TensorGraph
import TensorOperators

/// What a program applies to functions, not to tensors alone.
public enum FunctionOfFunction: String, CaseIterable, Sendable {
  case vmap, checkpoint, piecewise

  public var call: String {
    switch self {
    case .vmap: "vmap(f, x, ..., axes=0, out_axes=0)"
    case .checkpoint: "checkpoint(f, x, ...)"
    case .piecewise: "piecewise(x, condlist, funclist)"
    }
  }

  public var summary: String {
    switch self {
    case .vmap: "A function of single examples, applied to all along axes of the arguments (None: the same for all)."
    case .checkpoint: "A function's results, whose inside is computed again for derivatives rather than kept."
    case .piecewise: "A function by cases: where a condition holds the value of its function (or number), of several the last one's."
    }
  }
}

/// Functions of functions: `vmap(f, x, y, axes=(0, None), out_axes=0)` applies one of single examples to many,
/// `checkpoint(f, x, y)` computes its inside again for derivatives.
extension Elaborator {
  func call(_ outer: FunctionOfFunction, _ arguments: [CallArgument], _ id: ExpressionID) throws(TextError) -> TextValue {
    if outer == .piecewise { return try piecewise(arguments, id) }
    let hint = "as in \(outer.rawValue)((x) -> sum(x), xs)"
    guard let first = arguments.first, first.label == nil, case .function(let function) = first.value else {
      throw error(arguments.first?.id ?? id, "\(outer.rawValue): the first argument must be a function", hint: hint)
    }
    let operands = arguments.dropFirst().filter { $0.label == nil }
    guard !operands.isEmpty else { throw error(id, "\(outer.rawValue): nothing to apply the function to", hint: hint) }
    switch outer {
    case .piecewise: return try piecewise(arguments, id)
    case .vmap: return try batch(function, operands, arguments, id)
    case .checkpoint:
      if let label = arguments.compactMap(\.label).first {
        throw error(label.range, "checkpoint has no parameter '\(label.text)'", hint: "checkpoint(f, x, ...)")
      }
      return try applied(function, operands, id) { tensors, labels, body throws(TextError) in
        try Subgraph.apply(.checkpoint, tensors, labels: labels, at: place(id).naming("checkpoint"), body)
      }
    }
  }

  /// `piecewise(x, [x < 0, x >= 0], [(t) -> -t, 1])`: functions are applied to all of `x`.
  private func piecewise(_ arguments: [CallArgument], _ id: ExpressionID) throws(TextError) -> TextValue {
    let names = ["x", "condlist", "funclist"]
    let hint = "as in piecewise(x, [x < 0], [(t) -> -t, 1])"
    var given: [String: CallArgument] = [:]
    for (position, argument) in arguments.enumerated() {
      let name = argument.label?.text ?? (position < names.count ? names[position] : "")
      guard names.contains(name) else {
        throw error(argument.label?.range ?? tree[argument.id].range, "piecewise has no such parameter", hint: FunctionOfFunction.piecewise.call)
      }
      given[name] = argument
    }
    guard let operand = given["x"], let conditions = given["condlist"], let functions = given["funclist"] else {
      throw error(id, "piecewise takes x, a list of conditions and a list of functions", hint: hint)
    }
    let x = try strongTensor(operand.value, operand.id)
    guard let pieces = functions.value.parts else { throw error(functions.id, "piecewise: expected a list of functions and numbers", hint: hint) }
    var tests: [Tensor] = []
    // One condition may stand by itself.
    let parts = conditions.value.parts ?? [conditions.value]
    for part in parts { tests.append(try strongTensor(part, conditions.id)) }
    var values: [Tensor] = []
    for piece in pieces {
      if case .function(let function) = piece {
        let value = try call(function, [CallArgument(label: nil, value: .tensor(x), id: operand.id)], functions.id)
        values.append(try tensor(value, functions.id))
      } else {
        values.append(try tensor(piece, functions.id))
      }
    }
    return try checked(Tensor.pieces(of: x, tests, values, at: place(id).naming("piecewise")), id)
  }

  private func batch(
    _ function: FunctionValue, _ operands: [CallArgument], _ arguments: [CallArgument], _ id: ExpressionID
  ) throws(TextError) -> TextValue {
    var (axes, outAxis) = ([Int?](repeating: 0, count: operands.count), 0)
    for argument in arguments {
      guard let label = argument.label else { continue }
      switch label.text {
      case "axes": axes = try exampleAxes(argument, count: operands.count)
      case "out_axes":
        guard let axis = argument.value.integer else { throw error(argument.id, "vmap: out_axes must be an integer") }
        outAxis = axis
      default:
        throw error(
          label.range, "vmap has no parameter '\(label.text)'",
          hint: Spelling.suggestion(for: label.text, among: ["axes", "out_axes"]) ?? "vmap(f, x, ..., axes=0, out_axes=0)")
      }
    }
    return try applied(function, operands, id) { [axes, outAxis] tensors, labels, body throws(TextError) in
      try vmap(tensors, axes, outAxis, labels: labels, at: place(id).naming("vmap"), body)
    }
  }

  /// What `outer` makes of tensors and a function of as many, with the function's form of results.
  private func applied(
    _ function: FunctionValue, _ operands: [CallArgument], _ id: ExpressionID,
    _ outer: ([Tensor], [String], ([Tensor]) throws(TextError) -> [Tensor]) throws(TextError) -> [Tensor]
  ) throws(TextError) -> TextValue {
    var tensors: [Tensor] = []
    for operand in operands { tensors.append(try strongTensor(operand.value, operand.id)) }
    var isTuple = false
    let results = try outer(tensors, labels(of: function)) { stands throws(TextError) in
      let inner = zip(stands, operands).map { CallArgument(label: nil, value: .tensor($0), id: $1.id) }
      let value = try call(function, inner, id)
      isTuple = value.parts != nil
      var results: [Tensor] = []
      for part in value.parts ?? [value] { results.append(try strongTensor(part, id)) }
      return results
    }
    var values: [TextValue] = []
    for result in results { values.append(try checked(result, id)) }
    return isTuple ? .tuple(try parts(values, id)) : values[0]
  }

  /// One axis for all operands, or one for each, where None says that all examples share it.
  private func exampleAxes(_ argument: CallArgument, count: Int) throws(TextError) -> [Int?] {
    if let axis = argument.value.integer { return [Int?](repeating: axis, count: count) }
    guard let parts = argument.value.parts, parts.count == count else {
      throw error(argument.id, "vmap: axes must be an integer, or a tuple of \(count), got \(argument.value.shown)")
    }
    var axes: [Int?] = []
    for part in parts {
      if case .none = part {
        axes.append(nil)
      } else if let axis = part.integer {
        axes.append(axis)
      } else {
        throw error(argument.id, "vmap: an axis must be an integer or None, got \(part.shown)")
      }
    }
    return axes
  }

  private func labels(of function: FunctionValue) -> [String] {
    switch function {
    case .named(let number): tree.functions[number].parameters.map(\.name.text)
    case .closure(let number, _):
      tree.closures[number].parameters.map { pattern in
        switch pattern {
        case .name(let name): name.text
        case .tuple: "an argument of vmap"
        }
      }
    }
  }

  /// Results as they are written: lists of variables give tuples, also of one, and of tuples where the definition says so.
  func arranged(
    _ results: [TextValue], _ definition: OperationDefinition, _ arguments: [CallArgument], _ id: ExpressionID
  ) throws(TextError) -> TextValue {
    if definition.alwaysGivesTuple { return .tuple(try parts(results, id)) }
    let positional = definition.parameters.filter { !$0.isKeywordOnly }
    var count: Int?
    for (position, argument) in arguments.enumerated() {
      let parameter =
        argument.label.flatMap { label in definition.parameters.first { $0.name == label.text } }
        ?? (positional.indices.contains(position) ? positional[position] : nil)
      if let flag = definition.tupleFlag, parameter?.name == flag, case .number(let number) = argument.value, !number.isZero {
        return .tuple(try parts(results, id))
      }
      if parameter?.acceptsOne == true, let list = argument.value.parts { count = list.count }
    }
    guard let count, definition.givesTuples else { return results.count == 1 ? results[0] : .tuple(try parts(results, id)) }
    guard definition.givesRows, results.count == count * count else { return .tuple(try parts(results, id)) }
    var rows: [TextValue] = []
    for row in 0..<count { rows.append(.tuple(try parts(Array(results[row * count..<(row + 1) * count]), id))) }
    return .tuple(try parts(rows, id))
  }
}
