import TensorOperators

/// Order and sets.
extension OpTable {
  static let sorting: [String: OpImporter] = [
    "SortOp": sort("sort"), "ArgSortOp": sort("argsort"), "SearchsortedOp": searchSorted, "Unique": unique,
  ]

  /// Along an axis, an operand; of all elements where it is None.
  private static func sort(_ name: String) -> OpImporter {
    { node throws(PyTensorImportError) in
      let x = try node.tensor(0)
      let isFlat = node.operands.count < 2 || node.isNone(1)
      let operand = isFlat ? x.raveled(at: node.place) : x
      let axis = isFlat ? -1 : try normalized(try node.number(1, "the axis to sort along"), rank: x.rank)
      return [.tensor(try node.call(name, ["a": .tensor(operand), "axis": .integer(axis)]))]
    }
  }

  private static func searchSorted(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    var arguments: [String: OperationDefinition.Argument] = [
      "a": .tensor(try node.tensor(0)), "v": .tensor(try node.tensor(1)), "side": .text(try node.text("side")),
    ]
    if node.operands.count > 2, !node.isNone(2) {
      // Sorted by an order that is given.
      arguments["a"] = .tensor(Tensor.single(Take(axis: 0), [try node.tensor(0), try node.tensor(2)], at: node.place))
    }
    return [.tensor(try node.call("searchsorted", arguments))]
  }

  /// The values, and as asked their first places, the places among them of all elements, and how often each is there.
  private static func unique(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    let axis = try node.axes()?.first
    let keys = ["return_index", "return_inverse", "return_counts"]
    var arguments: [String: OperationDefinition.Argument] = ["ar": .tensor(try node.tensor(0)), "axis": axis.map { .integer($0) } ?? .none]
    for key in keys { arguments[key] = .flag(node.flag(key)) }
    let results = try node.calling("unique", arguments)
    // PyTensor has one vector of places, also where NumPy gives it the operand's shape.
    return results.enumerated().map { number, result in
      let type = node.resultTypes.indices.contains(number) ? node.resultTypes[number] : nil
      let isFlat = type?.shape.count == 1 && result.error == nil && result.rank != 1
      return .tensor(isFlat ? result.raveled(at: node.place) : result)
    }
  }
}
