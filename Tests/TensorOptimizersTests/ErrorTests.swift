import TensorJIT
import TensorOptimizers
import Testing

/// What is wrong is said by a `TensorError`, where the step is built.
@Suite("Errors of optimizers")
struct OptimizerErrorTests {
  private let x = ["x": Tensor("x", .f64, ["n"])]

  private func message(_ body: () throws -> some Any) -> String {
    do {
      _ = try body()
      return "no error"
    } catch {
      #expect(error is TensorError)
      return "\(error)"
    }
  }

  static let wrong: [(optimizer: any Optimizer, says: String)] = [
    (SGD(learningRate: -0.1), "SGD: learningRate must be 0 or greater, and finite; it is -0.1"),
    (SGD(learningRate: Double.nan), "learningRate must be 0 or greater"),
    (SGD(learningRate: Tensor("r", .f64, ["k"])), "learningRate must be a float scalar (operands: f64[k])"),
    (SGD(learningRate: Tensor("r", .i64)), "learningRate must be a float scalar (operands: i64)"),
    (SGD(learningRate: 0.1, momentum: 1), "momentum must be in [0, 1)"),
    (SGD(learningRate: 0.1, momentum: 0, nesterov: true), "Nesterov's momentum needs a momentum"),
    (SGD(learningRate: 0.1, weightDecay: -1), "weightDecay must be 0 or greater"),
    (Adam(learningRate: -1), "Adam: learningRate"),
    (Adam(beta1: 1), "beta1 must be in [0, 1)"),
    (Adam(beta2: -0.1), "beta2 must be in [0, 1)"),
    (Adam(epsilon: -1), "epsilon must be 0 or greater"),
    (LBFGS(memory: 0), "memory must be in 1...1000; it is 0"),
    (LBFGS(lineSearch: BacktrackingLineSearch(factor: 1)), "factor must be in (0, 1)"),
    (LBFGS(lineSearch: BacktrackingLineSearch(candidates: 0)), "candidates must be in 1...100"),
  ]

  @Test("hyperparameters", arguments: wrong.indices) func hyperparameters(_ number: Int) {
    let (optimizer, says) = Self.wrong[number]
    let text = message { try optimizer.state(for: x) }
    #expect(text.contains(says), "\(text)")
    #expect(message { try optimizer.initialState(for: NDArray([1.0])) } == text)
    let state = OptimizerState(slots: [:] as [String: [String: Tensor]])
    #expect(message { try optimizer.update(x, x, state) } == text)
    if !says.contains("(operands") { #expect(text.contains("ErrorTests.swift"), "\(text)") }
  }

  @Test("structures that do not fit") func structures() throws {
    let optimizer = SGD(learningRate: 0.1, momentum: 0.9)
    let state = try optimizer.state(for: x)
    let other = ["x": Tensor("y", .f32, ["n"])]
    #expect(message { try optimizer.update(x, other, state) }.contains("gradient of leaf 0 is f32[n], expected f64[n]"))
    #expect(
      message { try optimizer.update(x, ["x": Tensor("y", .f64, ["m"])], state) }.contains("is f64[m], expected f64[n]")
    )
    #expect(message { try optimizer.update(x, [:], state) }.contains("a structure of 0 tensors for 1 parameters"))
    #expect(
      message { try optimizer.update(x, x, try Adam().state(for: x)) }.contains(
        "a state of [count], expected []; make it by state(for:)"))
    #expect(
      message { try optimizer.update(x, x, try optimizer.state(for: other)) }.contains("trace of leaf 0 is f32[n]"))
    let integers = Tensor("i", .i64, ["n"])
    #expect(message { try optimizer.state(for: integers) }.contains("a parameter is i64[n]: only floats are optimized"))
    #expect(message { try optimizer.initialState(for: NDArray([1])) }.contains("only floats are optimized"))
    #expect(message { try optimizer.state(for: NDArray([1.0])) }.contains("a parameter is an array"))
    #expect(message { try optimizer.initialState(for: x) }.contains("the extent n of a parameter is no number"))
  }

  @Test("errors of expressions are passed on") func expressions() throws {
    let optimizer = Adam()
    let p = Tensor("p", .f64, ["n"])
    let slope = gradient(of: sum(p) * 0 + Tensor("q", .f64), withRespectTo: Tensor("r", .f64, ["n"]))
    #expect(
      message { try optimizer.update(p, slope, try optimizer.state(for: p)) }.contains(
        "nothing differentiable leads from r"))
    let lbfgs = LBFGS()
    let state = try lbfgs.state(for: p)
    #expect(
      message { try lbfgs.update(p, p, state, value: p) { $0 } }.contains(
        "the cost must be a float scalar (operands: f64[n])"))
    #expect(message { try lbfgs.update(p, p, state, value: sum(p)) { $0 } }.contains("the cost must be a float scalar"))
  }

  @Test("initial states of tensors with fixed extents") func fixedExtents() throws {
    let state = try LBFGS(memory: 4).initialState(for: ["w": Tensor("w", .f32, [2, 3])])
    #expect(state.slots["steps"]?["w"]?.shape == [4, 2, 3])
    #expect(state.slots["position"]?["w"]?.elementType == .f32)
  }
}
