import TensorJIT
import TensorText
import Testing

@Suite("Jacobians and Hessians")
struct JacobianTests {
  private func run(_ inputs: [Tensor], _ outputs: [Tensor], _ arguments: [NDArray]) throws -> [[Double]] {
    try compile(inputs: inputs, outputs: outputs)(arguments).map { $0.toArray(of: Double.self) }
  }

  @Test("forward and reverse agree, shapes are those of result and variable") func modes() throws {
    let x = Tensor("x", .f64, ["n", "m"])
    let y = exp(x).matmul(x.T) + sum(x) * 2
    let (forward, reverse) = (jacobian(of: y, withRespectTo: x, mode: .forward), jacobian(of: y, withRespectTo: x, mode: .reverse))
    #expect(forward.type == reverse.type && forward.shape == ["n", "n", "n", "m"])
    let values = try run([x], [forward, reverse], [[[0.1, 0.2, -0.3], [0.5, 1, 0.25]]])
    #expect(zip(values[0], values[1]).allSatisfy { abs($0 - $1) < 1e-14 })
  }

  @Test("the matrix of a linear function is that matrix, infinities and all") func linear() throws {
    let (w, x) = (Tensor("w", .f64, ["m", "n"]), Tensor("x", .f64, ["n"]))
    for mode in [JacobianMode.forward, .reverse] {
      let values = try run([w, x], [jacobian(of: w.matmul(x), withRespectTo: x, mode: mode)], [[[1, .infinity], [2, 3], [4, 5]], [1, 2]])
      #expect(values[0][0] == 1 && values[0][1] == .infinity && Array(values[0][2...]) == [2, 3, 4, 5])
    }
  }

  @Test("the Hessian of Rosenbrock's function in 50 dimensions") func rosenbrock() throws {
    let x = Tensor("x", .f64, ["n"])
    let (head, tail) = (x[.range(start: nil, stop: -1)], x[1...])
    let valley = 100 * square(tail - square(head))
    let cost = sum(valley + square(1 - head))
    let point: [Double] = (0..<50).map { (i: Int) -> Double in
      let (a, b) = (Double(i % 17), Double(i % 5))
      return 0.3 + 0.05 * a - 0.02 * b
    }
    let found = try run([x], [hessian(of: cost, withRespectTo: x)], [NDArray(point)])[0]
    for i in 0..<50 {
      for j in 0..<50 {
        var wanted = 0.0
        if i == j {
          if i > 0 { wanted += 200 }
          if i < 49 {
            let (here, next) = (point[i], point[i + 1])
            wanted += 1200 * here * here - 400 * next + 2
          }
        } else if abs(i - j) == 1 {
          wanted = -400 * point[min(i, j)]
        }
        let error: Double = abs(found[50 * i + j] - wanted)
        #expect(error <= 1e-13 * Swift.max(1, abs(wanted)), "\(i), \(j)")
      }
    }
  }

  @Test("blocks of several variables; what is linear has zeros") func blocks() throws {
    let (x, y) = (Tensor("x", .f64, ["n"]), Tensor("y", .f64, []))
    let blocks = hessian(of: sum(square(x)) * y, withRespectTo: [x, y])
    #expect(blocks.map { $0.map(\.shape) } == [[["n", "n"], ["n"]], [["n"], []]])
    let values = try run([x, y], blocks.flatMap(\.self), [[1, 2], NDArray(3.0)])
    #expect(values == [[6, 0, 0, 6], [2, 4], [2, 4], [0]])
  }

  @Test("a column for an empty variable, a row for an empty result") func empty() throws {
    let x = Tensor("x", .f64, ["n"])
    let values = try run([x], [jacobian(of: x * x, withRespectTo: x)], [NDArray([Double]())])
    #expect(values == [[]])
  }

  @Test("as text") func text() throws {
    let program = try TextProgram(parsing: "(x: f64[n], y: f64[n]) -> { let h = hessian(sum(x * y ** 2), [x, y]) return h[0][1], jacobian(x ** 2, [x])[0] }")
    let f = try compile(inputs: program.parameters.map(\.tensor), outputs: program.results.map(\.tensor))
    #expect(try f([[1, 2], [3, 4]]).map { $0.toArray(of: Double.self) } == [[6, 0, 0, 8], [2, 0, 0, 4]])
  }
}
