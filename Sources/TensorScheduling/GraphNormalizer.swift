import TensorGraph
import TensorOperators

/// Brings a graph into the form that scheduling works on: composite operations are replaced by their graphs, and
/// equal nodes are one node.
public struct GraphNormalizer {
  public init() {}

  /// For cutting a graph: scalars whose values are extents are normalized too, in the form that `scalars` gives for those that rules have
  /// rewritten; nothing is packed.
  init(scalars: [Tensor: Tensor]) { (isForCutting, self.scalars) = (true, scalars) }

  private var isForCutting = false
  private var scalars: [Tensor: Tensor] = [:]
  private var unique: [NodeKey: Node] = [:]
  private var results: [Tensor: Tensor] = [:]
  /// What was written for composite operations, by serial numbers of nodes, ascending: it stands where the composite does.
  private var expansions: [(first: Int, last: Int, places: [SourcePlace])] = []

  /// The normal form of each tensor. Walks with a stack of its own: graphs may be deep.
  public mutating func normalize(_ roots: [Tensor]) -> [Tensor] {
    var stack: [Step] = roots.reversed().map { .visit($0) }
    while let step = stack.popLast() {
      switch step {
      case .visit(let tensor):
        if results[tensor] != nil { continue }
        stack.append(.build(tensor.node))
        for input in tensor.node.inputs.reversed() where results[input] == nil { stack.append(.visit(input)) }
        guard isForCutting else { continue }
        for extent in tensor.node.extents {
          let scalar = scalars[extent.scalar] ?? extent.scalar
          if results[scalar] == nil { stack.append(.visit(scalar)) }
        }
      case .build(let node):
        if results[Tensor(node: node)] != nil { continue }
        build(node, &stack)
      case .adopt(let node, let replacement):
        for (index, tensor) in replacement.enumerated() {
          if let result = results[tensor] { results[Tensor(node: node, index: index)] = result }
        }
      }
    }
    return roots.compactMap { results[$0] }
  }

  /// The normal forms of a program's results, complex ones as arrays of their parts.
  public mutating func normalizeResults(_ roots: [Tensor]) -> [Tensor] {
    normalize(normalize(roots).map { $0.elementType.isComplex ? Interleave.of($0) : $0 })
  }

  /// The normal form of a scalar that is an extent, if it has been met.
  func normalized(_ extent: ExtentDefinition) -> Tensor? { results[scalars[extent.scalar] ?? extent.scalar] }

  private enum Step {
    case visit(Tensor)
    case build(Node)
    /// The node's results are those of a replacement, once that is normalized.
    case adopt(Node, [Tensor])
  }

  private mutating func build(_ node: Node, _ stack: inout [Step]) {
    let inputs = node.inputs.compactMap { results[$0] }
    let (places, first) = (self.places(of: node), FreshNumbers.next())
    if case .composite(let expand) = node.operation.lowering {
      let replacement = expand(inputs)
      // Parts that people wrote know their own lines.
      if !(node.operation is Subgraph) { expansions.append((first, FreshNumbers.next(), places)) }
      stack.append(.adopt(node, replacement))
      for tensor in replacement.reversed() { stack.append(.visit(tensor)) }
      return
    }
    // Where a graph is cut, complex numbers stay what they are: each stage splits its own.
    if !isForCutting, let parts = ComplexSplitting.split(node, inputs) {
      expansions.append((first, FreshNumbers.next(), places))
      stack.append(.adopt(node, parts))
      for tensor in parts.reversed() { stack.append(.visit(tensor)) }
      return
    }
    if let wide = HalfWidening.widened(node, inputs) {
      stack.append(.adopt(node, wide))
      for tensor in wide.reversed() { stack.append(.visit(tensor)) }
      return
    }
    if let simpler = SplitReduction.split(node, inputs) ?? LiteralPower.simplified(node, inputs) {
      stack.append(.adopt(node, [simpler]))
      stack.append(.visit(simpler))
      return
    }
    let key = NodeKey(node.operation, isForCutting ? inputs : packed(node, inputs))
    let merged: Node
    if let known = unique[key] {
      merged = known
    } else {
      merged =
        key.inputs == node.inputs && places == node.places
        ? node
        : Node(node.operation, key.inputs, types: node.types, constraints: node.constraints, places: places)
      unique[key] = merged
    }
    for index in node.types.indices {
      results[Tensor(node: node, index: index)] = Tensor(node: merged, index: index)
      results[Tensor(node: merged, index: index)] = Tensor(node: merged, index: index)
    }
  }

  /// Where people wrote the node, or the composite operation that it was made for.
  private func places(of node: Node) -> [SourcePlace] {
    var (low, high) = (0, expansions.count)
    while low < high {
      let middle = (low + high) / 2
      if expansions[middle].last < node.serial { low = middle + 1 } else { high = middle }
    }
    guard low < expansions.count, expansions[low].first < node.serial, !expansions[low].places.isEmpty else { return node.places }
    return expansions[low].places
  }

  /// The operands, for matrix products, routines, scans along the last axis and reductions over several axes each behind a copy, which
  /// scheduling drops where the operand can be read as it lies.
  private mutating func packed(_ node: Node, _ inputs: [Tensor]) -> [Tensor] {
    switch node.operation.lowering {
    case .matrixProduct: return inputs.map { packedUnderTransposes($0) }
    case .reduction(let reduction): return reduction.axes.count < 2 ? inputs : inputs.map { copied($0) }
    case .routine: return inputs.map { packedUnderTransposes($0) }
    case .scan(let axis, _): return alongRows(axis, inputs)
    case .recurrence(let recurrence): return alongRows(recurrence.axis, inputs)
    case .leaf, .elements, .scatter, .overwrite, .reshape, .concatenation, .compaction, .composite: return inputs
    }
  }

  private mutating func alongRows(_ axis: Int, _ inputs: [Tensor]) -> [Tensor] {
    axis + 1 < inputs[0].rank || axis == 0 ? inputs : inputs.map { copied($0) }
  }

  private mutating func copied(_ tensor: Tensor) -> Tensor {
    Tensor(node: merged(NodeKey(Copy(), [tensor])) { Copy.of(tensor).node })
  }

  /// Of a transpose the transpose of a copy: a matrix and its transpose are one in memory.
  private mutating func packedUnderTransposes(_ input: Tensor) -> Tensor {
    var transposes: [Node] = []
    var source = input
    while source.node.operation is Transpose {
      transposes.append(source.node)
      source = source.node.inputs[0]
    }
    return transposes.reversed().reduce(copied(source)) { operand, node in
      Tensor(
        node: merged(NodeKey(node.operation, [operand])) {
          Node(node.operation, [operand], types: node.types, constraints: node.constraints, places: node.places)
        })
    }
  }

  private mutating func merged(_ key: NodeKey, _ make: () -> Node) -> Node {
    if let known = unique[key] { return known }
    let node = make()
    unique[key] = node
    return node
  }
}
