/// An index array of a read or write that may turn out to be of no element: then no loop looks the indices up, but one that is out of range
/// is an error all the same.
///
/// NumPy looks at indices before it reads, but for those that other index arrays broadcast away: `x[[7], []]` is empty, whatever `x` is. A number
/// is always looked at.
package struct UnreadIndex: Sendable {
  /// The shape of what is read or written. Where it has elements the indices are looked up with them.
  package let elements: [Dimension]
  /// Extents whose product says how often the indices are looked at.
  package let indices: [Dimension]
  private let array: Tensor
  private let axis: Int
  /// The extent of the axis.
  private let extent: Dimension
  private let place: SourcePlace

  /// Those of a graph as it was written.
  package static func all(of outputs: [Tensor]) -> [UnreadIndex] {
    Traversal.nodes(of: outputs).flatMap { node -> [UnreadIndex] in
      guard let operation = node.operation as? any IndexedOperation, let form = Form(writtenAs: node.writtenName) else { return [] }
      return all(of: node, operation, form)
    }
  }

  /// What an index was written in. What other operations look up is theirs, and in range.
  private enum Form {
    case read, write, taking

    init?(writtenAs name: String) {
      switch name {
      case "getitem": self = .read
      case "take": self = .taking
      case "scatter_add": self = .write
      case _ where name.hasPrefix("at[...]."): self = .write
      case _: return nil
      }
    }
  }

  private static func all(of node: Node, _ operation: any IndexedOperation, _ form: Form) -> [UnreadIndex] {
    let (axes, elements, together) = (operation.indexedAxes, operation.indexedElements(node), operation.indexedPlaces(node))
    return zip(axes, node.inputs[1...axes.count]).compactMap { axis, given in
      let array = form == .write ? given.beforeBroadcast(by: node.writtenName) : given
      // There are no other axes: where there are indices there are elements.
      guard array.shape.isEmpty || together.count < elements.count, mayBeEmpty(elements) else { return nil }
      let source = node.inputs[0].shape
      // NumPy's `take` goes over the axes in front first; and indices that are clipped look at no axis without elements.
      let asked = form == .taking ? source[...axis] : []
      return UnreadIndex(
        elements: elements, indices: (array.shape.isEmpty ? [] : together) + asked, array: array, axis: axis, extent: source[axis],
        place: (node.places.first ?? .none).naming(node.writtenName))
    }
  }

  /// A tensor whose computation fails where an index is out of range.
  package var lookup: Tensor {
    // As long as the operand is, along the same axis: errors name both.
    let line = Tensor.positions(extent, rank: axis + 1, axis: axis, at: place)
    return .single(Take(axis: axis), [line, array], at: place)
  }

  private static func mayBeEmpty(_ shape: [Dimension]) -> Bool { shape.contains { $0.constant.map { $0 == 0 } ?? true } }

  /// Whether a call, whose symbols have these values, has indices and nothing that they are of. Nil where an extent is not known.
  package func isUnread(_ values: [Symbol: Int]) -> Bool? {
    func count(_ shape: [Dimension]) -> Int? { shape.reduce(SymbolicInteger(1), *).evaluate(values) }
    guard let elements = count(elements), let indices = count(indices) else { return nil }
    return elements == 0 && indices > 0
  }
}

/// An operation that looks places up by index arrays, which are its operands behind the first.
protocol IndexedOperation: Operation {
  /// The axes of the first operand that the arrays are about.
  var indexedAxes: [Int] { get }
  /// The shape that the arrays have together.
  func indexedPlaces(_ node: Node) -> [Dimension]
  /// The shape of what is read or written.
  func indexedElements(_ node: Node) -> [Dimension]
}

extension Take: IndexedOperation {
  var indexedAxes: [Int] { [axis] }
  func indexedPlaces(_ node: Node) -> [Dimension] { node.inputs[1].shape }
  func indexedElements(_ node: Node) -> [Dimension] { node.types[0].shape }
}

extension Gather: IndexedOperation {
  var indexedAxes: [Int] { axes }
  func indexedPlaces(_ node: Node) -> [Dimension] { Array(node.types[0].shape[Gather.picked(node)]) }
  func indexedElements(_ node: Node) -> [Dimension] { node.types[0].shape }
}

extension Scatter: IndexedOperation {
  var indexedAxes: [Int] { form.axes }
  func indexedPlaces(_ node: Node) -> [Dimension] { node.inputs[1].shape }
  func indexedElements(_ node: Node) -> [Dimension] { node.inputs[node.inputs.count - 1].shape }
}

extension Tensor {
  /// A number that the write of this name repeated for its other indices: the number. (What the user repeated is an array.)
  fileprivate func beforeBroadcast(by name: String) -> Tensor {
    guard node.operation is BroadcastTo, node.writtenName == name, node.inputs[0].shape.isEmpty else { return self }
    return node.inputs[0]
  }
}
