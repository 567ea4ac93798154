import TensorGraph

/// Arrays written as literals, as on the command line.
public enum ArrayLiteral {
  /// The array that a literal spells: a number, `[1, 2, 3]`, `[[0.5, 1], [2, 3]]`, `f32([1, 2])`, `-inf`.
  ///
  /// - Parameter type: the parameter that it is for: numbers take its element type, if they fit, and the number of
  ///   axes must be its.
  public static func parse(
    _ text: String, as type: TensorType? = nil, file: String = "<literal>"
  ) throws(TextError) -> NDArray {
    let source = try SourceText(Array(text.utf8), file: file)
    return try DeepStack.run(isDeep: source.mayNestDeep) { () throws(TextError) in
      var parser = try Parser(source)
      let id = try parser.expression()
      guard parser.kind == .end else { throw parser.unexpected("expected the end of the literal") }
      return try Elaborator(parser.tree, constants: [:]).array(of: id, as: type)
    }
  }
}

extension Elaborator {
  fileprivate func array(of id: ExpressionID, as type: TensorType?) throws(TextError) -> NDArray {
    let value = try evaluate(id, in: Scope())
    if let type { try check(value, fits: type.elementType, id) }
    let tensor = try strongTensor(typed(value, type, id), id, as: "a literal")
    if let type, !tensor.elementType.canCastSafely(to: type.elementType) {
      throw error(id, "expected \(type), got \(tensor.type)")
    }
    if let type, tensor.rank != type.rank { throw error(id, "expected \(type), got \(tensor.type)") }
    do throws(ArrayError) {
      let array: NDArray
      switch tensor.node.operation {
      case let constant as Constant: array = constant.array
      case let literal as Literal: array = try ArrayShape.array([literal.value], literal.value.type, [])
      default: throw ArrayError.invalidRange("expected a literal, got \(value.shown)")
      }
      return try array.astype(type?.elementType ?? array.elementType)
    } catch {
      throw self.error(id, "\(error)")
    }
  }

  /// Numbers as the type wants them; what has a type of its own is left.
  private func typed(_ value: TextValue, _ type: TensorType?, _ id: ExpressionID) throws(TextError) -> TextValue {
    guard let type else { return value }
    switch value {
    case .number, .list, .tuple: return try cast(value, to: type.elementType, id)
    case .extent, .tensor, .elementType, .text, .none, .function: return value
    }
  }

  /// Floats do not become integers, nor numbers bools, without being asked.
  private func check(_ value: TextValue, fits type: ElementType, _ id: ExpressionID) throws(TextError) {
    switch value {
    case .number(let number):
      let fits = type.isComplex || type.isFloat && !number.isComplex || (number.integer != nil && (type != .bool || number.isFlag))
      guard fits else { throw error(id, "expected \(type.name), got \(value.shown)") }
    case .list(let parts), .tuple(let parts): for part in parts.values { try check(part, fits: type, id) }
    case .extent, .tensor, .elementType, .text, .none, .function: break
    }
  }
}
