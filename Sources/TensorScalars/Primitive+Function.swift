extension Primitive {
  /// The name of the scalar function that does the same on floats; nil where there is none.
  package var functionName: String? {
    switch self {
    case .add: "add"
    case .subtract: "subtract"
    case .multiply: "multiply"
    case .negate: "negative"
    case .divide: "divide"
    case .squareRoot: "sqrt"
    case .absolute: "absolute"
    case .copySign: "copysign"
    case .minimum: "minimum"
    case .maximum: "maximum"
    case .floor: "floor"
    case .ceiling: "ceil"
    case .truncate: "trunc"
    case .roundToEven: "rint"
    case .equal: "equal"
    case .notEqual: "not_equal"
    case .less: "less"
    case .lessOrEqual: "less_equal"
    case .greater: "greater"
    case .greaterOrEqual: "greater_equal"
    case .fusedMultiplyAdd, .floorQuotient, .floorRemainder, .quotient, .remainder, .multiplyHigh, .and, .or, .xor, .not,
      .shiftLeft, .shiftRight, .bitCount, .leadingZeros, .select, .convert, .bitcast, .lookup:
      nil
    }
  }
}
