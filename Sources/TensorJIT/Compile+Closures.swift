import TensorGraph

/// The type of a parameter, for functions compiled from closures.
public struct ParameterType: Hashable, Sendable {
  public var type: TensorType

  public init(_ elementType: ElementType, _ shape: [Dimension] = []) { type = TensorType(elementType, shape) }
}

/// Compiles a closure over tensors, one for each parameter type:
/// `compile(ParameterType(.f64, ["n"]), ParameterType(.f64)) { x, scale in x * scale + 1 }`.
///
/// Parameters are called x0, x1, ... in errors and calls by name. Several results are an array, or another structure of tensors.
public func compile<each Input: ClosureParameter, Output: TensorStructure>(
  _ types: repeat each Input, name: String = "main", options: CompilationOptions = .standard,
  file: StaticString = #fileID, line: Int = #line, _ body: (repeat (each Input).Argument) -> Output
) throws -> CompiledFunction where Output.Leaf == Tensor {
  var parameters: [Tensor] = []
  func argument<Parameter: ClosureParameter>(_ parameter: Parameter) -> Parameter.Argument {
    let tensor = Tensor(parameter: "x\(parameters.count)", parameter.type, at: .at(file, line))
    parameters.append(tensor)
    return Parameter.argument(tensor)
  }
  let output = body(repeat argument(each types))
  return try compile(inputs: parameters, outputs: output.leaves, name: name, options: options)
}

/// What a closure's parameter is described by, and what stands for it in the closure. (Swift finds the closure's type by the
/// associated type; `ParameterType` is the only one needed.)
public protocol ClosureParameter {
  associatedtype Argument
  var type: TensorType { get }
  static func argument(_ tensor: Tensor) -> Argument
}

extension ParameterType: ClosureParameter {
  public static func argument(_ tensor: Tensor) -> Tensor { tensor }
}
