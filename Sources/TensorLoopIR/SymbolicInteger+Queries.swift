extension SymbolicInteger {
  /// The factor of `atom` where the expression is linear in it; nil where the atom stands in a higher power or
  /// inside another atom.
  public func coefficient(of atom: Atom) -> SymbolicInteger? {
    var factor: [Term] = []
    for term in terms {
      switch term.atoms.filter({ $0 == atom }).count {
      case 0: if term.atoms.contains(where: { $0.contains(atom) }) { return nil }
      case 1:
        let rest = term.atoms.filter { $0 != atom }
        if rest.contains(where: { $0.contains(atom) }) { return nil }
        factor.append(Term(coefficient: term.coefficient, atoms: rest))
      default: return nil
      }
    }
    return SymbolicInteger(terms: factor)
  }

  /// Whether the atom stands anywhere in the expression.
  public func contains(_ atom: Atom) -> Bool { terms.contains { $0.atoms.contains { $0 == atom || $0.contains(atom) } } }

  /// Whether atoms stand in atoms more than `limit` levels deep.
  public func isDeeper(than limit: Int) -> Bool {
    var level: [SymbolicInteger] = [self]
    for _ in 0...limit {
      level = level.flatMap { $0.terms.flatMap { $0.atoms.flatMap(\.operands) } }
      if level.isEmpty { return false }
    }
    return true
  }

  /// Calls `body` with every atom, those inside other atoms too.
  public func forEachAtom(_ body: (Atom) -> Void) {
    for term in terms {
      for atom in term.atoms {
        body(atom)
        for operand in atom.operands { operand.forEachAtom(body) }
      }
    }
  }

  /// The expression with atoms replaced where `replacement` gives something for them.
  public func substituting(_ replacement: (Atom) -> SymbolicInteger?) -> SymbolicInteger {
    terms.reduce(SymbolicInteger(0)) { sum, term in
      sum
        + term.atoms.reduce(SymbolicInteger(term.coefficient)) { product, atom in
          product * (replacement(atom) ?? atom.rebuilt { $0.substituting(replacement) })
        }
    }
  }

  /// The value with symbols from a table, or nil where a step overflows 64 bits or something is not in it.
  public func evaluate(_ values: [Symbol: Int]) -> Int? {
    evaluate { if case .symbol(let symbol) = $0 { values[symbol] } else { nil } }
  }

  /// The value with every symbol, loop variable and program value given by `lookup`, or nil where a step overflows
  /// 64 bits or `lookup` gives nil.
  public func evaluate(_ lookup: (Atom) -> Int?) -> Int? {
    var sum = 0
    for term in terms {
      var product = term.coefficient
      for atom in term.atoms {
        guard let value = atom.evaluate(lookup) else { return nil }
        let (next, overflow) = product.multipliedReportingOverflow(by: value)
        if overflow { return nil }
        product = next
      }
      let (next, overflow) = sum.addingReportingOverflow(product)
      if overflow { return nil }
      sum = next
    }
    return sum
  }
}

extension SymbolicInteger {
  /// The symbol, if the expression is nothing but one.
  public var bareSymbol: Symbol? {
    guard terms.count == 1, terms[0].coefficient == 1, terms[0].atoms.count == 1,
      case .symbol(let symbol) = terms[0].atoms[0]
    else { return nil }
    return symbol
  }
}

extension SymbolicInteger {
  /// The numbers of the program values it depends on.
  public var valueNumbers: Set<Int> {
    var numbers: Set<Int> = []
    for atom in terms.flatMap(\.atoms) {
      if case .value(let number) = atom { numbers.insert(number) }
      for operand in atom.operands { numbers.formUnion(operand.valueNumbers) }
    }
    return numbers
  }
}

extension SymbolicInteger.Atom {
  /// The expressions inside the atom.
  public var operands: [SymbolicInteger] {
    switch self {
    case .symbol, .loop, .value: []
    case .floorDivide(let a, let b), .remainder(let a, let b), .minimum(let a, let b), .maximum(let a, let b),
      .broadcast(let a, let b):
      [a, b]
    case .isNotOne(let a): [a]
    }
  }

  func contains(_ atom: SymbolicInteger.Atom) -> Bool { operands.contains { $0.contains(atom) } }

  func rebuilt(_ transform: (SymbolicInteger) -> SymbolicInteger) -> SymbolicInteger {
    switch self {
    case .symbol, .loop, .value: SymbolicInteger(self)
    case .floorDivide(let a, let b): .floorDivide(transform(a), transform(b))
    case .remainder(let a, let b): .remainder(transform(a), transform(b))
    case .minimum(let a, let b): .minimum(transform(a), transform(b))
    case .maximum(let a, let b): .maximum(transform(a), transform(b))
    case .broadcast(let a, let b): .broadcast(transform(a), transform(b))
    case .isNotOne(let a): .isNotOne(transform(a))
    }
  }

  func evaluate(_ lookup: (SymbolicInteger.Atom) -> Int?) -> Int? {
    func pair(_ a: SymbolicInteger, _ b: SymbolicInteger, _ combine: (Int, Int) -> Int) -> Int? {
      guard let x = a.evaluate(lookup), let y = b.evaluate(lookup) else { return nil }
      return combine(x, y)
    }
    switch self {
    case .symbol, .loop, .value: return lookup(self)
    case .floorDivide(let a, let b): return pair(a, b, SymbolicInteger.Atom.floorQuotient)
    case .remainder(let a, let b): return pair(a, b, SymbolicInteger.Atom.floorRemainder)
    case .minimum(let a, let b): return pair(a, b, Swift.min)
    case .maximum(let a, let b): return pair(a, b, Swift.max)
    case .broadcast(let a, let b): return pair(a, b) { x, y in x == 1 ? y : x }
    case .isNotOne(let a): return a.evaluate(lookup).map { $0 == 1 ? 0 : 1 }
    }
  }
}

extension SymbolicInteger: CustomStringConvertible {
  /// `4*n + i0 - 1`.
  public var description: String {
    if terms.isEmpty { return "0" }
    var text = ""
    for (position, term) in terms.enumerated() {
      let sign = term.coefficient < 0 ? (position == 0 ? "-" : " - ") : (position == 0 ? "" : " + ")
      let factors = term.atoms.map(\.description)
      let magnitude = String(term.coefficient.magnitude)
      text += sign + (factors.isEmpty ? magnitude : ((magnitude == "1" ? [] : [magnitude]) + factors).joined(separator: "*"))
    }
    return text
  }
}

extension SymbolicInteger.Atom: CustomStringConvertible {
  public var description: String {
    switch self {
    case .symbol(let symbol): symbol.exactText
    case .loop(let number): "i\(number)"
    case .value(let number): "%\(number)"
    case .floorDivide(let a, let b): "floordiv(\(a), \(b))"
    case .remainder(let a, let b): "mod(\(a), \(b))"
    case .minimum(let a, let b): "min(\(a), \(b))"
    case .maximum(let a, let b): "max(\(a), \(b))"
    case .broadcast(let a, let b): "broadcast(\(a), \(b))"
    case .isNotOne(let a): "isnotone(\(a))"
    }
  }
}

extension Symbol: CustomStringConvertible {
  public var description: String { number == 0 ? name : "\(name)#\(number)" }
}
