extension Primitive {
  /// The exact result on constants: the meaning that every backend must give.
  public func evaluate(_ arguments: [ScalarValue]) -> ScalarValue {
    precondition(arguments.count == arity, "\(self) takes \(arity) arguments, not \(arguments.count)")
    let types = arguments.map(\.type)
    let bits = evaluate(
      arguments[0].bits, arity > 1 ? arguments[1].bits : 0, arity > 2 ? arguments[2].bits : 0, of: operandType(types))
    return ScalarValue(type: resultType(types), bits: bits)
  }

  /// The type of the operands that decides what the instruction does: the values of a `select`, else the first.
  package func operandType(_ types: [ElementType]) -> ElementType {
    switch self {
    case .select: types[1]
    case .convert, .bitcast, .lookup, .add, .subtract, .multiply, .negate, .divide, .fusedMultiplyAdd, .squareRoot,
      .absolute, .copySign, .minimum, .maximum, .floor, .ceiling, .truncate, .roundToEven, .floorQuotient,
      .floorRemainder, .quotient, .remainder, .multiplyHigh, .and, .or, .xor, .not, .shiftLeft, .shiftRight,
      .bitCount, .leadingZeros, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      types[0]
    }
  }

  /// The result on bits as `ScalarValue` holds them, for operands of `type`; nothing is allocated.
  package func evaluate(_ a: UInt64, _ b: UInt64, _ c: UInt64, of type: ElementType) -> UInt64 {
    switch self {
    case .select: return a != 0 ? b : c
    case .bitcast: return a
    case .convert(let target): return Primitive.converted(a, from: type, to: target)
    case .lookup(let table):
      guard !table.words.isEmpty else { return 0 }
      let index = Int(Int64(bitPattern: a))
      return table.words[Swift.min(Swift.max(index, 0), table.words.count - 1)]
    case .add, .subtract, .multiply, .negate, .divide, .fusedMultiplyAdd, .squareRoot, .absolute, .copySign,
      .minimum, .maximum, .floor, .ceiling, .truncate, .roundToEven, .floorQuotient, .floorRemainder, .quotient,
      .remainder, .multiplyHigh, .and, .or, .xor, .not, .shiftLeft, .shiftRight, .bitCount, .leadingZeros, .equal,
      .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      break
    }
    switch type {
    case .bool: return onIntegers(UInt8(truncatingIfNeeded: a), UInt8(truncatingIfNeeded: b)) & 1
    case .i8: return onIntegers(Int8(truncatingIfNeeded: a), Int8(truncatingIfNeeded: b))
    case .i16: return onIntegers(Int16(truncatingIfNeeded: a), Int16(truncatingIfNeeded: b))
    case .i32: return onIntegers(Int32(truncatingIfNeeded: a), Int32(truncatingIfNeeded: b))
    case .i64: return onIntegers(Int64(bitPattern: a), Int64(bitPattern: b))
    case .u8: return onIntegers(UInt8(truncatingIfNeeded: a), UInt8(truncatingIfNeeded: b))
    case .u16: return onIntegers(UInt16(truncatingIfNeeded: a), UInt16(truncatingIfNeeded: b))
    case .u32: return onIntegers(UInt32(truncatingIfNeeded: a), UInt32(truncatingIfNeeded: b))
    case .u64: return onIntegers(a, b)
    case .f32:
      return onFloats(
        Float(bitPattern: UInt32(truncatingIfNeeded: a)), Float(bitPattern: UInt32(truncatingIfNeeded: b)),
        Float(bitPattern: UInt32(truncatingIfNeeded: c)), { UInt64($0.bitPattern) })
    case .f64:
      return onFloats(
        Double(bitPattern: a), Double(bitPattern: b), Double(bitPattern: c), { $0.bitPattern })
    case .f16, .bf16: return onHalves(a, b, c, type)
    case .c64, .c128: preconditionFailure("complex numbers are computed by their parts")
    }
  }

  /// Integers of any width; for bool (as bytes 0 and 1) the low bit of the result counts.
  private func onIntegers<T: FixedWidthInteger & BitwiseCopyable>(_ a: T, _ b: T) -> UInt64 {
    func bits(_ value: T) -> UInt64 { UInt64(truncatingIfNeeded: T.Magnitude(truncatingIfNeeded: value)) }
    func flag(_ value: Bool) -> UInt64 { value ? 1 : 0 }
    switch self {
    case .add: return bits(a &+ b)
    case .subtract: return bits(a &- b)
    case .multiply: return bits(a &* b)
    case .negate: return bits(0 &- a)
    case .absolute: return bits(a < 0 ? 0 &- a : a)
    case .minimum: return bits(b < a ? b : a)
    case .maximum: return bits(b > a ? b : a)
    case .floorQuotient: return bits(Primitive.dividedRoundingDown(a, b).quotient)
    case .floorRemainder: return bits(Primitive.dividedRoundingDown(a, b).remainder)
    case .quotient: return bits(Primitive.dividedToZero(a, b).quotient)
    case .remainder: return bits(Primitive.dividedToZero(a, b).remainder)
    case .multiplyHigh: return bits(a.multipliedFullWidth(by: b).high)
    case .and: return bits(a & b)
    case .or: return bits(a | b)
    case .xor: return bits(a ^ b)
    case .not: return bits(~a)
    case .shiftLeft: return bits(a << T.Magnitude(truncatingIfNeeded: b))
    case .shiftRight: return bits(a >> T.Magnitude(truncatingIfNeeded: b))
    case .bitCount: return UInt64(a.nonzeroBitCount)
    case .leadingZeros: return UInt64(a.leadingZeroBitCount)
    case .equal: return flag(a == b)
    case .notEqual: return flag(a != b)
    case .less: return flag(a < b)
    case .lessOrEqual: return flag(a <= b)
    case .greater: return flag(a > b)
    case .greaterOrEqual: return flag(a >= b)
    case .divide, .fusedMultiplyAdd, .squareRoot, .copySign, .floor, .ceiling, .truncate, .roundToEven, .select,
      .convert, .bitcast, .lookup:
      preconditionFailure("\(self) is not an instruction on integers")
    }
  }

  /// In f32, rounded once.
  private func onHalves(_ a: UInt64, _ b: UInt64, _ c: UInt64, _ type: ElementType) -> UInt64 {
    func wide(_ bits: UInt64) -> UInt64 { Primitive.converted(bits, from: type, to: .f32) }
    let result = evaluate(wide(a), wide(b), wide(c), of: .f32)
    return resultType([type, type, type]) == .bool ? result : Primitive.converted(result, from: .f32, to: type)
  }

  private func onFloats<T: BinaryFloatingPoint>(_ a: T, _ b: T, _ c: T, _ bits: (T) -> UInt64) -> UInt64 {
    func flag(_ value: Bool) -> UInt64 { value ? 1 : 0 }
    switch self {
    case .add: return bits(a + b)
    case .subtract: return bits(a - b)
    case .multiply: return bits(a * b)
    case .negate: return bits(-a)
    case .divide: return bits(a / b)
    case .fusedMultiplyAdd: return bits(c.addingProduct(a, b))
    case .squareRoot: return bits(a.squareRoot())
    case .absolute: return bits(a.magnitude)
    case .copySign: return bits(T(signOf: b, magnitudeOf: a))
    case .minimum:
      if a.isNaN || b.isNaN { return bits(a + b) }
      return bits(a == b ? (a.sign == .minus ? a : b) : (a < b ? a : b))
    case .maximum:
      if a.isNaN || b.isNaN { return bits(a + b) }
      return bits(a == b ? (a.sign == .minus ? b : a) : (a > b ? a : b))
    case .floor: return bits(a.rounded(.down))
    case .ceiling: return bits(a.rounded(.up))
    case .truncate: return bits(a.rounded(.towardZero))
    case .roundToEven: return bits(a.rounded(.toNearestOrEven))
    case .equal: return flag(a == b)
    case .notEqual: return flag(a != b)
    case .less: return flag(a < b)
    case .lessOrEqual: return flag(a <= b)
    case .greater: return flag(a > b)
    case .greaterOrEqual: return flag(a >= b)
    case .floorQuotient, .floorRemainder, .quotient, .remainder, .multiplyHigh, .and, .or, .xor, .not, .shiftLeft,
      .shiftRight, .bitCount, .leadingZeros, .select, .convert, .bitcast, .lookup:
      preconditionFailure("\(self) is not an instruction on floats")
    }
  }
}

extension Primitive {
  /// C's division, total: by zero both are 0; MIN / -1 is MIN, rest 0.
  private static func dividedToZero<T: FixedWidthInteger>(_ a: T, _ b: T) -> (quotient: T, remainder: T) {
    if b == 0 { return (0, 0) }
    if T.isSigned && b == ~0 { return (0 &- a, 0) }
    return a.quotientAndRemainder(dividingBy: b)
  }

  /// Python's division, total in the same way.
  private static func dividedRoundingDown<T: FixedWidthInteger>(_ a: T, _ b: T) -> (quotient: T, remainder: T) {
    let (quotient, remainder) = dividedToZero(a, b)
    guard remainder != 0, (remainder < 0) != (b < 0) else { return (quotient, remainder) }
    return (quotient - 1, remainder + b)
  }

  /// The cast of bits of `source` to `target`, as NumPy does it on x86.
  fileprivate static func converted(_ bits: UInt64, from source: ElementType, to target: ElementType) -> UInt64 {
    if source == target { return bits }
    let value = ScalarValue(type: source, bits: bits)
    switch source.kind {
    case .float:
      // f32 to f64 is exact, so every cast may start from a Double.
      let number = value.asDouble
      switch target {
      case .bool: return number == 0 ? 0 : 1
      case .f64, .c128: return number.bitPattern
      case .f16, .bf16, .f32, .c64: return ScalarValue(number, float: target.realType).bits
      case .i8, .i16, .i32, .u8, .u16:
        let wide = truncated(number, within: 0x1p31) ?? Int64(Int32.min)
        return ScalarValue(type: target, bits: UInt64(bitPattern: wide)).bits
      case .i64, .u32:
        let wide = truncated(number, within: 0x1p63) ?? Int64.min
        return ScalarValue(type: target, bits: UInt64(bitPattern: wide)).bits
      case .u64:
        if number < 0x1p63 || number.isNaN {
          return UInt64(bitPattern: truncated(number, within: 0x1p63) ?? Int64.min)
        }
        let upper = truncated(number - 0x1p63, within: 0x1p63) ?? Int64.min
        return UInt64(bitPattern: upper) ^ (1 << 63)
      }
    case .bool, .unsigned:
      switch target {
      case .bool: return bits == 0 ? 0 : 1
      case .f16, .bf16, .f32, .c64: return single(Float(bits), target)
      case .f64, .c128: return Double(bits).bitPattern
      case .i8, .i16, .i32, .i64, .u8, .u16, .u32, .u64: return ScalarValue(type: target, bits: bits).bits
      }
    case .signed:
      let wide = value.integer
      switch target {
      case .bool: return wide == 0 ? 0 : 1
      case .f16, .bf16, .f32, .c64: return single(Float(wide), target)
      case .f64, .c128: return Double(wide).bitPattern
      case .i8, .i16, .i32, .i64, .u8, .u16, .u32, .u64:
        return ScalarValue(type: target, bits: UInt64(bitPattern: wide)).bits
      }
    case .complex: return converted(bits, from: source.realType, to: target)
    }
  }

  /// An integer that was rounded to f32, as a float of at most that width.
  private static func single(_ value: Float, _ target: ElementType) -> UInt64 {
    ScalarValue(Double(value), float: target.realType).bits
  }

  /// The integral part, if `-limit - 1 < number < limit`; nil else and for NaN.
  private static func truncated(_ number: Double, within limit: Double) -> Int64? {
    let whole = number.rounded(.towardZero)
    return whole >= -limit && whole < limit ? Int64(whole) : nil
  }
}
