import CTensorSupport
import Synchronization
import TensorLLVM
import TensorLoopIR
import TensorRuntime
import TensorScalars

/// Compiles loop programs to native code by LLVM.
///
/// A program becomes a module of explicit vectors, the module an object in memory, and the linker makes it callable.
/// Compilations may run on several threads at once; each has a context and a target machine of its own.
public struct LLVMBackend: Backend {
  public struct Options: Hashable, Sendable {
    public var target: TargetDescription
    public var level: CodeGenerationLevel
    /// Passes as for `opt -passes=`; empty: none.
    public var passes: String
    /// Whether LLVM's verifier sees every module.
    public var verifies: Bool
    public var tuning: Tuning

    public init(
      target: TargetDescription = .host, level: CodeGenerationLevel = .standard,
      passes: String = "function(early-cse)", verifies: Bool = false, tuning: Tuning = Tuning()
    ) {
      (self.target, self.level, self.passes) = (target, level, passes)
      (self.verifies, self.tuning) = (verifies, tuning)
    }
  }

  /// What can be shown of a compilation.
  public enum Stage: String, CaseIterable, Hashable, Sendable {
    case llvm
    case optimized = "llvm-opt"
    case assembly = "asm"
  }

  /// Nanoseconds that the steps of a compilation took.
  public struct Timing: Hashable, Sendable {
    public var emission = 0
    public var passes = 0
    public var codeGeneration = 0

    public init(emission: Int = 0, passes: Int = 0, codeGeneration: Int = 0) {
      (self.emission, self.passes, self.codeGeneration) = (emission, passes, codeGeneration)
    }
  }

  public let options: Options
  public var name: String { "llvm" }
  /// LLVM's version: `19.1.7`.
  public static var llvmVersion: String { TargetMachine.version }

  public init(options: Options = Options()) { self.options = options }

  public func compile(_ program: LoopProgram) throws -> any Executable {
    let (object, symbol) = try compileToObject(program)
    return try link(object: object, symbol: symbol)
  }

  /// The object file of a program and the name of its entry.
  ///
  /// The bytes depend on the program, the options and LLVM's version only.
  public func compileToObject(_ program: LoopProgram) throws(LLVMError) -> (object: [UInt8], symbol: String) {
    let (object, symbol, _) = try compileMeasured(program)
    return (object, symbol)
  }

  /// As `compileToObject`, with the time that each step took.
  public func compileMeasured(
    _ program: LoopProgram
  ) throws(LLVMError) -> (object: [UInt8], symbol: String, timing: Timing) {
    let clock = ContinuousClock()
    let begin = clock.now
    let symbol = symbolName(for: program)
    let machine = try machine()
    let module = try emit(program, symbol, machine)
    let emitted = clock.now
    try optimize(module, machine)
    let optimized = clock.now
    let object = try machine.object(from: module.ir)
    let timing = Timing(
      emission: nanoseconds(emitted - begin), passes: nanoseconds(optimized - emitted),
      codeGeneration: nanoseconds(clock.now - optimized))
    return (object, symbol, timing)
  }

  /// The program as text at a stage of its compilation.
  public func text(of program: LoopProgram, at stage: Stage) throws(LLVMError) -> String {
    let machine = try machine()
    let module = try emit(program, symbolName(for: program), machine)
    if stage == .llvm { return module.ir.text }
    try optimize(module, machine)
    if stage == .optimized { return module.ir.text }
    return try machine.assembly(from: module.ir)
  }

  /// The name of the entry: a digest of the program and of everything else its code depends on.
  public func symbolName(for program: LoopProgram) -> String {
    var digest = ProgramDigest()
    digest.add(program)
    digest.add("\(options.target.triple) \(options.target.cpu) \(options.target.features)")
    digest.add("\(options.level) \(options.passes) \(TargetMachine.version) \(TENSOR_ABI_VERSION)")
    digest.add(TargetMachine.generationOption)
    digest.add(options.tuning.fourRegisterCost)
    digest.add(options.tuning.twoRegisterCost)
    digest.add(options.tuning.streamedBytes)
    return "tensor_" + digest.text
  }

  /// Makes an object callable; objects with the same symbol share one image.
  public func link(object: [UInt8], symbol: String) throws(LLVMError) -> LLVMExecutable {
    try LLVMExecutable(image: ImageTable.shared.retain(symbol, object), symbol: symbol)
  }

  private func machine() throws(LLVMError) -> TargetMachine {
    guard options.target.isSupported else {
      throw LLVMError(
        .target, "CPU \(options.target.cpu) of \(options.target.triple) lacks AVX2 or FMA; x86-64-v3 is the least")
    }
    return try TargetMachine(
      triple: options.target.triple, cpu: options.target.cpu, features: options.target.features, level: options.level)
  }

  private func emit(
    _ program: LoopProgram, _ symbol: String, _ machine: borrowing TargetMachine
  ) throws(LLVMError) -> ModuleEmitter {
    let module = ModuleEmitter(
      program, symbol: symbol, machine: machine, target: options.target, tuning: options.tuning)
    module.emitEntry(symbol)
    if options.verifies { try module.ir.verify() }
    return module
  }

  private func optimize(_ module: ModuleEmitter, _ machine: borrowing TargetMachine) throws(LLVMError) {
    if !options.passes.isEmpty { try module.ir.run(passes: options.passes, for: machine) }
  }

  private func nanoseconds(_ duration: Duration) -> Int {
    Int(duration.components.seconds) * 1_000_000_000 + Int(duration.components.attoseconds / 1_000_000_000)
  }
}

extension ModuleEmitter {
  /// `i32 symbol(context, buffers, symbols)`. It returns 0 always: a failed check is in the host's record.
  func emitEntry(_ symbol: String) {
    let pointer = ir.pointerType
    let function = addFunction(symbol, [pointer, pointer, pointer], ir.integerType(32), isInternal: false)
    let emitter = FunctionEmitter(self, function)
    emitter.context = function.parameter(0)
    emitter.bufferTable = function.parameter(1)
    emitter.symbolTable = function.parameter(2)
    emitter.worker = ir.constant(0)
    emitter.emit(program.body)
    emitter.finish(returning: ir.constant(0, bits: 32))
  }
}
