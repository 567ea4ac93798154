import TensorOperators

/// What a file says of a variable's type.
struct VariableType: Hashable, Sendable {
  /// PyTensor's class: `TensorType`, `ScalarType`, `NoneTypeT`, ...
  var kind: String
  /// NumPy's name of the element type, where there is one.
  var dtype: String?
  /// Extents that are known, nil for those that are not; `[]` of scalars.
  var shape: [Int?]

  var isTensor: Bool { kind == "TensorType" || kind == "ScalarType" }
  var elementType: ElementType? { dtype.flatMap { ElementType(name: $0) } }
}

/// A PyTensor Op: its class and properties.
struct OpDescription: Hashable, Sendable {
  var name: String
  /// The class it is derived from, where the file says so: `OpFromGraph`, `UnaryScalarOp`.
  var base: String?
  var properties: [String: JSONValue]

  /// The Op that is a property of this one: `scalar_op`, `core_op`.
  func op(_ key: String) throws(PyTensorImportError) -> OpDescription? {
    guard let value = properties[key], !value.isNull else { return nil }
    guard let inner = value["op"] else { throw .malformed("property \(key) of \(name) is not an op but \(value.shown)") }
    return try OpDescription(inner)
  }

  /// The class, with that of the scalar function or core Op: `Elemwise{Add}`.
  var label: String {
    for key in ["scalar_op", "core_op"] {
      if let inner = properties[key]?["op"]?["cls"]?.text { return "\(name){\(inner)}" }
    }
    return name
  }
}

/// A graph as a file has it, checked: every number of a variable is one, and nodes use what stands before them.
struct GraphDescription: Sendable {
  struct Variable: Sendable {
    var type: VariableType
    var name: String?
    var constant: JSONValue?
  }

  struct Node: Sendable {
    var op: OpDescription
    var inputs: [Int]
    var outputs: [Int]
  }

  var variables: [Variable]
  var inputs: [Int]
  var outputs: [Int]
  var nodes: [Node]
}

// MARK: - From JSON

extension VariableType {
  init(_ value: JSONValue) throws(PyTensorImportError) {
    guard let kind = value["kind"]?.text else { throw .malformed("a type without a kind: \(value.shown)") }
    self.init(kind: kind, dtype: value["dtype"]?.text, shape: [])
    guard let extents = value["shape"], kind == "TensorType" else { return }
    guard let extents = extents.list else { throw .malformed("the shape of a type is \(extents.shown)") }
    guard extents.count <= TensorType.largestRank else {
      throw .malformed("a variable of \(extents.count) axes; \(TensorType.largestRank) are the most")
    }
    for extent in extents {
      guard extent.isNull || extent.integer != nil else { throw .malformed("an extent of a type is \(extent.shown)") }
      // PyTensor infers negative extents for graphs that fail when they run.
      shape.append(extent.integer.flatMap { $0 < 0 ? nil : $0 })
    }
  }
}

extension OpDescription {
  init(_ value: JSONValue) throws(PyTensorImportError) {
    guard let name = value["cls"]?.text else { throw .malformed("an op without a class: \(value.shown)") }
    if let properties = value["props"], !properties.isNull, properties.object == nil {
      throw .malformed("the properties of \(name) are \(properties.shown)")
    }
    self.init(name: name, base: value["base"]?.text, properties: value["props"]?.object ?? [:])
  }
}

extension GraphDescription {
  init(_ value: JSONValue) throws(PyTensorImportError) {
    func list(_ key: String) throws(PyTensorImportError) -> [JSONValue] {
      guard let list = value[key]?.list else { throw .malformed("a graph needs a list of \(key)") }
      return list
    }
    variables = []
    for variable in try list("vars") {
      guard let type = variable["type"] else { throw .malformed("variable \(variables.count) has no type") }
      variables.append(
        Variable(type: try VariableType(type), name: variable["name"]?.text, constant: variable["const"]))
    }
    var known = variables.map { $0.constant != nil }
    inputs = try GraphDescription.numbers(value["inputs"], "inputs of the graph", variables.count)
    for input in inputs { known[input] = true }
    nodes = []
    for (number, node) in try list("nodes").enumerated() {
      guard let op = node["op"] else { throw .malformed("node \(number) has no op") }
      let read = Node(
        op: try OpDescription(op),
        inputs: try GraphDescription.numbers(node["in"], "inputs of node \(number)", variables.count),
        outputs: try GraphDescription.numbers(node["out"], "outputs of node \(number)", variables.count))
      if let missing = read.inputs.first(where: { !known[$0] }) {
        throw .malformed("node \(number) (\(read.op.label)) uses variable \(missing), which nothing before it makes")
      }
      for output in read.outputs {
        if known[output] { throw .malformed("node \(number) (\(read.op.label)) makes variable \(output), which is there already") }
        known[output] = true
      }
      nodes.append(read)
    }
    outputs = try GraphDescription.numbers(value["outputs"], "outputs of the graph", variables.count)
    if let missing = outputs.first(where: { !known[$0] }) {
      throw .malformed("the graph's output \(missing) is made by nothing")
    }
  }

  private static func numbers(
    _ value: JSONValue?, _ what: String, _ count: Int
  ) throws(PyTensorImportError) -> [Int] {
    guard let list = value?.list else { throw .malformed("the \(what) are missing") }
    var numbers: [Int] = []
    for entry in list {
      guard let number = entry.integer else { throw .malformed("the \(what) are numbers of variables, not \(entry.shown)") }
      guard number >= 0, number < count else { throw .malformed("the \(what) name variable \(number) of \(count)") }
      numbers.append(number)
    }
    return numbers
  }
}
