import CTensorSupport
import TensorLLVMBackend
import TensorLoopIR
import TensorRuntime
import TensorScheduling

/// A function's code for one specialization.
final class Variant: Sendable {
  let scheduled: ScheduledProgram
  let executable: any Executable

  init(_ function: CompiledFunction, _ specialization: Specialization) throws {
    scheduled = Scheduler.schedule(
      name: function.name, outputs: function.graph, parameters: function.parameters, specialization: specialization,
      given: function.given)
    if function.options.isChecked { try scheduled.program.verify() }
    // Names do not matter to code: programs that differ in them only share it.
    executable = try Variant.compile(scheduled.program, function.options)
  }

  private static func compile(_ program: LoopProgram, _ options: CompilationOptions) throws -> any Executable {
    switch options.engine {
    case .interpreter: return try InterpreterBackend().compile(program.canonicalized())
    case .custom(let backend): return try backend.compile(program.canonicalized())
    case .llvm(let target):
      let parts = ProgramParts.parts(of: program).map { $0.canonicalized() }
      if options.isChecked { for part in parts { try part.verify() } }
      return try SequentialExecutable.of(parts) { try image(of: $0, target, options) }
    }
  }

  /// The code of a program, from the images that are alive, the cache, or anew.
  private static func image(
    of program: LoopProgram, _ target: LLVMBackend.Options, _ options: CompilationOptions
  ) throws -> any Executable {
    let backend = LLVMBackend(options: target)
    let symbol = backend.symbolName(for: program)
    return try images.executable(for: symbol) {
      // Another build may emit other code for the same program.
      let key = Array("\(symbol) \(tensor_image_stamp())\n\(program.cacheKey)".utf8)
      if let object = options.cache?.lookup(key), let linked = try? backend.link(object: object, symbol: symbol) {
        return linked
      }
      let (object, _) = try backend.compileToObject(program)
      options.cache?.store(object, for: key)
      return try backend.link(object: object, symbol: symbol)
    }
  }

  /// Equal programs share one image.
  private static let images = ExecutableTable<String>()
}
