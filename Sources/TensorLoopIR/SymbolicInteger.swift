/// A name for an integer that is known when a compiled function is entered: the extent of a dimension, a stride.
public struct Symbol: Hashable, Comparable, Sendable {
  /// What the user or the compiler calls it.
  public let name: String
  /// Tells symbols of one name apart; 0 for those that a user named, so that equal names are equal symbols.
  public let number: Int
  /// What gives the value where no shape does, for the layers above. Symbols of one name and number have one definition.
  package let definition: (any AnyObject & Sendable)?

  public init(_ name: String, number: Int = 0) {
    self.name = name
    self.number = number
    definition = nil
  }

  package init(_ name: String, number: Int, definition: any AnyObject & Sendable) {
    (self.name, self.number, self.definition) = (name, number, definition)
  }

  public static func == (a: Symbol, b: Symbol) -> Bool { a.number == b.number && a.name == b.name }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(number)
  }

  public static func < (a: Symbol, b: Symbol) -> Bool { (a.name, a.number) < (b.name, b.number) }
}

/// An integer expression in normal form: a sum of integer multiples of products of atoms.
///
/// Extents, strides and buffer offsets are these. Two expressions that are equal as polynomials in their atoms
/// are equal values, and hash alike.
public struct SymbolicInteger: Hashable, Sendable {
  /// `coefficient * atoms[0] * atoms[1] * ...`, atoms sorted.
  public struct Term: Hashable, Sendable {
    public var coefficient: Int
    public var atoms: [Atom]

    public init(coefficient: Int, atoms: [Atom]) {
      self.coefficient = coefficient
      self.atoms = atoms
    }
  }

  /// What has no form as a polynomial in other things.
  public indirect enum Atom: Hashable, Sendable {
    case symbol(Symbol)
    /// The variable of a surrounding loop, by its number in the program.
    case loop(Int)
    /// A 64-bit integer computed inside the program (an index that was loaded), by its value number.
    case value(Int)
    /// Rounded down; by zero it is 0.
    case floorDivide(SymbolicInteger, SymbolicInteger)
    /// The rest of `floorDivide`, with the sign of the divisor; by zero it is 0.
    case remainder(SymbolicInteger, SymbolicInteger)
    case minimum(SymbolicInteger, SymbolicInteger)
    case maximum(SymbolicInteger, SymbolicInteger)
    /// The extent to which the two broadcast: the other where one is 1.
    case broadcast(SymbolicInteger, SymbolicInteger)
    /// 0 where the extent is 1, else 1: the factor of a stride along an axis that may broadcast.
    case isNotOne(SymbolicInteger)
  }

  /// Sorted, without zero coefficients; the constant term has no atoms and stands last.
  public private(set) var terms: [Term]

  init(sorted terms: [Term]) { self.terms = terms }

  public init(_ constant: Int) { terms = constant == 0 ? [] : [Term(coefficient: constant, atoms: [])] }
  public init(_ atom: Atom) { terms = [Term(coefficient: 1, atoms: [atom])] }
  public init(_ symbol: Symbol) { self.init(Atom.symbol(symbol)) }

  public static func loop(_ variable: Int) -> SymbolicInteger { SymbolicInteger(.loop(variable)) }

  /// The value where it is known.
  public var constant: Int? {
    if terms.isEmpty { return 0 }
    return terms.count == 1 && terms[0].atoms.isEmpty ? terms[0].coefficient : nil
  }

  /// The terms in any order, as a normal form; sums that overflow wrap (extents are checked when they are computed).
  public init(terms unsorted: [Term]) {
    var result: [Term] = []
    for term in unsorted.sorted(by: { Atom.isOrdered($0.atoms, $1.atoms) }) {
      if let last = result.last, last.atoms == term.atoms {
        result[result.count - 1].coefficient = last.coefficient &+ term.coefficient
      } else {
        result.append(term)
      }
    }
    terms = result.filter { $0.coefficient != 0 }
  }
}

extension SymbolicInteger: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: Int) { self.init(value) }
}

// MARK: - Arithmetic

extension SymbolicInteger {
  public static func + (a: SymbolicInteger, b: SymbolicInteger) -> SymbolicInteger {
    if a.terms.isEmpty { return b }
    if b.terms.isEmpty { return a }
    return SymbolicInteger(terms: a.terms + b.terms)
  }

  public static prefix func - (a: SymbolicInteger) -> SymbolicInteger {
    SymbolicInteger(sorted: a.terms.map { Term(coefficient: 0 &- $0.coefficient, atoms: $0.atoms) })
  }

  public static func - (a: SymbolicInteger, b: SymbolicInteger) -> SymbolicInteger { a + (-b) }

  public static func * (a: SymbolicInteger, b: SymbolicInteger) -> SymbolicInteger {
    if a.constant == 1 { return b }
    if b.constant == 1 { return a }
    return SymbolicInteger(
      terms: a.terms.flatMap { x in
        b.terms.map { y in product(x, y) }
      })
  }

  /// Of symbols, a product whose coefficient overflows keeps a factor as it is: so its value does not fit either when it is computed, which is an
  /// error then, where a wrapped coefficient would be a wrong number.
  private static func product(_ x: Term, _ y: Term) -> Term {
    let (coefficient, overflow) = x.coefficient.multipliedReportingOverflow(by: y.coefficient)
    var atoms = x.atoms + y.atoms
    guard overflow, !atoms.isEmpty else { return Term(coefficient: coefficient, atoms: atoms.sorted(by: Atom.isOrdered)) }
    atoms.append(.floorDivide(SymbolicInteger(y.coefficient), 1))
    return Term(coefficient: x.coefficient, atoms: atoms.sorted(by: Atom.isOrdered))
  }

  public static func += (a: inout SymbolicInteger, b: SymbolicInteger) { a = a + b }
  public static func *= (a: inout SymbolicInteger, b: SymbolicInteger) { a = a * b }

  /// `a // b`, rounded down; by zero it is 0. Multiples of a constant divisor leave:
  /// `(8*n + m + 6) // 4` is `2*n + (m + 2) // 4 + 1`.
  public static func floorDivide(_ a: SymbolicInteger, _ b: SymbolicInteger) -> SymbolicInteger {
    if let x = a.constant, let y = b.constant { return SymbolicInteger(Atom.floorQuotient(x, y)) }
    if b.constant == 1 { return a }
    if a.terms.isEmpty || b.terms.isEmpty { return 0 }
    guard let divisor = b.constant, divisor > 0 else { return SymbolicInteger(.floorDivide(a, b)) }
    let (quotient, rest) = a.split(by: divisor)
    if let constant = rest.constant { return quotient + SymbolicInteger(Atom.floorQuotient(constant, divisor)) }
    return quotient + SymbolicInteger(.floorDivide(rest, b))
  }

  /// `a mod b` with the sign of `b`; by zero it is 0. Multiples of a constant divisor leave.
  public static func remainder(_ a: SymbolicInteger, _ b: SymbolicInteger) -> SymbolicInteger {
    if let x = a.constant, let y = b.constant { return SymbolicInteger(Atom.floorRemainder(x, y)) }
    if b.constant == 1 || a.terms.isEmpty || b.terms.isEmpty || a == b { return 0 }
    guard let divisor = b.constant, divisor > 0 else { return SymbolicInteger(.remainder(a, b)) }
    let rest = a.split(by: divisor).rest
    if let constant = rest.constant { return SymbolicInteger(Atom.floorRemainder(constant, divisor)) }
    return SymbolicInteger(.remainder(rest, b))
  }

  /// `self` as `divisor * quotient + rest`, where the rest has coefficients in `0..<divisor`; nothing overflows.
  private func split(by divisor: Int) -> (quotient: SymbolicInteger, rest: SymbolicInteger) {
    var (quotient, rest): ([Term], [Term]) = ([], [])
    for term in terms {
      let whole = term.atoms.isEmpty || term.coefficient % divisor == 0
      let factor = whole ? Atom.floorQuotient(term.coefficient, divisor) : 0
      let left = whole ? Atom.floorRemainder(term.coefficient, divisor) : term.coefficient
      if factor != 0 { quotient.append(Term(coefficient: factor, atoms: term.atoms)) }
      if left != 0 { rest.append(Term(coefficient: left, atoms: term.atoms)) }
    }
    return (SymbolicInteger(sorted: quotient), SymbolicInteger(sorted: rest))
  }

  public static func minimum(_ a: SymbolicInteger, _ b: SymbolicInteger) -> SymbolicInteger {
    merged(
      a, b, { if case .minimum(let x, let y) = $0 { (x, y) } else { nil } }, { SymbolicInteger(.minimum($0, $1)) }
    ) { difference($0, $1).map { $0 <= 0 } }
  }

  public static func maximum(_ a: SymbolicInteger, _ b: SymbolicInteger) -> SymbolicInteger {
    merged(
      a, b, { if case .maximum(let x, let y) = $0 { (x, y) } else { nil } }, { SymbolicInteger(.maximum($0, $1)) }
    ) { difference($0, $1).map { $0 >= 0 } }
  }

  /// The extent to which `a` and `b` broadcast; equal forms and constants of 1 resolve at once.
  public static func broadcast(_ a: SymbolicInteger, _ b: SymbolicInteger) -> SymbolicInteger {
    if a == b || b.constant == 1 { return a }
    if a.constant == 1 { return b }
    if let x = a.constant, x != 1 { return a }
    if let y = b.constant, y != 1 { return b }
    return merged(
      a, b, { if case .broadcast(let x, let y) = $0 { (x, y) } else { nil } }, { SymbolicInteger(.broadcast($0, $1)) }
    ) { $0 == $1 ? true : nil }
  }

  /// `a - b` where that is a constant that does not overflow.
  private static func difference(_ a: SymbolicInteger, _ b: SymbolicInteger) -> Int? {
    if let x = a.constant, let y = b.constant { return x == y ? 0 : (x < y ? -1 : 1) }
    return (a - b).constant
  }

  /// The operands of nested applications of an associative, commutative, idempotent operation: once each, sorted,
  /// nested to the right. `prefers` says which of two is kept, or nil for both.
  private static func merged(
    _ a: SymbolicInteger, _ b: SymbolicInteger, _ operands: (Atom) -> (SymbolicInteger, SymbolicInteger)?,
    _ make: (SymbolicInteger, SymbolicInteger) -> SymbolicInteger,
    _ prefers: (SymbolicInteger, SymbolicInteger) -> Bool?
  ) -> SymbolicInteger {
    var kept: [SymbolicInteger] = []
    var work = [b, a]
    while let next = work.popLast() {
      if next.terms.count == 1, next.terms[0].coefficient == 1, next.terms[0].atoms.count == 1,
        let (x, y) = operands(next.terms[0].atoms[0])
      {
        work += [y, x]
        continue
      }
      // An operand that is kept may displace several others.
      if kept.contains(where: { prefers($0, next) == true }) { continue }
      kept.removeAll { prefers(next, $0) == true }
      kept.append(next)
    }
    kept.sort(by: Atom.isOrdered)
    return kept.dropLast().reversed().reduce(kept[kept.count - 1]) { make($1, $0) }
  }

  /// 0 where `a` is 1, else 1.
  public static func isNotOne(_ a: SymbolicInteger) -> SymbolicInteger {
    if let value = a.constant { return value == 1 ? 0 : 1 }
    return SymbolicInteger(.isNotOne(a))
  }
}

// MARK: - Order, which makes the normal form unique and every list deterministic

extension SymbolicInteger.Atom {
  static func floorQuotient(_ a: Int, _ b: Int) -> Int {
    if b == 0 { return 0 }
    if b == -1 { return 0 &- a }
    let quotient = a / b
    return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient
  }

  /// The rest of `floorQuotient`, with the sign of the divisor; by zero it is 0.
  static func floorRemainder(_ a: Int, _ b: Int) -> Int { b == 0 ? 0 : a &- floorQuotient(a, b) &* b }

  private var rank: Int {
    switch self {
    case .symbol: 0
    case .loop: 1
    case .value: 2
    case .floorDivide: 3
    case .remainder: 4
    case .minimum: 5
    case .maximum: 6
    case .broadcast: 7
    case .isNotOne: 8
    }
  }

  static func isOrdered(_ a: SymbolicInteger.Atom, _ b: SymbolicInteger.Atom) -> Bool { order(a, b) < 0 }
  static func isOrdered(_ a: [SymbolicInteger.Atom], _ b: [SymbolicInteger.Atom]) -> Bool { order(a, b) < 0 }
  static func isOrdered(_ a: SymbolicInteger, _ b: SymbolicInteger) -> Bool { order(a, b) < 0 }

  /// Negative, zero, positive as `a` comes before, is, or comes after `b`. Products with more atoms come first.
  private static func order(_ a: [SymbolicInteger.Atom], _ b: [SymbolicInteger.Atom]) -> Int {
    if a.count != b.count { return b.count - a.count }
    for (x, y) in zip(a, b) {
      let result = order(x, y)
      if result != 0 { return result }
    }
    return 0
  }

  private static func order(_ a: SymbolicInteger, _ b: SymbolicInteger) -> Int {
    if a.terms.count != b.terms.count { return a.terms.count - b.terms.count }
    for (x, y) in zip(a.terms, b.terms) {
      let result = order(x.atoms, y.atoms)
      if result != 0 { return result }
      if x.coefficient != y.coefficient { return x.coefficient < y.coefficient ? -1 : 1 }
    }
    return 0
  }

  private static func order(_ a: SymbolicInteger.Atom, _ b: SymbolicInteger.Atom) -> Int {
    switch (a, b) {
    case (.symbol(let x), .symbol(let y)): return x == y ? 0 : (x < y ? -1 : 1)
    case (.loop(let x), .loop(let y)), (.value(let x), .value(let y)): return x < y ? -1 : (x == y ? 0 : 1)
    case (.floorDivide(let p, let q), .floorDivide(let r, let s)),
      (.remainder(let p, let q), .remainder(let r, let s)),
      (.minimum(let p, let q), .minimum(let r, let s)),
      (.maximum(let p, let q), .maximum(let r, let s)),
      (.broadcast(let p, let q), .broadcast(let r, let s)):
      let first = order(p, r)
      return first != 0 ? first : order(q, s)
    case (.isNotOne(let x), .isNotOne(let y)): return order(x, y)
    case (_, _): return a.rank - b.rank
    }
  }
}
