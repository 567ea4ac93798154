import PyTensorImport
import TensorJIT
import Testing

/// Files that are wrong: what the error says.
@Suite("Errors of graphs of PyTensor's")
struct ImportErrorTests {
  struct Item: Sendable, CustomTestStringConvertible {
    let file: String
    let kind: PyTensorImportError.Kind
    /// Words that the message must hold.
    let words: [String]
    var testDescription: String { String(file.prefix(120)) }

    init(_ file: String, _ kind: PyTensorImportError.Kind = .malformed, _ words: String...) { (self.file, self.kind, self.words) = (file, kind, words) }
  }

  private static let vector = #"{"type": {"kind": "TensorType", "dtype": "float64", "shape": [null]}}"#
  private static let matrix = #"{"type": {"kind": "TensorType", "dtype": "float64", "shape": [2, 3]}}"#

  /// A graph of one node with two inputs.
  private static func node(_ op: String, result: String = vector, inputs: [String] = [vector, vector]) -> String {
    let places = inputs.indices.map { "\($0)" }.joined(separator: ", ")
    return """
      {"graph": {"inputs": [\(places)], "outputs": [\(inputs.count)], "vars": [\((inputs + [result]).joined(separator: ", "))],
       "nodes": [{"op": \(op), "in": [\(places)], "out": [\(inputs.count)]}]}}
      """
  }

  static let items: [Item] = [
    // Not JSON.
    Item("", .malformed, "line 1, column 1", "a value is expected"),
    Item("{", .malformed, "column 2", "a key in quotes"),
    Item(#"{"graph" 1}"#, .malformed, "':' is expected"),
    Item(#"{"graph": [1, 2}"#, .malformed, "',' or ']'"),
    Item("{\"graph\":\n [1,\n  tru]}", .malformed, "line 3, column 3"),
    Item(#"{"graph": "abc"#, .malformed, "the string has no end"),
    Item(#"{"graph": "\x"}"#, .malformed, "escape"),
    Item(#"{"graph": 1-2}"#, .malformed, "'1-2' is not a number"),
    Item(#"{} {}"#, .malformed, "something follows"),
    Item(String(repeating: "[", count: 100_000), .malformed, "nested deeper than 512"),
    Item(#"{"graph": "\u12"}"#, .malformed, "hexadecimal"),
    // Not a graph.
    Item("[]", .malformed, "needs a graph"),
    Item("{}", .malformed, "needs a graph"),
    Item(#"{"graph": {}}"#, .malformed, "list of vars"),
    Item(#"{"graph": {"vars": [{}], "inputs": [], "outputs": [], "nodes": []}}"#, .malformed, "variable 0 has no type"),
    Item(#"{"graph": {"vars": [{"type": {"dtype": "float64"}}], "inputs": [], "outputs": [], "nodes": []}}"#, .malformed, "without a kind"),
    Item(#"{"graph": {"vars": [], "inputs": [0], "outputs": [], "nodes": []}}"#, .malformed, "inputs of the graph", "variable 0 of 0"),
    Item(#"{"graph": {"vars": [\#(vector)], "inputs": ["x"], "outputs": [], "nodes": []}}"#, .malformed, "numbers of variables"),
    Item(#"{"graph": {"vars": [\#(vector)], "inputs": [], "outputs": [0], "nodes": []}}"#, .malformed, "output 0 is made by nothing"),
    Item(#"{"graph": {"vars": [\#(vector)], "inputs": [], "outputs": [], "nodes": [{}]}}"#, .malformed, "node 0 has no op"),
    Item(
      #"{"graph": {"vars": [\#(vector), \#(vector)], "inputs": [], "outputs": [1], "nodes": [{"op": {"cls": "Shape"}, "in": [0], "out": [1]}]}}"#, .malformed,
      "node 0 (Shape) uses variable 0"),
    Item(
      #"{"graph": {"vars": [\#(vector)], "inputs": [0], "outputs": [0], "nodes": [{"op": {"cls": "Shape"}, "in": [0], "out": [0]}]}}"#, .malformed,
      "makes variable 0, which is there already"),
    Item(
      #"{"graph": {"vars": [{"type": {"kind": "TensorType", "dtype": "float64", "shape": [1.5]}}], "inputs": [], "outputs": [], "nodes": []}}"#, .malformed,
      "an extent of a type is 1.5"),
    // Types.
    Item(
      #"{"graph": {"vars": [{"type": {"kind": "TensorType", "dtype": "str", "shape": []}}], "inputs": [0], "outputs": [0], "nodes": []}}"#, .unsupportedType,
      "elements of type str"),
    Item(
      #"{"graph": {"vars": [{"type": {"kind": "RandomGeneratorType"}}], "inputs": [0], "outputs": [0], "nodes": []}}"#, .unsupportedType,
      "input 0", "RandomGeneratorType"),
    // Constants.
    Item(
      #"{"graph": {"vars": [{"type": {"kind": "TensorType", "dtype": "float64", "shape": []}, "const": {"array": "k"}}], "inputs": [], "outputs": [0], "nodes": []}}"#,
      .malformed, "there is no array", "\"k\""),
    Item(
      #"{"graph": {"vars": [{"type": {"kind": "TensorType", "dtype": "int8", "shape": []}, "const": {"scalar": 300, "dtype": "int8"}}], "inputs": [], "outputs": [0], "nodes": []}}"#,
      .malformed, "300 does not fit i8"),
    Item(
      #"{"graph": {"vars": [{"type": {"kind": "TensorType", "dtype": "float64", "shape": [2]}, "const": {"array": "k"}}], "inputs": [], "outputs": [0], "nodes": []}, "arrays": {"k": {"dtype": "float64", "shape": [2], "b64": "AAAA"}}}"#,
      .malformed, "array k has 3 bytes", "16"),
    Item(
      #"{"graph": {"vars": [{"type": {"kind": "TensorType", "dtype": "float64", "shape": [2]}, "const": {"array": "k"}}], "inputs": [], "outputs": [0], "nodes": []}, "arrays": {"k": {"dtype": "float64", "shape": [9223372036854775807, 9223372036854775807], "b64": ""}}}"#,
      .malformed, "error.json"),
    Item(
      #"{"graph": {"vars": [{"type": {"kind": "TensorType", "dtype": "float64", "shape": [2]}, "const": {"array": "k"}}], "inputs": [], "outputs": [0], "nodes": []}, "arrays": {"k": {"dtype": "float64", "shape": [-1], "b64": "%%"}}}"#,
      .malformed, "array k"),
    // Ops.
    Item(node(#"{"cls": "Frobnicate"}"#), .unknownOperation, "error.json: node 0 (Frobnicate, v2)", "not known"),
    Item(node(#"{"mod": "m"}"#), .malformed, "an op without a class"),
    Item(node(#"{"cls": "Elemwise"}"#), .malformed, "without a scalar Op"),
    Item(node(#"{"cls": "Elemwise", "props": {"scalar_op": 3}}"#), .malformed, "scalar_op"),
    Item(node(#"{"cls": "Elemwise", "props": {"scalar_op": {"op": {"cls": "Frob"}}}}"#), .unknownOperation, "Elemwise{Frob}", "Frob is not known"),
    Item(node(#"{"cls": "Elemwise", "props": {"scalar_op": {"op": {"cls": "Exp"}}}}"#), .malformed, "exp takes 1 operands, not 2"),
    Item(
      node(#"{"cls": "Elemwise", "props": {"scalar_op": {"op": {"cls": "Add"}}}}"#, inputs: [vector, matrix]), .malformed, "different ranks"),
    Item(
      node(#"{"cls": "Elemwise", "props": {"scalar_op": {"op": {"cls": "Add"}}}}"#, result: matrix), .invalid, "2"),
    Item(
      node(#"{"cls": "Elemwise", "props": {"scalar_op": {"op": {"cls": "Composite"}}}}"#), .malformed, "without an inner graph"),
    Item(node(#"{"cls": "DimShuffle", "props": {"new_order": [7]}}"#), .malformed, "DimShuffle of 1 axes to 7"),
    Item(node(#"{"cls": "DimShuffle"}"#), .malformed, "new_order"),
    Item(node(#"{"cls": "Subtensor", "props": {"idx_list": [5]}}"#), .malformed, "an index that is no operand"),
    Item(node(#"{"cls": "Subtensor", "props": {"idx_list": ["a"]}}"#), .malformed, "an index is"),
    Item(node(#"{"cls": "Subtensor"}"#), .malformed, "idx_list"),
    Item(node(#"{"cls": "Dot"}"#, inputs: [matrix, matrix]), .invalid, "node 0 (Dot, v2)", "3", "2"),
    Item(node(#"{"cls": "Dot"}"#, inputs: [vector]), .malformed, "1 operands"),
    Item(node(#"{"cls": "Shape"}"#, inputs: []), .malformed, "operand 0 is missing"),
    Item(node(#"{"cls": "Sum", "props": {"axis": [3], "scalar_op": {"op": {"cls": "Add"}}}}"#, inputs: [matrix]), .invalid, "axis 3"),
    Item(node(#"{"cls": "Sum", "props": {"axis": "a", "scalar_op": {"op": {"cls": "Add"}}}}"#, inputs: [matrix]), .malformed, "axis"),
    Item(node(#"{"cls": "Blockwise", "props": {"core_op": {"op": {"cls": "Dot"}}, "signature": "(m"}}"#), .malformed, "signature"),
    Item(node(#"{"cls": "CumOp", "props": {"axis": 0, "mode": "xor"}}"#, inputs: [vector]), .unknownOperation, "mode xor"),
    Item(node(#"{"cls": "JoinDims", "props": {"start_axis": 1, "n_axes": 4}}"#, inputs: [matrix]), .invalid, "4 axes from 1"),
    Item(node(#"{"cls": "OpFromGraph", "props": {"inner": 7}}"#), .malformed, "list of vars"),
    Item(node(#"{"cls": "Reshape"}"#, inputs: [matrix, matrix]), .invalid, "the shape"),
    Item(#"{"graph": {"vars": [], "inputs": [], "outputs": [], "nodes": []}, "updates": {"0": 0}}"#, .malformed, "update"),
    Item(#"{"graph": {"vars": [], "inputs": [], "outputs": [], "nodes": []}, "arrays": 3}"#, .malformed, "arrays"),
  ]

  @Test(arguments: items) func says(_ item: Item) throws {
    let error = #expect(throws: PyTensorImportError.self) { try PyTensorGraph(Array(item.file.utf8), file: "error.json") }
    guard let error else { return }
    #expect(error.kind == item.kind, "\(error)")
    for word in item.words { #expect(error.description.contains(word), "\(error)") }
    #expect(error.description.contains("error.json"), "\(error)")
  }
}
