import TensorGraph

/// A normalized graph as arrays, operands before their users.
struct PrimitiveGraph {
  struct Entry {
    let node: Node
    let lowering: Lowering
    /// Operands by position in the list. (Every primitive operation has one result.)
    let inputs: [Int]
    /// Operand and result types with shapes resolved.
    let inputTypes: [TensorType]
    let type: TensorType
  }

  private(set) var entries: [Entry] = []
  /// The positions of the graph's outputs.
  private(set) var outputs: [Int] = []
  /// Who uses each entry, ascending; an entry that uses another twice is listed twice.
  private(set) var users: [[Int]] = []

  init(outputs given: [Tensor], facts: ShapeFacts) {
    let tensors = given.map { $0.node.isLeaf ? Copy.of($0) : $0 }
    var positions: [ObjectIdentifier: Int] = [:]
    var stack: [(node: Node, ready: Bool)] = tensors.reversed().map { ($0.node, false) }
    while let (node, ready) = stack.popLast() {
      if positions[ObjectIdentifier(node)] != nil { continue }
      guard ready else {
        stack.append((node, true))
        for input in node.inputs.reversed() where positions[ObjectIdentifier(input.node)] == nil {
          stack.append((input.node, false))
        }
        continue
      }
      positions[ObjectIdentifier(node)] = entries.count
      let inputs = node.inputs.compactMap { positions[ObjectIdentifier($0.node)] }
      for input in inputs { users[input].append(entries.count) }
      var type = node.types[0]
      type.shape = facts.resolve(type.shape)
      // Operands keep their own element types: a weak scalar's, say.
      let inputTypes = zip(node.inputs, inputs).map { tensor, position in
        TensorType(tensor.elementType, entries[position].type.shape, isWeak: tensor.type.isWeak)
      }
      entries.append(
        Entry(node: node, lowering: node.operation.lowering, inputs: inputs, inputTypes: inputTypes, type: type))
      users.append([])
    }
    outputs = tensors.compactMap { positions[ObjectIdentifier($0.node)] }
  }
}

extension Node {
  fileprivate var isLeaf: Bool {
    if case .leaf = operation.lowering { return true }
    return false
  }
}

/// The same elements again: what lets an input be an output, or be packed for a library routine.
struct Copy: Operation {
  var name: String { "copy" }
  func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference { Inference(inputs[0]) }
  var lowering: Lowering { .elements { context, index in context.input(0, at: index) } }

  static func of(_ tensor: Tensor) -> Tensor {
    Tensor(node: Node(Copy(), [tensor], types: [tensor.type], places: tensor.node.places))
  }
}
