// Trains two models on handwritten digits, each by one compiled function that is loss, gradients and update.
//
//   swift run -c release train-digits [digits.npz] [--curves loss.svg] [--times times.txt]

import TensorJIT
import TensorOptimizers

let options = try Options(CommandLine.arguments.dropFirst())
let digits = try Digits(options.data)
print("\(digits.training.count) images to learn from, \(digits.test.count) to test on (every fifth)")

// 1. The models: structures of tensors. Extents that are numbers can be initialized; "n" would be decided by each call.
let regression = Layer(weights: Tensor("weights", .f32, [64, 10]), bias: Tensor("bias", .f32, [10]))
let network = Network(
  hidden: Layer(weights: Tensor("weights1", .f32, [64, 128]), bias: Tensor("bias1", .f32, [128])),
  output: Layer(weights: Tensor("weights2", .f32, [128, 10]), bias: Tensor("bias2", .f32, [10])))

// 2. Their training.
let rate = Tensor("rate", .f32)
let first = try Training(
  "Softmax regression", regression, SGD(learningRate: rate, momentum: 0.9, nesterov: true), rate, digits, largestRate: 0.3)
let firstRun = try first.run(epochs: 40, digits)
let second = try Training(
  "Two-layer network", network, Adam(learningRate: rate, weightDecay: 0.1), rate, digits, largestRate: 4e-3)
let secondRun = try second.run(epochs: 40, digits)

// 3. What came out.
try options.write(runs: [firstRun, secondRun])
