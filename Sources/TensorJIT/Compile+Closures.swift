import TensorGraph

/// The type of a parameter, for functions compiled from closures.
public struct ParameterType: Hashable, Sendable {
  public var type: TensorType

  public init(_ elementType: ElementType, _ shape: [Dimension] = []) { type = TensorType(elementType, shape) }
}

/// What a closure's parameter is described by, and what stands for it in the closure. (Swift finds the closure's type
/// by the associated type; `ParameterType` is the only one needed.)
public protocol ClosureParameter {
  associatedtype Argument
  var type: TensorType { get }
  static func argument(_ tensor: Tensor) -> Argument
}

extension ParameterType: ClosureParameter {
  public static func argument(_ tensor: Tensor) -> Tensor { tensor }
}

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
public func compile<each Input: ClosureParameter, Output: TensorStructure>(
  _ types: repeat each Input, name: String = "main", options: CompilationOptions = .standard,
  file: StaticString = #fileID, line: Int = #line, _ body: (repeat (each Input).Argument) throws -> Output
) throws -> ClosureFunction<Output> {
  var parameters: [Tensor] = []
  func argument<Parameter: ClosureParameter>(_ parameter: Parameter) -> Parameter.Argument {
    let tensor = Tensor(parameter: "x\(parameters.count)", parameter.type, at: .at(file, line))
    parameters.append(tensor)
    return Parameter.argument(tensor)
  }
  let output = try body(repeat argument(each types))
  let outputs = try output.leaves.map { try $0.asTensor() }
  let function = try compile(inputs: parameters, outputs: outputs, name: name, options: options)
  return ClosureFunction(function: function, output: output)
}

/// A compiled closure: takes arrays, gives what the closure gave, with arrays for tensors.
public struct ClosureFunction<Output: TensorStructure> {
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

extension ClosureFunction: Sendable where Output: Sendable {}
