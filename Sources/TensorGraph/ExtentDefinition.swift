import Synchronization

/// What a symbol is whose value no shape gives: that of an integer scalar of the graph, found when the graph is run.
///
/// The symbol holds its definition, so types that mention it keep the scalar alive, and walks over a graph find it (`Node.extents`).
/// Symbols of one scalar and one use are equal.
package final class ExtentDefinition: Sendable {
  /// What the value is used for, which says what is checked when it is known.
  package enum Use: Hashable, Sendable {
    /// An extent: it must not be negative.
    case extent
    /// A bound of a slice: beyond `limit` it is cut off, which changes no slice.
    case bound
    /// Any integer up to `limit`, so that sums with extents do not overflow.
    case integer

    fileprivate var name: String {
      switch self {
      case .extent: "k"
      case .bound: "bound"
      case .integer: "int"
      }
    }
  }

  package static let limit = 1 << 60

  package let scalar: Tensor
  package let use: Use
  /// Who uses it first, for errors.
  package let operation: String
  package let place: SourcePlace

  private init(_ scalar: Tensor, _ use: Use, _ operation: String, _ place: SourcePlace) {
    (self.scalar, self.use, self.operation, self.place) = (scalar, use, operation, place)
  }

  /// The value of a scalar of integers.
  package static func of(_ scalar: Tensor, as use: Use, operation: String, at place: SourcePlace) -> ExtentDefinition {
    if !exist { anyExist.store(true, ordering: .releasing) }
    return ExtentDefinition(scalar, use, operation, place)
  }

  /// The same of another scalar.
  package func of(_ other: Tensor) -> ExtentDefinition { .of(other, as: use, operation: operation, at: place) }

  /// Nodes have serial numbers that no fresh symbol has: both come from one counter.
  package var symbol: Symbol {
    let suffix = scalar.index == 0 ? "" : "\(scalar.index)"
    return Symbol(use.name + suffix, number: scalar.node.serial, definition: self)
  }

  package var dimension: Dimension { Dimension(symbol) }

  // MARK: In nodes

  private static let anyExist = Atomic<Bool>(false)
  /// Whether any has been made in this process: most programs have none, and need not be looked at.
  package static var exist: Bool { anyExist.load(ordering: .acquiring) }

  /// Those that a node depends on, each once, in order of appearance.
  static func all(in operation: any Operation, _ types: [TensorType], _ constraints: [ShapeConstraint]) -> [ExtentDefinition] {
    var result: [ExtentDefinition] = []
    func note(_ dimension: Dimension) {
      if dimension.constant != nil { return }
      dimension.forEachAtom { atom in
        guard case .symbol(let symbol) = atom, let definition = symbol.extentDefinition else { return }
        if !result.contains(where: { $0.symbol == symbol }) { result.append(definition) }
      }
    }
    operation.forEachExtent(types, note)
    for constraint in constraints {
      note(constraint.first)
      note(constraint.second)
    }
    return result
  }
}

extension Node {
  /// The extents of the results and those that the operation mentions.
  package func forEachExtent(_ body: (Dimension) -> Void) { operation.forEachExtent(types, body) }
}

extension Operation {
  fileprivate func forEachExtent(_ types: [TensorType], _ body: (Dimension) -> Void) {
    for type in types { type.shape.forEach(body) }
    for attribute in attributes { attribute.value.forEachDimension(body) }
    for extent in furtherExtents { body(extent) }
  }
}

extension Attribute.Value {
  /// The extents among the value.
  package func forEachDimension(_ body: (Dimension) -> Void) {
    switch self {
    case .dimension(let dimension): body(dimension)
    case .tuple(let values): for value in values { value.forEachDimension(body) }
    case .integer, .float, .flag, .text, .type, .none: break
    }
  }

  package func forEachSymbol(_ body: (Symbol) -> Void) {
    forEachDimension { dimension in
      dimension.forEachAtom { if case .symbol(let symbol) = $0 { body(symbol) } }
    }
  }

  /// With other extents.
  package func withExtents(_ replacement: (Symbol) -> Dimension?) -> Attribute.Value {
    switch self {
    case .dimension(let dimension): .dimension(dimension.withExtents(replacement))
    case .tuple(let values): .tuple(values.map { $0.withExtents(replacement) })
    case .integer, .float, .flag, .text, .type, .none: self
    }
  }
}

extension Symbol {
  /// The scalar whose value the symbol is; nil for extents of shapes.
  package var extentDefinition: ExtentDefinition? {
    definition.map { unsafeDowncast($0, to: ExtentDefinition.self) }
  }
}

extension SymbolicInteger {
  /// The scalars whose values are in the expression.
  package var extentDefinitions: [ExtentDefinition] {
    guard ExtentDefinition.exist else { return [] }
    var result: [ExtentDefinition] = []
    forEachAtom { atom in
      if case .symbol(let symbol) = atom, let definition = symbol.extentDefinition { result.append(definition) }
    }
    return result
  }

  /// With other symbols.
  package func withExtents(_ replacement: (Symbol) -> Dimension?) -> SymbolicInteger {
    substituting { if case .symbol(let symbol) = $0 { replacement(symbol) } else { nil } }
  }
}

extension ShapeConstraint {
  /// Of other extents.
  package func withExtents(_ replacement: (Symbol) -> Dimension?) -> ShapeConstraint {
    ShapeConstraint(relation, first.withExtents(replacement), second.withExtents(replacement), meaning)
  }
}

extension Node {
  /// What the node is for other extents. Stand-ins of its operands' types, with these extents, are its operands.
  package func withExtents(_ replacement: (Symbol) -> Dimension?) -> Node {
    func replaced(_ type: TensorType) -> TensorType {
      TensorType(type.elementType, type.shape.map { $0.withExtents(replacement) }, isWeak: type.isWeak)
    }
    let operands = inputs.map { input -> Tensor in
      let type = replaced(input.type)
      return type == input.type ? input : Tensor(parameter: "operand", type, at: places.first ?? .none)
    }
    return Node(
      operation.withExtents(replacement), operands, types: types.map(replaced),
      constraints: constraints.map { $0.withExtents(replacement) }, places: places)
  }
}
