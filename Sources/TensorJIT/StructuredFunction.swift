import TensorGraph

/// A compiled function whose arguments and result are structures of arrays.
public struct StructuredFunction<Output: TensorStructure, each Input: TensorStructure>: Sendable
where Output.Leaf == Tensor, repeat (each Input).Leaf == Tensor {
  /// The function of all leaves, one after the other.
  public let function: CompiledFunction
  /// How many leaves each argument has.
  private let leafCounts: [Int]
  private let assemble: @Sendable ([NDArray]) -> Output.Arrays

  init(_ function: CompiledFunction, leafCounts: [Int], assemble: @escaping @Sendable ([NDArray]) -> Output.Arrays) {
    (self.function, self.leafCounts, self.assemble) = (function, leafCounts, assemble)
  }

  /// Runs the function.
  ///
  /// - Throws: `CallError` if a structure has another number of leaves, if the arrays do not fit the parameters, or if
  ///   something fails while computing.
  public func callAsFunction(_ arguments: repeat (each Input).Arrays) throws -> Output.Arrays {
    var leaves: [NDArray] = []
    var position = 0
    for argument in repeat each arguments {
      let given = argument.leaves
      guard given.count == leafCounts[position] else {
        throw CallError(
          .arguments,
          "argument \(position) of \(function.name): expected a structure of \(leafCounts[position]) arrays, got \(given.count)")
      }
      leaves += given
      position += 1
    }
    return assemble(try function(leaves))
  }
}

/// Compiles an expression over structures of parameters: `compile(layer, x) { layer, x in x.matmul(layer.weights) + layer.bias }`.
///
/// - Parameters:
///   - inputs: structures whose leaves are parameters.
///   - body: builds the result from them.
/// - Throws: `TensorError` if an expression is wrong, with the line where it was written.
public func compile<each Input: TensorStructure, Output: TensorStructure>(
  _ inputs: repeat each Input, name: String = "main", options: CompilationOptions = .standard,
  _ body: (repeat each Input) throws -> Output
) throws -> StructuredFunction<Output, repeat each Input>
where Output.Leaf == Tensor, repeat (each Input).Leaf == Tensor, Output: Sendable {
  var leaves: [Tensor] = []
  var counts: [Int] = []
  for input in repeat each inputs {
    leaves += input.leaves
    counts.append(input.leaves.count)
  }
  let output = try body(repeat each inputs)
  let function = try compile(inputs: leaves, outputs: output.leaves, name: name, options: options)
  return StructuredFunction(function, leafCounts: counts) { arrays in
    var rest = arrays[...]
    return output.arrays(from: &rest)
  }
}
