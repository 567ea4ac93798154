import TensorOperators

/// `x.T`, `x.shape`, ...
extension Elaborator {
  func attribute(_ value: TextValue, _ name: Identifier, _ id: ExpressionID) throws(TextError) -> TextValue {
    guard Vocabulary.attributes.contains(name.text) else { throw unknownAttribute(name, of: value, id) }
    switch value {
    case .tensor, .number, .extent, .list: break
    case .tuple, .elementType, .text, .none, .function:
      throw error(id, "\(value.shown) has no attribute '\(name.text)'")
    }
    if name.text == "at" { throw error(id, "'at' wants an index and a write behind it", hint: "as in x.at[0].set(1)") }
    let tensor = try tensor(value, id)
    switch name.text {
    case "shape": return .tuple(try parts(tensor.shape.map(weak), id))
    case "size": return weak(tensor.type.count)
    case "ndim": return .number(.integer(Int128(tensor.rank)))
    case "real", "imag": return .tensor(.apply(name.text == "real" ? .real : .imag, [tensor], at: place(id)))
    case "T": return .tensor(try transposed(tensor, Array((0..<tensor.rank).reversed()), id))
    case "mT":
      guard tensor.rank >= 2 else {
        throw error(id, "mT swaps the last two axes, but the operand is \(tensor.type)")
      }
      let axes = Array(0..<tensor.rank - 2) + [tensor.rank - 1, tensor.rank - 2]
      return .tensor(try transposed(tensor, axes, id))
    default: throw notAvailable("the attribute \(name.text)", id)
    }
  }

  /// An extent as a value: a number where it is known.
  func weak(_ extent: Dimension) -> TextValue {
    extent.constant.map { .number(.integer(Int128($0))) } ?? .extent(extent)
  }

  func transposed(_ tensor: Tensor, _ axes: [Int], _ id: ExpressionID) throws(TextError) -> Tensor {
    if axes == Array(0..<tensor.rank) { return tensor }
    guard let definition = OperationTable.definition(named: "transpose"), definition.parameters.count >= 2 else {
      throw notAvailable("transpose", id)
    }
    let arguments: [String: OperationDefinition.Argument] = [
      definition.parameters[0].name: .tensor(tensor), definition.parameters[1].name: .axes(axes),
    ]
    guard let result = try build(definition, arguments, id).first else { throw error(id, "transpose gave no result") }
    return result
  }

  func unknownAttribute(_ name: Identifier, of value: TextValue, _ id: ExpressionID) -> TextError {
    if name.text == "dtype" {
      return error(id, "there is no attribute 'dtype'", hint: "a type is written by its name, as f32")
    }
    if isFunction(name.text) {
      return error(id, "there is no attribute '\(name.text)'", hint: "functions are called as \(name.text)(x)")
    }
    let hint = Spelling.suggestion(for: name.text, among: Vocabulary.attributes)
    return error(
      id, "there is no attribute '\(name.text)'",
      hint: hint ?? "attributes are \(Vocabulary.attributes.joined(separator: ", "))")
  }
}
