import TensorOperators

/// Reads a graph node by node, in the order of the file.
struct GraphImporter {
  let graph: GraphDescription
  let arrays: ArrayTable
  let file: String
  /// The nodes inside which this graph stands: `12/`.
  let prefix: String
  /// Whether variables stand for the elements of tensors: inside scalar Ops.
  let isScalar: Bool

  init(_ graph: GraphDescription, arrays: ArrayTable, file: String, prefix: String = "", isScalar: Bool = false) {
    (self.graph, self.arrays, self.file, self.prefix, self.isScalar) = (graph, arrays, file, prefix, isScalar)
  }

  /// The outputs for given inputs.
  func outputs(_ arguments: [ImportedValue]) throws(PyTensorImportError) -> [ImportedValue] {
    guard arguments.count == graph.inputs.count else {
      throw .malformed("a graph of \(graph.inputs.count) inputs is given \(arguments.count)")
    }
    var values: [ImportedValue?] = []
    for (number, variable) in graph.variables.enumerated() {
      values.append(try variable.constant.map { constant throws(PyTensorImportError) in try value(of: constant, number) })
    }
    for (input, argument) in zip(graph.inputs, arguments) { values[input] = argument }
    for (number, node) in graph.nodes.enumerated() {
      let results = try results(number, node, node.inputs.map { values[$0] ?? .none })
      for (output, result) in zip(node.outputs, results) { values[output] = result }
    }
    return graph.outputs.map { values[$0] ?? .none }
  }

  // MARK: Nodes

  private func results(
    _ number: Int, _ node: GraphDescription.Node, _ operands: [ImportedValue]
  ) throws(PyTensorImportError) -> [ImportedValue] {
    let place = SourcePlace.text(file: "\(file), node", line: number, column: node.outputs.first ?? 0)
    let context = NodeContext(
      op: node.op, operands: operands, operandTypes: node.inputs.map { graph.variables[$0].type },
      resultTypes: node.outputs.map { graph.variables[$0].type }, place: place,
      importer: GraphImporter(graph, arrays: arrays, file: file, prefix: "\(prefix)\(number)/", isScalar: isScalar))
    do throws(PyTensorImportError) {
      guard let importer = OpTable.importer(of: node.op) else { throw .unknown("this Op is not known here") }
      let results = try importer(context)
      guard results.count == node.outputs.count else {
        throw .malformed("\(node.op.label) has \(results.count) results, not \(node.outputs.count)")
      }
      var fitted: [ImportedValue] = []
      for (result, type) in zip(results, context.resultTypes) { fitted.append(try fit(result, type, context)) }
      if fitted.count == 1, case .tensor(var value) = fitted[0], value.row == nil {
        value.row = RepeatedElements.row(of: context, value.tensor)
        fitted = [.tensor(value)]
      }
      return fitted
    } catch {
      var error = error
      if error.node == nil {
        (error.node, error.operation) = ("\(prefix)\(number)", node.op.label)
        (error.variable, error.file) = (node.outputs.first, file)
      }
      throw error
    }
  }

  /// A result with the element type and the extents that the file says it has.
  private func fit(
    _ result: ImportedValue, _ type: VariableType, _ context: NodeContext
  ) throws(PyTensorImportError) -> ImportedValue {
    guard case .tensor(var value) = result, type.isTensor else { return result }
    if let error = value.tensor.error { throw PyTensorImportError(error) }
    let elementType = try ArrayTable.elementType(type.dtype.map { .text($0) })
    if value.tensor.elementType != elementType || value.tensor.type.isWeak { value = context.cast(value, to: elementType) }
    if isScalar { return .tensor(value) }
    guard value.tensor.rank == type.shape.count else {
      throw .invalid("the result has \(value.tensor.rank) axes, where the file says \(type.shape.count)")
    }
    value.tensor = context.declared(value.tensor, type)
    if let error = value.tensor.error { throw PyTensorImportError(error) }
    return .tensor(value)
  }

  // MARK: Values

  private func value(of constant: JSONValue, _ number: Int) throws(PyTensorImportError) -> ImportedValue {
    let place = SourcePlace.text(file: "\(file), variable", line: number, column: 0)
    do throws(PyTensorImportError) {
      if let array = try arrays.array(constant) { return .tensor(.constant(array, at: place)) }
      if constant["none"] != nil { return .none }
      if let parts = constant["slice"]?.list, parts.count == 3 {
        func part(_ position: Int) throws(PyTensorImportError) -> ImportedTensor? {
          if parts[position].isNull { return nil }
          if let integer = parts[position].integer { return .integers([Dimension(integer)], isVector: false, at: place) }
          guard case .tensor(let value) = try self.value(of: parts[position], number) else { return nil }
          return value
        }
        return .slice(start: try part(0), stop: try part(1), step: try part(2))
      }
      throw PyTensorImportError(.unsupportedType, "a constant that is not an array but \(constant.shown)")
    } catch {
      var error = error
      if error.variable == nil { (error.variable, error.file) = (number, file) }
      throw error
    }
  }
}

extension NodeContext {
  /// A tensor whose extents are known to be those of a declared type, where that says more.
  func declared(_ tensor: Tensor, _ type: VariableType) -> Tensor {
    guard tensor.error == nil, tensor.rank == type.shape.count else { return tensor }
    let shape = zip(tensor.shape, type.shape).map { own, declared in declared.map { Dimension($0) } ?? own }
    return asserting(tensor, shape, of: "the extent that the file gives for it")
  }

  /// A value in another element type; numbers are cast at once.
  func cast(_ value: ImportedTensor, to type: ElementType) -> ImportedTensor {
    if value.tensor.elementType == type, !value.tensor.type.isWeak { return value }
    var result = ImportedTensor(value.tensor.casted(to: type, at: place), scalar: value.scalar?.casted(to: type, at: place))
    if let elements = value.elements, type.isInteger || type == .bool {
      result.elements = IntegerElements.wrapped(elements, to: type)
    }
    return result
  }

  /// The results of an inner graph.
  func inner(_ key: String = "inner", _ arguments: [ImportedValue], isScalar: Bool = false) throws(PyTensorImportError) -> [ImportedValue] {
    guard let graph = op.properties[key] else { throw .malformed("\(op.label) has no inner graph") }
    return try GraphImporter(
      try GraphDescription(graph), arrays: importer.arrays, file: importer.file, prefix: importer.prefix, isScalar: isScalar
    ).outputs(arguments)
  }
}

extension Tensor {
  /// This in another element type; literals, also under axes of extent 1, are cast at once.
  func casted(to type: ElementType, at place: SourcePlace) -> Tensor {
    switch node.operation {
    case let literal as Literal:
      return Tensor(Primitive.convert(type).evaluate([literal.value]), at: place)
    case let view as ExpandDims:
      return node.inputs[0].casted(to: type, at: place).expanded(view.axes, at: place)
    default: return converted(to: type, at: place)
    }
  }
}
