import TensorJIT
import TensorScheduling
import TensorText
import Testing

/// Gates, rules of the user's own, checkpoints, known gradients.
@Suite("Control of gradients")
struct GradientControlTests {
  private let x = Tensor("x", .f64, ["n"])

  private func run(_ outputs: [Tensor], _ arguments: NDArray..., inputs: [Tensor]? = nil) throws -> [[Double]] {
    try compile(inputs: inputs ?? [x], outputs: outputs)(arguments).map { $0.toArray(of: Double.self) }
  }

  @Test("gates pass values on and change cotangents") func gates() throws {
    let cost = sum(square(zeroGradient(x)) + 2 * clipGradient(x, min: -1, max: 1) + scaleGradient(x, by: -3))
    let values = try run([cost, gradient(of: cost, withRespectTo: x)], [1, 2])
    #expect(values == [[14], [-2, -2]])
    #expect(gradient(of: sum(stopGradient(x)), withRespectTo: x).error != nil)
    #expect(clipGradient(x, min: 1, max: -1).error != nil)
    #expect(scaleGradient(x, by: .nan).error != nil)
  }

  @Test("the compiled graph has no gates") func gatesGo() throws {
    let f = try compile(inputs: [x], outputs: [exp(zeroGradient(x)) * stopGradient(x)])
    #expect(Traversal.nodes(of: f.graph).allSatisfy { !$0.operation.name.hasSuffix("_gradient") })
  }

  @Test("a rule of the user's own") func custom() throws {
    let slope = Tensor("slope", .f64, [])
    let y = customGradient(of: x) { floor($0) } gradient: { cotangent, _ in cotangent * 2 }
    #expect(try run([y, gradient(of: sum(y * x), withRespectTo: x)], [1.5, 2.5]) == [[1, 2], [4, 7]])
    // What the body uses besides is a constant to derivatives.
    let z = customGradient(of: x) { $0 * slope } gradient: { cotangent, x in cotangent * x }
    let both = gradient(of: sum(z), withRespectTo: [x, slope], disconnected: .zero)
    #expect(try run([z] + both, [1, 2], NDArray(3.0), inputs: [x, slope]) == [[3, 6], [1, 2], [0]])
    // Forward mode and batches by the same rule.
    let v = Tensor("v", .f64, ["n"])
    #expect(try run(jvp(of: [y], withRespectTo: [x], tangents: [v]), [1.5, 2.5], [1, 10], inputs: [x, v]) == [[2, 20]])
    let rows = Tensor("rows", .f64, ["k", "n"])
    let each = vmap(over: rows) { row in
      gradient(of: sum(customGradient(of: row) { floor($0) } gradient: { cotangent, _ in cotangent * 2 }), withRespectTo: row)
    }
    #expect(try run([each], [[1, 2], [3, 4]], inputs: [rows]) == [[2, 2, 2, 2]])
  }

  @Test("a rule that gives too few cotangents is an error") func misfit() {
    let y = customGradient(of: [x, x]) { [$0[0] * $0[1]] } gradient: { _ in [nil] }
    let error = gradient(of: sum(y[0]), withRespectTo: x).error
    #expect(error?.message.contains("1 cotangents for 2 operands") == true)
  }

  @Test("known gradients take the place of those of the cost") func known() throws {
    let y = square(x)
    let values = try run([gradient(of: sum(y), withRespectTo: x, knownGradients: [(y, 0 * x + x[0])])], [3, 5])
    #expect(values == [[18, 30]])
    let alone = gradient(withRespectTo: [x], knownGradients: [(y, x)])
    #expect(try run(alone, [3, 5]) == [[18, 50]])
    #expect(gradient(withRespectTo: [x], knownGradients: [(y, x[0])])[0].error?.message.contains("known gradient") == true)
  }

  @Test("checkpoints change no value") func checkpointValues() throws {
    let (a, b) = (Tensor("a", .f64, ["n"]), Tensor("b", .f64, []))
    func cost(_ layer: (Tensor) -> Tensor) -> Tensor { sum(layer(layer(layer(a)))) }
    func layer(_ x: Tensor) -> Tensor { log(1 + exp(sin(x) * b)) }
    let plain = cost(layer), kept = cost { checkpoint($0, layer) }
    let first = gradient(of: plain, withRespectTo: [a, b]), second = gradient(of: kept, withRespectTo: [a, b])
    let values = try run([plain, kept] + first + second, [1, 2, 3], NDArray(0.5), inputs: [a, b])
    #expect(values[0] == values[1])
    for (one, other) in [(values[2], values[4]), (values[3], values[5])] {
      #expect(zip(one, other).allSatisfy { abs($0 - $1) <= 1e-15 * max(1, abs($0)) })
    }
    let report = try checkGradient(of: kept, withRespectTo: [a, b], at: [[1, 2, 3], NDArray(0.5)])
    #expect(report.isCorrect, "\(report)")
  }

  /// Of many layers that are products, all inner values are kept without checkpoints, and the operands of each with them.
  @Test("checkpoints keep less") func checkpointMemory() throws {
    let w = Tensor("w", .f64, ["n", "n"])
    let input = Tensor("h", .f64, ["n", "n"])
    func block(_ h: Tensor) -> Tensor { (0..<6).reduce(h) { h, _ in tanh(h.matmul(w)) } }
    func bytes(_ layer: (Tensor) -> Tensor) throws -> Int {
      let cost = sum((0..<6).reduce(input) { h, _ in layer(h) })
      let f = try compile(inputs: [w, input], outputs: [cost, gradient(of: cost, withRespectTo: w)])
      let n = 64
      let array = try NDArray([Double](repeating: 0.01, count: n * n)).reshaped(Shape([n, n]))
      return try f.temporaryByteCount([array, array]) / (n * n * 8)
    }
    let (plain, kept) = (try bytes(block), try bytes { checkpoint($0, block) })
    // 36 inner values without; six operands, six inner values and what is under way with.
    #expect(plain >= 36 && kept <= 20, "\(plain) without checkpoints, \(kept) with")
  }
}
