import TensorLLVM
import TensorLoopIR
import TensorScalars

// NumPy's casts.
extension FunctionEmitter {
  func convert(_ a: Operand, from source: ElementType, to target: ElementType) -> Operand {
    if source == target { return a }
    if source.isHalf { return convert(single(a, source), from: .f32, to: target) }
    if target.isHalf { return half(a, from: source, to: target) }
    let type = module.registerType(target)
    switch (source.kind, target.kind) {
    case (.complex, _), (_, .complex): preconditionFailure("complex numbers are computed by their parts")
    case (.float, .float): return cast(target == .f64 ? .floatExtend : .floatTruncate, a, type)
    case (.float, .bool): return compare(.unorderedNotEqual, a, zero(source))
    case (_, .bool): return compare(.notEqual, a, zero(source))
    case (.bool, .float): return select(a, float(1, target), float(0, target))
    case (.unsigned, .float): return cast(.unsignedToFloat, a, type)
    case (.signed, .float): return cast(.signedToFloat, a, type)
    case (.bool, _): return cast(.zeroExtend, a, type)
    case (.float, _): return toInteger(a, source, target)
    case (.unsigned, _), (.signed, _):
      if source.bitWidth == target.bitWidth { return a }
      if source.bitWidth > target.bitWidth { return cast(.truncate, a, type) }
      return cast(source.isSignedInteger ? .signExtend : .zeroExtend, a, type)
    }
  }

  /// A float of 16 bits as f32; exact.
  func single(_ a: Operand, _ source: ElementType) -> Operand {
    if source == .f16 { return cast(.floatExtend, cast(.bitcast, a, module.ir.halfType), module.ir.floatType) }
    let upper = binary(.shiftLeft, cast(.zeroExtend, a, module.ir.integerType(32)), integer(16, .i32))
    return cast(.bitcast, upper, module.ir.floatType)
  }

  /// The nearest float of 16 bits; of f64 to f16 rounded once.
  private func half(_ a: Operand, from source: ElementType, to target: ElementType) -> Operand {
    let wide = source == .f64 && target == .f16 ? roundedToOdd(a) : convert(a, from: source, to: .f32)
    if target == .f16 { return cast(.bitcast, cast(.floatTruncate, wide, module.ir.halfType), module.ir.integerType(16)) }
    // Ties to even, in integers: the processors' own instructions flush denormals.
    let bits = cast(.bitcast, wide, module.ir.integerType(32))
    let isOdd = binary(.and, binary(.logicalShiftRight, bits, integer(16, .i32)), integer(1, .i32))
    let rounded = binary(.add, bits, binary(.add, isOdd, integer(0x7fff, .i32)))
    let nan = binary(.or, bits, integer(0x40_0000, .i32))
    let upper = binary(.logicalShiftRight, select(compare(.unordered, wide, wide), nan, rounded), integer(16, .i32))
    return cast(.truncate, upper, module.ir.integerType(16))
  }

  /// An f64 as f32, towards zero and with the last bit set where that is not exact: rounding that once more, to fewer bits, is rounding
  /// the f64 (S. Boldo, G. Melquiond, Emulation of FMA and correctly rounded sums: proved algorithms using rounding to odd,
  /// IEEE Trans. Computers 57, 2008).
  private func roundedToOdd(_ a: Operand) -> Operand {
    let (word, long) = (module.ir.integerType(32), module.ir.integerType(64))
    let nearest = cast(.floatTruncate, a, module.ir.floatType)
    let back = cast(.floatExtend, nearest, module.ir.doubleType)
    let isExact = compare(.unordered, a, a)
    let isSame = binary(.or, isExact, compare(FloatPredicate.equal, a, back))
    // Magnitudes as integers are ordered like numbers.
    let mask = integer(.max, .i64)
    let isBeyond = compare(
      .unsignedLess, binary(.and, cast(.bitcast, a, long), mask), binary(.and, cast(.bitcast, back, long), mask))
    let bits = cast(.bitcast, nearest, word)
    let towardsZero = select(isBeyond, binary(.subtract, bits, integer(1, .i32)), bits)
    return cast(.bitcast, select(isSame, bits, binary(.or, towardsZero, integer(1, .i32))), module.ir.floatType)
  }

  private func toInteger(_ a: Operand, _ source: ElementType, _ target: ElementType) -> Operand {
    switch target {
    case .i32: return truncated(a, source, bits: 32)
    case .i64: return truncated(a, source, bits: 64)
    case .u32: return cast(.truncate, truncated(a, source, bits: 64), module.ir.integerType(32))
    case .u64:
      let isLarge = compare(.greaterOrEqual, a, float(0x1p63, source))
      let reduced = select(isLarge, binary(.fSubtract, a, float(0x1p63, source)), a)
      let flip = select(isLarge, integerConstant(.min), integerConstant(0))
      return binary(.xor, truncated(reduced, source, bits: 64), flip)
    case .bool, .i8, .i16, .u8, .u16, .f16, .bf16, .f32, .f64, .c64, .c128:
      return cast(.truncate, truncated(a, source, bits: 32), module.registerType(target))
    }
  }

  /// Truncation to i32 or i64 with the minimum for NaN and what does not fit: such inputs are replaced by
  /// the minimum itself, and the instruction sees only what it is defined for.
  private func truncated(_ a: Operand, _ source: ElementType, bits: Int) -> Operand {
    let limit = bits == 32 ? 0x1p31 : 0x1p63
    let fits = compare(.less, intrinsic("llvm.fabs", [a]), float(limit, source))
    return cast(.floatToSigned, select(fits, a, float(-limit, source)), module.ir.integerType(bits))
  }
}
