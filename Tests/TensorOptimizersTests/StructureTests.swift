import TensorJIT
import TensorOptimizers
import Testing

private struct Layer<Part> {
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

/// A structure of structures: layers by name, and a temperature.
private struct Network<Part> {
  var layers: [String: [Layer<Part>]]
  var temperature: Part
}

extension Network: Sendable where Part: Sendable {}
extension Network: TensorStructure where Part: TensorStructure {
  mutating func visitLeaves(_ visitor: inout some LeafVisitor) {
    layers.visitLeaves(&visitor)
    temperature.visitLeaves(&visitor)
  }
  func arrays(from leaves: inout ArraySlice<NDArray>) -> Network<Part.Arrays> {
    let layers = layers.arrays(from: &leaves)
    return Network<Part.Arrays>(layers: layers, temperature: temperature.arrays(from: &leaves))
  }
}

@Suite("Structures of parameters")
struct OptimizedStructureTests {
  private let options = CompilationOptions(cache: nil, isChecked: true)

  private var network: Network<Tensor> {
    let hidden = Layer(weights: Tensor("w1", .f32, ["d", "h"]), bias: Tensor("b1", .f32, ["h"]))
    let output = Layer(weights: Tensor("w2", .f32, ["h", 1]), bias: Tensor("b2", .f32, [1]))
    return Network(layers: ["hidden": [hidden], "output": [output]], temperature: Tensor("t", .f64))
  }

  private var values: Network<NDArray> {
    get throws {
      let hidden = Layer<NDArray>(
        weights: try NDArray([0.5, -0.4, 0.3, 0.2, 0.7, -0.6]).astype(.f32).reshaped([2, 3]),
        bias: try NDArray.zeros([3], type: .f32))
      let output = Layer<NDArray>(
        weights: try NDArray([0.3, -0.2, 0.4]).astype(.f32).reshaped([3, 1]), bias: try NDArray.zeros([1], type: .f32))
      return Network(layers: ["hidden": [hidden], "output": [output]], temperature: try NDArray(ScalarValue(1.0)))
    }
  }

  private func predict(_ network: Network<Tensor>, _ x: Tensor) -> Tensor {
    var y = x
    for layer in (network.layers["hidden"] ?? []) + (network.layers["output"] ?? []) {
      y = tanh(y.matmul(layer.weights) + layer.bias)
    }
    return y[.all, .index(0)] * network.temperature
  }

  /// Each optimizer learns a disjunction, all parameters in one structure of both float types.
  @Test("a nested structure learns", arguments: [0, 1, 2]) func nested(_ number: Int) throws {
    let optimizer: any Optimizer = [
      SGD(learningRate: 0.3, momentum: 0.9), Adam(learningRate: 0.05), LBFGS(learningRate: 0.5),
    ][number]
    let (x, y) = (Tensor("x", .f32, ["n", "d"]), Tensor("y", .f32, ["n"]))
    let (network, state) = try (network, optimizer.state(for: network))
    let step = try compile(network, state, x, y, options: options) { network, state, x, y in
      let (loss, slopes) = valueAndGradient(at: network) { network in mean(square(predict(network, x) - y)) }
      let (next, nextState) = try optimizer.update(network, slopes, state)
      return TensorTuple(loss, next, nextState)
    }
    let xs = try NDArray([0.0, 0, 0, 1, 1, 0, 1, 1]).astype(.f32).reshaped([4, 2])
    let ys = try NDArray([0.0, 1, 1, 1]).astype(.f32)
    var parameters = try values
    var memory = try optimizer.initialState(for: parameters)
    var losses: [Double] = []
    for _ in 0..<300 {
      let (loss, next, nextMemory) = try step(parameters, memory, xs, ys).parts
      losses.append(try loss.scalar(as: Double.self))
      (parameters, memory) = (next, nextMemory)
    }
    #expect(losses[299] < 0.02, "\(losses[0]) ... \(losses[299])")
    #expect(parameters.temperature.elementType == .f64)
    #expect(parameters.layers["hidden"]?[0].weights.elementType == .f32)
  }

  @Test("gradients have the form of the parameters") func form() throws {
    let network = network
    let x = Tensor("x", .f32, ["n", "d"])
    let slopes = gradient(of: sum(predict(network, x)), withRespectTo: network)
    #expect(slopes.tensors.map(\.type) == network.tensors.map(\.type))
    let single = gradient(of: sum(predict(network, x)), withRespectTo: network.tensors)
    let f = try compile(network, x, options: options) { _, _ in TensorTuple(slopes, single) }
    let (a, b) = try f(try values, try NDArray.ones([4, 2], type: .f32)).parts
    for (one, other) in zip(a.arrays, b) { #expect(try one.isBitwiseEqual(to: other)) }
  }

  @Test("a dictionary, and a parameter without axes") func dictionary() throws {
    let parameters = ["a": Tensor("a", .f64), "b": Tensor("b", .f64, [2, "n"])]
    let optimizer = SGD(learningRate: 1, weightDecay: 0.5)
    let step = try compile(parameters, options: options) { parameters in
      let cost = (parameters["a"] ?? 0) * sum(parameters["b"] ?? 0)
      return try optimizer.update(
        parameters, gradient(of: cost, withRespectTo: parameters), optimizer.state(for: parameters)
      ).parameters
    }
    let result = try step(["a": try NDArray(ScalarValue(2.0)), "b": [[1, 2], [3, 4]]])
    // 2 - (10 + 1), and each element less 2 and less its half.
    #expect(try result["a"]?.scalar(as: Double.self) == -9)
    #expect(result["b"]?.toArray(of: Double.self) == [-1.5, -1, -0.5, 0])
  }

  @Test("arrays are constants") func constants() throws {
    let x = Tensor("x", .f64)
    let mixed = Layer<TensorLeaf>(weights: .tensor(x), bias: .array(NDArray([1.0, 2])))
    let slopes = gradient(of: x * x, withRespectTo: mixed)
    #expect(slopes.arrays[0].toArray(of: Double.self) == [0, 0])
    #expect(slopes.tensors.count == 1)
  }
}
