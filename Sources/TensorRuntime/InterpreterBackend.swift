import CTensorSupport
import TensorLoopIR

/// Runs loop programs by interpreting them: the reference meaning, on one thread.
public struct InterpreterBackend: Backend {
  public var name: String { "interpreter" }

  public init() {}

  public func compile(_ program: LoopProgram) throws -> any Executable {
    InterpretedProgram(interpreter: try LoopInterpreter(program))
  }
}

/// A program under the interpreter.
private final class InterpretedProgram: Executable {
  private let interpreter: LoopInterpreter

  init(interpreter: LoopInterpreter) { self.interpreter = interpreter }

  func run(
    _ context: UnsafeMutablePointer<TensorContext>, _ buffers: UnsafePointer<UnsafeMutableRawPointer?>,
    _ symbols: UnsafePointer<Int64>
  ) -> Int32 {
    let failure = interpreter.run(buffers: buffers, symbols: symbols, library: Library.call)
    guard let failure else { return 0 }
    context.pointee.fail(context, Int64(failure.site), failure.order, failure.index, failure.extent)
    return 1
  }
}
