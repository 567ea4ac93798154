// What can be said of symbolic extents before they are known. Symbols stand for extents, which are never negative, or for values of scalars,
// which may be where they bound a slice.
extension SymbolicInteger {
  /// Whether the value is at least 0 whatever the symbols are; false where that is not seen.
  package var isNonnegative: Bool {
    // Of many minima and maxima there are more combinations than anybody has time for.
    var trials = 100
    return isNonnegative(depth: 4, trials: &trials)
  }

  /// Whether the value is at least 0, `extent` being the extent of an axis and so not negative.
  package func isNonnegative(given extent: SymbolicInteger) -> Bool {
    isNonnegative || (self - extent).isNonnegative
  }

  private func isNonnegative(depth: Int, trials: inout Int) -> Bool {
    if terms.allSatisfy({ $0.coefficient > 0 && $0.atoms.allSatisfy(\.isNonnegative) }) { return true }
    trials -= 1
    guard depth > 0, trials > 0 else { return false }
    // A minimum that is subtracted is at most either side, a maximum that is added at least either; the other way round it is one of both.
    for term in terms where term.atoms.count == 1 {
      let rest = self - SymbolicInteger(terms: [term])
      let factor = SymbolicInteger(term.coefficient)
      func isNonnegative(with value: SymbolicInteger) -> Bool {
        (rest + factor * value).isNonnegative(depth: depth - 1, trials: &trials)
      }
      switch (term.atoms[0], term.coefficient < 0) {
      case (.minimum(let a, let b), true), (.maximum(let a, let b), false):
        if isNonnegative(with: a) || isNonnegative(with: b) { return true }
      case (.minimum(let a, let b), false), (.maximum(let a, let b), true):
        if isNonnegative(with: a) && isNonnegative(with: b) { return true }
      case (.remainder(_, let b), true):
        // Less than a positive divisor.
        if (b - 1).isNonnegative(depth: depth - 1, trials: &trials), isNonnegative(with: b - 1) { return true }
      default: continue
      }
    }
    return false
  }

  /// `max(self, 0)`, in a form that is the same for equal shapes as far as possible.
  package func nonnegativePart(given extent: SymbolicInteger = 0) -> SymbolicInteger {
    if isNonnegative(given: extent) { return self }
    // max(max(a, 0) - c, 0) is max(a - c, 0) for c >= 0: slices of slices get the form of one slice.
    for term in terms where term.coefficient == 1 && term.atoms.count == 1 {
      guard case .maximum(let a, let b) = term.atoms[0], a.terms.isEmpty || b.terms.isEmpty else { continue }
      let rest = self - SymbolicInteger(terms: [term])
      if let constant = rest.constant, constant <= 0 { return .maximum(a + b + rest, 0) }
    }
    return .maximum(self, 0)
  }

  /// 1 where the value is negative, else 0.
  package var isNegativeFlag: SymbolicInteger {
    isNonnegative ? 0 : .minimum(.maximum(-self, 0), 1)
  }

  /// The quotient of products, equal factors having been cancelled; right wherever `divisor` is not 0.
  package func quotient(cancelling divisor: SymbolicInteger) -> SymbolicInteger {
    if self == divisor { return 1 }
    if divisor.terms.count == 1, let exact = exactMonomialQuotient(divisor.terms[0]) { return exact }
    return .floorDivide(self, divisor)
  }

  private func exactMonomialQuotient(_ divisor: Term) -> SymbolicInteger? {
    var result: [Term] = []
    for term in terms {
      var atoms = term.atoms
      guard divisor.coefficient != 0, term.coefficient % divisor.coefficient == 0 else { return nil }
      for atom in divisor.atoms {
        guard let position = atoms.firstIndex(of: atom) else { return nil }
        atoms.remove(at: position)
      }
      result.append(Term(coefficient: term.coefficient / divisor.coefficient, atoms: atoms))
    }
    return SymbolicInteger(terms: result)
  }
}

extension SymbolicInteger.Atom {
  /// Whether the atom is at least 0 whatever the symbols are; false where that is not seen.
  fileprivate var isNonnegative: Bool {
    switch self {
    case .symbol(let symbol): symbol.extentDefinition.map { $0.use == .extent } ?? true
    case .isNotOne: true
    case .loop, .value: false
    case .floorDivide(let a, let b), .minimum(let a, let b), .broadcast(let a, let b):
      a.isNonnegative && b.isNonnegative
    case .maximum(let a, let b): a.isNonnegative || b.isNonnegative
    case .remainder(_, let b): b.isNonnegative
    }
  }
}

extension Operation {
  /// The extents of a result that a user asked for: constants must not be negative, others are checked when known.
  package func constraints(onRequested shape: [Dimension]) throws(TensorError) -> [ShapeConstraint] {
    var constraints: [ShapeConstraint] = []
    for extent in shape where !extent.isNonnegative {
      if let extent = extent.constant { throw failure("negative dimensions are not allowed: \(extent)") }
      constraints.append(ShapeConstraint(.atLeast, extent, 0, "negative dimensions are not allowed"))
    }
    return constraints
  }
}
