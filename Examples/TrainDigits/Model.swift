import TensorJIT

/// What a model is made of, generic over what stands at its leaves: `Layer<Tensor>` in expressions, `Layer<NDArray>` in
/// calls.
struct Layer<Part> {
  var weights: Part
  var bias: Part
}

struct Network<Part> {
  var hidden: Layer<Part>
  var output: Layer<Part>
}

/// A model that gives a score to each digit: of images f32[b, 64], scores f32[b, 10].
protocol Classifier: TensorStructure {
  func scores(_ images: Tensor) -> Tensor
}

extension Layer<Tensor>: Classifier {
  func scores(_ images: Tensor) -> Tensor { images.matmul(weights) + bias }
}

extension Network<Tensor>: Classifier {
  func scores(_ images: Tensor) -> Tensor { output.scores(maximum(hidden.scores(images), 0)) }
}

extension Classifier {
  /// The mean cross entropy, `-log softmax(scores)[label]`.
  func loss(_ images: Tensor, _ labels: Tensor) -> Tensor {
    let isLabel = labels[.all, .newAxis] .== arange(10)
    return -mean(sum(which(isLabel, logSoftmax(scores(images), axis: 1), 0), axis: 1))
  }

  /// The part of the images that get their label.
  func accuracy(_ images: Tensor, _ labels: Tensor) -> Tensor { mean(argmax(scores(images), axis: 1) .== labels) }
}

// Structures list their parts twice.
extension Layer: TensorStructure where Part: TensorStructure {
  mutating func visitLeaves(_ visitor: inout some LeafVisitor) {
    weights.visitLeaves(&visitor)
    bias.visitLeaves(&visitor)
  }
  func arrays(from leaves: inout ArraySlice<NDArray>) -> Layer<Part.Arrays> {
    Layer<Part.Arrays>(weights: weights.arrays(from: &leaves), bias: bias.arrays(from: &leaves))
  }
}

extension Network: TensorStructure where Part: TensorStructure {
  mutating func visitLeaves(_ visitor: inout some LeafVisitor) {
    hidden.visitLeaves(&visitor)
    output.visitLeaves(&visitor)
  }
  func arrays(from leaves: inout ArraySlice<NDArray>) -> Network<Part.Arrays> {
    Network<Part.Arrays>(hidden: hidden.arrays(from: &leaves), output: output.arrays(from: &leaves))
  }
}
