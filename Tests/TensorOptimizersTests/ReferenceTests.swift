import Foundation
import TensorJIT
import TensorOptimizers
import Testing

/// Steps of optax and PyTorch on one cost, as `scripts/make_optimizer_expectations.py` saved them.
struct ReferenceSteps: Decodable {
  struct Case: Decodable {
    let name: String
    let type: String
    let path: [[String: [Double]]]
  }

  let shapes: [String: [Int]]
  let start: [String: [Double]]
  let target: [String: [Double]]
  let scale: [String: [Double]]
  let rates: [Double]
  let cases: [Case]

  static func load() throws -> ReferenceSteps {
    let file = try #require(
      Bundle.module.url(forResource: "optimizers", withExtension: "json", subdirectory: "Expected"))
    return try JSONDecoder().decode(ReferenceSteps.self, from: Data(contentsOf: file))
  }

  func arrays(_ table: [String: [Double]], _ type: ElementType) throws -> [String: NDArray] {
    var result: [String: NDArray] = [:]
    for (name, values) in table { result[name] = try NDArray(values).astype(type).reshaped(Shape(shapes[name] ?? [])) }
    return result
  }
}

@Suite("Optimizers against optax and PyTorch")
struct ReferenceTests {
  static let optimizers: [String: @Sendable (Tensor) -> any Optimizer] = [
    "sgd": { _ in SGD(learningRate: 0.1) },
    "sgd-schedule": { SGD(learningRate: $0, momentum: 0.8) },
    "momentum": { _ in SGD(learningRate: 0.05, momentum: 0.9) },
    "nesterov": { _ in SGD(learningRate: 0.05, momentum: 0.9, nesterov: true) },
    "adam": { _ in Adam(learningRate: 0.1, beta1: 0.8, beta2: 0.95, epsilon: 1e-6) },
    "adamw": { _ in Adam(learningRate: 0.1, weightDecay: 0.02) },
    "lbfgs": { _ in LBFGS(learningRate: 0.7, memory: 3) },
    "lbfgs-1": { _ in LBFGS(learningRate: 1, memory: 1) },
    "sgd-decay": { _ in SGD(learningRate: 0.05, momentum: 0.9, weightDecay: 0.1) },
    "nesterov-decay": { _ in SGD(learningRate: 0.05, momentum: 0.9, nesterov: true, weightDecay: 0.1) },
    "adamw-torch": { _ in Adam(learningRate: 0.05, weightDecay: 0.3) },
  ]

  static let engines: [CompilationOptions] = [
    CompilationOptions(engine: .llvm(.init()), cache: nil, isChecked: true),
    CompilationOptions(engine: .interpreter, cache: nil, isChecked: true),
  ]

  private static func cost(
    _ parameters: [String: Tensor], target: [String: NDArray], scale: [String: NDArray]
  ) -> Tensor {
    var cost: Tensor = 0
    for (name, p) in parameters.sorted(by: { $0.key < $1.key }) {
      guard let target = target[name], let scale = scale[name] else { continue }
      cost = cost + sum(Tensor(scale) / 2 * square(p - Tensor(target)) + p ** 4 / 10)
    }
    return cost
  }

  @Test("steps", arguments: try ReferenceSteps.load().cases.map { "\($0.name) \($0.type)" }, engines.indices)
  func steps(_ label: String, _ engine: Int) throws {
    let data = try ReferenceSteps.load()
    let reference = try #require(data.cases.first { "\($0.name) \($0.type)" == label })
    let type: ElementType = reference.type == "f32" ? .f32 : .f64
    let rate = Tensor("rate", .f64)
    let make = try #require(Self.optimizers[reference.name])
    let optimizer = make(rate)
    let (target, scale) = try (data.arrays(data.target, type), data.arrays(data.scale, type))
    var parameters: [String: Tensor] = [:]
    for (name, shape) in data.shapes { parameters[name] = Tensor(name, type, shape.map { Dimension($0) }) }
    let state = try optimizer.state(for: parameters)
    let step = try compile(parameters, state, rate, options: Self.engines[engine]) { parameters, state, _ in
      let slopes = valueAndGradient(at: parameters) { Self.cost($0, target: target, scale: scale) }.gradient
      let (next, nextState) = try optimizer.update(parameters, slopes, state)
      return TensorTuple(next, nextState)
    }
    var values = try data.arrays(data.start, type)
    var memory = try optimizer.initialState(for: values)
    for (position, expected) in reference.path.enumerated() {
      (values, memory) = try step(values, memory, try NDArray(ScalarValue(data.rates[position]))).parts
      for (name, numbers) in expected {
        let got = try #require(values[name])
        #expect(got.elementType == type)
        for (a, b) in zip(try got.astype(.f64).toArray(of: Double.self), numbers) {
          // Rounding grows along the path of L-BFGS, whose steps divide by differences.
          let tolerance = type == .f64 ? 1e-10 : reference.name.hasPrefix("lbfgs") ? 2e-3 : 2e-5
          #expect(abs(a - b) <= tolerance * max(1, abs(b)), "\(label) step \(position) \(name): \(a), expected \(b)")
        }
      }
    }
  }
}
