import TensorGraph

/// Resolves symbolic extents under a specialization: known values are put in, broadcasts decided, equal extents
/// given one name, so that loops over them can be merged.
struct ShapeFacts {
  private var replacements: [Symbol: SymbolicInteger] = [:]

  /// - Parameter constraints: what the graph asks of its extents; equalities of two symbols unify them. (They are
  ///   checked before the compiled code runs, so it may rely on them.)
  /// - Parameter parameters: the shapes of the parameters; extents without a name get one from where they stand, so
  ///   that programs do not depend on the numbers of fresh symbols.
  /// - Parameter given: symbols whose values are given beside the arguments; those of one place have one value.
  init(
    _ specialization: Specialization, parameters: [[Dimension]], constraints: [ShapeConstraint], given: [[Symbol]] = []
  ) {
    for (symbol, value) in specialization.known { replacements[symbol] = SymbolicInteger(value) }
    for (number, symbols) in given.enumerated() {
      let known = symbols.lazy.compactMap { specialization.known[$0] }.first
      let value = known.map { SymbolicInteger($0) } ?? SymbolicInteger(ShapeFacts.given(number))
      for symbol in symbols { replacements[symbol] = value }
    }
    for (parameter, shape) in parameters.enumerated() {
      for (axis, extent) in shape.enumerated() {
        guard let symbol = extent.bareSymbol, symbol.number != 0, replacements[symbol] == nil else { continue }
        replacements[symbol] = SymbolicInteger(Symbol("extent\(parameter)_\(axis)"))
      }
    }
    for constraint in constraints {
      switch constraint.relation {
      case .equal, .broadcastable: unify(resolve(constraint.first), resolve(constraint.second), constraint.relation)
      case .atLeast: break
      }
    }
  }

  /// The symbol of a number that is given beside the arguments.
  static func given(_ number: Int) -> Symbol { Symbol("value\(number)") }

  private mutating func unify(
    _ a: SymbolicInteger, _ b: SymbolicInteger, _ relation: ShapeConstraint.Relation
  ) {
    if a == b { return }
    // Where an extent of 1 meets another in a broadcast, the two differ and both stand.
    if relation == .broadcastable, a.constant == 1 || b.constant == 1 { return }
    if let symbol = b.bareSymbol {
      if !a.contains(.symbol(symbol)) { replacements[symbol] = a }
    } else if let symbol = a.bareSymbol, !b.contains(.symbol(symbol)) {
      replacements[symbol] = b
    }
  }

  /// The extent with everything known put in.
  func resolve(_ extent: SymbolicInteger) -> SymbolicInteger {
    if extent.constant != nil { return extent }
    var current = extent
    // Replacements may name symbols that were replaced later; chains are short.
    for _ in 0..<(replacements.count + 1) {
      let next = current.substituting { atom in
        switch atom {
        case .symbol(let symbol): return replacements[symbol]
        case .broadcast(let a, let b):
          // Extents that operands meet at have one name by now. Others, as those of a shape that was asked for, are decided by the call.
          return .broadcast(resolve(a), resolve(b))
        case .isNotOne(let a): return .isNotOne(resolve(a))
        case .loop, .value, .floorDivide, .remainder, .minimum, .maximum: return nil
        }
      }
      if next == current { break }
      current = next
    }
    return current
  }

  func resolve(_ shape: [SymbolicInteger]) -> [SymbolicInteger] { shape.map(resolve) }
}

/// Steps in elements for row-major order.
func rowMajorStrides(_ shape: [SymbolicInteger]) -> [SymbolicInteger] {
  var strides = [SymbolicInteger](repeating: 1, count: shape.count)
  for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * shape[axis + 1] }
  return strides
}
