import Foundation
import Synchronization

/// One line on the terminal that says how far the check is; nothing elsewhere.
final class CheckProgress: Sendable {
  private let total: Int
  private let noun: String
  private let isTerminal = isatty(STDERR_FILENO) != 0
  private let done = Mutex(0)

  init(total: Int, noun: String) { (self.total, self.noun) = (total, noun) }

  func show(_ name: String, isCorrect: Bool) {
    let done = done.withLock { done in
      done += 1
      return done
    }
    write("\r\u{1B}[K\(done) of \(total) \(noun): \(name)\(isCorrect ? "" : " is wrong")")
  }

  func clear() { write("\r\u{1B}[K") }

  private func write(_ text: String) {
    if isTerminal { FileHandle.standardError.write(Data(text.utf8)) }
  }
}
