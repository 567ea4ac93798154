import Foundation
import TensorGraphRewrites

/// What the script of a page reads: the nodes of all graphs on it once, by numbers, and texts that occur often once.
///
/// Names are short, since they stand in the page for each node.
struct PageData: Encodable {
  struct Node: Encodable {
    /// An earlier node that has all the same but operands and graphs: only these follow.
    var b: Int?
    /// The kind.
    var k: String?
    /// The operation's name, where the label is another.
    var n: String?
    /// The label.
    var l: String?
    /// Attributes as texts.
    var a: [String]?
    /// Types, as numbers of `types`.
    var t: [Int]?
    /// Places, as numbers of `places`.
    var p: [Int]?
    /// Whether the order of the operands matters.
    var q: Bool?
    /// Operands: node and result.
    let i: [[Int]]?
    /// The operation whose inner graph it is in.
    let o: Int?
    /// The results of the inner graph.
    let r: [[Int]]?

    init(_ node: GraphPicture.Node) {
      i = node.operands.isEmpty ? nil : node.operands.map(PageData.pair)
      o = node.owner
      r = node.inner.isEmpty ? nil : node.inner.map(PageData.pair)
    }
  }

  /// The graph at a step.
  struct Version: Encodable {
    let roots: [[Int]]
    /// The text, as numbers of `lines`.
    let text: [Int]
  }

  struct Rule: Encodable {
    let name: String
    let equation: String
    let tags: [String]
  }

  struct Firing: Encodable {
    /// A number of `rules`.
    let rule: Int
    let stage: String
    let places: [Int]
    let microseconds: Double
    let before: [Int]
    let after: [Int]
    let found: String
    let made: String
    /// Names in these for what both share.
    let shared: [String]
  }

  let title: String
  let names: [String]
  private(set) var nodes: [Node] = []
  var versions: [Version] = []
  var rules: [Rule] = []
  var firings: [Firing] = []
  /// A sentence about the whole.
  var summary = ""
  private var types = TextList()
  private var places = TextList()
  private var lines = TextList()
  private var placeNames = PlaceNames()

  private enum CodingKeys: String, CodingKey {
    case title, names, nodes, versions, rules, firings, summary, types, places, lines
  }

  /// Texts that are referred to by their numbers.
  private struct TextList: Encodable {
    private var texts: [String] = []
    private(set) var size = 0
    private var numbers: [String: Int] = [:]

    mutating func number(of text: String) -> Int {
      if let known = numbers[text] { return known }
      numbers[text] = texts.count
      texts.append(text)
      size += text.utf8.count
      return texts.count - 1
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      try container.encode(texts)
    }
  }

  init(title: String, names: [String]) { (self.title, self.names) = (title, names) }

  mutating func add(_ nodes: [GraphPicture.Node]) {
    var known: [[String]: Int] = [:]
    for node in nodes {
      var entry = Node(node)
      let attributes = node.attributes.map(\.description)
      let types = node.types.map { self.types.number(of: $0.description) }
      let places = numbers(of: node.places)
      let content = [node.kind.rawValue, node.name, node.label, "\(types) \(places)"] + attributes
      if let first = known[content] {
        entry.b = first
      } else {
        known[content] = self.nodes.count
        (entry.k, entry.l, entry.n) = (node.kind.rawValue, node.label, node.name == node.label ? nil : node.name)
        entry.a = attributes.isEmpty ? nil : attributes
        (entry.t, entry.p) = (types, places.isEmpty ? nil : places)
        entry.q = node.hasOrderedOperands ? true : nil
      }
      self.nodes.append(entry)
    }
  }

  mutating func add(version ports: [GraphPicture.Port], text: String) {
    let numbers = text.split(separator: "\n").map { lines.number(of: String($0)) }
    versions.append(Version(roots: ports.map(PageData.pair), text: numbers))
  }

  mutating func numbers(of places: [SourcePlace]) -> [Int] {
    placeNames.names(of: places).map { self.places.number(of: $0) }
  }

  /// How much text there is in the versions, in bytes.
  var textSize: Int { lines.size }

  static func pair(_ port: GraphPicture.Port) -> [Int] { [port.node, port.result] }
}
