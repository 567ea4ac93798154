/// NumPy 2's rules by which an elementwise function chooses the types it computes in and its result's.
public enum TypeRule: Hashable, Sendable {
  /// All arguments are promoted to one type, the result has it too; bool is allowed.
  case promoted
  /// As `promoted`, but bool is an error (`subtract`, `negative`).
  case promotedNumbers
  /// As `promoted`, bool counts as i8 (`floor_divide`, `square`, `power`).
  case promotedBoolAsByte
  /// Promoted to a float by `floatResult`; the result is that float.
  case float
  /// As `float`, but every integer and bool gives f64 (`divide`).
  case trueDivision
  /// Promoted; the result is bool. A `u64` and a signed integer keep their sides: `i64` and `u64`.
  case comparison
  /// Each argument counts as bool; the result is bool.
  case logical
  /// Promoted; integers and bool only.
  case bitwise
  /// Promoted; integers only, bool counts as i8 (shifts).
  case shift
  /// Any type; the result is bool (`isnan`).
  case predicate
  /// As `float`; the result is bool (`signbit`).
  case floatPredicate
  /// Integers and bool only; the result is u8 (`bit_count`).
  case bitCount
  /// A bool condition and two promoted values (`where`).
  case selection
  /// Parts of complex numbers: the types as they are; the result has the last one's.
  case parts
  /// The same; the result is bool.
  case predicateOfParts
  /// Promoted; integers only, without bool (`gcd`).
  case integers
  /// Everything in f64 (`float_power`).
  case double
  /// As `float`; the result is i32 (an exponent).
  case floatExponent
  /// A float by `floatResult` and an integer that i64 holds (`ldexp`).
  case floatAndInteger
  /// As `float`, but bool gives f64 (`angle`).
  case floatOfNumber

  /// Whether floats of one type are taken as they are.
  package var takesFloatsAsTheyAre: Bool {
    switch self {
    case .promoted, .promotedNumbers, .promotedBoolAsByte, .float, .trueDivision, .comparison, .predicate, .floatPredicate,
      .floatExponent, .floatOfNumber:
      true
    case .logical, .bitwise, .shift, .bitCount, .selection, .integers, .double, .floatAndInteger, .parts, .predicateOfParts: false
    }
  }

  /// The types to cast arguments to and the result's type; nil where NumPy has no loop for them.
  public func resolve(_ types: [ElementType]) -> (arguments: [ElementType], result: ElementType)? {
    guard let first = types.first, let common = ElementType.promoted(types) else { return nil }
    func all(_ type: ElementType, giving result: ElementType? = nil) -> ([ElementType], ElementType) {
      (types.map { _ in type }, result ?? type)
    }
    let float = types.dropFirst().reduce(first.floatResult) { ElementType.promoted($0, $1.floatResult) }
    let number = common == .bool ? .i8 : common
    // Complex numbers: what has a complex form says so in its record.
    if common.isComplex { return resolveComplex(common, types) }
    switch self {
    case .promoted: return all(common)
    case .promotedNumbers: return common == .bool ? nil : all(common)
    case .promotedBoolAsByte: return all(number)
    case .float: return all(float)
    case .floatPredicate: return all(float, giving: .bool)
    case .bitCount: return common.isFloat ? nil : all(common, giving: .u8)
    case .trueDivision: return all(common.isFloat ? common : .f64)
    case .comparison:
      if common.isFloat, !types.contains(where: \.isFloat) {
        return (types.map { $0 == .u64 ? .u64 : .i64 }, .bool)
      }
      return all(common, giving: .bool)
    case .logical: return all(.bool)
    case .bitwise: return common.isFloat ? nil : all(common)
    case .shift: return common.isFloat ? nil : all(number)
    case .predicate: return all(common, giving: .bool)
    case .integers: return common.isInteger ? all(common) : nil
    case .double: return all(.f64)
    case .floatExponent: return all(float, giving: .i32)
    case .floatOfNumber: return all(common == .bool ? .f64 : float)
    case .floatAndInteger:
      guard types.count == 2, types[1].canCastSafely(to: .i64) else { return nil }
      return ([first.floatResult, .i64], first.floatResult)
    case .selection:
      guard types.count == 3 else { return nil }
      let value = ElementType.promoted(types[1], types[2])
      return ([.bool, value, value], value)
    case .parts: return (types, types[types.count - 1])
    case .predicateOfParts: return (types, .bool)
    }
  }

  private func resolveComplex(
    _ common: ElementType, _ types: [ElementType]
  ) -> (arguments: [ElementType], result: ElementType)? {
    let all = types.map { _ in common }
    switch self {
    case .promoted, .promotedNumbers, .promotedBoolAsByte, .float, .trueDivision: return (all, common)
    case .comparison, .predicate, .floatPredicate: return (all, .bool)
    case .logical: return (types.map { _ in .bool }, .bool)
    case .selection:
      guard types.count == 3 else { return nil }
      let value = ElementType.promoted(types[1], types[2])
      return ([.bool, value, value], value)
    case .floatOfNumber: return (all, common)
    case .double: return (types.map { _ in .c128 }, .c128)
    case .bitwise, .shift, .bitCount, .integers, .floatExponent, .floatAndInteger, .parts, .predicateOfParts: return nil
    }
  }
}
