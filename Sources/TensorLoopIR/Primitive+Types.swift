import TensorScalars

extension Primitive {
  /// Why the instruction is not defined for arguments of these types; nil where it is.
  public func misfit(_ types: [ElementType]) -> String? {
    guard types.count == arity else { return "takes \(arity) arguments, got \(types.count)" }
    if types.contains(where: \.isComplex) { return "takes no complex numbers, which are computed by their parts" }
    func all(_ what: String, _ holds: (ElementType) -> Bool) -> String? {
      if let odd = types.first(where: { $0 != types[0] }) {
        return "takes arguments of one type, got \(types[0]) and \(odd)"
      }
      return holds(types[0]) ? nil : "takes \(what), got \(types[0])"
    }
    switch self {
    case .add, .subtract, .multiply, .negate, .absolute: return all("numbers") { $0 != .bool }
    case .divide, .fusedMultiplyAdd, .squareRoot, .copySign, .floor, .ceiling, .truncate, .roundToEven:
      return all("floats") { $0.isFloat }
    case .minimum, .maximum, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      return all("any type") { _ in true }
    case .floorQuotient, .floorRemainder, .quotient, .remainder, .shiftLeft, .shiftRight, .bitCount, .leadingZeros:
      return all("integers") { $0.isInteger }
    case .multiplyHigh: return all("u64") { $0 == .u64 }
    case .and, .or, .xor, .not: return all("integers or bool") { !$0.isFloat }
    case .select:
      if types[0] != .bool { return "takes a bool condition, got \(types[0])" }
      return types[1] == types[2] ? nil : "takes two values of one type, got \(types[1]) and \(types[2])"
    case .convert(let target): return target.isComplex ? "gives no complex numbers" : nil
    case .bitcast(let target):
      return types[0].bitWidth == target.bitWidth ? nil : "takes a type as wide as \(target), got \(types[0])"
    case .lookup: return types[0] == .i64 ? nil : "takes an i64 index, got \(types[0])"
    }
  }
}
