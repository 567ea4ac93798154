import CTensorSupport
import Dispatch
import TensorLoopIR
import TensorRuntime

/// The parts of a program, one after the other.
final class SequentialExecutable: Executable {
  private let parts: [any Executable]

  private init(_ parts: [any Executable]) { self.parts = parts }

  /// What `compile` makes of the parts, side by side on all processors.
  ///
  /// - Throws: what `compile` throws for the first part that fails.
  static func of(
    _ programs: [LoopProgram], _ compile: @Sendable (LoopProgram) throws -> any Executable
  ) throws -> any Executable {
    if programs.count == 1 { return try compile(programs[0]) }
    let results = Locked([Result<any Executable, any Error>?](repeating: nil, count: programs.count))
    DispatchQueue.concurrentPerform(iterations: programs.count) { number in
      let result = Result { try compile(programs[number]) }
      results.withLock { $0[number] = result }
    }
    return SequentialExecutable(try results.withLock { $0 }.compactMap { try $0?.get() })
  }

  func run(
    _ context: UnsafeMutablePointer<TensorContext>, _ buffers: UnsafePointer<UnsafeMutableRawPointer?>,
    _ symbols: UnsafePointer<Int64>
  ) -> Int32 {
    parts.reduce(0) { max($0, $1.run(context, buffers, symbols)) }
  }
}
