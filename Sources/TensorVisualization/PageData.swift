import Foundation
import TensorGraphRewrites

/// What the script of a page reads: the nodes of all graphs on it once, by numbers, and texts that occur often once.
///
/// Names are short, since they stand in the page for each node.
struct PageData: Encodable {
  struct Node: Encodable {
    /// The kind.
    let k: String
    /// The operation's name, where the label is another.
    let n: String?
    /// The label.
    let l: String
    /// Attributes as texts.
    let a: [String]?
    /// Types, as numbers of `types`.
    let t: [Int]
    /// Places, as numbers of `places`.
    let p: [Int]?
    /// Operands: node and result.
    let i: [[Int]]?
    /// Whether the order of the operands matters.
    let q: Bool?
    /// The operation whose inner graph it is in.
    let o: Int?
    /// The results of the inner graph.
    let r: [[Int]]?
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
    private var numbers: [String: Int] = [:]

    mutating func number(of text: String) -> Int {
      if let known = numbers[text] { return known }
      numbers[text] = texts.count
      texts.append(text)
      return texts.count - 1
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      try container.encode(texts)
    }
  }

  init(title: String, names: [String]) { (self.title, self.names) = (title, names) }

  mutating func add(_ nodes: [GraphPicture.Node]) {
    for node in nodes {
      let places = numbers(of: node.places)
      self.nodes.append(
        Node(
          k: node.kind.rawValue, n: node.name == node.label ? nil : node.name, l: node.label,
          a: node.attributes.isEmpty ? nil : node.attributes.map(\.description),
          t: node.types.map { types.number(of: $0.description) },
          p: places.isEmpty ? nil : places,
          i: node.operands.isEmpty ? nil : node.operands.map(PageData.pair),
          q: node.hasOrderedOperands ? true : nil, o: node.owner,
          r: node.inner.isEmpty ? nil : node.inner.map(PageData.pair)))
    }
  }

  mutating func add(version ports: [GraphPicture.Port], text: String) {
    let numbers = text.split(separator: "\n").map { lines.number(of: String($0)) }
    versions.append(Version(roots: ports.map(PageData.pair), text: numbers))
  }

  mutating func numbers(of places: [SourcePlace]) -> [Int] {
    placeNames.names(of: places).map { self.places.number(of: $0) }
  }

  static func pair(_ port: GraphPicture.Port) -> [Int] { [port.node, port.result] }
}
