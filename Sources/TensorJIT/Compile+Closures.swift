import TensorGraph

/// The type of a parameter, for functions compiled from closures.
public struct ParameterType: Hashable, Sendable {
  public var type: TensorType

  public init(_ elementType: ElementType, _ shape: [Dimension] = []) { type = TensorType(elementType, shape) }
}

/// Compiles a closure over tensors: `compile(.init(.f64, ["n"]), .init(.f64, ["n"])) { x, y in x * y + 1.0 }`.
///
/// Parameters are called x0, x1, ... in errors and calls by name.
public func compile<each Input, Output: TensorStructure>(
  _ types: repeat each Input, name: String = "main", options: CompilationOptions = .standard,
  file: StaticString = #fileID, line: Int = #line, _ body: (repeat TensorOf<each Input>) -> Output
) throws -> CompiledFunction where repeat each Input: ParameterTypeProtocol, Output.Leaf == Tensor {
  var parameters: [Tensor] = []
  func parameter(_ type: TensorType) -> Tensor {
    let tensor = Tensor(parameter: "x\(parameters.count)", type, at: .at(file, line))
    parameters.append(tensor)
    return tensor
  }
  let output = body(repeat parameter((each types).type))
  return try compile(inputs: parameters, outputs: output.leaves, name: name, options: options)
}

/// Every parameter of a closure is a tensor.
public typealias TensorOf<T> = Tensor

/// What closures' parameters are described by.
public protocol ParameterTypeProtocol { var type: TensorType { get } }
extension ParameterType: ParameterTypeProtocol {}
