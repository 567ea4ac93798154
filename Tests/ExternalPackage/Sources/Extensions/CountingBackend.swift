import CTensorSupport
import Synchronization
import TensorJIT
import TensorRuntime

/// A backend of its own: runs programs on another backend and counts compilations and calls.
public final class CountingBackend: Backend {
  public let name = "counting"
  public struct Counts: Sendable {
    public var compilations = 0
    public var calls = 0
  }

  private let base: any Backend
  private let counter = Mutex(Counts())

  public init(_ base: any Backend) { self.base = base }

  public var counts: Counts { counter.withLock { $0 } }

  public func compile(_ program: LoopProgram) throws -> any Executable {
    counter.withLock { $0.compilations += 1 }
    return Counted(base: try base.compile(program), backend: self)
  }

  fileprivate func countCall() { counter.withLock { $0.calls += 1 } }
}

private final class Counted: Executable {
  private let base: any Executable
  private let backend: CountingBackend

  init(base: any Executable, backend: CountingBackend) { (self.base, self.backend) = (base, backend) }

  func run(
    _ context: UnsafeMutablePointer<TensorContext>, _ buffers: UnsafePointer<UnsafeMutableRawPointer?>,
    _ symbols: UnsafePointer<Int64>
  ) -> Int32 {
    backend.countCall()
    return base.run(context, buffers, symbols)
  }
}
