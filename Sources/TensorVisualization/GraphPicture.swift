@_exported import TensorGraphRewrites
import TensorText

/// What a drawing of a graph shows: nodes, what they take from each other, and the inner graphs of composite
/// operations.
///
///     let picture = GraphPicture([y])
///     print(picture.dot())               // for graphviz
///     try picture.svg()                  // by graphviz, where it is installed
///     picture.html                       // a page of its own, with folding
public struct GraphPicture: Sendable, Hashable {
  /// One result of a node.
  public struct Port: Sendable, Hashable {
    public let node: Int
    public let result: Int
  }

  public enum Kind: String, Sendable {
    case parameter, constant, extent, operation, composite
  }

  public struct Attribute: Sendable, Hashable, CustomStringConvertible {
    /// Empty where the value says all: the index of a slice.
    public let label: String
    public let value: String
    public var description: String { label.isEmpty ? value : "\(label)=\(value)" }
  }

  public struct Node: Sendable, Hashable {
    public let kind: Kind
    /// The operation's name.
    public let name: String
    /// What stands in the drawing: a parameter's name, a number, else the operation's name.
    public let label: String
    public let attributes: [Attribute]
    /// The types of the results.
    public let types: [TensorType]
    /// Where the user wrote it.
    public internal(set) var places: [SourcePlace]
    public let operands: [Port]
    /// Whether it matters which operand is which.
    public let hasOrderedOperands: Bool
    /// The composite operation in whose inner graph this node is; nil in the outermost graph.
    public let owner: Int?
    /// What the results of a composite operation are made of: nodes of its inner graph, or its operands. Empty for
    /// others.
    public internal(set) var inner: [Port]
  }

  /// Operand number `operand` of the node `target` is the result `source`.
  public struct Edge: Sendable, Hashable {
    public let source: Port
    public let target: Int
    public let operand: Int
  }

  public struct Output: Sendable, Hashable {
    public let name: String
    public let port: Port
  }

  public let title: String
  /// The nodes; a node's number is its place here. Those of the outermost graph come first.
  public let nodes: [Node]
  public let outputs: [Output]

  /// - Parameters:
  ///   - title: what the drawing is called.
  ///   - names: what the results are called; `out0`, `out1`, ... without.
  public init(_ tensors: [Tensor], title: String = "graph", names: [String]? = nil) {
    var table = NodeTable(mergesEqual: false)
    let ports = table.add(tensors)
    self.title = title
    nodes = table.nodes
    outputs = ports.enumerated().map { position, port in
      Output(name: names.flatMap { position < $0.count ? $0[position] : nil } ?? "out\(position)", port: port)
    }
  }

  public init(_ program: TextProgram) {
    self.init(program.results.map(\.tensor), title: program.name, names: program.results.map(\.name))
  }

  /// All edges, inner graphs too, by target and operand.
  public var edges: [Edge] {
    nodes.indices.flatMap { target in
      nodes[target].operands.enumerated().map { Edge(source: $1, target: target, operand: $0) }
    }
  }
}

extension GraphPicture.Node {
  /// How deep it lies in composite operations.
  func depth(in nodes: [GraphPicture.Node]) -> Int {
    var (depth, next) = (0, owner)
    while let node = next { (depth, next) = (depth + 1, nodes[node].owner) }
    return depth
  }
}
