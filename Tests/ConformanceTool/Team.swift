import Foundation
import PyTensorConformance
import Synchronization

/// Workers side by side, each started again behind the case that ended it.
struct Team {
  let folder: String
  let command: ConformanceCommand

  func results() -> [Record] {
    let records = Mutex<[Int: Record]>([:])
    let group = DispatchGroup()
    for share in 0..<command.jobs {
      DispatchQueue.global().async(group: group) {
        var start = 0
        while let last = run(share, from: start, into: records) { start = last + 1 }
      }
    }
    group.wait()
    return records.withLock { $0.values.sorted { $0.number < $1.number } }
  }

  /// Runs a worker to its end; the number of the case that ended it, or nil where it came to the end of its share.
  private func run(_ share: Int, from start: Int, into records: borrowing Mutex<[Int: Record]>) -> Int? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
    process.arguments = arguments(share, start)
    let pipe = Pipe()
    process.standardOutput = pipe
    guard (try? process.run()) != nil else { return nil }
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    var last: Int?
    for line in text.split(separator: "\n") {
      guard let record = Record(line) else { continue }
      last = record.number
      records.withLock { $0[record.number] = record }
    }
    return process.terminationStatus == 0 && process.terminationReason == .exit ? nil : last
  }

  private func arguments(_ share: Int, _ start: Int) -> [String] {
    ["--folder", folder, "--backend", command.backend.rawValue, "--jobs", "\(command.jobs)", "--limit", "\(command.limit)", "--share", "\(share)"]
      + ["--start", "\(start)"] + (command.isWithoutRules ? ["--no-rewriting"] : []) + (command.filter.map { ["--filter", $0] } ?? [])
  }
}
