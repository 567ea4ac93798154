import TensorGraphRewrites

/// Numbers the nodes of graphs for drawing. The versions of a rewriting share a table in which equal nodes are one, so
/// that what stays from version to version has the same number and is stored once.
struct NodeTable {
  typealias Port = GraphPicture.Port

  private(set) var nodes: [GraphPicture.Node] = []
  private let mergesEqual: Bool
  /// For each number a node of the graph; they live as long as the table, which knows them by their addresses.
  private var models: [Node] = []
  private var kept: [Node] = []
  private var numbers: [ObjectIdentifier: Int] = [:]
  private var equal: [Key: Int] = [:]
  /// Composite operations whose inner graphs are still to be added.
  private var unopened: [Int] = []
  private let language = TensorLanguage()

  private struct Key: Hashable {
    let node: NodeKey
    let types: [TensorType]
    let owner: Int?
  }

  /// Operations may be made of operations without end, where users define them.
  private static let nestingLimit = 8
  private static let innerNodeLimit = 50_000

  init(mergesEqual: Bool) { self.mergesEqual = mergesEqual }

  /// The results' places in the table; what is new is added.
  mutating func add(_ tensors: [Tensor]) -> [Port] {
    var outermost: [ObjectIdentifier: Int] = [:]
    swap(&outermost, &numbers)
    let ports = add(tensors, owner: nil, &outermost)
    numbers = outermost
    var position = 0
    while position < unopened.count {
      open(unopened[position])
      position += 1
    }
    unopened = []
    return ports
  }

  /// Adds a graph up to the nodes that have numbers already.
  private mutating func add(_ tensors: [Tensor], owner: Int?, _ numbers: inout [ObjectIdentifier: Int]) -> [Port] {
    var stack: [(node: Node, isReady: Bool)] = tensors.reversed().map { ($0.node, false) }
    while let (node, isReady) = stack.popLast() {
      guard numbers[ObjectIdentifier(node)] == nil else { continue }
      if isReady {
        numbers[ObjectIdentifier(node)] = number(node, node.inputs.map { port($0, numbers) }, owner)
      } else {
        stack.append((node, true))
        for input in node.inputs.reversed() where numbers[ObjectIdentifier(input.node)] == nil {
          stack.append((input.node, false))
        }
      }
    }
    return tensors.map { port($0, numbers) }
  }

  private func port(_ tensor: Tensor, _ numbers: [ObjectIdentifier: Int]) -> Port {
    guard let number = numbers[ObjectIdentifier(tensor.node)] else {
      preconditionFailure("operands are numbered before what is made of them")
    }
    return Port(node: number, result: tensor.index)
  }

  private func model(_ port: Port) -> Tensor { Tensor(node: models[port.node], index: port.result) }

  private mutating func number(_ node: Node, _ operands: [Port], _ owner: Int?) -> Int {
    if owner == nil { kept.append(node) }
    let places = node.places.filter { $0 != .none }
    let key = Key(node: NodeKey(node.operation, operands.map(model)), types: node.types, owner: owner)
    if mergesEqual, let known = equal[key] {
      nodes[known].places += places.filter { !nodes[known].places.contains($0) }
      return known
    }
    let number = nodes.count
    if mergesEqual { equal[key] = number }
    var kind = NodeLabel.kind(of: node)
    if case .composite = node.operation.lowering {
      kind = .composite
      unopened.append(number)
    }
    nodes.append(
      GraphPicture.Node(
        kind: kind, name: node.operation.name, label: NodeLabel.text(of: node, language),
        attributes: NodeLabel.attributes(of: node), types: node.types, places: places, operands: operands,
        hasOrderedOperands: operands.count > 1 && !language.isCommutative(language.head(of: Tensor(node: node))),
        owner: owner, inner: []))
    models.append(node)
    return number
  }

  /// Adds the inner graph of a composite operation.
  private mutating func open(_ number: Int) {
    guard case .composite(let expand) = models[number].operation.lowering, nodes.count < NodeTable.innerNodeLimit,
      nodes[number].depth(in: nodes) < NodeTable.nestingLimit
    else { return }
    let operands = nodes[number].operands
    var inside: [ObjectIdentifier: Int] = [:]
    for operand in operands { inside[ObjectIdentifier(models[operand.node])] = operand.node }
    nodes[number].inner = add(expand(operands.map(model)), owner: number, &inside)
  }
}
