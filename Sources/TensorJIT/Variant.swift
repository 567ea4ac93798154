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
      name: function.name, outputs: function.graph, parameters: function.parameters, specialization: specialization)
    if function.options.isChecked { try scheduled.program.verify() }
    // Names do not matter to code: programs that differ in them only share it.
    executable = try Variant.compile(scheduled.program.canonicalized(), function.options)
  }

  private static func compile(_ program: LoopProgram, _ options: CompilationOptions) throws -> any Executable {
    switch options.engine {
    case .interpreter: return try InterpreterBackend().compile(program)
    case .custom(let backend): return try backend.compile(program)
    case .llvm(let target):
      let backend = LLVMBackend(options: target)
      let symbol = backend.symbolName(for: program)
      return try images.executable(for: symbol) {
        let key = Array((symbol + "\n" + program.cacheKey).utf8)
        if let object = options.cache?.lookup(key), let linked = try? backend.link(object: object, symbol: symbol) {
          return linked
        }
        let (object, _) = try backend.compileToObject(program)
        options.cache?.store(object, for: key)
        return try backend.link(object: object, symbol: symbol)
      }
    }
  }

  /// Equal programs share one image.
  private static let images = ExecutableTable<String>()
}
