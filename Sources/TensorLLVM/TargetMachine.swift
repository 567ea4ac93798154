import CLLVM

/// How hard the code generator tries.
public enum CodeGenerationLevel: Int, Hashable, Sendable {
  case none, less, standard, aggressive
}

/// What generates code for one processor. It belongs to one thread at a time.
package struct TargetMachine: ~Copyable {
  let ref: LLVMTargetMachineRef
  package let triple: String

  package init(
    triple: String, cpu: String, features: String, level: CodeGenerationLevel
  ) throws(LLVMError) {
    _ = TargetMachine.initialized
    var target: LLVMTargetRef?
    var message: UnsafeMutablePointer<CChar>?
    let failed = LLVMGetTargetFromTriple(triple, &target, &message)
    let text = takeMessage(message)
    guard failed == 0, let target else { throw LLVMError(.target, text) }
    guard
      let machine = LLVMCreateTargetMachine(
        target, triple, cpu, features, LLVMCodeGenOptLevel(UInt32(level.rawValue)), LLVMRelocPIC, LLVMCodeModelSmall)
    else { throw LLVMError(.target, "no machine for \(triple), CPU \(cpu)") }
    ref = machine
    self.triple = triple
  }

  deinit { LLVMDisposeTargetMachine(ref) }

  /// The targets register themselves once.
  private static let initialized: Void = {
    LLVMInitializeX86TargetInfo()
    LLVMInitializeX86Target()
    LLVMInitializeX86TargetMC()
    LLVMInitializeX86AsmPrinter()
    LLVMInitializeAArch64TargetInfo()
    LLVMInitializeAArch64Target()
    LLVMInitializeAArch64TargetMC()
    LLVMInitializeAArch64AsmPrinter()
    setGenerationOption()
  }()

  /// What the code generator is told beside the level, as on the command line of `llc`.
  ///
  /// No strength reduction of loops: addresses are emitted so that inner loops have little to add, and it took a third of
  /// the time. LLVM keeps this for the process; to say it twice is allowed.
  package static let generationOption = "-disable-lsr"

  private static func setGenerationOption() {
    "tensorjit".withCString { name in
      generationOption.withCString { option in
        [name, option].withUnsafeBufferPointer { LLVMParseCommandLineOptions(Int32($0.count), $0.baseAddress!, nil) }
      }
    }
  }

  package static var hostTriple: String { takeMessage(LLVMGetDefaultTargetTriple()) }
  package static var hostCPU: String { takeMessage(LLVMGetHostCPUName()) }
  package static var hostFeatures: String { takeMessage(LLVMGetHostCPUFeatures()) }

  /// Major, minor and patch of the library.
  package static var version: String {
    var (major, minor, patch): (UInt32, UInt32, UInt32) = (0, 0, 0)
    LLVMGetVersion(&major, &minor, &patch)
    return "\(major).\(minor).\(patch)"
  }

  /// The module as an object file. Code generation changes the module.
  package func object(from module: borrowing IRModule) throws(LLVMError) -> [UInt8] {
    try emit(module, LLVMObjectFile)
  }

  /// The module as assembly text. Code generation changes the module.
  package func assembly(from module: borrowing IRModule) throws(LLVMError) -> String {
    String(decoding: try emit(module, LLVMAssemblyFile), as: UTF8.self)
  }

  private func emit(_ module: borrowing IRModule, _ kind: LLVMCodeGenFileType) throws(LLVMError) -> [UInt8] {
    var buffer: LLVMMemoryBufferRef?
    var message: UnsafeMutablePointer<CChar>?
    let failed = LLVMTargetMachineEmitToMemoryBuffer(ref, module.module, kind, &message, &buffer)
    let text = takeMessage(message)
    guard failed == 0, let buffer else { throw LLVMError(.codeGeneration, text) }
    defer { LLVMDisposeMemoryBuffer(buffer) }
    let start = UnsafeRawPointer(LLVMGetBufferStart(buffer))
    return [UInt8](UnsafeRawBufferPointer(start: start, count: LLVMGetBufferSize(buffer)))
  }
}
