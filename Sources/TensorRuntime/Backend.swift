import CTensorSupport
import TensorLoopIR

/// Turns loop programs into something that runs.
public protocol Backend: Sendable {
  /// The name on the command line: `llvm`, `interpreter`.
  var name: String { get }
  /// Compiles a verified program.
  func compile(_ program: LoopProgram) throws -> any Executable
}

/// A compiled program. Calls may come from several threads at once.
public protocol Executable: AnyObject, Sendable {
  /// Runs the program once on buffers and symbols in the order of the program's lists.
  ///
  /// - Returns: 0, or 1 if a check failed (then the context's owner has the record).
  func run(
    _ context: UnsafeMutablePointer<TensorContext>, _ buffers: UnsafePointer<UnsafeMutableRawPointer?>,
    _ symbols: UnsafePointer<Int64>
  ) -> Int32
}
