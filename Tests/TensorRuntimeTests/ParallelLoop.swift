import CTensorSupport
import TensorRuntime

/// A Swift closure as the body of a parallel loop: what compiled code does, without compiled code.
struct ParallelLoop {
  typealias Body = (UnsafeMutablePointer<TensorContext>, Range<Int>, Int) -> Void

  private final class Box {
    let body: Body
    init(_ body: @escaping Body) { self.body = body }
  }

  /// Runs `body(context, range, worker)` as `context.parallel_for` does.
  static func run(
    _ context: UnsafeMutablePointer<TensorContext>, count: Int, grain: Int, _ body: @escaping Body
  ) {
    let box = Box(body)
    withExtendedLifetime(box) {
      context.pointee.parallel_for(
        context,
        { context, environment, begin, end, worker in
          guard let context, let environment else { return }
          Unmanaged<Box>.fromOpaque(environment).takeUnretainedValue().body(context, Int(begin)..<Int(end), Int(worker))
        }, Unmanaged.passUnretained(box).toOpaque(), Int64(count), Int64(grain))
    }
  }

  /// Runs a loop on a context of its own.
  static func run(threads: Int, count: Int, grain: Int, _ body: @escaping Body) {
    _ = CallContext.withContext(threads: threads) { run($0, count: count, grain: grain, body) }
  }
}
