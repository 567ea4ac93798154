import TensorLLVM
import TensorLoopIR
import TensorScalars

// The instructions of the scalar language, in any number of lanes. No fast-math flags anywhere.
extension FunctionEmitter {
  /// The result of an instruction on operands of `type` (the type that decides what it does).
  func primitive(_ primitive: Primitive, _ a: [Operand], _ type: ElementType) -> Operand {
    if type.isHalf, primitive.isArithmetic {
      let result = self.primitive(primitive, a.map { single($0, type) }, .f32)
      return primitive.resultType([type, type, type]) == .bool ? result : convert(result, from: .f32, to: type)
    }
    switch primitive {
    case .add: return binary(type.isFloat ? .fAdd : .add, a[0], a[1])
    case .subtract: return binary(type.isFloat ? .fSubtract : .subtract, a[0], a[1])
    case .multiply: return binary(type.isFloat ? .fMultiply : .multiply, a[0], a[1])
    case .negate:
      if type.isFloat { return apply(a) { module.ir.negateFloat($0[0]) } }
      return binary(.subtract, zero(type), a[0])
    case .divide: return divide(a[0], a[1], type)
    case .fusedMultiplyAdd: return intrinsic("llvm.fma", a)
    case .squareRoot: return intrinsic("llvm.sqrt", a)
    case .absolute: return absolute(a[0], type)
    case .copySign: return intrinsic("llvm.copysign", a)
    case .minimum: return extremum(a[0], a[1], type, greatest: false)
    case .maximum: return extremum(a[0], a[1], type, greatest: true)
    case .floor: return intrinsic("llvm.floor", a)
    case .ceiling: return intrinsic("llvm.ceil", a)
    case .truncate: return intrinsic("llvm.trunc", a)
    case .roundToEven: return intrinsic("llvm.roundeven", a)
    case .floorQuotient: return quotients(a[0], a[1], type, floor: true).quotient
    case .floorRemainder: return quotients(a[0], a[1], type, floor: true).remainder
    case .quotient: return quotients(a[0], a[1], type, floor: false).quotient
    case .remainder: return quotients(a[0], a[1], type, floor: false).remainder
    case .multiplyHigh: return multiplyHigh(a[0], a[1])
    case .and: return binary(.and, a[0], a[1])
    case .or: return binary(.or, a[0], a[1])
    case .xor: return binary(.xor, a[0], a[1])
    case .not: return binary(.xor, a[0], ones(type))
    case .shiftLeft: return shiftLeft(a[0], a[1], type)
    case .shiftRight: return shiftRight(a[0], a[1], type)
    case .bitCount: return intrinsic("llvm.ctpop", a)
    case .leadingZeros:
      return apply(a) {
        module.ir.call(module.intrinsic("llvm.ctlz", [$0[0].type]), [$0[0], module.ir.constant(0, bits: 1)])
      }
    case .equal: return type.isFloat ? compare(FloatPredicate.equal, a[0], a[1]) : compare(IntegerPredicate.equal, a[0], a[1])
    case .notEqual: return type.isFloat ? compare(.unorderedNotEqual, a[0], a[1]) : compare(.notEqual, a[0], a[1])
    case .less: return ordered(a[0], a[1], type)
    case .greater: return ordered(a[1], a[0], type)
    case .lessOrEqual: return orderedOrEqual(a[0], a[1], type)
    case .greaterOrEqual: return orderedOrEqual(a[1], a[0], type)
    case .select: return select(a[0], a[1], a[2])
    case .convert(let target): return convert(a[0], from: type, to: target)
    case .bitcast(let target):
      return type == target ? a[0] : cast(.bitcast, a[0], module.registerType(target))
    case .lookup(let table): return lookup(table, a[0])
    }
  }

  func zero(_ type: ElementType) -> Operand { constant(ScalarValue(type: type, bits: 0)) }
  func ones(_ type: ElementType) -> Operand { constant(ScalarValue(type: type, bits: .max)) }
  func integer(_ value: Int64, _ type: ElementType) -> Operand { constant(ScalarValue(integer: value, type: type)) }
  func float(_ value: Double, _ type: ElementType) -> Operand {
    constant(type == .f32 ? ScalarValue(Float(value)) : ScalarValue(value))
  }

  private func absolute(_ a: Operand, _ type: ElementType) -> Operand {
    switch type.kind {
    case .float, .complex: return intrinsic("llvm.fabs", [a])
    case .signed:
      return apply([a]) {
        module.ir.call(module.intrinsic("llvm.abs", [$0[0].type]), [$0[0], module.ir.constant(0, bits: 1)])
      }
    case .unsigned, .bool: return a
    }
  }

  /// `a < b`.
  func ordered(_ a: Operand, _ b: Operand, _ type: ElementType) -> Operand {
    switch type.kind {
    case .float, .complex: compare(.less, a, b)
    case .signed: compare(.signedLess, a, b)
    case .unsigned, .bool: compare(.unsignedLess, a, b)
    }
  }

  private func orderedOrEqual(_ a: Operand, _ b: Operand, _ type: ElementType) -> Operand {
    switch type.kind {
    case .float, .complex: compare(.lessOrEqual, a, b)
    case .signed: compare(.signedLessOrEqual, a, b)
    case .unsigned, .bool: compare(.unsignedLessOrEqual, a, b)
    }
  }

  /// `minimum` and `maximum`: the processor's order first, then the cases that it gets wrong.
  func extremum(_ a: Operand, _ b: Operand, _ type: ElementType, greatest: Bool) -> Operand {
    switch type.kind {
    case .signed: return intrinsic(greatest ? "llvm.smax" : "llvm.smin", [a, b])
    case .unsigned, .bool: return intrinsic(greatest ? "llvm.umax" : "llvm.umin", [a, b])
    case .float, .complex: break
    }
    guard module.target.isX86 else { return intrinsic(greatest ? "llvm.maximum" : "llvm.minimum", [a, b]) }
    let bits = module.ir.integerType(type.bitWidth)
    // `a` beyond `b`, else `b`: one instruction. It is wrong where both are zero (the bits decide) and where `a` is NaN.
    let first = greatest ? compare(.greater, a, b) : compare(.less, a, b)
    let plain = select(first, a, b)
    let (x, y) = (cast(.bitcast, a, bits), cast(.bitcast, b, bits))
    let merged = cast(.bitcast, binary(greatest ? .and : .or, x, y), module.registerType(type))
    let signed = select(compare(FloatPredicate.equal, a, b), merged, plain)
    return select(compare(.unordered, a, a), a, signed)
  }

  // MARK: Integers

  private func shiftLeft(_ a: Operand, _ b: Operand, _ type: ElementType) -> Operand {
    let inside = compare(.unsignedLess, b, integer(Int64(type.bitWidth), type))
    return select(inside, binary(.shiftLeft, a, b), zero(type))
  }

  private func shiftRight(_ a: Operand, _ b: Operand, _ type: ElementType) -> Operand {
    guard type.isSignedInteger else {
      let inside = compare(.unsignedLess, b, integer(Int64(type.bitWidth), type))
      return select(inside, binary(.logicalShiftRight, a, b), zero(type))
    }
    let amount = intrinsic("llvm.umin", [b, integer(Int64(type.bitWidth - 1), type)])
    return binary(.arithmeticShiftRight, a, amount)
  }

  /// Quotient and remainder, total, rounded to zero or down.
  func quotients(_ a: Operand, _ b: Operand, _ type: ElementType, floor: Bool) -> (quotient: Operand, remainder: Operand) {
    let isZero = compare(IntegerPredicate.equal, b, zero(type))
    let isMinusOne = type.isSignedInteger ? compare(IntegerPredicate.equal, b, ones(type)) : nil
    let unsafe = isMinusOne.map { binary(.or, isZero, $0) } ?? isZero
    var quotient = divided(a, by: select(unsafe, integer(1, type), b), type)
    if let isMinusOne { quotient = select(isMinusOne, binary(.subtract, zero(type), a), quotient) }
    quotient = select(isZero, zero(type), quotient)
    let rest = binary(.subtract, a, binary(.multiply, quotient, b))
    let remainder = select(isZero, zero(type), rest)
    guard floor, type.isSignedInteger else { return (quotient, remainder) }
    let signsDiffer = compare(.signedLess, binary(.xor, remainder, b), zero(type))
    let adjust = binary(.and, compare(.notEqual, remainder, zero(type)), signsDiffer)
    return (
      select(adjust, binary(.subtract, quotient, integer(1, type)), quotient),
      select(adjust, binary(.add, remainder, b), remainder)
    )
  }

  /// Division to zero by what is neither 0 nor -1. Vectors of up to 32 bits go through floats, where the
  /// quotient of such integers truncates right: its distance from the next integer is more than half an ulp.
  private func divided(_ a: Operand, by b: Operand, _ type: ElementType) -> Operand {
    let signed = type.isSignedInteger
    guard max(a.lanes, b.lanes) > 1, type.bitWidth < 64 else {
      return binary(signed ? .signedDivide : .unsignedDivide, a, b)
    }
    let float = type.bitWidth <= 16 ? module.ir.floatType : module.ir.doubleType
    let toFloat: CastOperation = signed ? .signedToFloat : .unsignedToFloat
    let quotient = binary(.fDivide, cast(toFloat, a, float), cast(toFloat, b, float))
    let whole = type.bitWidth <= 16 ? module.ir.integerType(32) : module.registerType(type)
    let result = cast(signed || type.bitWidth <= 16 ? .floatToSigned : .floatToUnsigned, quotient, whole)
    return type.bitWidth <= 16 ? cast(.truncate, result, module.registerType(type)) : result
  }

  /// The upper half of the product of two u64.
  private func multiplyHigh(_ a: Operand, _ b: Operand) -> Operand {
    let wide = module.ir.integerType(128)
    if max(a.lanes, b.lanes) == 1 {
      let product = binary(.multiply, cast(.zeroExtend, a, wide), cast(.zeroExtend, b, wide))
      let shift = Operand(module.ir.constant(bits: 64, wide), lanes: 1, level: 0)
      return cast(.truncate, binary(.logicalShiftRight, product, shift), i64)
    }
    // Four products of halves, each one instruction.
    let (low, half) = (integerConstant(0xffff_ffff), integerConstant(32))
    let (aLow, aHigh) = (binary(.and, a, low), binary(.logicalShiftRight, a, half))
    let (bLow, bHigh) = (binary(.and, b, low), binary(.logicalShiftRight, b, half))
    let first = binary(.logicalShiftRight, binary(.multiply, aLow, bLow), half)
    let middle = binary(.add, binary(.multiply, aHigh, bLow), first)
    let other = binary(.add, binary(.multiply, aLow, bHigh), binary(.and, middle, low))
    let carries = binary(
      .add, binary(.logicalShiftRight, middle, half), binary(.logicalShiftRight, other, half))
    return binary(.add, binary(.multiply, aHigh, bHigh), carries)
  }

  private func lookup(_ table: LookupTable, _ index: Operand) -> Operand {
    guard !table.words.isEmpty else { return zero(.u64) }
    let clamped = intrinsic(
      "llvm.smin",
      [intrinsic("llvm.smax", [index, integerConstant(0)]), integerConstant(table.words.count - 1)])
    let base = module.table(table)
    return apply([clamped]) { values in
      let addresses = module.ir.element(i64, base, values[0])
      if clamped.lanes == 1 { return module.ir.load(i64, addresses, alignment: 8) }
      return gather(i64, addresses, lanes: clamped.lanes, alignment: 8, mask: nil)
    }
  }
}
