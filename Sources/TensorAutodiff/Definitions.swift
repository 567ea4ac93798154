import TensorGraph
import TensorOperators

/// The functions of derivatives that programs in the text format call.
public enum DerivativeFunctions {
  /// Makes them known by their names, once; false if another package has taken one of these.
  public static let areRegistered: Bool = definitions.reduce(true) { OperationTable.register($1) && $0 }

  typealias Parameter = OperationDefinition.Parameter

  private static let definitions = [
    OperationDefinition(
      "grad", family: "derivatives", [Parameter("cost", .tensor), Parameter("wrt", .tensors, acceptsOne: true)],
      summary: "The gradients of a float scalar by variables of the program.", numpy: "", elementTypes: [.f32, .f64]
    ) { arguments throws(TensorError) in
      gradient(of: try arguments.tensor("cost"), try arguments.tensors("wrt"), at: arguments.place)
    },
    OperationDefinition(
      "vjp", family: "derivatives",
      [Parameter("y", .tensor), Parameter("wrt", .tensors, acceptsOne: true), Parameter("cotangent", .tensor)],
      summary: "The product of a cotangent of y with the Jacobian of y by variables of the program.", numpy: "",
      elementTypes: [.f32, .f64]
    ) { arguments throws(TensorError) in
      vectorJacobian(
        [try arguments.tensor("y")], try arguments.tensors("wrt"), [try arguments.tensor("cotangent")], .error, "vjp",
        at: arguments.place)
    },
    OperationDefinition(
      "jvp", family: "derivatives",
      [Parameter("y", .tensor), Parameter("wrt", .tensors, acceptsOne: true), Parameter("tangents", .tensors, acceptsOne: true)],
      summary: "The product of the Jacobian of y by variables of the program with tangents of these.", numpy: "",
      elementTypes: [.f32, .f64]
    ) { arguments throws(TensorError) in
      jacobianVector(
        [try arguments.tensor("y")], try arguments.tensors("wrt"), try arguments.tensors("tangents"), at: arguments.place)
    },
    OperationDefinition(
      "jacobian", family: "derivatives", [Parameter("y", .tensor), Parameter("wrt", .tensors, acceptsOne: true)],
      summary: "The derivatives of each element of y by each element of variables of the program.", numpy: "", elementTypes: [.f32, .f64]
    ) { arguments throws(TensorError) in
      jacobian(
        try arguments.tensor("y"), try arguments.tensors("wrt"), .automatic, .error, "jacobian", at: arguments.place)
    },
    OperationDefinition(
      "hessian", family: "derivatives", [Parameter("cost", .tensor), Parameter("wrt", .tensors, acceptsOne: true)],
      summary: "The second derivatives of a float scalar by pairs of variables of the program.", numpy: "", elementTypes: [.f32, .f64],
      givesRows: true
    ) { arguments throws(TensorError) in
      hessian(try arguments.tensor("cost"), try arguments.tensors("wrt"), at: arguments.place).flatMap(\.self)
    },
  ]
}
