import TensorJIT
import Testing

/// Arithmetic on arrays, computed at once.
@Suite("Eager arrays")
struct EagerTests {
  private let x: NDArray = [[1.0, 2, 3], [4, 5, 6]]

  @Test("operators and functions") func arithmetic() throws {
    let y = NDArray([10.0, 20, 30])
    #expect(try (x + y).doubles() == [11, 22, 33, 14, 25, 36])
    #expect(try (x * 2 - 1.0).doubles() == [1, 3, 5, 7, 9, 11])
    #expect(try (2 ** x.T).doubles() == [2, 16, 4, 32, 8, 64])
    #expect(try (-x).doubles() == [-1, -2, -3, -4, -5, -6])
    #expect(try maximum(x, 3).doubles() == [3, 3, 3, 4, 5, 6])
    #expect((x .> 3.0).elementType == .bool)
    #expect(try which(x .> 3.0, x, -x).doubles() == [-1, -2, -3, 4, 5, 6])
  }

  @Test("whole-array functions") func functions() throws {
    #expect(try sum(x, axis: 0).doubles() == [5, 7, 9])
    #expect(try sum(x).doubles() == [21])
    #expect(try mean(x, axis: 1, keepDims: true).doubles() == [2, 5])
    #expect(mean(x, axis: 1, keepDims: true).shape == [2, 1])
    #expect(try argmax(x, axis: 1).doubles() == [2, 2])
    #expect(try matmul(x, x.T).doubles() == [14, 32, 32, 77])
    #expect(try cumsum(x, axis: 1).doubles() == [1, 3, 6, 4, 9, 15])
    #expect(try concatenate([x, x], axis: 0).shape == [4, 3])
    #expect(try take(x, NDArray([1, -1]), axis: 1).doubles() == [2, 3, 5, 6])
    #expect(reshape(x, [3, 2]).shape == [3, 2])
    #expect(reshape(x, [-1]).shape == [6])
    #expect(squeeze(expandDims(x, axis: 1)).shape == [2, 3])
    #expect(broadcast(x, to: [4, 2, 3]).shape == [4, 2, 3])
    #expect(try transpose(x).firstDifference(from: x.T) == nil)
    #expect(try abs(softmax(x, axis: 1).doubles().reduce(0, +) - 2) < 1e-15)
    #expect(try variance(x, axis: 0).doubles() == [2.25, 2.25, 2.25])
    #expect(try astype(x, .i32).elementType == .i32)
  }

  @Test("weak numbers take the array's type") func weak() throws {
    let bytes = try NDArray([1, 2, 3]).astype(.i8)
    #expect((bytes + 1).elementType == .i8)
    #expect((bytes + 0.5).elementType == .f64)
    #expect((try x.astype(.f32) * 2.5).elementType == .f32)
    #expect(throws: TensorError.self) { try NDArray.evaluating { bytes + 300 } }
  }

  @Test("evaluating throws what operators cannot") func evaluating() throws {
    #expect(try NDArray.evaluating { x + 1.0 }.doubles() == [2, 3, 4, 5, 6, 7])
    let line = #line + 1
    do { _ = try NDArray.evaluating { exp(x + NDArray([1.0, 2])) * 2.0 } } catch {
      #expect("\(error)".contains("EagerTests.swift:\(line)"), "\(error)")
      #expect("\(error)".contains("broadcast"), "\(error)")
    }
    #expect(throws: (any Error).self) { try NDArray.evaluating { x + NDArray([1.0, 2]) } }
    #expect(throws: TensorError.self) { try NDArray.evaluating { sum(x, axis: 2) } }
    #expect(throws: CallError.self) { try NDArray.evaluating { take(x, NDArray([5]), axis: 0) } }
    // Errors do not outlive the closure.
    #expect(try NDArray.evaluating { x * 1.0 }.count == 6)
  }

  @Test("one program serves all shapes") func shapes() throws {
    for n in [0, 1, 2, 5, 100] {
      let a = try NDArray.ones([n, 3]), b = try NDArray.ones([1, 3])
      #expect(try sum(a + b).doubles() == [Double(6 * n)])
    }
  }
}

/// A structure of a model's parameters.
struct Layer<Part> {
  var weights: Part
  var bias: Part
}

extension Layer: Sendable where Part: Sendable {}
extension Layer: TensorStructure where Part: TensorStructure {
  mutating func visitLeaves(_ visitor: inout some LeafVisitor) {
    weights.visitLeaves(&visitor)
    bias.visitLeaves(&visitor)
  }
  func arrays(from leaves: inout ArraySlice<NDArray>) -> Layer<Part.Arrays> {
    Layer<Part.Arrays>(weights: weights.arrays(from: &leaves), bias: bias.arrays(from: &leaves))
  }
}

@Suite("Structures and closures")
struct StructureTests {
  private func parameter(_ name: String, _ shape: [Dimension]) -> Tensor {
    Tensor(parameter: name, TensorType(.f64, shape), at: .none)
  }

  @Test("a layer as argument and result") func layer() throws {
    let layer = Layer(weights: parameter("w", ["k", "m"]), bias: parameter("b", ["m"]))
    let f = try compile(layer, parameter("x", ["n", "k"])) { layer, x in
      ["y": [x.matmul(layer.weights) + layer.bias], "twice": [layer.bias * 2.0]]
    }
    let result = try f(Layer<NDArray>(weights: [[1.0, 2], [3, 4]], bias: NDArray([10.0, 20])), [[1.0, 1]])
    #expect(try result["y"]?[0].doubles() == [14, 26])
    #expect(try result["twice"]?[0].doubles() == [20, 40])
    let g = try compile(layer) { layer in Layer(weights: layer.weights.T, bias: layer.bias + 1.0) }
    let updated = try g(Layer<NDArray>(weights: [[1.0, 2], [3, 4]], bias: NDArray([10.0, 20])))
    #expect(try updated.weights.doubles() == [1, 3, 2, 4])
    #expect(try updated.bias.doubles() == [11, 21])
  }

  @Test("lists of another length are refused") func lengths() throws {
    let f = try compile([parameter("a", ["n"]), parameter("b", ["n"])]) { list in list[0] + list[1] }
    #expect(try f([NDArray([1.0]), NDArray([2.0])]).doubles() == [3])
    #expect(throws: CallError.self) { try f([NDArray([1.0])]) }
  }

  @Test("closures over parameter types") func closures() throws {
    let f = try compile(ParameterType(.f64, ["n"]), ParameterType(.f64, ["n"])) { x, y in x * y + 1.0 }
    #expect(try f(NDArray([1.0, 2]), NDArray([3.0, 4])).doubles() == [4, 9])
    let g = try compile(ParameterType(.f64, ["n"])) { x in [x + 1.0, sum(x)] }
    #expect(try g(NDArray([1.0, 2]))[1].doubles() == [3])
  }
}
