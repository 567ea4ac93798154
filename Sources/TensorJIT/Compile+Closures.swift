import TensorGraph

/// The type of a parameter, for functions compiled from closures.
public struct ParameterType: Hashable, Sendable {
  public var type: TensorType

  public init(_ elementType: ElementType, _ shape: [Dimension] = []) { type = TensorType(elementType, shape) }
}

/// Every parameter of a closure is a tensor.
public typealias TensorOf<T> = Tensor

/// What closures' parameters are described by.
public protocol ParameterTypeProtocol: Sendable { var type: TensorType { get } }
extension ParameterType: ParameterTypeProtocol {}

/// Compiles a closure over tensors:
///
/// ```swift
/// let f = try compile(ParameterType(.f64, ["n"]), ParameterType(.f64, ["n"])) { x, y in x * y + 1.0 }
/// let z = try f(xs, ys)
/// ```
///
/// Parameters are called x0, x1, ... in errors and calls by name.
///
/// - Throws: `TensorError` if an expression is wrong, with the line where it was written.
public func compile<each Input: ParameterTypeProtocol, Output: TensorStructure>(
  _ types: repeat each Input, name: String = "main", options: CompilationOptions = .standard,
  file: StaticString = #fileID, line: Int = #line, _ body: (repeat TensorOf<each Input>) throws -> Output
) throws -> ClosureFunction<Output> where Output.Leaf == Tensor, Output: Sendable {
  var parameters: [Tensor] = []
  func parameter(_ type: TensorType) -> Tensor {
    let tensor = Tensor(parameter: "x\(parameters.count)", type, at: .at(file, line))
    parameters.append(tensor)
    return tensor
  }
  let output = try body(repeat parameter((each types).type))
  let function = try compile(inputs: parameters, outputs: output.leaves, name: name, options: options)
  return ClosureFunction(function: function, output: output)
}

/// A compiled closure: takes arrays, gives what the closure gave, with arrays for tensors.
public struct ClosureFunction<Output: TensorStructure & Sendable>: Sendable where Output.Leaf == Tensor {
  public let function: CompiledFunction
  let output: Output

  /// Runs the function.
  ///
  /// - Throws: `CallError` if the arrays do not fit the parameters, or if something fails while computing.
  public func callAsFunction(_ arguments: NDArray...) throws -> Output.Arrays {
    var rest = try function(arguments)[...]
    return output.arrays(from: &rest)
  }
}
