import TensorOperators

/// Why a graph of PyTensor's could not be read: what, and at which node of which file.
public struct PyTensorImportError: Error, Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// The file is not what it should be.
    case malformed
    /// An Op, or a form of one, that is not known here.
    case unknownOperation
    /// An element type or kind of variable that is not known here.
    case unsupportedType
    /// The Op is known, its operands do not fit.
    case invalid
  }

  public var kind: Kind
  public var message: String
  /// PyTensor's class, and the scalar function where there is one: `Elemwise{Add}`.
  public var operation: String?
  /// Where the node stands among the graph's nodes; those of inner graphs behind a stroke: `12/3`.
  public var node: String?
  /// The node's first result among the graph's variables.
  public var variable: Int?
  public var file: String?

  public init(
    _ kind: Kind, _ message: String, operation: String? = nil, node: String? = nil, variable: Int? = nil, file: String? = nil
  ) {
    (self.kind, self.message, self.operation) = (kind, message, operation)
    (self.node, self.variable, self.file) = (node, variable, file)
  }
}

extension PyTensorImportError: CustomStringConvertible {
  /// `model.json: node 12 (Elemwise{Add}, v40): ...`
  public var description: String {
    var text = file.map { "\($0): " } ?? ""
    if let node {
      let details = [operation, variable.map { "v\($0)" }].compactMap { $0 }.joined(separator: ", ")
      text += "node \(node)" + (details.isEmpty ? "" : " (\(details))") + ": "
    }
    return text + message
  }
}

extension PyTensorImportError {
  static func malformed(_ message: String) -> PyTensorImportError { PyTensorImportError(.malformed, message) }
  static func unknown(_ message: String) -> PyTensorImportError { PyTensorImportError(.unknownOperation, message) }
  static func invalid(_ message: String) -> PyTensorImportError { PyTensorImportError(.invalid, message) }

  /// An operation's error; the node is named instead of the places of its operands.
  init(_ error: TensorError) {
    var error = error
    error.places = []
    self.init(.invalid, "\(error)")
  }
}
