import TensorAutodiff
import TensorGraph

/// The gradients of a scalar cost by all tensors of a structure, in a structure of the same form.
///
/// Shapes and types are those of the tensors. Arrays in the structure are constants, so zeros stand in their place.
/// Errors (in the tensors that are given) as for single tensors: a cost that is no float scalar, a tensor that is no
/// float, one that the cost does not depend on, an operation without a derivative.
///
/// ```swift
/// let slopes = gradient(of: loss, withRespectTo: network)   // a Network<Tensor>, as network is
/// ```
public func gradient<Parameters: TensorStructure>(
  of cost: Tensor, withRespectTo parameters: Parameters, disconnected: Disconnected = .error,
  file: StaticString = #fileID,
  line: Int = #line
) -> Parameters {
  let slopes = gradient(of: cost, withRespectTo: parameters.tensors, disconnected: disconnected, file: file, line: line)
  return parameters.replacingTensors(by: slopes).mapArrays { $0.zerosLike }
}

/// A cost and its gradients by all tensors of a structure; `value_and_grad` in JAX.
///
/// ```swift
/// let (loss, slopes) = valueAndGradient(at: network) { network in mean(square(network(x) - y)) }
/// ```
///
/// - Parameters:
///   - parameters: what the cost is a function of.
///   - cost: builds the cost, a float scalar. It may use any other tensors, which are constants for the gradient.
/// - Returns: the cost, and the gradients in a structure of the same form. Errors as for `gradient`.
public func valueAndGradient<Parameters: TensorStructure>(
  at parameters: Parameters, disconnected: Disconnected = .error, file: StaticString = #fileID, line: Int = #line,
  _ cost: (Parameters) throws -> Tensor
) rethrows -> (value: Tensor, gradient: Parameters) {
  let value = try cost(parameters)
  return (value, gradient(of: value, withRespectTo: parameters, disconnected: disconnected, file: file, line: line))
}

extension NDArray {
  /// Zeros of the shape and type, which cost no memory: one zero, repeated.
  fileprivate var zerosLike: NDArray {
    (try? NDArray.zeros([], type: elementType).broadcast(to: shape)) ?? self
  }
}
