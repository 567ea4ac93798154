import Foundation
import TensorOperators

/// A graph of PyTensor's (or Aesara's kin of it), read into tensors.
///
/// The file is JSON, `{"graph": ..., "arrays": ..., "updates": ...}`, as `scripts/export_pytensor.py` writes it: `docs/pytensor.md` says what
/// stands in it. Shapes that the graph computes from shapes become symbolic extents.
public struct PyTensorGraph: Sendable {
  /// What the file is called: in errors, and in the places of nodes, which are numbers of nodes and variables.
  public var name: String
  /// In the order of the graph's inputs: the variables' names, `in0`, `in1`, ... where they have none.
  public var parameters: [(name: String, tensor: Tensor)]
  /// In the order of the graph's outputs: `out0`, `out1`, ... where they have no names. A new value of a shared variable has the name of
  /// the variable with `_next`.
  public var results: [(name: String, tensor: Tensor)]
  /// The parameters, by number, whose new values results are: PyTensor's updates of shared variables.
  public var updates: [Int: Int]
  /// The values that parameters, by number, have where a call gives none: those of shared variables when the file was written.
  public var values: [Int: NDArray]

  /// Reads a file's contents.
  public init(_ bytes: some Collection<UInt8>, file: String = "<graph>") throws(PyTensorImportError) {
    let value: JSONValue
    do {
      value = try JSONReader.value(of: bytes)
    } catch {
      throw PyTensorImportError(.malformed, "\(error)", file: file)
    }
    try self.init(value, file: file)
  }

  /// Reads the file at a path.
  public init(path: String) throws(PyTensorImportError) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw PyTensorImportError(.malformed, "no such file, or it cannot be read", file: path)
    }
    try self.init(data, file: path)
  }

  package init(_ value: JSONValue, file: String) throws(PyTensorImportError) {
    do throws(PyTensorImportError) {
      guard let graph = value["graph"] else { throw .malformed("a file needs a graph, this is \(value.shown)") }
      let description = try GraphDescription(graph)
      let arrays = try ArrayTable(value["arrays"])
      name = file
      updates = try PyTensorGraph.updates(value["updates"], description)
      values = try PyTensorGraph.values(value["values"], description, arrays)
      parameters = try PyTensorGraph.parameters(description, file)
      results = []
      let importer = GraphImporter(description, arrays: arrays, file: file)
      let outputs = try importer.outputs(parameters.map { .tensor($0.tensor) })
      var names = Names()
      for (number, output) in outputs.enumerated() {
        guard case .tensor(let value) = output else {
          let kind = description.variables[description.outputs[number]].type.kind
          throw PyTensorImportError(.unsupportedType, "output \(number) is not a tensor but of kind \(kind)")
        }
        if let error = value.tensor.error { throw PyTensorImportError(error) }
        let updated = updates[number].map { parameters[$0].name + "_next" }
        let wanted = updated ?? names.identifier(description.variables[description.outputs[number]].name) ?? "out\(number)"
        results.append((names.unused(wanted), value.tensor))
      }
    } catch {
      var error = error
      if error.file == nil { error.file = file }
      throw error
    }
  }

  private static func parameters(
    _ graph: GraphDescription, _ file: String
  ) throws(PyTensorImportError) -> [(name: String, tensor: Tensor)] {
    var result: [(name: String, tensor: Tensor)] = []
    var (names, extents) = (Names(), 0)
    for (number, input) in graph.inputs.enumerated() {
      let variable = graph.variables[input]
      guard variable.type.isTensor else {
        throw PyTensorImportError(.unsupportedType, "input \(number) is not a tensor but of kind \(variable.type.kind)", variable: input)
      }
      let type = try ArrayTable.elementType(variable.type.dtype.map { .text($0) })
      let shape = variable.type.shape.map { extent in
        if let extent { return Dimension(extent) }
        defer { extents += 1 }
        return Dimension.named("n\(extents)")
      }
      let name = names.unused(names.identifier(variable.name) ?? "in\(number)")
      let place = SourcePlace.text(file: "\(file), variable", line: input, column: 0)
      result.append((name, Tensor(parameter: name, TensorType(type, shape), at: place)))
    }
    return result
  }

  private static func values(
    _ value: JSONValue?, _ graph: GraphDescription, _ arrays: ArrayTable
  ) throws(PyTensorImportError) -> [Int: NDArray] {
    guard let value, !value.isNull else { return [:] }
    guard let members = value.object else { throw .malformed("the values are \(value.shown)") }
    var result: [Int: NDArray] = [:]
    for (key, entry) in members {
      guard let input = Int(key), graph.inputs.indices.contains(input), let array = try arrays.array(entry) else {
        throw .malformed("a value \(entry.shown) of input \(key)")
      }
      result[input] = array
    }
    return result
  }

  private static func updates(_ value: JSONValue?, _ graph: GraphDescription) throws(PyTensorImportError) -> [Int: Int] {
    guard let value, !value.isNull else { return [:] }
    guard let members = value.object else { throw .malformed("the updates are \(value.shown)") }
    var result: [Int: Int] = [:]
    for (key, input) in members {
      guard let output = Int(key), let input = input.integer, graph.outputs.indices.contains(output),
        graph.inputs.indices.contains(input)
      else { throw .malformed("an update of input \(input.shown) by output \(key)") }
      result[output] = input
    }
    return result
  }
}

/// Names that a program of the text format may use, each once.
private struct Names {
  private var used: Set<String> = []

  /// The name where it can stand in a program.
  func identifier(_ name: String?) -> String? {
    guard let name, let first = name.utf8.first, first < 0x30 || first > 0x39, !Names.reserved.contains(name),
      ElementType(name: name) == nil, name.utf8.count <= 64,
      name.utf8.allSatisfy({ ($0 >= 0x30 && $0 <= 0x39) || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || $0 == 0x5F })
    else { return nil }
    return name
  }

  mutating func unused(_ name: String) -> String {
    var (result, count) = (name, 1)
    while !used.insert(result).inserted {
      count += 1
      result = "\(name)_\(count)"
    }
    return result
  }

  private static let reserved: Set<String> = ["func", "let", "return", "true", "false", "True", "False", "None"]
}
