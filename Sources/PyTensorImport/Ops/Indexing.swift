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
  private static func picked(_ elements: [Dimension], _ entries: [IndexList.Entry]) -> [Dimension]? {
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

  /// Basic indexing; an integer that only a run knows is looked up.
  private static func read(_ x: Tensor, _ entries: [IndexList.Entry], _ node: NodeContext) throws(PyTensorImportError) -> Tensor {
    var (result, basic, axis): (Tensor, [SliceEntry], Int) = (x, [], 0)
    for entry in entries {
      switch entry {
      case .integer(let value):
        if let place = value.element {
          basic.append(.index(place))
          axis += 1
          continue
        }
        // Axes that basic entries take away go afterwards: so far each axis stands where it stood.
        result = Tensor.single(Take(axis: axis), [result, value.tensor.casted(to: .i64, at: node.place).expanded([0], at: node.place)], at: node.place)
        basic.append(.index(0))
        axis += 1
      case .range(let start, let stop, let step):
        basic.append(.range(start: start, stop: stop, step: step))
        axis += 1
      case .newAxis: basic.append(.newAxis)
      case .array: throw .malformed("an array as an index of \(node.op.name)")
      }
    }
    return sliced(result, basic, at: node.place)
  }

  private static func incSubtensor(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    let x = try node.tensor(0)
    let y = try node.tensor(1).casted(to: x.elementType, at: node.place)
    let entries = try IndexList(node, firstOperand: 2).entries
    return [.tensor(try written(x, y, entries, node))]
  }

  private static func written(_ x: Tensor, _ y: Tensor, _ entries: [IndexList.Entry], _ node: NodeContext) throws(PyTensorImportError) -> Tensor {
    var basic: [SliceEntry] = []
    for entry in entries {
      switch entry {
      case .integer(let value): basic.append(.index(try node.extent(of: value, "an index that is written at")))
      case .range(let start, let stop, let step): basic.append(.range(start: start, stop: stop, step: step))
      case .newAxis: basic.append(.newAxis)
      case .array: throw .malformed("an array as an index of \(node.op.name)")
      }
    }
    let part = sliced(x, basic, at: node.place)
    if part.error != nil { return part }
    let spread = y.broadcast(to: part.shape, at: node.place)
    let all: [SliceEntry]
    do {
      all = try Slice(basic, rank: x.rank).entries
    } catch {
      throw PyTensorImportError(error)
    }
    func placed(_ tensor: Tensor) -> Tensor { Tensor.single(Placed(all, in: x.shape), [tensor], at: node.place) }
    let mask = placed(Tensor.filled(part.shape, 1, type: .bool, at: node.place))
    let value = node.flag("set_instead_of_inc") ? spread : node.apply(.add, part, spread)
    return node.apply(.where, mask, placed(value), x)
  }

  // MARK: Arrays of indices

  private static func advancedSubtensor1(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    try node.requireCount(2...2)
    return [.tensor(Tensor.single(Take(axis: 0), [try node.tensor(0), try node.tensor(1)], at: node.place))]
  }

  private static func advancedIncSubtensor1(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    throw .unknown("writes at arrays of indices are not known yet")
  }

  private static func advancedSubtensor(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    throw .unknown("reads at arrays of indices are not known yet")
  }

  private static func advancedIncSubtensor(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    throw .unknown("writes at arrays of indices are not known yet")
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
    let first = try start.map { value throws(PyTensorImportError) in try node.extent(of: value, "the start of a slice") }
    let end = try stop.map { value throws(PyTensorImportError) in try node.extent(of: value, "the end of a slice") }
    entries.append(.range(start: first, stop: end, step: by))
  }
}
