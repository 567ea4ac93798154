import CTensorSupport
import TensorLoopIR

/// The first check of a call, in program order, that did not hold.
public struct CheckFailure: Hashable, Sendable {
  /// Position in the table of sites that stands beside the program.
  public var site: Int
  /// The place of the iteration in program order.
  public var order: Int
  /// The offending index.
  public var index: Int
  /// The extent it should lie in.
  public var extent: Int

  public init(site: Int, order: Int, index: Int, extent: Int) {
    (self.site, self.order, self.index, self.extent) = (site, order, index, extent)
  }
}

/// Surroundings for calls of compiled programs: the table of runtime functions and the record of failed checks.
public enum CallContext {
  /// Runs `body` with a context that lives on the stack for this call.
  ///
  /// - Parameters:
  ///   - threads: how many threads may work on the call; at least 1.
  ///   - scratchStride: bytes between the scratch buffers of neighbouring workers. Workers are numbered below `threads`.
  /// - Returns: what `body` returned, and the check with the smallest site, then order, that failed.
  @inline(__always)
  public static func withContext<Result, Failure: Error>(
    threads: Int = ThreadPool.defaultThreads, scratchStride: Int = 0,
    _ body: (UnsafeMutablePointer<TensorContext>) throws(Failure) -> Result
  ) throws(Failure) -> (result: Result, failure: CheckFailure?) {
    var call = newCall(threads: threads, scratchStride: scratchStride)
    let result = try withUnsafeMutablePointer(to: &call) { (call) throws(Failure) -> Result in
      // A call's first member is its participant, whose first member is the context.
      let context = UnsafeMutableRawPointer(call).assumingMemoryBound(to: TensorContext.self)
      context.pointee.owner = UnsafeMutableRawPointer(call)
      return try body(context)
    }
    return (result, call.failure)
  }

  /// Runs an executable on buffers and symbols in the order of its program's lists.
  ///
  /// - Returns: the first failed check in program order, or nil if all held.
  public static func run(
    _ executable: any Executable, buffers: UnsafePointer<UnsafeMutableRawPointer?>, symbols: UnsafePointer<Int64>,
    threads: Int = ThreadPool.defaultThreads, scratchStride: Int = 0
  ) -> CheckFailure? {
    withContext(threads: threads, scratchStride: scratchStride) { executable.run($0, buffers, symbols) }.failure
  }

  /// A record with the functions filled in; `owner` is set when it has an address.
  @usableFromInline
  static func newCall(threads: Int, scratchStride: Int) -> TensorCall {
    TensorCall(
      caller: TensorParticipant(
        context: TensorContext(
          parallel_for: parallelFor, fail: recordFailure, library: callLibrary, scratch_stride: Int64(scratchStride),
          threads: Int64(max(threads, 1)), owner: nil),
        worker: 0),
      failed: 0, site: 0, order: 0, index: 0, extent: 0)
  }

  // MARK: The functions of the table

  private static let parallelFor:
    @convention(c) (UnsafeMutablePointer<TensorContext>?, TensorLoopBody?, UnsafeMutableRawPointer?, Int64, Int64) ->
      Void =
      { context, body, environment, count, grain in
        guard let context, let body else { return }
        ThreadPool.shared.run(context, body: body, environment: environment, count: Int(count), grain: Int(grain))
      }

  /// `parallel_for` inside a parallel loop: all on the worker that is there.
  static let serialFor:
    @convention(c) (UnsafeMutablePointer<TensorContext>?, TensorLoopBody?, UnsafeMutableRawPointer?, Int64, Int64) ->
      Void =
      { context, body, environment, count, _ in
        guard let context, let body, count > 0 else { return }
        let worker = UnsafeMutableRawPointer(context).assumingMemoryBound(to: TensorParticipant.self).pointee.worker
        body(context, environment, 0, count, worker)
      }

  /// Keeps the failure that comes first in program order. One lock for all calls: failures are rare.
  private static let recordFailure:
    @convention(c) (UnsafeMutablePointer<TensorContext>?, Int64, Int64, Int64, Int64) -> Void =
      { context, site, order, index, extent in
        guard let call = context?.pointee.owner?.assumingMemoryBound(to: TensorCall.self) else { return }
        failures.withLock { _ in
          if call.pointee.failed != 0, (call.pointee.site, call.pointee.order) <= (site, order) { return }
          call.pointee.failed = 1
          (call.pointee.site, call.pointee.order) = (site, order)
          (call.pointee.index, call.pointee.extent) = (index, extent)
        }
      }

  private static let failures = Locked<Void>(())

  private static let callLibrary:
    @convention(c) (
      UnsafeMutablePointer<TensorContext>?, Int64, UnsafePointer<Int64>?, UnsafePointer<UnsafeMutableRawPointer?>?
    ) -> Void = { context, routine, integers, pointers in
      guard let routine = LibraryCall.Routine(rawValue: routine), let context, let integers, let pointers else {
        preconditionFailure("compiled code called library routine \(routine), which this runtime does not have")
      }
      Library.call(routine, context, integers, pointers)
    }
}

extension TensorCall {
  @inline(__always)
  @usableFromInline var failure: CheckFailure? {
    failed == 0 ? nil : CheckFailure(site: Int(site), order: Int(order), index: Int(index), extent: Int(extent))
  }
}
