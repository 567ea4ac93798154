import TensorAutodiff
import TensorOperators

/// Builds the graph of a parsed program: names are resolved, functions are inlined, numbers are computed as Python
/// does, and every operation is typed where it was written.
final class Elaborator {
  let tree: SyntaxTree
  /// Arrays that `const("sha256:...")` names.
  let constants: [String: NDArray]
  /// The number of the function whose body is being read: it may call those before.
  var current = 0
  var calledFunctions: Set<Int> = []
  /// The tensors that operations of the program have made.
  var written: [Tensor] = []
  private var depth = 0
  private var steps = 0

  /// How deep expressions nest once functions are inlined.
  static let depthLimit = 5_000
  /// How many expressions are read, beside those of the text, because functions are inlined.
  static let inliningLimit = 1_000_000

  init(_ tree: SyntaxTree, constants: [String: NDArray]) {
    // (A package that has taken one of these names keeps it.)
    _ = DerivativeFunctions.areRegistered
    (self.tree, self.constants) = (tree, constants)
  }

  var source: SourceText { tree.source }

  // MARK: Errors

  func error(_ id: ExpressionID, _ message: String, hint: String? = nil) -> TextError {
    let expression = tree[id]
    return TextError(at: expression.range, caret: Int(expression.caret), in: source, message, hint: hint)
  }

  func error(_ range: Range<Int>, _ message: String, hint: String? = nil) -> TextError {
    TextError(at: range, in: source, message, hint: hint)
  }

  func notAvailable(_ what: String, _ id: ExpressionID) -> TextError { error(id, "not available yet: \(what)") }

  /// An operation's error at the place where the operation was written.
  func error(_ id: ExpressionID, _ problem: TensorError) -> TextError {
    var message = "\(problem.operation): \(problem.message)"
    let types = problem.operands.map(\.description)
    if !types.isEmpty { message += " (\(types.count == 1 ? "operand" : "operands"): \(types.joined(separator: ", ")))" }
    return error(id, message, hint: problem.hint)
  }

  func place(_ id: ExpressionID) -> SourcePlace { source.place(of: Int(tree[id].caret)) }

  /// The tensor, if it could be typed.
  func checked(_ tensor: Tensor, _ id: ExpressionID) throws(TextError) -> TextValue { .tensor(try checkedTensor(tensor, id)) }

  func checkedTensor(_ tensor: Tensor, _ id: ExpressionID) throws(TextError) -> Tensor {
    if let problem = tensor.error { throw error(id, problem) }
    written.append(tensor)
    return tensor
  }

  // MARK: Expressions

  func evaluate(_ id: ExpressionID, in scope: Scope) throws(TextError) -> TextValue {
    try enter(id)
    defer { depth -= 1 }
    // Left operands and bases of long chains are walked with a list instead of the stack.
    var chain: [ExpressionID] = []
    var here = id
    walk: while true {
      switch tree[here].form {
      case .binary(_, let left, _):
        chain.append(here)
        here = left
      case .index(let base, _), .attribute(let base, _):
        if let name = namespacedName(here, in: scope) { throw error(here, "'\(name)' is a function: call it") }
        chain.append(here)
        here = base
      case .integer, .float, .imaginary, .flag, .none, .text, .name, .elementType, .unary, .call, .tuple, .list,
        .closure:
        break walk
      }
    }
    var value: TextValue
    if let grid = try indexGrid(here, indexedBy: chain.last, in: scope) {
      value = grid
      chain.removeLast()
    } else {
      value = try primary(here, in: scope)
    }
    while let next = chain.popLast() {
      try count(next)
      value = try extend(value, by: next, in: scope)
    }
    return value
  }

  private func enter(_ id: ExpressionID) throws(TextError) {
    try count(id)
    guard depth < Elaborator.depthLimit else {
      throw error(id, "nesting deeper than \(Elaborator.depthLimit) levels, functions inlined")
    }
    depth += 1
  }

  private func count(_ id: ExpressionID) throws(TextError) {
    steps += 1
    guard steps <= Elaborator.inliningLimit + 2 * tree.expressions.count else {
      throw error(id, "the program has more than \(steps - 1) expressions, functions inlined")
    }
  }

  private func extend(_ value: TextValue, by id: ExpressionID, in scope: Scope) throws(TextError) -> TextValue {
    switch tree[id].form {
    case .binary(let sign, _, let right): return try binary(sign, value, try evaluate(right, in: scope), id)
    case .index(_, let entries): return try index(value, entries, id, in: scope)
    case .attribute(_, let name): return try attribute(value, name, id)
    default: preconditionFailure("Only binary operators, indices and attributes are chained.")
    }
  }

  private func primary(_ id: ExpressionID, in scope: Scope) throws(TextError) -> TextValue {
    switch tree[id].form {
    case .integer(let value): return .number(.integer(value))
    case .float(let value): return .number(.float(value))
    case .imaginary(let value): return .number(.complex(0, value))
    case .flag(let value): return .number(.flag(value))
    case .none: return .none
    case .text(let text): return .text(text)
    case .name(let name): return try lookUp(name, id, in: scope)
    case .elementType(let name): return .elementType(try elementType(name, tree[id].range))
    case .unary(let sign, let operand): return try unary(sign, try evaluate(operand, in: scope), id)
    case .call(let callee, let arguments): return try call(callee, arguments, id, in: scope)
    case .tuple(let parts): return .tuple(try self.parts(parts, id, in: scope))
    case .list(let parts): return .list(try self.parts(parts, id, in: scope))
    case .closure: throw error(id, "a function is only allowed as an argument")
    case .binary, .index, .attribute: preconditionFailure("Chained expressions are extended, not begun.")
    }
  }

  private func parts(_ ids: [ExpressionID], _ id: ExpressionID, in scope: Scope) throws(TextError) -> TextParts {
    var values: [TextValue] = []
    values.reserveCapacity(ids.count)
    for part in ids { values.append(try evaluate(part, in: scope)) }
    return try parts(values, id)
  }

  func parts(_ values: [TextValue], _ id: ExpressionID) throws(TextError) -> TextParts {
    guard let parts = TextParts(values) else {
      throw error(
        id,
        "a tuple or list nests deeper than \(TextParts.depthLimit) levels, or has more than \(TextParts.leafLimit) parts"
      )
    }
    return parts
  }

  func elementType(_ name: String, _ range: Range<Int>) throws(TextError) -> ElementType {
    guard let type = ElementType(name: name) else {
      throw error(range, "not available yet: the element type \(name)")
    }
    return type
  }

  // MARK: Names

  private func lookUp(_ name: String, _ id: ExpressionID, in scope: Scope) throws(TextError) -> TextValue {
    if let binding = scope.binding(name) { return binding.value }
    if let extent = scope.dimensions[name] { return .extent(extent) }
    if let constant = Vocabulary.constants[name] { return .number(.float(constant)) }
    if isFunction(name) { throw error(id, "'\(name)' is a function: call it", hint: "as in \(name)(x)") }
    let known = scope.names + Vocabulary.constants.keys.sorted()
    let declaration = scope.names.isEmpty ? "parameters are declared in front: (\(name): f64[n]) -> ..." : nil
    throw error(id, "unknown name '\(name)'", hint: Spelling.suggestion(for: name, among: known) ?? declaration)
  }

  /// Whether a function of this name exists, the program's own included.
  func isFunction(_ name: String) -> Bool {
    function(named: name) != nil || ScalarFunctionTable.function(named: name) != nil
      || OperationTable.definition(named: name) != nil || PlannedFunctions.names.contains(name)
  }

  /// The number of a function of the program that the current one may call.
  func function(named name: String) -> Int? {
    tree.functions.prefix(current).firstIndex { $0.name.text == name }
  }

  /// `random.normal`, where `random` is no name of the program.
  func namespacedName(_ id: ExpressionID, in scope: Scope) -> String? {
    guard case .attribute(let base, let name) = tree[id].form, case .name(let space) = tree[base].form,
      PlannedFunctions.namespaces.contains(space), scope.binding(space) == nil, scope.dimensions[space] == nil
    else { return nil }
    return "\(space).\(name.text)"
  }
}
