import CLLVM

/// Links objects into this process and takes them out again.
///
/// One linker serves the whole process; it may be used from several threads at once, as LLJIT may.
package struct JITLinker: ~Copyable, @unchecked Sendable {
  // Sound: the reference never changes, and ORC's session locks itself.
  private let jit: LLVMOrcLLJITRef
  private let library: LLVMOrcJITDylibRef
  private let names: LLVMOrcSymbolStringPoolRef

  package init() throws(LLVMError) {
    // A target must be registered before LLJIT asks for the host's.
    _ = try TargetMachine(triple: TargetMachine.hostTriple, cpu: "", features: "", level: .none)
    var result: LLVMOrcLLJITRef?
    try LLVMError.check(LLVMOrcCreateLLJIT(&result, nil), .linking)
    guard let result else { throw LLVMError(.linking, "no linker") }
    jit = result
    library = LLVMOrcLLJITGetMainJITDylib(result)
    names = LLVMOrcExecutionSessionGetSymbolStringPool(LLVMOrcLLJITGetExecutionSession(result))
  }

  deinit { _ = LLVMOrcDisposeLLJIT(jit) }

  /// Links an object and looks up one of its symbols.
  package func link(_ object: [UInt8], symbol: String) throws(LLVMError) -> LinkedImage {
    let buffer = object.withUnsafeBytes { bytes in
      LLVMCreateMemoryBufferWithMemoryRangeCopy(
        bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, symbol)
    }
    let tracker = LLVMOrcJITDylibCreateResourceTracker(library)
    let image = LinkedImage(tracker: tracker!, address: 0)
    do {
      try LLVMError.check(LLVMOrcLLJITAddObjectFileWithRT(jit, tracker, buffer), .linking)
      var address: LLVMOrcExecutorAddress = 0
      try LLVMError.check(LLVMOrcLLJITLookup(jit, &address, symbol), .linking)
      return LinkedImage(tracker: image.tracker, address: UInt(address))
    } catch {
      try? unlink(image)
      throw error
    }
  }

  /// Frees the code of an image; nothing may run in it any more.
  package func unlink(_ image: LinkedImage) throws(LLVMError) {
    let error = LLVMOrcResourceTrackerRemove(image.tracker)
    LLVMOrcReleaseResourceTracker(image.tracker)
    LLVMOrcSymbolStringPoolClearDeadEntries(names)
    try LLVMError.check(error, .unlinking)
  }
}

/// Code in memory: what `JITLinker.link` made and `unlink` frees.
package struct LinkedImage: @unchecked Sendable {
  // Sound: two plain addresses; ORC locks what is behind the tracker.
  let tracker: LLVMOrcResourceTrackerRef
  /// Where the symbol is.
  package let address: UInt
}
