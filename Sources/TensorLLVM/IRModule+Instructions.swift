import CLLVM

// Instructions are appended where `position` put the builder. Constant operands fold.
extension IRModule {
  package func position(atEndOf block: IRBlock) { LLVMPositionBuilderAtEnd(builder, block.ref) }

  package func binary(_ operation: BinaryOperation, _ a: IRValue, _ b: IRValue) -> IRValue {
    IRValue(LLVMBuildBinOp(builder, operation.opcode, a.ref, b.ref, ""))
  }

  /// An addition of which is known that it does not overflow, signed or unsigned.
  package func exactAdd(_ a: IRValue, _ b: IRValue) -> IRValue {
    let sum = LLVMBuildBinOp(builder, LLVMAdd, a.ref, b.ref, "")
    if LLVMIsConstant(sum) == 0 {
      LLVMSetNUW(sum, 1)
      LLVMSetNSW(sum, 1)
    }
    return IRValue(sum!)
  }

  package func negateFloat(_ a: IRValue) -> IRValue { IRValue(LLVMBuildFNeg(builder, a.ref, "")) }

  package func cast(_ operation: CastOperation, _ a: IRValue, to type: IRType) -> IRValue {
    IRValue(LLVMBuildCast(builder, operation.opcode, a.ref, type.ref, ""))
  }

  package func compare(_ predicate: IntegerPredicate, _ a: IRValue, _ b: IRValue) -> IRValue {
    IRValue(LLVMBuildICmp(builder, predicate.predicate, a.ref, b.ref, ""))
  }

  package func compare(_ predicate: FloatPredicate, _ a: IRValue, _ b: IRValue) -> IRValue {
    IRValue(LLVMBuildFCmp(builder, predicate.predicate, a.ref, b.ref, ""))
  }

  package func select(_ condition: IRValue, _ a: IRValue, _ b: IRValue) -> IRValue {
    IRValue(LLVMBuildSelect(builder, condition.ref, a.ref, b.ref, ""))
  }

  @discardableResult package func call(_ function: IRFunction, _ arguments: [IRValue]) -> IRValue {
    call(function.value, function.type, arguments)
  }

  /// Calls through a pointer.
  @discardableResult package func call(_ pointer: IRValue, _ type: IRType, _ arguments: [IRValue]) -> IRValue {
    var refs = arguments.map { Optional($0.ref) }
    return IRValue(LLVMBuildCall2(builder, type.ref, pointer.ref, &refs, UInt32(refs.count), ""))
  }

  package func freeze(_ a: IRValue) -> IRValue { IRValue(LLVMBuildFreeze(builder, a.ref, "")) }

  // MARK: Vectors

  package func extract(_ vector: IRValue, _ index: IRValue) -> IRValue {
    IRValue(LLVMBuildExtractElement(builder, vector.ref, index.ref, ""))
  }

  package func insert(_ element: IRValue, into vector: IRValue, at index: IRValue) -> IRValue {
    IRValue(LLVMBuildInsertElement(builder, vector.ref, element.ref, index.ref, ""))
  }

  /// The elements of two vectors in a row at these positions.
  package func shuffle(_ a: IRValue, _ b: IRValue, _ positions: [Int]) -> IRValue {
    let mask = vector(positions.map { constant($0, bits: 32) })
    return IRValue(LLVMBuildShuffleVector(builder, a.ref, b.ref, mask.ref, ""))
  }

  /// The elements of one vector at these positions.
  package func shuffle(_ a: IRValue, _ positions: [Int]) -> IRValue { shuffle(a, poison(a.type), positions) }

  // MARK: Memory

  package func alloca(_ type: IRType, alignment: Int) -> IRValue {
    let slot = LLVMBuildAlloca(builder, type.ref, "")
    LLVMSetAlignment(slot, UInt32(alignment))
    return IRValue(slot!)
  }

  package func load(_ type: IRType, _ pointer: IRValue, alignment: Int) -> IRValue {
    let value = LLVMBuildLoad2(builder, type.ref, pointer.ref, "")
    LLVMSetAlignment(value, UInt32(alignment))
    return IRValue(value!)
  }

  @discardableResult package func store(_ value: IRValue, _ pointer: IRValue, alignment: Int) -> IRValue {
    let store = LLVMBuildStore(builder, value.ref, pointer.ref)
    LLVMSetAlignment(store, UInt32(alignment))
    return IRValue(store!)
  }

  /// `pointer + index * size of type`; a vector of indices gives a vector of pointers.
  package func element(_ type: IRType, _ pointer: IRValue, _ index: IRValue) -> IRValue {
    var indices: [LLVMValueRef?] = [index.ref]
    return IRValue(LLVMBuildGEP2(builder, type.ref, pointer.ref, &indices, 1, ""))
  }

  package func setMetadata(_ value: IRValue, _ kind: UInt32, _ node: IRValue) {
    LLVMSetMetadata(value.ref, kind, node.ref)
  }

  // MARK: Control

  package func phi(_ type: IRType) -> IRValue { IRValue(LLVMBuildPhi(builder, type.ref, "")) }

  package func addIncoming(_ phi: IRValue, _ value: IRValue, from block: IRBlock) {
    var values: [LLVMValueRef?] = [value.ref]
    var blocks: [LLVMBasicBlockRef?] = [block.ref]
    LLVMAddIncoming(phi.ref, &values, &blocks, 1)
  }

  package func jump(to block: IRBlock) { LLVMBuildBr(builder, block.ref) }

  @discardableResult
  package func branch(_ condition: IRValue, _ then: IRBlock, else otherwise: IRBlock) -> IRValue {
    IRValue(LLVMBuildCondBr(builder, condition.ref, then.ref, otherwise.ref))
  }

  package func returnVoid() { LLVMBuildRetVoid(builder) }
  package func returnValue(_ value: IRValue) { LLVMBuildRet(builder, value.ref) }
}
