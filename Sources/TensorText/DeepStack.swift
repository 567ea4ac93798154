import Foundation

extension SourceText {
  /// Whether enough brackets and signs stand in the text to nest deeper than any thread's stack is sure to hold.
  var mayNestDeep: Bool {
    let openers = Array("([{+-~*".utf8)
    var count = 0
    for byte in bytes where openers.contains(byte) {
      count += 1
      if count > 64 { return true }
    }
    return false
  }
}

/// Runs work that recurses as deep as a program nests on a stack that is large enough for it.
enum DeepStack {
  private static let byteCount = 128 << 20

  private final class Outcome<Success>: @unchecked Sendable {
    // Sound: the thread writes before it signals, and the caller reads after it has waited.
    var result: Result<Success, TextError>?
    let work: () throws(TextError) -> Success
    init(_ work: @escaping () throws(TextError) -> Success) { self.work = work }
  }

  /// The result of `work`, run on a thread of its own where `isDeep` says so.
  static func run<Success>(
    isDeep: Bool, _ work: @escaping () throws(TextError) -> Success
  ) throws(TextError) -> Success {
    guard isDeep else { return try work() }
    let outcome = Outcome(work)
    let finished = DispatchSemaphore(value: 0)
    let thread = Thread {
      outcome.result = Result { () throws(TextError) -> Success in try outcome.work() }
      finished.signal()
    }
    thread.stackSize = byteCount
    thread.start()
    finished.wait()
    guard let result = outcome.result else { preconditionFailure("The thread signals after it has stored its result.") }
    return try result.get()
  }
}
