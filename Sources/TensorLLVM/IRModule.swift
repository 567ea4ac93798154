import CLLVM

/// A module under construction with its own context and one builder; all three go together.
///
/// A module belongs to one thread at a time. Values, types and blocks are borrowed from it.
package struct IRModule: ~Copyable {
  let context: LLVMContextRef
  let module: LLVMModuleRef
  let builder: LLVMBuilderRef

  package init(name: String, for machine: borrowing TargetMachine) {
    context = LLVMContextCreate()
    LLVMContextSetDiscardValueNames(context, 0)
    module = LLVMModuleCreateWithNameInContext(name, context)
    builder = LLVMCreateBuilderInContext(context)
    LLVMSetTarget(module, machine.triple)
    let layout = LLVMCreateTargetDataLayout(machine.ref)
    LLVMSetModuleDataLayout(module, layout)
    LLVMDisposeTargetData(layout)
  }

  deinit {
    LLVMDisposeBuilder(builder)
    LLVMDisposeModule(module)
    LLVMContextDispose(context)
  }

  /// The module as text.
  package var text: String { takeMessage(LLVMPrintModuleToString(module)) }

  /// Throws what LLVM's verifier finds.
  package func verify() throws(LLVMError) {
    var message: UnsafeMutablePointer<CChar>?
    let failed = LLVMVerifyModule(module, LLVMReturnStatusAction, &message)
    let text = takeMessage(message)
    if failed != 0 { throw LLVMError(.verification, text) }
  }

  /// Runs passes written as for `opt -passes=`.
  package func run(passes: String, for machine: borrowing TargetMachine) throws(LLVMError) {
    let options = LLVMCreatePassBuilderOptions()
    defer { LLVMDisposePassBuilderOptions(options) }
    try LLVMError.check(LLVMRunPasses(module, passes, machine.ref, options), .passes)
  }
}

// MARK: - Types and constants

extension IRModule {
  package func integerType(_ bits: Int) -> IRType { IRType(LLVMIntTypeInContext(context, UInt32(bits))) }
  package var halfType: IRType { IRType(LLVMHalfTypeInContext(context)) }
  package var floatType: IRType { IRType(LLVMFloatTypeInContext(context)) }
  package var doubleType: IRType { IRType(LLVMDoubleTypeInContext(context)) }
  package var voidType: IRType { IRType(LLVMVoidTypeInContext(context)) }
  package var pointerType: IRType { IRType(LLVMPointerTypeInContext(context, 0)) }

  /// The integer with these (low) bits.
  package func constant(bits: UInt64, _ type: IRType) -> IRValue { IRValue(LLVMConstInt(type.ref, bits, 0)) }
  package func constant(_ value: Int, bits: Int = 64) -> IRValue {
    IRValue(LLVMConstInt(LLVMIntTypeInContext(context, UInt32(bits)), UInt64(bitPattern: Int64(value)), 0))
  }
  /// The float whose bits are those of an integer constant.
  package func bitcast(constant value: IRValue, to type: IRType) -> IRValue {
    IRValue(LLVMConstBitCast(value.ref, type.ref))
  }
  package func zero(_ type: IRType) -> IRValue { IRValue(LLVMConstNull(type.ref)) }
  package func poison(_ type: IRType) -> IRValue { IRValue(LLVMGetPoison(type.ref)) }
  /// The number that a constant integer is; nil for everything else.
  package func integerValue(_ value: IRValue) -> Int? {
    guard let constant = LLVMIsAConstantInt(value.ref) else { return nil }
    return Int(LLVMConstIntGetSExtValue(constant))
  }
  /// The width of an integer type or of the elements of a vector of one.
  package func integerBits(_ type: IRType) -> Int {
    var element = type.ref
    if LLVMGetTypeKind(element) == LLVMVectorTypeKind { element = LLVMGetElementType(element) }
    return Int(LLVMGetIntTypeWidth(element))
  }
  package func vector(_ constants: [IRValue]) -> IRValue {
    var refs = constants.map { Optional($0.ref) }
    return IRValue(LLVMConstVector(&refs, UInt32(refs.count)))
  }

  /// A private constant array of 64-bit words.
  package func wordTable(_ name: String, _ words: [UInt64]) -> IRValue {
    let word = LLVMIntTypeInContext(context, 64)
    var refs = words.map { Optional(LLVMConstInt(word, $0, 0)) } as [LLVMValueRef?]
    let data = LLVMConstArray2(word, &refs, UInt64(refs.count))
    let global = LLVMAddGlobal(module, LLVMTypeOf(data), name)
    LLVMSetInitializer(global, data)
    LLVMSetGlobalConstant(global, 1)
    LLVMSetLinkage(global, LLVMPrivateLinkage)
    LLVMSetUnnamedAddress(global, LLVMGlobalUnnamedAddr)
    LLVMSetAlignment(global, 64)
    return IRValue(global!)
  }

  /// A metadata node usable with `setMetadata`, of numbers in order.
  package func metadata(_ numbers: [Int]) -> IRValue {
    var items = numbers.map { Optional(LLVMValueAsMetadata(constant($0, bits: 32).ref)) } as [LLVMMetadataRef?]
    return IRValue(LLVMMetadataAsValue(context, LLVMMDNodeInContext2(context, &items, items.count)))
  }

  /// The weights that say a conditional branch goes its second way.
  package var unlikely: IRValue {
    var items: [LLVMMetadataRef?] = [LLVMMDStringInContext2(context, "branch_weights", 14)]
    for weight in [1, 2000] { items.append(LLVMValueAsMetadata(constant(weight, bits: 32).ref)) }
    return IRValue(LLVMMetadataAsValue(context, LLVMMDNodeInContext2(context, &items, items.count)))
  }

  package func metadataKind(_ name: String) -> UInt32 {
    LLVMGetMDKindIDInContext(context, name, UInt32(name.utf8.count))
  }
}

// MARK: - Functions and blocks

extension IRModule {
  package func addFunction(_ name: String, _ parameters: [IRType], _ result: IRType, isInternal: Bool) -> IRFunction {
    var refs = parameters.map { Optional($0.ref) }
    let type = LLVMFunctionType(result.ref, &refs, UInt32(refs.count), 0)
    let function = LLVMAddFunction(module, name, type)
    if isInternal { LLVMSetLinkage(function, LLVMInternalLinkage) }
    return IRFunction(value: IRValue(function!), type: IRType(type!), result: result)
  }

  package func functionType(_ parameters: [IRType], _ result: IRType) -> IRType {
    var refs = parameters.map { Optional($0.ref) }
    return IRType(LLVMFunctionType(result.ref, &refs, UInt32(refs.count), 0))
  }

  /// Adds an attribute without value (`nounwind`) to a function, or to its parameter of that number.
  package func addAttribute(_ name: String, to function: IRFunction, parameter: Int? = nil, value: UInt64 = 0) {
    let kind = LLVMGetEnumAttributeKindForName(name, name.utf8.count)
    let index = parameter.map { UInt32($0 + 1) } ?? UInt32.max
    LLVMAddAttributeAtIndex(function.value.ref, index, LLVMCreateEnumAttribute(context, kind, value))
  }

  /// Adds a target-dependent attribute (`"target-cpu"="..."`).
  package func addAttribute(_ name: String, _ value: String, to function: IRFunction) {
    let attribute = LLVMCreateStringAttribute(
      context, name, UInt32(name.utf8.count), value, UInt32(value.utf8.count))
    LLVMAddAttributeAtIndex(function.value.ref, UInt32.max, attribute)
  }

  /// The intrinsic of this name for these overloaded types.
  package func intrinsic(_ name: String, _ types: [IRType]) -> IRFunction {
    let number = LLVMLookupIntrinsicID(name, name.utf8.count)
    precondition(number != 0, "LLVM knows no intrinsic \(name)")
    var refs = types.map { Optional($0.ref) }
    let value = LLVMGetIntrinsicDeclaration(module, number, &refs, refs.count)
    let type = LLVMGlobalGetValueType(value)
    return IRFunction(value: IRValue(value!), type: IRType(type!), result: IRType(type!))
  }

  package func addBlock(_ name: String, to function: IRFunction) -> IRBlock {
    IRBlock(LLVMAppendBasicBlockInContext(context, function.value.ref, name))
  }
}
