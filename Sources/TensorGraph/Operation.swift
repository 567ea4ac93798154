/// What a node does: its name, its type rule, and how it becomes loops.
///
/// Equal operations on equal operands are equal results, unless `identity` says otherwise.
public protocol Operation: Hashable, Sendable {
  /// The name in the text format.
  var name: String { get }
  /// The arguments beside the operands, as the text format shows them.
  var attributes: [Attribute] { get }
  /// The types of the results for operands of these types, or what is wrong with them.
  func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference
  /// How the results are computed.
  var lowering: Lowering { get }
  /// Nodes of different identities are never merged.
  var identity: Int? { get }
  /// How the operation is differentiated.
  var derivative: Derivative { get }
  /// What it does with complex numbers.
  var complexRule: ComplexRule { get }
  /// How the operation acts on many examples at once.
  var batching: Batching { get }
  /// What is known of the (first) result of a node of this operation, given what is known of its operands.
  func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts
  /// The operation with other extents in its attributes, where `replacement` gives something for a symbol in them. Operations
  /// without extents are left as they are.
  func withExtents(_ replacement: (Symbol) -> Dimension?) -> Self
  /// Extents that the operation knows of beside those in its attributes and types.
  var furtherExtents: [Dimension] { get }
}

extension Operation {
  public func withExtents(_ replacement: (Symbol) -> Dimension?) -> Self { self }
  public var furtherExtents: [Dimension] { [] }
  public var attributes: [Attribute] { [] }
  public var identity: Int? { nil }
  public var derivative: Derivative {
    if case .composite = lowering { .ofLowering } else { .none("no rule for it has been written") }
  }
  public var batching: Batching { .ofLowering }
  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts { .unknown(node.types[0].elementType) }

  /// Whether the other operation is of the same type and equal.
  public func isEqual(to other: any Operation) -> Bool { (other as? Self) == self }

  /// An error of this operation.
  public func failure(_ message: String, hint: String? = nil) -> TensorError {
    TensorError(operation: name, message: message, hint: hint)
  }
}

/// A named argument of an operation that is not a tensor.
public struct Attribute: Hashable, Sendable {
  public indirect enum Value: Hashable, Sendable {
    case integer(Int)
    case float(Double)
    case flag(Bool)
    case text(String)
    case type(ElementType)
    case dimension(Dimension)
    case tuple([Value])
    case none
  }

  public var label: String
  public var value: Value

  public init(_ label: String, _ value: Value) { (self.label, self.value) = (label, value) }
}

/// The result of a type rule.
public struct Inference: Sendable {
  public var types: [TensorType]
  public var constraints: [ShapeConstraint]

  public init(_ types: [TensorType], _ constraints: [ShapeConstraint] = []) {
    (self.types, self.constraints) = (types, constraints)
  }

  public init(_ type: TensorType, _ constraints: [ShapeConstraint] = []) { self.init([type], constraints) }
}

/// A condition on extents that only the actual shapes can decide; checked before anything is computed.
public struct ShapeConstraint: Hashable, Sendable {
  public enum Relation: Hashable, Sendable {
    /// Equal.
    case equal
    /// Equal, or one of them 1.
    case broadcastable
    /// The first is at least the second.
    case atLeast
  }

  public var relation: Relation
  public var first: Dimension
  public var second: Dimension
  /// What the two are, for the message: "axis 1 of the first operand and axis 0 of the second".
  public var meaning: String

  public init(_ relation: Relation, _ first: Dimension, _ second: Dimension, _ meaning: String) {
    (self.relation, self.first, self.second, self.meaning) = (relation, first, second, meaning)
  }
}
