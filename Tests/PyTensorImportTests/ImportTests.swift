import PyTensorImport
import TensorJIT
import Testing

/// What graphs mean that recorded ones do not show, or not by themselves.
@Suite("Graphs of PyTensor's")
struct ImportTests {
  private func run(_ text: GraphText, _ arguments: NDArray...) throws -> [NDArray] {
    let graph = try PyTensorGraph(Array(text.text.utf8), file: "g.json")
    let function = try compile(inputs: graph.parameters.map(\.tensor), outputs: graph.results.map(\.tensor))
    return try function(arguments)
  }

  private func graph(_ text: GraphText) throws -> PyTensorGraph { try PyTensorGraph(Array(text.text.utf8), file: "g.json") }

  @Test func elementTypesAreThoseOfTheFile() throws {
    var text = GraphText()
    text.input("x", "int8", [nil])
    text.node("y", "float32", [nil], GraphText.elementwise("Exp"), "x")
    text.node("z", "float64", [nil], GraphText.elementwise("TrueDiv"), "x", "x")
    text.outputs = ["y", "z"]
    let results = try run(text, NDArray([Int8(0), 1]))
    #expect(results.map(\.elementType) == [.f32, .f64])
    #expect(try results[0].element(at: [1], as: Float.self) == 2.7182817)
  }

  @Test func onlyDeclaredExtentsBroadcast() throws {
    var text = GraphText()
    text.input("x", "float64", [nil])
    text.input("y", "float64", [nil])
    text.input("one", "float64", [1])
    text.node("sum", "float64", [nil], GraphText.elementwise("Add"), "x", "y", "one")
    text.outputs = ["sum"]
    #expect(try run(text, NDArray([1.0, 2]), NDArray([3.0, 4]), NDArray([10.0]))[0].elementsEqual(NDArray([14.0, 16])))
    #expect(throws: CallError.self) { try run(text, NDArray([1.0, 2]), NDArray([3.0]), NDArray([10.0])) }
  }

  @Test func shapesAreFollowedAsExtents() throws {
    var text = GraphText()
    text.input("x", "float64", [nil, 6])
    text.number("zero", 0, isTensor: false)
    text.number("one", 1, isTensor: false)
    text.number("two", 2)
    text.node("shape", "int64", [2], GraphText.op("Shape"), "x")
    text.node("rows", "int64", [], GraphText.op("Subtensor", #""idx_list": [0]"#), "shape", "zero")
    text.node("columns", "int64", [], GraphText.op("Subtensor", #""idx_list": [0]"#), "shape", "one")
    text.node("half", "int64", [], GraphText.elementwise("IntDiv"), "columns", "two")
    text.node("more", "int64", [], GraphText.elementwise("Mul"), "rows", "two")
    text.node("new", "int64", [2], GraphText.op("MakeVector", #""dtype": "int64""#), "half", "more")
    text.node("y", "float64", [nil, nil], GraphText.op("Reshape", #""ndim": 2"#), "x", "new")
    text.outputs = ["y"]
    let graph = try graph(text)
    #expect(graph.parameters[0].tensor.shape == ["n0", 6])
    #expect(graph.results[0].tensor.shape == [3, "n0" * 2])
    #expect(try run(text, NDArray.zeros([5, 6]))[0].shape == [3, 10])
  }

  @Test func scalarsInAxesOfOneAreNumbersAgain() throws {
    var text = GraphText()
    text.input("x", "float64", [nil, nil])
    text.number("two", 2, "int8")
    text.node("row", "int8", [1, 1], GraphText.op("DimShuffle", #""input_ndim": 0, "new_order": ["x", "x"]"#), "two")
    text.node("y", "float64", [nil, nil], GraphText.elementwise("Pow"), "x", "row")
    text.outputs = ["y"]
    #expect(try graph(text).results[0].tensor.node.inputs[1].rank == 0)
    #expect(try run(text, [[3.0, -1.5]])[0].elementsEqual([[9.0, 2.25]]))
  }

  @Test func clipIsThatOfC() throws {
    var text = GraphText()
    text.input("x", "float64", [nil])
    text.input("low", "float64", [1])
    text.input("high", "float64", [1])
    text.node("y", "float64", [nil], GraphText.elementwise("Clip"), "x", "low", "high")
    text.outputs = ["y"]
    // Where the bounds cross, what is below the lower one becomes that.
    #expect(try run(text, NDArray([-3.0, 0, 3]), NDArray([1.0]), NDArray([-1.0]))[0].elementsEqual(NDArray([1.0, 1, -1])))
  }

  @Test func compositesHaveSeveralResults() throws {
    let inner = """
      "inner": {"inputs": [0, 1], "outputs": [2, 3], "vars": [{"type": {"kind": "ScalarType", "dtype": "float64"}},
        {"type": {"kind": "ScalarType", "dtype": "float64"}}, {"type": {"kind": "ScalarType", "dtype": "float64"}},
        {"type": {"kind": "ScalarType", "dtype": "bool"}}],
       "nodes": [{"op": {"cls": "Mul"}, "in": [0, 1], "out": [2]}, {"op": {"cls": "LT"}, "in": [0, 1], "out": [3]}]}
      """
    let file = """
      {"graph": {"inputs": [0, 1], "outputs": [2, 3], "vars": [{"type": {"kind": "TensorType", "dtype": "float64", "shape": [null]}},
        {"type": {"kind": "TensorType", "dtype": "float64", "shape": [1]}}, {"type": {"kind": "TensorType", "dtype": "float64", "shape": [null]}},
        {"type": {"kind": "TensorType", "dtype": "bool", "shape": [null]}}],
       "nodes": [{"op": {"cls": "Elemwise", "props": {"scalar_op": {"op": {"cls": "Composite", "props": {\(inner)}}}}}, "in": [0, 1], "out": [2, 3]}]}}
      """
    let graph = try PyTensorGraph(Array(file.utf8))
    let function = try compile(inputs: graph.parameters.map(\.tensor), outputs: graph.results.map(\.tensor))
    let results = try function(NDArray([1.0, 5]), NDArray([3.0]))
    #expect(try results[0].elementsEqual(NDArray([3.0, 15])) && results[1].elementsEqual(NDArray([true, false])))
  }

  @Test func shortLoopsAreWrittenOut() throws {
    let inner = """
      "is_while": true, "inner": {"inputs": [0], "outputs": [2, 4], "vars": [{"type": {"kind": "ScalarType", "dtype": "float64"}},
        {"type": {"kind": "ScalarType", "dtype": "float64"}, "const": {"scalar": 2, "dtype": "float64"}},
        {"type": {"kind": "ScalarType", "dtype": "float64"}}, {"type": {"kind": "ScalarType", "dtype": "float64"}, "const": {"scalar": 20, "dtype": "float64"}},
        {"type": {"kind": "ScalarType", "dtype": "bool"}}],
       "nodes": [{"op": {"cls": "Mul"}, "in": [0, 1], "out": [2]}, {"op": {"cls": "GT"}, "in": [2, 3], "out": [4]}]}
      """
    let file = """
      {"graph": {"inputs": [1], "outputs": [2, 3], "vars": [{"type": {"kind": "TensorType", "dtype": "int64", "shape": []}, "const": {"scalar": 5, "dtype": "int64"}},
        {"type": {"kind": "TensorType", "dtype": "float64", "shape": []}}, {"type": {"kind": "TensorType", "dtype": "float64", "shape": []}},
        {"type": {"kind": "TensorType", "dtype": "bool", "shape": []}}],
       "nodes": [{"op": {"cls": "Elemwise", "props": {"scalar_op": {"op": {"cls": "ScalarLoop", "props": {\(inner)}}}}}, "in": [0, 1], "out": [2, 3]}]}}
      """
    let graph = try PyTensorGraph(Array(file.utf8))
    let function = try compile(inputs: graph.parameters.map(\.tensor), outputs: graph.results.map(\.tensor))
    // Doubled until it is above 20, five times at most.
    for (start, end, done) in [(3.0, 24.0, true), (0.5, 16.0, false), (30.0, 60.0, true)] {
      let results = try function(NDArray(scalar: start))
      #expect(try results[0].element(at: [], as: Double.self) == end && results[1].element(at: [], as: Bool.self) == done)
    }
  }

  @Test func reductionsAccumulateAsAsked() throws {
    var text = GraphText()
    text.input("x", "int8", [nil])
    func reduction(_ function: String, _ accumulation: String) -> String {
      GraphText.op("CAReduce", #""scalar_op": {"op": {"cls": "\#(function)"}}, "axis": null, "acc_dtype": "\#(accumulation)""#)
    }
    text.node("wide", "int64", [], reduction("Add", "int64"), "x")
    text.node("narrow", "int8", [], reduction("Add", "int8"), "x")
    text.node("bits", "int8", [], reduction("XOR", "int8"), "x")
    text.outputs = ["wide", "narrow", "bits"]
    let results = try run(text, NDArray([Int8(100), 100, -7]))
    #expect(try results.map { try $0.element(at: [], as: Int.self) } == [193, Int(Int8(truncatingIfNeeded: 193)), Int(Int8(100) ^ 100 ^ -7)])
  }

  @Test func assertionsFailCalls() throws {
    var text = GraphText()
    text.input("x", "float64", [nil])
    text.input("holds", "bool", [])
    text.node("y", "float64", [nil], GraphText.op("Assert", #""msg": "must hold", "exc_type": {"class": "AssertionError"}"#), "x", "holds")
    text.outputs = ["y"]
    #expect(try run(text, NDArray([1.0]), NDArray(scalar: true))[0].elementsEqual(NDArray([1.0])))
    let error = #expect(throws: CallError.self) { try run(text, NDArray([1.0]), NDArray(scalar: false)) }
    #expect(error?.message.contains("AssertionError: must hold") == true && error?.kind == .execution)
  }

  @Test func updatesAndValuesAreNamed() throws {
    var text = GraphText()
    text.input("x", "float64", [])
    text.input("state", "float64", [])
    text.node("next", "float64", [], GraphText.elementwise("Add"), "x", "state")
    text.outputs = ["x", "next"]
    text.rest = #""updates": {"1": 1}, "values": {"1": {"array": "a"}}, "arrays": {"a": {"dtype": "float64", "shape": [], "b64": "AAAAAAAA8D8="}}"#
    let graph = try graph(text)
    #expect(graph.parameters.map(\.name) == ["x", "state"] && graph.results.map(\.name) == ["x", "state_next"])
    #expect(graph.updates == [1: 1])
    #expect(try graph.values[1]?.element(at: [], as: Double.self) == 1)
  }

  @Test func batchesOfProductsBroadcast() throws {
    var text = GraphText()
    text.input("a", "float64", [nil, nil, nil])
    text.input("b", "float64", [1, nil, nil])
    let dot = GraphText.op("Blockwise", #""core_op": {"op": {"cls": "Dot"}}, "signature": "(m,n),(n,p)->(m,p)""#)
    text.node("c", "float64", [nil, nil, nil], dot, "a", "b")
    text.outputs = ["c"]
    let a = try NDArray(Array(stride(from: 0.0, to: 12, by: 1)), shape: [2, 2, 3])
    let result = try run(text, a, NDArray([1.0, 0, 1], shape: [1, 3, 1]))[0]
    #expect(result.shape == [2, 2, 1])
    #expect(try result.elementsEqual(NDArray([2.0, 8, 14, 20], shape: [2, 2, 1])))
  }

  /// A vector of the two extents of a matrix x, by node.
  private func extents() -> GraphText {
    var text = GraphText()
    text.input("x", "float64", [nil, nil])
    text.number("zero", 0, isTensor: false)
    text.number("one", 1, isTensor: false)
    text.node("shape", "int64", [2], GraphText.op("Shape"), "x")
    text.node("n", "int64", [], GraphText.op("Subtensor", #""idx_list": [0]"#), "shape", "zero")
    text.node("m", "int64", [], GraphText.op("Subtensor", #""idx_list": [0]"#), "shape", "one")
    return text
  }

  @Test(arguments: [(5, 3), (3, 5), (1, 1), (0, 3), (4, 4)]) func extentsAreCompared(n: Int, m: Int) throws {
    var text = extents()
    let all: [(String, (Int, Int) -> Bool)] = [
      ("LT", { $0 < $1 }), ("GT", { $0 > $1 }), ("LE", { $0 <= $1 }), ("GE", { $0 >= $1 }), ("EQ", { $0 == $1 }), ("NEQ", { $0 != $1 }),
    ]
    for (name, _) in all { text.node(name, "bool", [], GraphText.elementwise(name), "n", "m") }
    text.outputs = all.map(\.0)
    let results = try run(text, NDArray.zeros([n, m]))
    #expect(try results.map { try $0.element(at: [], as: Bool.self) } == all.map { $0.1(n, m) })
  }

  @Test func boundsOfExtentsMayCross() throws {
    var text = extents()
    text.number("four", 4)
    text.node("clipped", "int64", [], GraphText.elementwise("Clip"), "n", "four", "m")
    text.outputs = ["clipped"]
    #expect(try run(text, NDArray.zeros([1, 1]))[0].element(at: [], as: Int.self) == 4)
    #expect(try run(text, NDArray.zeros([5, 3]))[0].element(at: [], as: Int.self) == 3)
  }

  @Test func unsignedNumbersOfExtentsWrap() throws {
    var text = extents()
    text.number("nine", 9, "uint64")
    text.number("two", 2, "uint64")
    text.node("wide", "uint64", [], GraphText.elementwise("Cast", #""o_type": {"kind": "ScalarType", "dtype": "uint64"}"#), "n")
    text.node("less", "uint64", [], GraphText.elementwise("Sub"), "wide", "nine")
    text.node("half", "uint64", [], GraphText.elementwise("IntDiv"), "less", "two")
    text.outputs = ["half"]
    #expect(try run(text, NDArray.zeros([5, 1]))[0].element(at: [], as: UInt64.self) == (5 &- 9 as UInt64) / 2)
  }

  @Test func sumsOfBoolsAreBools() throws {
    var text = GraphText()
    text.input("b", "bool", [nil])
    text.node("any", "bool", [nil], GraphText.op("CumOp", #""axis": 0, "mode": "add""#), "b")
    text.node("all", "bool", [nil], GraphText.op("CumOp", #""axis": 0, "mode": "mul""#), "b")
    text.outputs = ["any", "all"]
    let results = try run(text, NDArray([false, true, true, false]))
    #expect(try results[0].elementsEqual(NDArray([false, true, true, true])) && results[1].elementsEqual(NDArray([false, false, false, false])))
  }
}
