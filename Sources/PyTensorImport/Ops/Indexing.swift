import TensorOperators

/// Reads and writes at indices.
extension OpTable {
  static let indexing: [String: OpImporter] = [
    "Subtensor": subtensor, "IncSubtensor": incSubtensor, "AdvancedSubtensor1": advancedSubtensor1,
    "AdvancedIncSubtensor1": advancedIncSubtensor1, "AdvancedSubtensor": advancedSubtensor, "AdvancedIncSubtensor": advancedIncSubtensor,
  ]

  /// The part that integers and slices name.
  private static func subtensor(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    let x = try node.value(0)
    let entries = try IndexList(node, firstOperand: 1).entries
    if let elements = x.elements, x.tensor.rank == 1, entries.count <= 1, let chosen = picked(elements, entries) {
      let type = x.tensor.elementType
      return [.tensor(.integers(chosen, isVector: !entries.contains(where: \.isScalar), type: type, at: node.place))]
    }
    return [.tensor(try read(x.tensor, entries, node))]
  }

  /// Elements of a list that are known to be there.
  static func picked(_ elements: [Dimension], _ entries: some Collection<IndexList.Entry>) -> [Dimension]? {
    switch entries.first {
    case nil: return elements
    case .integer(let value)?:
      guard let place = value.element?.constant, place >= -elements.count, place < elements.count else { return nil }
      return [elements[place < 0 ? place + elements.count : place]]
    case .range(let start, let stop, let step)?:
      let bounds = [start, stop].compactMap { $0 }
      guard bounds.allSatisfy({ $0.constant != nil }) else { return nil }
      let slice = SlicedExtent(start: start, stop: stop, step: step, extent: Dimension(elements.count))
      guard let first = slice.first.constant, let count = slice.count.constant else { return nil }
      return (0..<count).map { elements[first + $0 * step] }
    case .array?, .newAxis?: return nil
    }
  }

  private static func incSubtensor(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    try written(node, try IndexList(node, firstOperand: 2).entries)
  }

  // MARK: Arrays of indices

  private static func advancedSubtensor(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    [.tensor(try read(try node.tensor(0), try IndexList(node, firstOperand: 1).entries, node))]
  }

  private static func advancedIncSubtensor(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    try written(node, try IndexList(node, firstOperand: 2).entries)
  }

  /// Along the first axis.
  private static func advancedSubtensor1(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    try node.requireCount(2...2)
    return [.tensor(try read(try node.tensor(0), [.array(try node.value(1))], node))]
  }

  private static func advancedIncSubtensor1(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    try node.requireCount(3...3)
    return try written(node, [.array(try node.value(2))])
  }

  // MARK: Reading and writing

  private static func indices(_ entries: [IndexList.Entry], _ node: NodeContext) -> [IndexingEntry<Tensor>] {
    func array(_ value: ImportedTensor) -> IndexingEntry<Tensor> {
      .array(value.tensor.elementType == .bool ? value.tensor : value.tensor.casted(to: .i64, at: node.place))
    }
    return entries.map { entry in
      switch entry {
      case .integer(let value): value.element.map { .basic(.index($0)) } ?? array(value)
      case .array(let value): array(value)
      case .range(let start, let stop, let step): .basic(.range(start: start, stop: stop, step: step))
      case .newAxis: .newAxis
      }
    }
  }

  private static func read(_ x: Tensor, _ entries: [IndexList.Entry], _ node: NodeContext) throws(PyTensorImportError) -> Tensor {
    x.indexed(indices(entries, node), at: node.place)
  }

  /// The first operand with the second set, or added, at an index. Where duplicates are ignored, each place has one addition.
  private static func written(_ node: NodeContext, _ entries: [IndexList.Entry]) throws(PyTensorImportError) -> [ImportedValue] {
    let x = try node.tensor(0)
    let y = try node.tensor(1).casted(to: x.elementType, at: node.place)
    let index = indices(entries, node)
    if node.flag("set_instead_of_inc") { return [.tensor(x.updated(index, .set, y, at: node.place))] }
    guard node.flag("ignore_duplicates") else { return [.tensor(x.updated(index, .add, y, at: node.place))] }
    let sum = node.apply(.add, x.indexed(index, at: node.place), y)
    return [.tensor(x.updated(index, .set, sum, at: node.place))]
  }
}

/// The index of an Op: what is known, and the operands that are the rest.
struct IndexList {
  enum Entry {
    case integer(ImportedTensor)
    case array(ImportedTensor)
    case range(start: Dimension?, stop: Dimension?, step: Int)
    case newAxis

    var isScalar: Bool { if case .integer = self { true } else { false } }
  }

  var entries: [Entry] = []

  /// `idx_list`: an integer stands for the operand of that number among the index operands, also in slices.
  init(_ node: NodeContext, firstOperand: Int) throws(PyTensorImportError) {
    guard let list = node.op.properties["idx_list"]?.list else { throw .malformed("\(node.op.name) without idx_list") }
    for entry in list {
      if let number = entry.integer {
        try append(node, node.operands.indices.contains(firstOperand + number) ? node.operands[firstOperand + number] : nil)
      } else if let parts = entry["slice"]?.list, parts.count == 3 {
        var bounds: [ImportedTensor?] = []
        for part in parts {
          if part.isNull {
            bounds.append(nil)
          } else if let number = part.integer {
            bounds.append(node.isNone(firstOperand + number) ? nil : try node.value(firstOperand + number))
          } else {
            throw .malformed("a bound of a slice is \(part.shown)")
          }
        }
        try appendRange(node, bounds[0], bounds[1], bounds[2])
      } else if entry.isNull || entry["newaxis"] != nil {
        entries.append(.newAxis)
      } else {
        throw .malformed("an index is \(entry.shown)")
      }
    }
  }

  private mutating func append(_ node: NodeContext, _ operand: ImportedValue?) throws(PyTensorImportError) {
    switch operand {
    case .tensor(let value)? where value.tensor.rank == 0 && value.tensor.elementType != .bool: entries.append(.integer(value))
    case .tensor(let value)?: entries.append(.array(value))
    case .slice(let start, let stop, let step)?: try appendRange(node, start, stop, step)
    case ImportedValue.none?: entries.append(.newAxis)
    case nil: throw .malformed("an index that is no operand")
    }
  }

  private mutating func appendRange(
    _ node: NodeContext, _ start: ImportedTensor?, _ stop: ImportedTensor?, _ step: ImportedTensor?
  ) throws(PyTensorImportError) {
    var by = 1
    if let step {
      guard let constant = step.element?.constant else { throw .unknown("a step that only a run knows") }
      by = constant
    }
    guard by != 0 else { throw .invalid("slice step cannot be zero") }
    let first = try start.map { value throws(PyTensorImportError) in try node.extent(of: value, "the start of a slice", as: .bound) }
    let end = try stop.map { value throws(PyTensorImportError) in try node.extent(of: value, "the end of a slice", as: .bound) }
    entries.append(.range(start: first, stop: end, step: by))
  }
}
