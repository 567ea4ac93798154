// Recognizes handwritten digits by nearest neighbours, from Swift: the same program as Examples/digits.tj.
//
//   swift run -c release nearest-neighbour [digits.npz]

import TensorJIT
import TensorNumPyFiles

// 1. The data: 1,797 images of 8 x 8 pixels and the digits that they show.
let path = CommandLine.arguments.dropFirst().first ?? "Examples/Data/digits.npz"
let archive = try NPZArchive(path)
let (images, labels) = try (archive.read("images"), archive.read("labels"))

// 2. The expression. Nothing is computed here: this builds a graph. "n" is an extent that the call decides.
let pixels = Tensor("images", .u8, ["n", 64])
let digits = Tensor("labels", .i64, ["n"])

let x = pixels.astype(.f32)
let distance = sum(square(x[.all, .newAxis, .all] - x[.newAxis, .all, .all]), axis: 2)
let row = arange("n" as Dimension)
let others = which(row[.all, .newAxis] .== row[.newAxis, .all], Double.infinity, distance)
let predicted = take(digits, argmin(others, axis: 1))
let accuracy = mean(predicted .== digits)

// 3. One native function. Code is made when the first call shows how the arrays lie in memory.
let classify = try compile(inputs: [pixels, digits], outputs: [accuracy, predicted], name: "classify")

let clock = ContinuousClock()
var results: [NDArray] = []
let first = try clock.measure { results = try classify(images, labels) }
let second = try clock.measure { results = try classify(images, labels) }

// 4. Results are arrays again.
let rate: Double = try results[0].scalar()
let wrong = zip(results[1].toArray(of: Int.self), labels.toArray(of: Int.self)).count { $0 != $1 }
print("images        \(images.shape) \(images.elementType)")
print("predicted     \(results[1])")
print("accuracy      \(rate) (\(wrong) of \(labels.count) wrong)")
print("first call    \(first) (compiles, or takes the code from the cache)")
print("second call   \(second)")
