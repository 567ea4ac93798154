import Foundation

/// A bar in the terminal; a line for every tenth part where the output is a file.
struct Progress {
  private let name: String
  private let total: Int
  private let isTerminal = isatty(STDOUT_FILENO) == 1
  private let hasColor = isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil

  init(_ name: String, total: Int) {
    (self.name, self.total) = (name, total)
    print("\n" + styled(name, "1"))
  }

  func show(_ done: Int, _ text: String) {
    let label = "epoch \(String(done).padded(to: String(total).count))/\(total)   \(text)"
    if isTerminal {
      let width = 30
      let full = done * width / total
      let bar =
        styled(String(repeating: "━", count: full), "32") + styled(String(repeating: "━", count: width - full), "2")
      write("\r  \(bar)  \(label)\u{1b}[K")
    } else if done == 1 || done * 10 / total > (done - 1) * 10 / total {
      print("  " + label)
    }
  }

  func end(_ report: String) {
    if isTerminal { print() }
    print(report)
  }

  private func styled(_ text: String, _ code: String) -> String { hasColor ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text }

  private func write(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }
}

extension String {
  func padded(to width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}

extension Double {
  /// With so many digits after the point.
  func shown(_ digits: Int) -> String { String(format: "%.\(digits)f", self) }
}
