import TensorJIT
import TensorOptimizers
import Testing

@Suite("L-BFGS")
struct LBFGSTests {
  /// `sum 100 (x[i + 1] - x[i]^2)^2 + (1 - x[i])^2`. Source: H. Rosenbrock (1960).
  private func rosenbrock(_ x: Tensor) -> Tensor {
    let (left, right) = (x[.range(start: nil, stop: -1, step: 1)], x[.range(start: 1, stop: nil, step: 1)])
    return sum(100 * square(right - square(left)) + square(1 - left))
  }

  private func minimize(
    from start: NDArray, steps: Int, optimizer: LBFGS, _ cost: (Tensor) -> Tensor
  ) throws -> (values: [NDArray], point: NDArray) {
    let x = Tensor("x", start.elementType, ["n"])
    let state = try optimizer.state(for: x)
    let step = try compile(x, state, options: CompilationOptions(cache: nil, isChecked: true)) { x, state in
      let (value, slope) = valueAndGradient(at: x, cost)
      let (next, nextState) = try optimizer.update(x, slope, state, value: value, cost: cost)
      return TensorTuple(value, next, nextState)
    }
    var point = start
    var memory = try optimizer.initialState(for: start)
    var values: [NDArray] = []
    for _ in 0..<steps {
      let (value, next, nextMemory) = try step(point, memory).parts
      values.append(value)
      (point, memory) = (next, nextMemory)
    }
    return (values, point)
  }

  @Test("Rosenbrock's valley", arguments: [2, 10]) func valley(_ count: Int) throws {
    let start = NDArray((0..<count).map { $0 % 2 == 0 ? -1.2 : 1.0 })
    let (values, point) = try minimize(from: start, steps: count == 2 ? 60 : 100, optimizer: LBFGS(), rosenbrock)
    let numbers = try values.map { try $0.scalar(as: Double.self) }
    #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 >= $1 }, "the cost never grows")
    for value in point.toArray(of: Double.self) {
      #expect(abs(value - 1) < 1e-8, "\(point), cost \(numbers.last ?? .nan)")
    }
  }

  @Test("in f32") func single() throws {
    let start = try NDArray([-1.2, 1.0]).astype(.f32)
    let (_, point) = try minimize(from: start, steps: 60, optimizer: LBFGS(memory: 5), rosenbrock)
    #expect(point.elementType == .f32)
    for value in point.toArray(of: Float.self) { #expect(abs(value - 1) < 1e-3, "\(point)") }
  }

  /// Between the wells of a double well the curvature is negative: those pairs are skipped, and a minimum is found all
  /// the same.
  @Test("negative curvature") func wells() throws {
    let (values, point) = try minimize(from: NDArray([0.05, -0.1]), steps: 30, optimizer: LBFGS()) { x in
      sum(square(square(x) - 1))
    }
    #expect(try values[29].scalar(as: Double.self) < 1e-15)
    #expect(point.toArray(of: Double.self).map { $0.rounded() } == [1, -1])
  }

  /// At the minimum, and where no candidate is any better, the point stays and nothing becomes NaN.
  @Test("at the minimum") func rest() throws {
    let (values, point) = try minimize(from: NDArray([0.0, 0]), steps: 4, optimizer: LBFGS()) { x in sum(square(x)) }
    #expect(try values.map { try $0.scalar(as: Double.self) } == [0, 0, 0, 0])
    #expect(point.toArray(of: Double.self) == [0, 0])
  }

  /// Beyond 0.5 the cost is NaN: a candidate there is not taken.
  @Test("costs that are NaN") func domain() throws {
    let (values, point) = try minimize(from: NDArray([0.4]), steps: 25, optimizer: LBFGS()) { x in
      sum(-log(0.5 - x) - 3 * x)
    }
    #expect(try values.allSatisfy { try $0.scalar(as: Double.self).isFinite })
    #expect(abs(point.toArray(of: Double.self)[0] - 1.0 / 6) < 1e-7, "\(point)")
  }
}
