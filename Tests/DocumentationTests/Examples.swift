// Made from the examples in the documentation by scripts/doc-examples.sh: change them there.

import TensorJIT
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

      var leaves: [TensorLeaf] { weights.leaves + bias.leaves }
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
