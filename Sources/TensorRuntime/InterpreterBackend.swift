import CTensorSupport
import TensorLoopIR

/// Runs loop programs by the reference interpreter: slow, on one thread, and equal to the last bit to what the other
/// backends must give.
public struct InterpreterBackend: Backend {
  public let name = "interpreter"
  /// Whether accesses to outputs, temporaries and scratch are held against the declared counts. An access outside is a
  /// mistake in the program, which the caller cannot have caused: the process stops with a message.
  public var checksBounds: Bool

  public init(checksBounds: Bool = false) { self.checksBounds = checksBounds }

  /// Verifies the program and lays it out for the interpreter.
  ///
  /// - Throws: `LoopProgramError` if it is not valid.
  public func compile(_ program: LoopProgram) throws -> any Executable {
    InterpretedProgram(try LoopInterpreter(program), checksBounds: checksBounds)
  }
}

/// A loop program with its interpreter.
private final class InterpretedProgram: Executable {
  private let interpreter: LoopInterpreter
  private let checksBounds: Bool

  init(_ interpreter: LoopInterpreter, checksBounds: Bool) {
    (self.interpreter, self.checksBounds) = (interpreter, checksBounds)
  }

  func run(
    _ context: UnsafeMutablePointer<TensorContext>, _ buffers: UnsafePointer<UnsafeMutableRawPointer?>,
    _ symbols: UnsafePointer<Int64>
  ) -> Int32 {
    let library: LoopInterpreter.Library = { routine, integers, pointers in
      context.pointee.library(context, routine.rawValue, integers, pointers)
    }
    guard let failure = execute(buffers, symbols, library) else { return 0 }
    context.pointee.fail(context, Int64(failure.site), failure.order, failure.index, failure.extent)
    return 1
  }

  private func execute(
    _ buffers: UnsafePointer<UnsafeMutableRawPointer?>, _ symbols: UnsafePointer<Int64>,
    _ library: LoopInterpreter.Library
  ) -> LoopFailure? {
    guard checksBounds else { return interpreter.run(buffers: buffers, symbols: symbols, library: library) }
    do {
      return try interpreter.run(buffers: buffers, symbols: symbols, bounds: bounds(symbols), library: library)
    } catch {
      preconditionFailure("loop program \(interpreter.program.name): \(error)")
    }
  }

  /// The offsets of each buffer that exist, as far as the program knows: all, for inputs, which may be views.
  private func bounds(_ symbols: UnsafePointer<Int64>) -> [Range<Int>] {
    let program = interpreter.program
    return program.buffers.map { buffer in
      switch buffer.role {
      case .input: return Int.min..<Int.max
      case .output, .temporary, .scratch, .constant:
        let count = buffer.count.evaluate { atom in
          guard case .symbol(let symbol) = atom else { return nil }
          return program.symbols.firstIndex(of: symbol).map { Int(symbols[$0]) }
        }
        guard let count else { return Int.min..<Int.max }
        return 0..<max(count, 0)
      }
    }
  }
}
