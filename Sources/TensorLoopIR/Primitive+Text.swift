import TensorScalars

extension Primitive {
  /// The name in the text of programs, without what the case carries.
  public var mnemonic: String {
    switch self {
    case .add: "add"
    case .subtract: "subtract"
    case .multiply: "multiply"
    case .negate: "negate"
    case .divide: "divide"
    case .fusedMultiplyAdd: "fma"
    case .squareRoot: "sqrt"
    case .absolute: "absolute"
    case .copySign: "copysign"
    case .minimum: "minimum"
    case .maximum: "maximum"
    case .floor: "floor"
    case .ceiling: "ceil"
    case .truncate: "trunc"
    case .roundToEven: "rint"
    case .floorQuotient: "floordiv"
    case .floorRemainder: "floormod"
    case .quotient: "quotient"
    case .remainder: "remainder"
    case .multiplyHigh: "mulhigh"
    case .and: "and"
    case .or: "or"
    case .xor: "xor"
    case .not: "not"
    case .shiftLeft: "shl"
    case .shiftRight: "shr"
    case .bitCount: "bitcount"
    case .leadingZeros: "clz"
    case .equal: "eq"
    case .notEqual: "ne"
    case .less: "lt"
    case .lessOrEqual: "le"
    case .greater: "gt"
    case .greaterOrEqual: "ge"
    case .select: "select"
    case .convert: "convert"
    case .bitcast: "bitcast"
    case .lookup: "lookup"
    }
  }

  /// Every instruction that its mnemonic alone tells; `convert`, `bitcast` and `lookup` carry more.
  public static let plain: [Primitive] = [
    .add, .subtract, .multiply, .negate, .divide, .fusedMultiplyAdd, .squareRoot, .absolute, .copySign, .minimum,
    .maximum, .floor, .ceiling, .truncate, .roundToEven, .floorQuotient, .floorRemainder, .quotient, .remainder,
    .multiplyHigh, .and, .or, .xor, .not, .shiftLeft, .shiftRight, .bitCount, .leadingZeros, .equal, .notEqual,
    .less, .lessOrEqual, .greater, .greaterOrEqual, .select,
  ]

  static let byMnemonic = Dictionary(uniqueKeysWithValues: plain.map { ($0.mnemonic, $0) })
}

extension Combiner {
  static let byName: [String: Combiner] = [
    "sum": .sum, "product": .product, "minimum": .minimum, "maximum": .maximum, "or": .or, "and": .and, "dot": .dot,
    "argMinimum": .argMinimum, "argMaximum": .argMaximum,
  ]

  /// The name in the text of programs.
  public var name: String {
    switch self {
    case .sum: "sum"
    case .product: "product"
    case .minimum: "minimum"
    case .maximum: "maximum"
    case .or: "or"
    case .and: "and"
    case .dot: "dot"
    case .argMinimum: "argMinimum"
    case .argMaximum: "argMaximum"
    }
  }
}

extension ElementType {
  private static let names = allCases.map { String(describing: $0) }
  private static let byName = Dictionary(uniqueKeysWithValues: zip(names, allCases))

  /// `name` from a table: programs print many.
  var shortName: String { ElementType.names[Int(rawValue)] }

  init?(shortName: String) {
    guard let type = ElementType.byName[shortName] else { return nil }
    self = type
  }
}

extension ScalarValue {
  /// The shortest text that reads back as these bits: NaNs by their bits.
  var exactText: String {
    let isNaN = type.isFloat && asDouble.isNaN
    return isNaN ? "nan(0x\(String(bits, radix: 16)))" : description
  }
}
