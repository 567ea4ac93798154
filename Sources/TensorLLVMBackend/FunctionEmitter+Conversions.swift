import TensorLLVM
import TensorLoopIR
import TensorScalars

// NumPy's casts.
extension FunctionEmitter {
  func convert(_ a: Operand, from source: ElementType, to target: ElementType) -> Operand {
    if source == target { return a }
    let type = module.registerType(target)
    switch (source.kind, target.kind) {
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
    case .bool, .i8, .i16, .u8, .u16, .f32, .f64:
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
