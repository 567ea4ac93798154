// Trains two models on handwritten digits, each by one compiled function that is loss, gradients and update.
//
//   swift run -c release train-digits [digits.npz] [--curves loss.svg] [--times times.txt]

import Foundation
import TensorJIT
import TensorOptimizers

func main() throws {
  let options = try Options(CommandLine.arguments.dropFirst())
  let digits = try Digits(options.data)
  print("\(digits.training.count) images to learn from, \(digits.test.count) to test on (every fifth)")

  // 1. The models: structures of tensors. (Extents could have names, too: then initial values say what they are.)
  let regression = Layer(weights: Tensor("weights", .f32, [64, 10]), bias: Tensor("bias", .f32, [10]))
  let network = Network(
    hidden: Layer(weights: Tensor("weights1", .f32, [64, 128]), bias: Tensor("bias1", .f32, [128])),
    output: Layer(weights: Tensor("weights2", .f32, [128, 10]), bias: Tensor("bias2", .f32, [10])))

  // 2. How they learn. The rate is a parameter of the step, so that it can fall.
  let rate = Tensor("rate", .f32)
  let momentum = SGD(learningRate: rate, momentum: 0.9, nesterov: true)
  let adam = Adam(learningRate: rate, weightDecay: 0.1)

  // 3. One compiled step for each, called for each batch.
  let runs = [
    try Training("Softmax regression", regression, momentum, rate, largestRate: 0.3).run(epochs: 40, digits),
    try Training("Two-layer network", network, adam, rate, largestRate: 4e-3).run(epochs: 40, digits),
  ]
  try options.write(runs: runs)
}

do {
  try main()
} catch {
  FileHandle.standardError.write(Data("train-digits: \(error)\n".utf8))
  exit(1)
}
