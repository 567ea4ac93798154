/// A tensor expression: one result of a node of the graph.
///
/// Tensors are immutable values. Arithmetic on them builds graphs; nothing is computed before a graph is
/// compiled and called. An expression that cannot be typed gives a tensor with an `error`, which every use of it
/// carries on, and which compiling it throws: so operators need no `try`, and the error points at its own line.
public struct Tensor: Sendable {
  public let node: Node
  /// Which of the node's results this is.
  public let index: Int

  public init(node: Node, index: Int = 0) {
    self.node = node
    self.index = index
  }

  public var type: TensorType { node.types[index] }
  public var elementType: ElementType { type.elementType }
  public var shape: [Dimension] { type.shape }
  public var rank: Int { type.shape.count }

  /// What was wrong when this expression, or one it is made of, was built.
  public var error: TensorError? { (node.operation as? Invalid)?.error }
}

extension Tensor: Hashable {
  public static func == (a: Tensor, b: Tensor) -> Bool { a.node === b.node && a.index == b.index }
  public func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(node))
    hasher.combine(index)
  }
}

/// An operation applied to tensors. Immutable; two nodes are the same only if they are the same object.
public final class Node: Sendable {
  public let operation: any Operation
  /// The operands. (Set once; taken apart, by its only owner, when the node dies.)
  public var inputs: [Tensor] { links }
  public let types: [TensorType]
  /// Where the user wrote it; several after merging.
  public let places: [SourcePlace]
  /// What must hold between extents when the graph is run.
  public let constraints: [ShapeConstraint]
  /// Grows with every node made in the process.
  public let serial: Int
  /// The integer scalars of the graph whose values stand in the types, the operation's attributes or the constraints: they are
  /// computed before the node is.
  package let extents: [ExtentDefinition]

  // Written by init and deinit only, so sharing the node between threads is safe.
  nonisolated(unsafe) private var links: [Tensor]

  public init(
    _ operation: any Operation, _ inputs: [Tensor], types: [TensorType], constraints: [ShapeConstraint] = [],
    places: [SourcePlace]
  ) {
    (self.operation, self.links, self.types) = (operation, inputs, types)
    (self.constraints, self.places) = (constraints, places)
    serial = FreshNumbers.next()
    extents = ExtentDefinition.exist ? ExtentDefinition.all(in: operation, types, constraints) : []
  }

  /// Nodes that only this one holds die here one by one: the recursion of nested deinitializers would overflow the
  /// stack on a long chain.
  deinit {
    guard !links.isEmpty else { return }
    var orphans = links.map(\.node)
    links = []
    // Counts are exact only in place: a copy of the node in a variable would hold it too.
    while let last = orphans.indices.last {
      guard isKnownUniquelyReferenced(&orphans[last]) else {
        orphans.removeLast()
        continue
      }
      let inner = orphans[last].links.map(\.node)
      orphans[last].links = []
      orphans.removeLast()
      orphans += inner
    }
  }
}

extension Node {
  /// What errors call it: as the user wrote it.
  package var writtenName: String { places.first?.writtenOperation ?? operation.name }
}

extension Tensor {
  /// The single result of an operation, or an invalid tensor that carries the error.
  public static func make(_ operation: any Operation, _ inputs: [Tensor], at place: SourcePlace) -> Tensor {
    Tensor(node: .make(operation, inputs, at: place))
  }

  /// The results of an operation.
  public static func makeAll(_ operation: any Operation, _ inputs: [Tensor], at place: SourcePlace) -> [Tensor] {
    let node = Node.make(operation, inputs, at: place)
    return node.types.indices.map { Tensor(node: node, index: $0) }
  }

  /// A tensor that stands for an error.
  public static func invalid(_ error: TensorError) -> Tensor {
    var error = error
    error.operation = error.places.first?.writtenOperation ?? error.operation
    return Tensor(node: Node(Invalid(error: error), [], types: [TensorType(.f64, [])], places: error.places))
  }
}

extension Node {
  /// The node of an operation on typed operands: types are inferred here, once.
  public static func make(_ operation: any Operation, _ inputs: [Tensor], at place: SourcePlace) -> Node {
    if let broken = inputs.first(where: { $0.error != nil }) { return broken.node }
    do throws(TensorError) {
      let inferred = try operation.infer(inputs.map(\.type))
      if let wide = inferred.types.first(where: { $0.rank > TensorType.largestRank }) {
        throw operation.failure("a result of \(wide.rank) axes; \(TensorType.largestRank) are the most")
      }
      for type in inferred.types {
        if let impossibility = type.impossibility { throw operation.failure(impossibility) }
      }
      if let misfit = complexMisfit(operation, inputs, inferred.types) { throw misfit }
      return Node(operation, inputs, types: inferred.types, constraints: inferred.constraints, places: [place])
    } catch {
      var error = error
      if error.operands.isEmpty { error.operands = inputs.map(\.type) }
      error.places = [place] + inputs.flatMap(\.node.places)
      return Tensor.invalid(error).node
    }
  }
}

/// What stands in the graph where an expression was wrong.
public struct Invalid: Operation {
  public let error: TensorError
  public var name: String { "invalid" }
  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference { throw error }
  public var lowering: Lowering { .leaf }
}
