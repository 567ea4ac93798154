import TensorJIT
import TensorRuleChecking
import Testing

@Suite("Exact evaluation")
struct ExactEvaluatorTests {
  private func value(_ tensor: Tensor, _ arguments: [Tensor: NDArray] = [:], at index: [Int] = []) -> String {
    ExactEvaluator(arguments).value(of: tensor, at: index).number?.description ?? "no number"
  }

  private func of(_ x: Double, _ function: (Tensor) -> Tensor) -> String {
    let tensor = Tensor("x", .f64)
    return value(function(tensor), [tensor: NDArray(scalar: x)])
  }

  @Test("scalar functions have all their digits") func functions() {
    #expect(of(1) { exp($0) }.hasPrefix("2.718281828459045235"))
    #expect(of(1e-300) { log(1 + $0) }.hasPrefix("1.0000000000000000"))
    #expect(of(1e-300) { log(1 + $0) }.hasSuffix("e-300"))
    #expect(of(-40) { log(1 + exp($0)) }.hasPrefix("4.24835425529158"))
    #expect(of(1000) { log(exp($0)) } == "1e3")
    #expect(of(3) { erfc($0) }.hasPrefix("2.20904969985854413"))
    #expect(of(2) { logNdtr(-$0) }.hasPrefix("-3.783184"))
    #expect(of(0.5) { expit($0) }.hasPrefix("6.2245933120185456"))
    #expect(of(7) { remainder($0, -3) } == "-2")
    #expect(of(1e22) { sin($0) }.hasPrefix("-8.522008497671888"))
  }

  @Test("singularities are IEEE's") func singularities() {
    #expect(of(0) { 1 / $0 } == "inf")
    #expect(of(-0.0) { 1 / $0 } == "-inf")
    #expect(of(0) { $0 / $0 } == "nan")
    #expect(of(.infinity) { $0 - $0 } == "nan")
    #expect(of(.infinity) { $0 * 0 } == "nan")
    #expect(of(-1) { log($0) } == "nan")
    #expect(of(-0.0) { sqrt($0) } == "-0.0")
    #expect(of(.nan) { maximum($0, 1) } == "nan")
  }

  @Test("floats are rounded nowhere, numbers of a program once") func rounding() {
    let x = Tensor("x", .f32)
    let arguments = [x: NDArray(scalar: Float(1))]
    #expect(value(x + 1e-30 - x, arguments).hasPrefix("1.00000"))
    // 0.1 is the f32 nearest to it, as the program has it.
    #expect(value(x * 0.1, arguments).hasPrefix("1.00000001490116"))
  }

  @Test("every kind of lowering") func lowerings() throws {
    let x = Tensor("x", .f64, [2, 3])
    let arguments = [x: try NDArray([1.0, 2, 3, 4, 5, 6], shape: [2, 3])]
    #expect(value(sum(x), arguments) == "2.1e1")
    #expect(value(sum(x, axis: 0, keepDims: true), arguments, at: [0, 1]) == "7")
    #expect(value(prod(x, axis: 1), arguments, at: [1]) == "1.2e2")
    #expect(value(mean(x), arguments) == "3.5")
    #expect(value(cumsum(x, axis: 1), arguments, at: [1, 2]) == "1.5e1")
    #expect(value(reshape(x, [3, 2]), arguments, at: [2, 0]) == "5")
    #expect(value(transpose(x), arguments, at: [2, 1]) == "6")
    #expect(value(concatenate([x, x], axis: 1), arguments, at: [1, 4]) == "5")
    #expect(value(matmul(x, transpose(x)), arguments, at: [0, 1]) == "3.2e1")
    #expect(value(logSumExp(x), arguments).hasPrefix("6.456193"))
    #expect(value(softmax(x, axis: 1), arguments, at: [0, 2]).hasPrefix("6.65240955"))
    #expect(value(x[.index(1), .range(start: nil, stop: nil, step: -1)], arguments, at: [0]) == "6")
    #expect(value(max(x, axis: 0), arguments, at: [2]) == "6")
    #expect(ExactEvaluator(arguments).value(of: argmax(x), at: []).scalar(.i64).integer == 5)
    #expect(value(variance(x), arguments).hasPrefix("2.91666666666666666"))
  }

  @Test("integers wrap as on machines") func integers() {
    let x = Tensor("x", .i8)
    let evaluator = ExactEvaluator([x: NDArray(scalar: Int8(100))])
    #expect(evaluator.value(of: x + x, at: []).scalar(.i8).integer == -56)
    #expect(evaluator.value(of: x / 8, at: []).number?.description == "1.25e1")
  }
}
