import Foundation

/// What the command line asks for.
struct Options {
  private(set) var data = "Examples/Data/digits.npz"
  private(set) var curves: String?
  private(set) var times: String?

  struct Misuse: Error, CustomStringConvertible {
    let description: String
  }

  init(_ arguments: some Sequence<String>) throws {
    var rest = Array(arguments)[...]
    while let argument = rest.popFirst() {
      switch argument {
      case "--curves", "--times":
        guard let path = rest.popFirst() else { throw Misuse(description: "\(argument) needs a file") }
        if argument == "--curves" { curves = path } else { times = path }
      case _ where argument.hasPrefix("-"):
        throw Misuse(description: "unknown option \(argument); there are --curves and --times")
      default: data = argument
      }
    }
  }

  /// Writes the loss curves, and the times of a step, where that was asked for.
  func write(runs: [TrainingRun]) throws {
    if let curves {
      try LossChart(runs: runs).svg.write(toFile: curves, atomically: true, encoding: .utf8)
      print("\nloss curves: \(curves)")
    }
    if let times {
      let lines = runs.map { "\($0.name)\t\($0.medianMicroseconds)\t\($0.accuracy)\n" }
      try lines.joined().write(toFile: times, atomically: true, encoding: .utf8)
    }
  }
}
