import TensorJIT
import TensorOptimizers

/// The training of one model by one optimizer: a compiled step, and a compiled test.
struct Training<Model: Classifier, Rule: Optimizer> {
  typealias State = OptimizerState<Model>
  typealias Step = StructuredFunction<TensorTuple<Tensor, Model, State>, Model, State, Tensor, Tensor, Tensor, Tensor>

  static var batchSize: Int { 64 }

  let name: String
  let model: Model
  let optimizer: Rule
  let largestRate: Double
  let step: Step
  let test: StructuredFunction<TensorTuple<Tensor, Tensor>, Model, Tensor, Tensor>

  /// - Parameter rate: the optimizer's learning rate, given anew to each step.
  init(_ name: String, _ model: Model, _ optimizer: Rule, _ rate: Tensor, largestRate: Double) throws {
    (self.name, self.model, self.optimizer, self.largestRate) = (name, model, optimizer, largestRate)
    let (images, labels) = (Tensor("images", .u8, ["n", 64]), Tensor("labels", .i64, ["n"]))
    let batch = Tensor("batch", .i64, [Dimension(Self.batchSize)])

    // Batch, loss, gradients and update are one graph, and one native function.
    step = try compile(model, try optimizer.state(for: model), rate, images, labels, batch, name: "step") {
      model, state, rate, images, labels, batch in
      let (x, y) = (take(images, batch, axis: 0).astype(.f32) / 16, take(labels, batch))
      let (loss, slopes) = valueAndGradient(at: model) { model in model.loss(x, y) }
      let (next, nextState) = try optimizer.update(model, slopes, state)
      return TensorTuple(loss, next, nextState)
    }
    test = try compile(model, images, labels, name: "test") { model, images, labels in
      let x = images.astype(.f32) / 16
      return TensorTuple(model.accuracy(x, labels), model.loss(x, labels))
    }
  }

  /// Random weights whose squares sum to 2 along each column, and biases of 0. Source: K. He et al., Delving deep into
  /// rectifiers (2015).
  private func initialParameters(_ random: inout Random) throws -> Model.Arrays {
    try model.mapToArrays { leaf in
      guard case .tensor(let tensor) = leaf else { return try NDArray.zeros([]) }
      let shape = tensor.shape.compactMap(\.constant)
      guard shape.count == 2 else { return try NDArray.zeros(Shape(shape), type: .f32) }
      let scale = (2 / Double(shape[0])).squareRoot()
      return try NDArray((0..<(shape[0] * shape[1])).map { _ in Float(scale * random.normal()) }).reshaped(Shape(shape))
    }
  }

  func run(epochs: Int, _ digits: Digits) throws -> TrainingRun {
    var random = Random(seed: 2)
    var parameters = try initialParameters(&random)
    var state: State.Arrays = try optimizer.initialState(for: model)
    let (images, labels) = (digits.training.images, digits.training.labels)
    let count = digits.training.count / Self.batchSize
    var run = TrainingRun(name: name, stepsPerEpoch: count)
    let progress = Progress(name, total: epochs)
    let clock = ContinuousClock()
    for epoch in 0..<epochs {
      let order = (0..<digits.training.count).shuffled(using: &random)
      for number in 0..<count {
        let batch = NDArray(Array(order[(number * Self.batchSize)..<((number + 1) * Self.batchSize)]))
        // The rate falls to 0 in a straight line.
        let part = Double(epoch * count + number) / Double(epochs * count)
        let rate = try NDArray(ScalarValue(.float(largestRate * (1 - part)), type: .f32))
        let start = clock.now
        let (loss, next, nextState) = try step(parameters, state, rate, images, labels, batch).parts
        run.times.append(clock.now - start)
        (parameters, state) = (next, nextState)
        run.losses.append(Double(try loss.scalar(as: Float.self)))
      }
      let (accuracy, loss) = try test(parameters, digits.test.images, digits.test.labels).parts
      run.tests.append((Double(try loss.scalar(as: Float.self)), try accuracy.scalar(as: Double.self)))
      progress.show(epoch + 1, run.summary)
    }
    progress.end(run.report)
    return run
  }
}

/// What happened in a training.
struct TrainingRun {
  let name: String
  let stepsPerEpoch: Int
  /// The loss of each batch before its step.
  var losses: [Double] = []
  /// After each epoch, on the images that were held out.
  var tests: [(loss: Double, accuracy: Double)] = []
  var times: [Duration] = []

  var accuracy: Double { tests.last?.accuracy ?? 0 }
  /// The time of a step in the middle of all, in microseconds.
  var medianMicroseconds: Double { times.isEmpty ? 0 : times.sorted()[times.count / 2] / .microseconds(1) }

  private var meanLoss: Double { losses.suffix(stepsPerEpoch).reduce(0, +) / Double(stepsPerEpoch) }

  var summary: String { "loss \(meanLoss.shown(4))   test \((100 * accuracy).shown(1)) %" }

  var report: String {
    let first = (times.first ?? .zero) / .milliseconds(1)
    return """
        test accuracy \((100 * accuracy).shown(2)) %, loss \(meanLoss.shown(4)) in training
        \(times.count) steps of \(medianMicroseconds.shown(1)) us (median)
        the first took \(first.shown(0)) ms: it compiles, or takes the code from the cache
      """
  }
}
