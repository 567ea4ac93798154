import CLLVM

/// A value of a module: a constant, an argument, an instruction. Lives as long as its module.
package struct IRValue: Hashable {
  let ref: LLVMValueRef

  init(_ ref: LLVMValueRef) { self.ref = ref }

  package var type: IRType { IRType(LLVMTypeOf(ref)) }
  package var isConstant: Bool { LLVMIsConstant(ref) != 0 }
}

/// A type of a context.
package struct IRType: Hashable {
  let ref: LLVMTypeRef

  init(_ ref: LLVMTypeRef) { self.ref = ref }

  /// `<count x self>`, or the type itself for one lane.
  package func lanes(_ count: Int) -> IRType { count == 1 ? self : IRType(LLVMVectorType(ref, UInt32(count))) }
  package func array(_ count: Int) -> IRType { IRType(LLVMArrayType2(ref, UInt64(count))) }
}

/// A basic block of a function.
package struct IRBlock: Hashable {
  let ref: LLVMBasicBlockRef

  init(_ ref: LLVMBasicBlockRef) { self.ref = ref }
}

/// A function of a module with its type.
package struct IRFunction: Hashable {
  package let value: IRValue
  package let type: IRType
  package let result: IRType

  /// The parameter at a position.
  package func parameter(_ index: Int) -> IRValue { IRValue(LLVMGetParam(value.ref, UInt32(index))) }
}

/// Instructions of two operands.
package enum BinaryOperation {
  case add, fAdd, subtract, fSubtract, multiply, fMultiply, unsignedDivide, signedDivide, fDivide, unsignedRemainder,
    signedRemainder, shiftLeft, logicalShiftRight, arithmeticShiftRight, and, or, xor

  var opcode: LLVMOpcode {
    switch self {
    case .add: LLVMAdd
    case .fAdd: LLVMFAdd
    case .subtract: LLVMSub
    case .fSubtract: LLVMFSub
    case .multiply: LLVMMul
    case .fMultiply: LLVMFMul
    case .unsignedDivide: LLVMUDiv
    case .signedDivide: LLVMSDiv
    case .fDivide: LLVMFDiv
    case .unsignedRemainder: LLVMURem
    case .signedRemainder: LLVMSRem
    case .shiftLeft: LLVMShl
    case .logicalShiftRight: LLVMLShr
    case .arithmeticShiftRight: LLVMAShr
    case .and: LLVMAnd
    case .or: LLVMOr
    case .xor: LLVMXor
    }
  }
}

/// Conversions between types.
package enum CastOperation {
  case truncate, zeroExtend, signExtend, floatToUnsigned, floatToSigned, unsignedToFloat, signedToFloat,
    floatTruncate, floatExtend, pointerToInteger, bitcast

  var opcode: LLVMOpcode {
    switch self {
    case .truncate: LLVMTrunc
    case .zeroExtend: LLVMZExt
    case .signExtend: LLVMSExt
    case .floatToUnsigned: LLVMFPToUI
    case .floatToSigned: LLVMFPToSI
    case .unsignedToFloat: LLVMUIToFP
    case .signedToFloat: LLVMSIToFP
    case .floatTruncate: LLVMFPTrunc
    case .floatExtend: LLVMFPExt
    case .pointerToInteger: LLVMPtrToInt
    case .bitcast: LLVMBitCast
    }
  }
}

/// Integer comparisons.
package enum IntegerPredicate {
  case equal, notEqual, unsignedGreater, unsignedGreaterOrEqual, unsignedLess, unsignedLessOrEqual, signedGreater,
    signedGreaterOrEqual, signedLess, signedLessOrEqual

  var predicate: LLVMIntPredicate {
    switch self {
    case .equal: LLVMIntEQ
    case .notEqual: LLVMIntNE
    case .unsignedGreater: LLVMIntUGT
    case .unsignedGreaterOrEqual: LLVMIntUGE
    case .unsignedLess: LLVMIntULT
    case .unsignedLessOrEqual: LLVMIntULE
    case .signedGreater: LLVMIntSGT
    case .signedGreaterOrEqual: LLVMIntSGE
    case .signedLess: LLVMIntSLT
    case .signedLessOrEqual: LLVMIntSLE
    }
  }
}

/// Comparisons of floats: ordered ones are false and `unordered` ones true where an operand is NaN.
package enum FloatPredicate {
  case equal, greater, greaterOrEqual, less, lessOrEqual, unordered, ordered, unorderedNotEqual

  var predicate: LLVMRealPredicate {
    switch self {
    case .equal: LLVMRealOEQ
    case .greater: LLVMRealOGT
    case .greaterOrEqual: LLVMRealOGE
    case .less: LLVMRealOLT
    case .lessOrEqual: LLVMRealOLE
    case .unordered: LLVMRealUNO
    case .ordered: LLVMRealORD
    case .unorderedNotEqual: LLVMRealUNE
    }
  }
}
