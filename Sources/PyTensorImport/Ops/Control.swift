import TensorOperators

/// Ops about how graphs run, how they are differentiated, and graphs in graphs.
extension OpTable {
  static let control: [String: OpImporter] = [
    "Assert": check, "CheckAndRaise": check, "OpFromGraph": innerGraph, "Softmax": softmax, "LogSoftmax": softmax,
    "ZeroGrad": gate(.zero), "DisconnectedGrad": gate(.stop), "ConsiderConstant": gate(.stop), "UndefinedGrad": gate(.stop),
    "GradClip": gradClip, "GradScale": gradScale,
  ]

  /// The operand where all conditions hold; else the run fails with the message.
  private static func check(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    try node.requireCount(1...)
    var value = try node.value(0)
    let message = try node.text("msg", default: "")
    let failure = (node.op.properties["exc_type"]?["class"]?.text).map { message.isEmpty ? $0 : "\($0): \(message)" } ?? message
    for condition in try node.values(from: 1) {
      if let elements = condition.elements, elements.allSatisfy({ ($0.constant ?? 0) != 0 }) { continue }
      let holds = ReductionKind.all.apply(condition.tensor.casted(to: .bool, at: node.place), axes: nil, keepsAxes: false, at: node.place)
      // The elements are known, but only where the condition holds: uses of them as extents must not pass it by.
      value = ImportedTensor(Tensor.single(Check(message: failure), [value.tensor, holds], at: node.place), elements: value.elements)
    }
    return [.tensor(value)]
  }

  private static func gate(_ kind: GradientGate.Kind) -> OpImporter {
    { node throws(PyTensorImportError) in [.tensor(Tensor.single(GradientGate(kind), [try node.tensor(0)], at: node.place))] }
  }

  /// The operand, whose gradient is limited, where the file says to what. (What it did to gradients that were asked for is in the graph.)
  private static func gradClip(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    guard let low = node.op.properties["clip_lower_bound"]?.double, let high = node.op.properties["clip_upper_bound"]?.double else {
      return try same(node)
    }
    return try gate(.clip(low, high))(node)
  }

  private static func gradScale(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    guard let factor = node.op.properties["multiplier"]?.double else { return try same(node) }
    return try gate(.scale(factor))(node)
  }

  /// A graph that is an Op.
  static func innerGraph(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    try node.inner("inner", node.operands)
  }

  /// Over one axis, or all elements. PyTensor's have NaN beside infinite elements.
  private static func softmax(_ node: NodeContext) throws(PyTensorImportError) -> [ImportedValue] {
    let name = node.op.name == "Softmax" ? "softmax" : "log_softmax"
    let x = try node.tensor(0).casted(to: try node.resultType(), at: node.place)
    return [.tensor(try node.call(name, ["x": .tensor(x), "axis": .axes(try node.axes()), "plain": .flag(false)]))]
  }
}
