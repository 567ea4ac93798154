import ArgumentParser
import Foundation
import TensorArrays
import TensorJIT
import TensorText

/// Something wrong with what was given on the command line.
struct InputError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// The exit statuses of `sysexits.h` that the tool uses.
enum Status {
  static let data = ExitCode(65)
  static let software = ExitCode(70)

  /// The status for an error.
  static func code(for error: any Error) -> ExitCode {
    if let error = error as? CallError {
      switch error.kind {
      case .arguments: return data
      case .execution: return software
      }
    }
    // Everything else is found before computing: programs, files, literals, types.
    return data
  }
}

/// Runs a command's body; errors go to standard error with the right status, and nothing to standard output.
func reportingFailures(_ body: () throws -> Void) throws {
  do {
    try body()
  } catch let exit as ExitCode {
    throw exit
  } catch {
    let isTerminal = isatty(STDERR_FILENO) != 0
    let label = isTerminal ? "\u{1B}[1;31merror:\u{1B}[0m" : "error:"
    FileHandle.standardError.write(Data("\(label) \(error)\n".utf8))
    throw Status.code(for: error)
  }
}
