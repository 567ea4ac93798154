/// A file with a graph, written for a test: variables by name, nodes one a line.
struct GraphText {
  private var variables: [(name: String, text: String)] = []
  private var nodes: [String] = []
  private var inputs: [Int] = []
  var outputs: [String] = []
  /// What stands beside the graph: `"updates": ...`.
  var rest = ""

  init() {}

  private func number(_ name: String) -> Int { variables.firstIndex { $0.name == name } ?? -1 }

  private static func type(_ dtype: String, _ shape: [Int?]?) -> String {
    guard let shape else { return #"{"kind": "ScalarType", "dtype": "\#(dtype)"}"# }
    let extents = shape.map { $0.map(String.init) ?? "null" }.joined(separator: ", ")
    return #"{"kind": "TensorType", "dtype": "\#(dtype)", "shape": [\#(extents)]}"#
  }

  mutating func input(_ name: String, _ dtype: String, _ shape: [Int?]?) {
    inputs.append(variables.count)
    variables.append((name, #"{"type": \#(GraphText.type(dtype, shape)), "name": "\#(name)"}"#))
  }

  mutating func number(_ name: String, _ value: Int, _ dtype: String = "int64", isTensor: Bool = true) {
    let type = GraphText.type(dtype, isTensor ? [] : nil)
    variables.append((name, #"{"type": \#(type), "const": {"scalar": \#(value), "dtype": "\#(dtype)"}}"#))
  }

  /// A node with one result, by the text of its op.
  mutating func node(_ result: String, _ dtype: String, _ shape: [Int?]?, _ op: String, _ operands: String...) {
    let places = operands.map { "\(number($0))" }.joined(separator: ", ")
    nodes.append(#"{"op": \#(op), "in": [\#(places)], "out": [\#(variables.count)]}"#)
    variables.append((result, #"{"type": \#(GraphText.type(dtype, shape))}"#))
  }

  var text: String {
    let results = outputs.map { "\(number($0))" }.joined(separator: ", ")
    return """
      {"graph": {"inputs": [\(inputs.map(String.init).joined(separator: ", "))], "outputs": [\(results)],
       "vars": [\(variables.map(\.text).joined(separator: ",\n"))],
       "nodes": [\(nodes.joined(separator: ",\n"))]}\(rest.isEmpty ? "" : ", " + rest)}
      """
  }

  /// An op without properties.
  static func op(_ name: String, _ properties: String = "") -> String {
    #"{"cls": "\#(name)", "mod": "m"\#(properties.isEmpty ? "" : #", "props": {\#(properties)}"#)}"#
  }

  static func elementwise(_ function: String, _ properties: String = "") -> String {
    op("Elemwise", #""scalar_op": {"op": \#(op(function, properties))}"#)
  }
}
