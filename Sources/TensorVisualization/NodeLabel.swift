import TensorGraphRewrites

/// The words on nodes.
enum NodeLabel {
  static func kind(of node: Node) -> GraphPicture.Kind {
    switch node.operation {
    case is Parameter: .parameter
    case is Literal, is Constant: .constant
    case is Extent: .extent
    default: .operation
    }
  }

  /// Larger arrays are shown by their types alone.
  private static let shownElements = 4

  static func text(of node: Node, _ language: TensorLanguage) -> String {
    switch node.operation {
    case let parameter as Parameter: parameter.label
    case is Literal: language.constant(of: Tensor(node: node)).map { "\($0)" } ?? "literal"
    case let extent as Extent: "\(extent.dimension)"
    case let constant as Constant where constant.array.count <= shownElements && constant.array.shape.count <= 1:
      "\(constant.array)"
    default: node.operation.name
    }
  }

  static func attributes(of node: Node) -> [GraphPicture.Attribute] {
    switch node.operation {
    case is Extent: []
    case let slice as Slice: [.init(label: "", value: "[\(slice.entries.map(text(of:)).joined(separator: ", "))]")]
    default: node.operation.attributes.map { .init(label: $0.label, value: "\(TensorAttribute($0.value))") }
    }
  }

  /// As people write it: `1:n`.
  private static func text(of entry: SliceEntry) -> String {
    switch entry {
    case .index(let place): return "\(place)"
    case .newAxis: return "None"
    case .ellipsis: return "..."
    case .range(let start, let stop, let step):
      let bounds = (start.map { "\($0)" } ?? "") + ":" + (stop.map { "\($0)" } ?? "")
      return step == 1 ? bounds : bounds + ":\(step)"
    }
  }
}
