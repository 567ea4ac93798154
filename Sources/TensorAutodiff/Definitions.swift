import TensorGraph
import TensorOperators

/// The functions of derivatives that programs in the text format call.
public enum DerivativeFunctions {
  /// Makes them known by their names, once; false if another package has taken one of these.
  public static let areRegistered: Bool = definitions.reduce(true) { OperationTable.register($1) && $0 }

  typealias Parameter = OperationDefinition.Parameter

  private static let cost = Parameter("cost", .tensor)
  private static let result = Parameter("y", .tensor)
  private static let variables = Parameter("wrt", .tensors, acceptsOne: true)
  private static let disconnected = Parameter("disconnected", .text, default: .text("error"), keywordOnly: true)

  private static let definitions = [
    function("grad", [cost, variables, disconnected], "The gradients of a float scalar by variables of the program.") {
      arguments throws(TensorError) in
      gradient(
        of: try arguments.tensor("cost"), try arguments.variables(), [], try arguments.disconnected(), at: arguments.place)
    },
    function(
      "vjp", [result, variables, Parameter("cotangent", .tensor), disconnected],
      "The product of a cotangent of y with the Jacobian of y by variables of the program."
    ) { arguments throws(TensorError) in
      vectorJacobian(
        [try arguments.tensor("y")], try arguments.variables(), [try arguments.tensor("cotangent")],
        try arguments.disconnected(), "vjp", at: arguments.place)
    },
    function(
      "jvp", [result, variables, Parameter("tangents", .tensors, acceptsOne: true), disconnected],
      "The product of the Jacobian of y by variables of the program with tangents of these.", givesTuples: false
    ) { arguments throws(TensorError) in
      jacobianVector(
        [try arguments.tensor("y")], try arguments.variables(), try arguments.tensors("tangents"),
        try arguments.disconnected(), at: arguments.place)
    },
    function(
      "jacobian", [result, variables, disconnected],
      "The derivatives of each element of y by each element of variables of the program.", of: ElementType.floats
    ) { arguments throws(TensorError) in
      jacobian(
        try arguments.tensor("y"), try arguments.variables(), .automatic, try arguments.disconnected(), "jacobian",
        at: arguments.place)
    },
    function("hessian", [cost, variables], "The second derivatives of a float scalar by pairs of variables of the program.", of: ElementType.floats,
      givesRows: true) {
      arguments throws(TensorError) in
      hessian(try arguments.tensor("cost"), try arguments.variables(), at: arguments.place).flatMap(\.self)
    },
  ]

  private static func function(
    _ name: String, _ parameters: [Parameter], _ summary: String, of types: [ElementType] = ElementType.floats + [.c64, .c128],
    givesTuples: Bool = true, givesRows: Bool = false,
    _ build: @escaping @Sendable (BoundArguments) throws(TensorError) -> [Tensor]
  ) -> OperationDefinition {
    OperationDefinition(
      name, family: "derivatives", parameters, summary: summary, numpy: "", elementTypes: types, givesTuples: givesTuples,
      givesRows: givesRows, build: build)
  }
}

extension BoundArguments {
  /// The variables to differentiate by, one at least.
  fileprivate func variables() throws(TensorError) -> [Tensor] {
    let variables = try tensors("wrt")
    guard !variables.isEmpty else {
      throw TensorError(operation: operation, message: "no variables to differentiate by", places: [place], hint: "name one, or a list of some")
    }
    return variables
  }

  fileprivate func disconnected() throws(TensorError) -> Disconnected {
    guard case .text(let text)? = values["disconnected"] else { return .error }
    switch text {
    case "error": return .error
    case "zero": return .zero
    case "warn": return .warn
    default:
      throw TensorError(
        operation: operation, message: "disconnected is '\(text)'", places: [place], hint: "one of 'error', 'zero', 'warn'")
    }
  }
}
