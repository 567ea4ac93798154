import TensorLLVM
import TensorLoopIR
import TensorScalars

// Symbolic integers as 64-bit arithmetic, in lanes where they depend on the vector loop's variable.
extension FunctionEmitter {
  func integer(_ expression: SymbolicInteger) -> Operand {
    if let value = expression.constant { return integerConstant(value) }
    if let known = remembered(.integer(expression)) { return known }
    if expression.terms.count == 1 {
      let product = term(expression.terms[0])
      remember(.integer(expression), product)
      return product
    }
    // Outer terms first, so that partial sums stay in outer loops.
    let terms = expression.terms.map { integer(SymbolicInteger(terms: [$0])) }.enumerated()
      .sorted { ($0.element.level, $0.element.lanes, $0.offset) < ($1.element.level, $1.element.lanes, $1.offset) }
      .map(\.element)
    let sum = terms.dropFirst().reduce(terms[0]) { binary(.add, $0, $1) }
    remember(.integer(expression), sum)
    return sum
  }

  /// The terms as sums by the level that computes them, outermost first, and the constant apart.
  func partsByLevel(_ expression: SymbolicInteger) -> (parts: [(level: Int, sum: SymbolicInteger)], constant: Int) {
    var (parts, constant): ([Int: [SymbolicInteger.Term]], Int) = ([:], 0)
    for term in expression.terms {
      if term.atoms.isEmpty {
        constant = term.coefficient
      } else {
        parts[integer(SymbolicInteger(terms: [term])).level, default: []].append(term)
      }
    }
    return (parts.sorted { $0.key < $1.key }.map { ($0.key, SymbolicInteger(terms: $0.value)) }, constant)
  }

  private func term(_ term: SymbolicInteger.Term) -> Operand {
    guard !term.atoms.isEmpty else { return integerConstant(term.coefficient) }
    var factors = term.atoms.map(atom).enumerated()
      .sorted { ($0.element.level, $0.element.lanes, $0.offset) < ($1.element.level, $1.element.lanes, $1.offset) }
      .map(\.element)
    if term.coefficient != 1 { factors.insert(integerConstant(term.coefficient), at: 0) }
    return factors.dropFirst().reduce(factors[0]) { binary(.multiply, $0, $1) }
  }

  private func atom(_ atom: SymbolicInteger.Atom) -> Operand {
    switch atom {
    case .symbol(let name): return symbol(name)
    case .value(let number): return bound(.value(number))
    case .loop(let variable):
      guard let vector, vector.variable == variable else { return bound(.loop(variable)) }
      if let known = remembered(.integer(.loop(variable))) { return known }
      let lanes = vector.lanes
      let steps = Operand(iota(lanes), lanes: lanes, level: 0)
      let value = lanes == 1 ? vector.base : binary(.add, vector.base, steps)
      remember(.integer(.loop(variable)), value)
      return value
    case .floorDivide(let a, let b): return quotients(integer(a), integer(b), .i64, floor: true).quotient
    case .remainder(let a, let b): return quotients(integer(a), integer(b), .i64, floor: true).remainder
    case .minimum(let a, let b): return intrinsic("llvm.smin", [integer(a), integer(b)])
    case .maximum(let a, let b): return intrinsic("llvm.smax", [integer(a), integer(b)])
    case .broadcast(let a, let b):
      let (x, y) = (integer(a), integer(b))
      return select(compare(IntegerPredicate.equal, x, integerConstant(1)), y, x)
    case .isNotOne(let a):
      return cast(.zeroExtend, compare(.notEqual, integer(a), integerConstant(1)), i64)
    }
  }

  /// 0, 1, 2, ... in 64-bit lanes.
  func iota(_ lanes: Int, bits: Int = 64) -> IRValue {
    lanes == 1
      ? module.ir.constant(0, bits: bits) : module.ir.vector((0..<lanes).map { module.ir.constant($0, bits: bits) })
  }
}
