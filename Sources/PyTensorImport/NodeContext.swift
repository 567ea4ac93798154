import TensorOperators

/// A node of a graph that is being read, as its importer sees it: the Op, the operands, and what the file says of the results.
struct NodeContext {
  let op: OpDescription
  let operands: [ImportedValue]
  let operandTypes: [VariableType]
  let resultTypes: [VariableType]
  let place: SourcePlace
  let importer: GraphImporter

  // MARK: Operands

  func requireCount(_ counts: some RangeExpression<Int>) throws(PyTensorImportError) {
    guard counts.contains(operands.count) else { throw .malformed("\(operands.count) operands are not what \(op.label) takes") }
  }

  func value(_ position: Int) throws(PyTensorImportError) -> ImportedTensor {
    guard operands.indices.contains(position) else {
      throw .malformed("operand \(position) is missing: there are \(operands.count)")
    }
    guard case .tensor(let value) = operands[position] else { throw .invalid("operand \(position) is not a tensor") }
    return value
  }

  func tensor(_ position: Int) throws(PyTensorImportError) -> Tensor { try value(position).tensor }

  /// The operands from one on, all of them tensors.
  func values(from first: Int = 0) throws(PyTensorImportError) -> [ImportedTensor] {
    var result: [ImportedTensor] = []
    for position in operands.indices.dropFirst(first) { result.append(try value(position)) }
    return result
  }

  func isNone(_ position: Int) -> Bool {
    if operands.indices.contains(position), case .none = operands[position] { return true }
    return false
  }

  /// A scalar operand as an extent.
  func extent(_ position: Int, _ what: String, as use: ExtentDefinition.Use = .extent) throws(PyTensorImportError) -> Dimension {
    try extent(of: try value(position), what, as: use)
  }

  /// A scalar as an extent: a form of other extents where that is known, else a value that a run finds.
  func extent(of value: ImportedTensor, _ what: String, as use: ExtentDefinition.Use = .extent) throws(PyTensorImportError) -> Dimension {
    if let element = value.element { return element }
    guard value.tensor.rank == 0 else { throw .invalid("\(what) is a tensor of \(value.tensor.type), not a scalar") }
    return try ValueExtents.extent(of: value.tensor, what, as: use, at: place)
  }

  /// The elements of a vector operand as extents.
  func extents(_ position: Int, _ what: String, as use: ExtentDefinition.Use = .extent) throws(PyTensorImportError) -> [Dimension] {
    let value = try value(position)
    if let elements = value.elements { return elements }
    guard value.tensor.rank == 1 else { throw .invalid("\(what) is a tensor of \(value.tensor.type), not a vector") }
    guard let count = value.tensor.shape[0].constant else { throw .invalid("the length of \(what) is not known") }
    var result: [Dimension] = []
    for index in 0..<count {
      let element = sliced(value.tensor, [.index(Dimension(index))], at: place)
      result.append(try ValueExtents.extent(of: element, what, as: use, at: place))
    }
    return result
  }

  /// A scalar operand that must be a number.
  func number(_ position: Int, _ what: String) throws(PyTensorImportError) -> Int {
    guard let number = try value(position).element?.constant else {
      throw .unknown("\(what) must be a number known when the graph is read")
    }
    return number
  }

  // MARK: Properties

  func integer(_ key: String) throws(PyTensorImportError) -> Int {
    guard let value = op.properties[key]?.integer else { throw missing(key, "a number") }
    return value
  }

  func flag(_ key: String, default fallback: Bool = false) -> Bool { op.properties[key]?.flag ?? fallback }

  func text(_ key: String, default fallback: String? = nil) throws(PyTensorImportError) -> String {
    guard let value = op.properties[key]?.text ?? fallback else { throw missing(key, "a text") }
    return value
  }

  /// An axis, a list of them, or nil for all.
  func axes(_ key: String = "axis") throws(PyTensorImportError) -> [Int]? {
    guard let value = op.properties[key], !value.isNull else { return nil }
    if let axis = value.integer { return [axis] }
    guard let list = value.list else { throw missing(key, "a list of axes") }
    var axes: [Int] = []
    for entry in list {
      guard let axis = entry.integer else { throw missing(key, "a list of axes") }
      axes.append(axis)
    }
    return axes
  }

  /// The element type that a property names, nil where it names none.
  func elementType(_ key: String) throws(PyTensorImportError) -> ElementType? {
    guard let value = op.properties[key], !value.isNull else { return nil }
    return try ArrayTable.elementType(value)
  }

  private func missing(_ key: String, _ what: String) -> PyTensorImportError {
    .malformed("property \(key) of \(op.label) must be \(what), it is \(op.properties[key]?.shown ?? "missing")")
  }

  /// The element type of a result.
  func resultType(_ position: Int = 0) throws(PyTensorImportError) -> ElementType {
    guard resultTypes.indices.contains(position) else { throw .malformed("\(op.label) has no result \(position)") }
    guard resultTypes[position].isTensor else { throw .unknown("a result of kind \(resultTypes[position].kind)") }
    return try ArrayTable.elementType(resultTypes[position].dtype.map { .text($0) })
  }

  // MARK: Operations

  /// The results of an operation by its name in the table; an operation that is not there is unknown.
  func calling(
    _ name: String, _ arguments: [String: OperationDefinition.Argument]
  ) throws(PyTensorImportError) -> [Tensor] {
    guard let definition = OperationTable.definition(named: name) else {
      throw .unknown("\(op.label) needs the operation \(name), which this version lacks")
    }
    var values = arguments
    for parameter in definition.parameters where values[parameter.name] == nil {
      guard let fallback = parameter.fallback else {
        throw .unknown("\(op.label) needs the operation \(name), whose parameter \(parameter.name) is not known here")
      }
      values[parameter.name] = fallback
    }
    do throws(TensorError) {
      let results = try definition.build(BoundArguments(operation: name, values: values, place: place))
      for result in results { if let error = result.error { throw error } }
      return results
    } catch {
      throw PyTensorImportError(error)
    }
  }

  /// The only result of an operation by its name in the table.
  func call(_ name: String, _ arguments: [String: OperationDefinition.Argument]) throws(PyTensorImportError) -> Tensor {
    let results = try calling(name, arguments)
    guard let first = results.first else { throw .invalid("\(name) has no result") }
    return first
  }

  /// A scalar function or operation of tensors alone, by name.
  func function(_ name: String, _ arguments: [Tensor]) throws(PyTensorImportError) -> Tensor {
    if let function = ScalarFunctionTable.function(named: name) { return .apply(function, arguments, at: place) }
    guard let definition = OperationTable.definition(named: name) else {
      throw .unknown("\(op.label) needs the function \(name), which this version lacks")
    }
    var values: [String: OperationDefinition.Argument] = [:]
    for (parameter, argument) in zip(definition.parameters, arguments) { values[parameter.name] = .tensor(argument) }
    return try call(name, values)
  }

  func apply(_ function: ScalarFunction, _ arguments: Tensor...) -> Tensor { .apply(function, arguments, at: place) }

  func literal(_ value: WeakValue, _ type: ElementType) -> Tensor { Tensor(ScalarValue(value, type: type), at: place) }

  /// A tensor whose extents are asserted to be others.
  func asserting(_ tensor: Tensor, _ shape: [Dimension], of owner: String) -> Tensor {
    tensor.required(shape, of: owner, at: place)
  }
}
