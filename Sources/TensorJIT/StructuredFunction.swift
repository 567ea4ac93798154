import TensorGraph

/// A compiled function whose arguments and result are structures of arrays.
public struct StructuredFunction<Output: TensorStructure, each Input: TensorStructure> {
  /// The function of all leaves, one after the other.
  public let function: CompiledFunction
  /// How many leaves each argument has.
  private let leafCounts: [Int]
  private let output: Output

  init(_ function: CompiledFunction, leafCounts: [Int], output: Output) {
    (self.function, self.leafCounts, self.output) = (function, leafCounts, output)
  }

  /// Runs the function.
  ///
  /// - Throws: `CallError` if a structure has another number of leaves, if the arrays do not fit the parameters, or if
  ///   something fails while computing.
  public func callAsFunction(_ arguments: repeat (each Input).Arrays) throws -> Output.Arrays {
    var arrays: [NDArray] = []
    var position = 0
    for argument in repeat each arguments {
      let leaves = argument.leaves
      guard leaves.count == leafCounts[position] else { throw mismatch(position, "got \(leaves.count)") }
      for leaf in leaves {
        guard case .array(let array) = leaf else { throw mismatch(position, "got a tensor among them") }
        arrays.append(array)
      }
      position += 1
    }
    var results = try function(arrays)[...]
    return output.arrays(from: &results)
  }

  private func mismatch(_ position: Int, _ got: String) -> CallError {
    CallError(
      .arguments,
      "argument \(position) of \(function.name): expected a structure of \(leafCounts[position]) arrays, \(got)")
  }
}

extension StructuredFunction: Sendable where Output: Sendable {}

/// Compiles an expression over structures of parameters:
///
/// ```swift
/// let f = try compile(layer, x) { layer, x in x.matmul(layer.weights) + layer.bias }
/// let y = try f(Layer(weights: w, bias: b), xs)
/// ```
///
/// - Parameters:
///   - inputs: structures whose leaves are parameters.
///   - body: builds the result from them; arrays in it are constants.
/// - Throws: `TensorError` if an expression is wrong, with the line where it was written.
public func compile<each Input: TensorStructure, Output: TensorStructure>(
  _ inputs: repeat each Input, name: String = "main", options: CompilationOptions = .standard,
  _ body: (repeat each Input) throws -> Output
) throws -> StructuredFunction<Output, repeat each Input> {
  var parameters: [Tensor] = []
  var counts: [Int] = []
  for input in repeat each inputs {
    let leaves = try input.leaves.map { try $0.asTensor() }
    parameters += leaves
    counts.append(leaves.count)
  }
  let output = try body(repeat each inputs)
  let outputs = try output.leaves.map { try $0.asTensor() }
  let function = try compile(inputs: parameters, outputs: outputs, name: name, options: options)
  return StructuredFunction(function, leafCounts: counts, output: output)
}
