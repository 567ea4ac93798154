import Foundation
import PyTensorConformance
import Synchronization

/// Runs every case of its share, and prints a line before and behind each.
struct Worker {
  let folder: String
  let command: ConformanceCommand
  let share: Int

  func run() throws {
    let runner = CaseRunner(options: command.compilation)
    let watch = Watch(limit: command.limit)
    for (number, entry) in try CaseFiles.lines(in: folder).enumerated() where number >= command.start && number % command.jobs == share {
      let test = try ConformanceCase(entry.line, file: entry.file)
      guard matches(test, entry.file) else { continue }
      let record = Record(number, test, .failed("the process ended: a crash, or no end after \(command.limit) s"))
      emit(record.line)
      watch.restart()
      let outcome = runner.run(test)
      watch.stop()
      emit(Record(number, test, outcome).line)
    }
  }

  private func matches(_ test: ConformanceCase, _ file: String) -> Bool {
    guard let filter = command.filter else { return true }
    return ([test.id, test.test, test.tag, file] + test.operations).contains { $0.contains(filter) }
  }

  private func emit(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }
}

/// Ends the process when a case takes too long.
final class Watch: Sendable {
  private let deadline = Mutex<Date?>(nil)
  private let limit: Int

  init(limit: Int) {
    self.limit = limit
    Thread.detachNewThread { [self] in
      while true {
        Thread.sleep(forTimeInterval: 1)
        if deadline.withLock({ $0.map { $0 < Date() } ?? false }) { exit(3) }
      }
    }
  }

  func restart() { deadline.withLock { $0 = Date().addingTimeInterval(Double(limit)) } }
  func stop() { deadline.withLock { $0 = nil } }
}
