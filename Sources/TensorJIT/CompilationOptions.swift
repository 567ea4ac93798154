import Foundation
import TensorGraphRewrites
import TensorLLVMBackend
import TensorRuntime

/// How a function is compiled and run.
public struct CompilationOptions: Sendable {
  /// What runs the loops.
  public enum Engine: Sendable {
    /// Native code for a CPU; the host's unless the options name another.
    case llvm(LLVMBackend.Options)
    /// The reference meaning: slow, and equal to the last bit.
    case interpreter
    /// A backend of the user's own.
    case custom(any Backend)
  }

  public var engine: Engine
  /// The rules by which graphs are rewritten first.
  public var rewriting: Rewriting
  /// The most threads a call may use; nil: `TENSORJIT_NUM_THREADS`, else all cores.
  public var threads: Int?
  /// Where compiled objects are kept between processes; nil: nowhere.
  public var cache: ObjectCache?
  /// Whether programs are verified after scheduling: on in tests, and with `TENSORJIT_CHECKED=1`.
  public var isChecked: Bool

  public init(
    engine: Engine = .llvm(LLVMBackend.Options()), rewriting: Rewriting = .standard, threads: Int? = nil,
    cache: ObjectCache? = .standard, isChecked: Bool = CompilationOptions.checksByDefault
  ) {
    (self.engine, self.rewriting, self.threads) = (engine, rewriting, threads)
    (self.cache, self.isChecked) = (cache, isChecked)
  }

  /// Native code for this machine.
  public static var standard: CompilationOptions { CompilationOptions() }

  /// What `TENSORJIT_CHECKED` says.
  public static let checksByDefault = getenv("TENSORJIT_CHECKED").map { $0.pointee != 0 && $0.pointee != 48 } ?? false
}
