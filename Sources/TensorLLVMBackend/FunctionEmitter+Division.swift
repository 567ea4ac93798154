import TensorLLVM
import TensorLoopIR
import TensorScalars

extension FunctionEmitter {
  /// `a / b`, rounded as ever. Where many lanes are divided by one value, its reciprocal is taken once, outside the loop.
  ///
  /// With `r = RN(1/b)` and `q = RN(a r)`, `RN(q + RN(a - q b) r)` is the correctly rounded quotient unless something
  /// overflows or is so small that the remainder is not exact (P. Markstein, Computation of elementary functions on the
  /// IBM RISC System/6000 processor, IBM J. Res. Dev. 34, 1990; J.-M. Muller et al., Handbook of Floating-Point
  /// Arithmetic, section on division with an FMA). Quotients that are small, infinite or NaN, and divisors that are not
  /// of common size and positive, take the processor's division.
  func divide(_ a: Operand, _ b: Operand, _ type: ElementType) -> Operand {
    guard a.lanes > 1, b.lanes == 1, b.level < a.level, let range = CommonQuotients(type) else {
      return binary(.fDivide, a, b)
    }
    let reciprocal = binary(.fDivide, float(1, type), b)
    let isCommon = binary(
      .and, compare(FloatPredicate.greater, b, float(range.leastDivisor, type)),
      compare(FloatPredicate.less, b, float(range.greatestDivisor, type)))
    let quotient = binary(.fMultiply, a, reciprocal)
    let minusA = apply([a]) { module.ir.negateFloat($0[0]) }
    // The remainder with its sign changed keeps the sign of a zero quotient.
    let minusRemainder = intrinsic("llvm.fma", [quotient, b, minusA])
    let remainder = apply([minusRemainder]) { module.ir.negateFloat($0[0]) }
    let corrected = intrinsic("llvm.fma", [remainder, reciprocal, quotient])
    let magnitude = intrinsic("llvm.fabs", [corrected])
    let isExact = binary(
      .or, compare(FloatPredicate.greater, magnitude, float(range.leastQuotient, type)),
      compare(FloatPredicate.equal, a, zero(type)))
    let isAllExact = binary(.and, isExact, isCommon)
    let fails = binary(.xor, isAllExact, Operand(module.ir.constant(1, bits: 1), lanes: 1, level: 0))
    let level = max(corrected.level, fails.level)
    let flag = widened(fails, corrected.lanes)
    return replaced(Operand(corrected.ir, lanes: corrected.lanes, level: level), whereAny: flag) {
      binary(.fDivide, a, b).ir
    }
  }
}

/// Where a division by multiplication is exact: no step overflows, and remainders are no subnormal numbers.
private struct CommonQuotients {
  let leastDivisor: Double
  let greatestDivisor: Double
  let leastQuotient: Double

  /// Nil where it does not pay. Processors divide f32 as fast as this takes with its checks; x / s of f64 takes 0.7 of the time.
  init?(_ type: ElementType) {
    switch type {
    case .f64: (leastDivisor, greatestDivisor, leastQuotient) = (0x1p-100, 0x1p200, 0x1p-860)
    case .bool, .i8, .i16, .i32, .i64, .u8, .u16, .u32, .u64, .f16, .bf16, .f32, .c64, .c128: return nil
    }
  }
}
