import TensorGraphRewrites

extension GraphPicture {
  /// The picture in the language of graphviz.
  ///
  /// - Parameter levels: how many levels of composite operations are drawn as boxes with their inner graphs.
  public func dot(levels: Int = 0) -> String {
    var writer = DOTWriter(picture: self, levels: levels)
    return writer.text()
  }

  /// Whether the inner graph of a node is drawn in its place.
  private func isOpen(_ number: Int, _ levels: Int) -> Bool {
    !nodes[number].inner.isEmpty && nodes[number].depth(in: nodes) < levels
  }

  /// What is drawn for a result: itself, or what it is made of in an open composite operation.
  func drawn(_ port: Port, _ levels: Int) -> Port {
    var port = port
    while isOpen(port.node, levels) { port = nodes[port.node].inner[port.result] }
    return port
  }

  /// The numbers of the nodes that are drawn, ascending.
  func drawnNodes(_ levels: Int) -> [Int] {
    var seen: Set<Int> = []
    var stack = outputs.map { drawn($0.port, levels).node }
    while let number = stack.popLast() {
      guard seen.insert(number).inserted else { continue }
      stack += nodes[number].operands.map { drawn($0, levels).node }
    }
    return seen.sorted()
  }
}

private struct DOTWriter {
  let picture: GraphPicture
  let levels: Int

  private var places = PlaceNames()

  init(picture: GraphPicture, levels: Int) { (self.picture, self.levels) = (picture, levels) }

  private var nodes: [GraphPicture.Node] { picture.nodes }

  mutating func text() -> String {
    let drawn = picture.drawnNodes(levels)
    var lines = [
      "digraph \(quoted(picture.title)) {",
      "  node [shape=box, style=\"rounded,filled\", fillcolor=\"#ffffff\", fontname=\"Helvetica\", fontsize=11];",
      "  edge [fontname=\"Helvetica\", fontsize=9, color=\"#667085\", fontcolor=\"#667085\", arrowsize=0.7];",
    ]
    lines += boxes(Dictionary(grouping: drawn) { nodes[$0].owner }, owner: nil, indentation: "  ")
    for number in drawn {
      for (operand, port) in nodes[number].operands.enumerated() {
        lines.append(
          "  " + edge(picture.drawn(port, levels), "n\(number)", nodes[number].hasOrderedOperands ? operand : nil))
      }
    }
    for (position, output) in picture.outputs.enumerated() {
      lines.append("  out\(position) [label=\(quoted(output.name)), shape=plaintext, style=\"\"];")
      lines.append("  " + edge(picture.drawn(output.port, levels), "out\(position)", nil))
    }
    return lines.joined(separator: "\n") + "\n}\n"
  }

  /// The nodes of one graph, then the open operations in it. (Calls itself as deep as operations are nested, which is
  /// bounded.)
  private mutating func boxes(_ members: [Int?: [Int]], owner: Int?, indentation: String) -> [String] {
    var lines: [String] = []
    for number in members[owner] ?? [] { lines.append(indentation + statement(number)) }
    for number in openOperations(in: owner, members) {
      lines.append("\(indentation)subgraph cluster_\(number) {")
      lines.append(
        "\(indentation)  label=\(quoted(title(nodes[number]))); style=\"rounded,dashed\"; color=\"#7f56d9\";")
      lines.append("\(indentation)  fontname=\"Helvetica\"; fontsize=11; fontcolor=\"#7f56d9\";")
      lines += boxes(members, owner: number, indentation: indentation + "  ")
      lines.append("\(indentation)}")
    }
    return lines
  }

  /// The operations directly in a graph in which something is drawn.
  private func openOperations(in owner: Int?, _ members: [Int?: [Int]]) -> [Int] {
    var result: Set<Int> = []
    for case let start? in members.keys where start != owner {
      var number = start
      while let next = nodes[number].owner, next != owner { number = next }
      if nodes[number].owner == owner { result.insert(number) }
    }
    return result.sorted()
  }

  private func title(_ node: GraphPicture.Node) -> String {
    ([node.label] + node.attributes.map(\.description)).joined(separator: " ")
  }

  private mutating func statement(_ number: Int) -> String {
    let node = nodes[number]
    let label = title(node) + "\n" + node.types.map(\.description).joined(separator: ", ")
    var attributes = ["label=\(quoted(label))"]
    switch node.kind {
    case .parameter: attributes.append("shape=ellipse, style=filled, fillcolor=\"#e6f4f1\"")
    case .constant, .extent: attributes.append("style=\"rounded,filled\", fillcolor=\"#f2f4f7\"")
    case .operation: break
    case .composite: attributes.append("fillcolor=\"#f4ebff\", peripheries=2")
    }
    let places = places.names(of: node.places)
    if !places.isEmpty { attributes.append("tooltip=\(quoted(places.joined(separator: "\n")))") }
    return "n\(number) [\(attributes.joined(separator: ", "))];"
  }

  private func edge(_ source: GraphPicture.Port, _ target: String, _ operand: Int?) -> String {
    var attributes: [String] = []
    if nodes[source.node].types.count > 1 { attributes.append("taillabel=\"\(source.result)\"") }
    if let operand { attributes.append("headlabel=\"\(operand)\"") }
    return "n\(source.node) -> \(target)" + (attributes.isEmpty ? ";" : " [\(attributes.joined(separator: ", "))];")
  }

  private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\0": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
