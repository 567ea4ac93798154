import Foundation
import TensorGraph

/// A program in the text format, read into a graph.
public struct TextProgram: Sendable {
  /// The entry function's name; `main` for a lambda.
  public var name: String
  /// In the order in which the entry function has them, unused ones too.
  public var parameters: [(name: String, tensor: Tensor)]
  /// In the order in which they are returned.
  public var results: [(name: String, tensor: Tensor)]

  public init(
    name: String, parameters: [(name: String, tensor: Tensor)], results: [(name: String, tensor: Tensor)]
  ) {
    (self.name, self.parameters, self.results) = (name, parameters, results)
  }

  /// Reads a program.
  ///
  /// - Parameters:
  ///   - text: one lambda, or functions of which `main`, else the last, is the entry.
  ///   - file: what errors and the places of nodes call the text.
  ///   - constants: the arrays that `const("sha256:...")` names.
  /// - Throws: `TextError` with the place of what is wrong.
  public init(
    parsing text: String, file: String = "<program>", constants: [String: NDArray] = [:]
  ) throws(TextError) {
    try self.init(parsing: Array(text.utf8), file: file, constants: constants)
  }

  /// Reads a program from bytes, which need not be valid UTF-8 to get a proper error.
  public init(parsing bytes: [UInt8], file: String, constants: [String: NDArray] = [:]) throws(TextError) {
    let source = try SourceText(bytes, file: file)
    self = try DeepStack.run(isDeep: source.mayNestDeep) { () throws(TextError) in
      let tree = try Parser.parse(source)
      return try Elaborator(tree, constants: constants).program()
    }
  }
}

extension Elaborator {
  /// The graph of the entry function; functions that it does not call are checked too.
  func program() throws(TextError) -> TextProgram {
    let functions = tree.functions
    let entry = functions.firstIndex { $0.name.text == "main" } ?? functions.count - 1
    let program = try standalone(entry)
    for number in functions.indices where number != entry && !calledFunctions.contains(number) {
      _ = try standalone(number)
    }
    return program
  }

  /// The graph of a function of its own parameters.
  private func standalone(_ number: Int) throws(TextError) -> TextProgram {
    let function = tree.functions[number]
    current = number
    written = []
    let scope = Scope()
    var parameters: [(name: String, tensor: Tensor)] = []
    for parameter in function.parameters {
      let type = try type(parameter.type)
      for extent in parameter.type.extents {
        if case .name(let name) = extent.form { scope.dimensions[name] = .named(name) }
      }
      let place = source.place(of: Int(parameter.name.start))
      let tensor = Tensor(parameter: parameter.name.text, type, at: place)
      scope.locals[parameter.name.text] = Scope.Binding(value: .tensor(tensor), isLet: false)
      parameters.append((parameter.name.text, tensor))
    }
    var matcher = ExtentMatcher(names: scope.dimensions)
    let values = try body(function.body, in: scope)
    let names = function.body.results.map { resultName($0, in: scope) }
    let checked = try typed(values, as: function, &matcher)
    let results = try self.results(checked, of: function, names: names)
    return TextProgram(
      name: function.name.text.isEmpty ? "main" : function.name.text, parameters: parameters,
      results: askingForUnread(results, of: parameters, at: source.place(of: Int(function.name.start))))
  }

  private func type(_ syntax: TypeSyntax) throws(TextError) -> TensorType {
    let element = try elementType(syntax.elementType.text, syntax.elementType.range)
    guard syntax.extents.count <= TextParts.depthLimit else {
      throw error(syntax.range, "a tensor has at most \(TextParts.depthLimit) axes")
    }
    return TensorType(
      element,
      syntax.extents.map { extent in
        switch extent.form {
        case .number(let number): Dimension(number)
        case .name(let name): .named(name)
        case .any: .any
        }
      })
  }

  // MARK: Results

  private func resultName(_ id: ExpressionID, in scope: Scope) -> String? {
    guard case .name(let name) = tree[id].form, let binding = scope.binding(name), binding.isLet else { return nil }
    return name
  }

  /// The results one by one, tuples taken apart, each with a name of its own.
  private func results(
    _ values: [TextValue], of function: FunctionSyntax, names: [String?]
  ) throws(TextError) -> [(name: String, tensor: Tensor)] {
    let ids = function.body.results
    var results: [(name: String, tensor: Tensor)] = []
    var used: Set<String> = []
    for (position, value) in values.enumerated() {
      let whole = ids.count == values.count ? position : 0
      for leaf in try leaves(value, ids[whole]) {
        let wanted = names[whole] ?? "out\(results.count)"
        var (name, count) = (wanted, 1)
        while !used.insert(name).inserted {
          count += 1
          name = "\(wanted)_\(count)"
        }
        results.append((name, try strongTensor(leaf, ids[whole], as: "a result")))
      }
    }
    guard !results.isEmpty else {
      throw error(ids.first.map { tree[$0].range } ?? function.name.range, "the program returns nothing")
    }
    guard results.count <= 65_536 else { throw error(function.name.range, "the program has \(results.count) results") }
    return results
  }

  private func leaves(_ value: TextValue, _ id: ExpressionID) throws(TextError) -> [TextValue] {
    guard case .tuple(let parts) = value else { return [value] }
    var result: [TextValue] = []
    for part in parts.values { result += try leaves(part, id) }
    return result
  }
}
