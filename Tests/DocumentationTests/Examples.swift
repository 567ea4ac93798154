// Made from the examples in the documentation by scripts/doc-examples.sh: change them there.

import Foundation
import TensorGraphRewrites
import TensorJIT
import TensorOptimizers
import TensorRuleChecking
import TensorText
import Testing

@Suite struct DocumentationExamples {
  // README.md
  @Test func readme() throws {
    let output = PrintedOutput()
    func print(_ values: Any...) { output.print(values) }

    let x = Tensor("x", .f64, ["n", "d"])
    let w = Tensor("w", .f64, ["d"])
    let score = x.matmul(w)
    let probability = 1 / (1 + exp(-score))
    let predict = try compile(inputs: [x, w], outputs: [probability, mean(probability)])

    let results = try predict([[1, 2], [3, 4], [5, 6]], [0.5, -0.5])
    print(results[0])
    print(results[1])
    output.expect(
      """
      [0.37754067 0.37754067 0.37754067]
      0.37754066879814546
      """)
  }

  // docs/rewriting.md
  @Test func rewriting() throws {
    let output = PrintedOutput()
    func print(_ values: Any...) { output.print(values) }

    let x = anyTensor("x")
    let pythagoras = Rule("pythagoras", square(sin(x)) + square(cos(x)) => x * 0 + 1, tags: ["mine"])
    let logSoftmax = Rule("log-of-softmax", log(.along("softmax", x)) => .along("log_softmax", x))
    let negatives = Rule("sum-of-negative", TensorPattern.reduction("sum", -x) => -TensorPattern.reduction("sum", x))
    print(logSoftmax)
    print(negatives)
    output.expect(
      """
      log(softmax(x, axis=axis)) => log_softmax(x, axis=axis)
      sum(-x, axis=axis, keepdims=keepdims) => -sum(x, axis=axis, keepdims=keepdims)
      """)
    let c = anyNumber("c")
    let flat = Rule("flat", log(x ** c) => c * log(x), where: .init("x is 1-d") { match, _ in match["x"].rank == 1 })
    let small = Rule("small-sine", sin(x), gives: "x") { match, language in match["x"] }
      .meant(for: sin(x * 1e-9))
    print(flat)
    print(small)
    output.expect(
      """
      log(x**c) => c*log(x)  where c is a number, x is 1-d
      sin(x) => x
      """)
    let book = TensorRuleBook("mine", "what I know of my data") { pythagoras }
    var database = TensorRuleDatabase.builtIn
    print(database.register(book, in: "canonicalize"))

    let t = Tensor("t", .f64, ["n"])
    let radius = square(cos(t)) + square(sin(t))
    let report = rewrite([radius], database: database)
    for firing in report.firings { print(firing.rule, "made", firing.after.type, "of", firing.before.type) }
    print(report.outcome)
    output.expect(
      """
      true
      pythagoras made f64[n] of f64[n]
      equilibrium
      """)
    var options = CompilationOptions.standard
    options.rewriting = Rewriting(database: database)
    let one = try compile(inputs: [t], outputs: [radius], options: options)
    print(try one([0.5, 1.5])[0])

    print(rewrite([radius], database: database, query: RuleQuery(exclude: ["mine"])).firings.count)
    output.expect(
      """
      [1. 1.]
      0
      """)
    var history = RewriteHistory([log(1 - tanh(t) * tanh(t))])
    while history.forward() { print(history.position, history.firing(history.position).rule) }
    output.expect(
      """
      1 times-itself
      2 sech-squared
      3 log-secant-squared
      """)
    let p = assume(Tensor("p", .f64, ["n"]), .positive, .finite)
    let rootOfRoot = Rule("root-of-root", sqrt(x) * sqrt(x) => x, where: .isNonnegative("x"))
    var roots = TensorRuleDatabase()
    roots.addStage("all")
    roots.register(TensorRuleBook("mine", "roots") { rootOfRoot }, in: "all")
    print(rewrite([sqrt(p) * sqrt(p)], database: roots).firings.count, rewrite([sqrt(t) * sqrt(t)], database: roots).firings.count)
    output.expect(
      """
      1 0
      """)

    let verdict = checkRule(pythagoras, instances: 200)
    print(verdict.isCorrect)

    let wrong = Rule("square-root-of-square", sqrt(square(x)) => x)
    print(checkRule(wrong, instances: 200).violations[0].kind)
    output.expect(
      """
      true
      value
      """)
  }

  // docs/derivatives.md
  @Test func derivatives() throws {
    let output = PrintedOutput()
    func print(_ values: Any...) { output.print(values) }

    let w = Tensor("w", .f64, ["d"])
    let x = Tensor("x", .f64, ["n", "d"])
    let y = Tensor("y", .f64, ["n"])
    let loss = mean(square(x.matmul(w) - y))
    let slope = gradient(of: loss, withRespectTo: w)
    let step = try compile(inputs: [w, x, y], outputs: [loss, w - 0.1 * slope])
    print(try step([0, 0], [[1, 0], [0, 1], [1, 1]], [1, 2, 3])[1])
    output.expect(
      """
      [0.26666667 0.33333333]
      """)
    let xs = Tensor("xs", .f64, ["examples", "d"])
    let theta = Tensor("theta", .f64, ["d"])
    let slopes = vmap(over: xs, theta, axes: (0, nil)) { x, theta in
      gradient(of: square(sum(x * theta) - 1), withRespectTo: theta)
    }
    let perExample = try compile(inputs: [xs, theta], outputs: [slopes])
    print(try perExample([[1, 0], [1, 1]], [2, 3])[0])
    output.expect(
      """
      [[2. 0.]
       [8. 8.]]
      """)
    let z = Tensor("z", .f64, ["n"])
    let rounded = customGradient(of: z) { rint($0) } gradient: { cotangent, _ in cotangent }
    let through = try compile(inputs: [z], outputs: [rounded, gradient(of: sum(square(rounded)), withRespectTo: z)])
    print(try through([0.4, 1.7])[1])
    output.expect(
      """
      [0. 4.]
      """)
  }

  // docs/optimizers.md
  @Test func optimizers() throws {
    let output = PrintedOutput()
    func print(_ values: Any...) { output.print(values) }

    struct Line<Part: TensorStructure>: TensorStructure {
      var slope: Part
      var height: Part

      mutating func visitLeaves(_ visitor: inout some LeafVisitor) {
        slope.visitLeaves(&visitor)
        height.visitLeaves(&visitor)
      }
      func arrays(from leaves: inout ArraySlice<NDArray>) -> Line<Part.Arrays> {
        Line<Part.Arrays>(slope: slope.arrays(from: &leaves), height: height.arrays(from: &leaves))
      }
    }

    let line = Line(slope: Tensor("slope", .f64, ["d"]), height: Tensor("height", .f64))
    let x = Tensor("x", .f64, ["n", "d"])
    let y = Tensor("y", .f64, ["n"])
    let (loss, slopes) = valueAndGradient(at: line) { line in mean(square(x.matmul(line.slope) + line.height - y)) }
    print(loss.type, slopes.slope.type, slopes.height.type)
    output.expect(
      """
      f64 f64[d] f64
      """)
    let optimizer = Adam(learningRate: 0.1)
    let state = try optimizer.state(for: line)
    let step = try compile(line, state, x, y) { line, state, x, y in
      let (next, nextState) = try optimizer.update(line, slopes, state)
      return TensorTuple(loss, next, nextState)
    }
    let points: NDArray = [[0, 1], [1, 0], [1, 1], [2, 1]]
    let heights: NDArray = [2, 3, 4, 6]
    var values = Line<NDArray>(slope: [0.0, 0.0], height: NDArray(0.0))
    var memory = try optimizer.initialState(for: values)
    for _ in 0..<500 { (_, values, memory) = try step(values, memory, points, heights).parts }
    print(String(format: "%.2f", try values.height.scalar(as: Double.self)), memory.slots.keys.sorted())
    output.expect(
      """
      1.00 ["mu", "nu"]
      """)
    let rate = Tensor("rate", .f64)
    let descent = SGD(learningRate: rate)
    let slide = try compile(line, x, y, rate) { line, x, y, rate in
      try descent.update(line, slopes, descent.state(for: line)).parameters
    }
    print(try slide(Line<NDArray>(slope: [0.0, 0.0], height: NDArray(0.0)), points, heights, NDArray(0.5)).height)
    output.expect(
      """
      3.75
      """)
    func rosenbrock(_ p: Tensor) -> Tensor {
      let (a, b) = (p[.index(0)], p[.index(1)])
      return square(1 - a) + 100 * square(b - square(a))
    }

    let p = Tensor("p", .f64, [2])
    let newton = LBFGS(memory: 5)
    let valley = try compile(p, try newton.state(for: p)) { p, state in
      let (value, slope) = valueAndGradient(at: p, rosenbrock)
      let (next, nextState) = try newton.update(p, slope, state, value: value, cost: rosenbrock)
      return TensorTuple(next, nextState)
    }
    var place: NDArray = [-1.2, 1.0]
    var history = try newton.initialState(for: place)
    for _ in 0..<60 { (place, history) = try valley(place, history).parts }
    print(place)
    output.expect(
      """
      [1. 1.]
      """)
    struct SignDescent: Optimizer {
      let rate: Double
      var name: String { "SignDescent" }
      var layout: OptimizerLayout { OptimizerLayout() }

      func step(_ step: OptimizerStep) -> OptimizerStep {
        var next = step
        next.parameters = zip(step.parameters, step.gradients).map { $0 - rate * sign($1) }
        return next
      }
    }

    let signs = SignDescent(rate: 0.25)
    let move = try compile(line, x, y) { line, x, y in
      try signs.update(line, slopes, signs.state(for: line)).parameters
    }
    print(try move(Line<NDArray>(slope: [0.0, 0.0], height: NDArray(0.0)), points, heights).slope)
    output.expect(
      """
      [0.25 0.25]
      """)
    do {
      _ = try SGD(learningRate: -1).state(for: line)
    } catch {
      print(error.message)
    }
    output.expect(
      """
      learningRate must be 0 or greater, and finite; it is -1.0
      """)
  }

  // Sources/TensorJIT/TensorJIT.docc/TensorJIT.md
  @Test func landingPage() throws {
    let output = PrintedOutput()
    func print(_ values: Any...) { output.print(values) }
    let x = Tensor("x", .f64, ["n"])
    let y = Tensor("y", .f64, ["n"])
    let f = try compile(inputs: [x, y], outputs: [exp(x) * y + sum(y)])
    print(try f([0, 0.5, 1], [1, 2, 3])[0])
    output.expect(
      """
      [ 7.          9.29744254 14.15484549]
      """)
  }

  // Sources/TensorJIT/TensorJIT.docc/GettingStarted.md
  @Test func gettingStarted() throws {
    let output = PrintedOutput()
    func print(_ values: Any...) { output.print(values) }
    let x = Tensor("x", .f32, ["n", 3])
    let center = mean(x, axis: 0)
    let length = sqrt(sum(square(x - center), axis: 1))
    print(length.type)
    output.expect(
      """
      f32[n]
      """)
    let distances = try compile(inputs: [x], outputs: [center, length])
    let points = try NDArray(rows: [[0, 0, 0], [2, 0, 0], [1, 3, 0]] as [[Float]])
    let results = try distances(points)
    print(results[0])
    print(results[1])
    output.expect(
      """
      [1. 1. 0.]
      [1.4142135 1.4142135 2.       ]
      """)
    print(try distances(["x": points])[1].shape)
    output.expect(
      """
      (3,)
      """)
    let a: NDArray = [[1, 2, 3], [4, 5, 6]]
    print(a.shape, a.elementType)
    print(a[0..., 1])
    print(a.T)
    print(a.toArray(of: Double.self))
    output.expect(
      """
      (2, 3) i64
      [2 5]
      [[1 4]
       [2 5]
       [3 6]]
      [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
      """)
    print(exp(a * 0.5) .> 3)
    print(mean(a, axis: 0))
    output.expect(
      """
      [[False False  True]
       [ True  True  True]]
      [2.5 3.5 4.5]
      """)
    let scale = try compile(ParameterType(.f64, ["n"]), ParameterType(.f64)) { v, factor in v * factor + 1 }
    print(try scale([1, 2, 3], NDArray(10.0)))
    output.expect(
      """
      [11. 21. 31.]
      """)
    struct Layer<Part: TensorStructure>: TensorStructure {
      var weights: Part
      var bias: Part

      mutating func visitLeaves(_ visitor: inout some LeafVisitor) {
        weights.visitLeaves(&visitor)
        bias.visitLeaves(&visitor)
      }
      func arrays(from leaves: inout ArraySlice<NDArray>) -> Layer<Part.Arrays> {
        Layer<Part.Arrays>(weights: weights.arrays(from: &leaves), bias: bias.arrays(from: &leaves))
      }
    }

    let layer = Layer(weights: Tensor("weights", .f64, ["d", "k"]), bias: Tensor("bias", .f64, ["k"]))
    let input = Tensor("input", .f64, ["n", "d"])
    let dense = try compile(layer, input) { layer, input in
      maximum(input.matmul(layer.weights) + layer.bias, 0)
    }
    print(try dense(Layer(weights: [[1, 0], [0, -1]], bias: [0, 1]), [[1, 2], [3, -4]]))
    output.expect(
      """
      [[1. 0.]
       [3. 5.]]
      """)
  }

  // Sources/TensorJIT/TensorJIT.docc/ErrorsAndInspection.md
  @Test func errorsAndInspection() throws {
    let output = PrintedOutput()
    func print(_ values: Any...) { output.print(values) }
    let a = Tensor("a", .f64, [2, 3])
    let b = Tensor("b", .f64, [4])
    let wrong = a + b
    print(wrong.error?.operation ?? "none")
    print(wrong.error?.message ?? "none")
    do {
      _ = try compile(inputs: [a, b], outputs: [wrong * 2])
    } catch let error as TensorError {
      print(error.operands)
    }
    output.expect(
      """
      add
      shapes do not broadcast: axis -1 has extents 3 and 4
      [f64[2, 3], f64[4]]
      """)
    let x = Tensor("x", .f64, ["n"])
    let y = Tensor("y", .f64, ["n"])
    let f = try compile(inputs: [x, y], outputs: [x * y], name: "product")
    do {
      _ = try f([1, 2, 3], [1, 2])
    } catch let error as CallError {
      print(error.kind, error.message)
    }
    output.expect(
      """
      arguments argument y of product: expected f64[n], got f64[2]: axis 0: n is 2 here but 3 in axis 0 of x
      """)
    let indices = Tensor("indices", .i64, ["m"])
    let pick = try compile(inputs: [x, indices], outputs: [take(x, indices)])
    do {
      _ = try pick([1, 2, 3], [0, 5])
    } catch let error as CallError {
      print(error.kind, error.message)
    }
    output.expect(
      """
      execution take: index 5 is out of bounds for axis 0 with extent 3
      """)
    let (short, long): (NDArray, NDArray) = ([1, 2], [1, 2, 3])
    do {
      _ = try NDArray.evaluating { short + long }
    } catch {
      print(type(of: error))
    }
    output.expect(
      """
      CallError
      """)
    let z = exp(x) + sum(y)
    for node in Traversal.nodes(of: [z]) {
      print(node.operation.name, node.types[0])
    }
    print(Traversal.parameters(of: [z]).map(\.type))
    output.expect(
      """
      parameter f64[n]
      exp f64[n]
      parameter f64[n]
      sum f64
      add f64[n]
      [f64[n], f64[n]]
      """)
    let doubled = Traversal.substitute([x: 2 * x], in: [z])
    print(Traversal.nodes(of: doubled).map(\.operation.name))
    output.expect(
      """
      ["literal", "parameter", "multiply", "exp", "parameter", "sum", "add"]
      """)
    let options = CompilationOptions(engine: .interpreter, threads: 1, cache: nil, isChecked: true)
    let slow = try compile(inputs: [x, y], outputs: [z], options: options)
    let fast = try compile(inputs: [x, y], outputs: [z])
    let arguments: [NDArray] = [[0.1, 0.2], [0.3, 0.4]]
    print(try slow(arguments)[0].isBitwiseEqual(to: fast(arguments)[0]))
    output.expect(
      """
      true
      """)
  }
}
