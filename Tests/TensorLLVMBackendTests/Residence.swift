import Foundation

/// The memory of this process that is in use, where the system tells; else 0.
func residentKilobytes() -> Int {
  guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return 0 }
  for line in status.split(separator: "\n") where line.hasPrefix("VmRSS:") {
    return Int(line.split(separator: " ").dropLast().last ?? "") ?? 0
  }
  return 0
}
