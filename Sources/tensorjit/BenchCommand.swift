import ArgumentParser
import Foundation
import TensorJIT
import TensorRuntime
import TensorText

struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Times a program: its first call, and calls in the steady state.")

  @OptionGroup var program: ProgramOptions
  @OptionGroup var inputs: InputOptions
  @OptionGroup var engine: EngineOptions
  @Flag(help: "Prints JSON.") var json = false
  @Option(help: "Seconds to measure for.") var seconds: Double = 1

  private struct Report: Encodable {
    var min_us: Double
    var median_us: Double
    var first_ms: Double
    var threads: Int
  }

  func run() throws {
    try reportingFailures {
      let (program, values) = try self.program.loadWithValues()
      let arguments = try inputs.load(for: program, values: values)
      let begin = DispatchTime.now().uptimeNanoseconds
      let function = try compile(
        inputs: program.parameters.map(\.tensor), outputs: program.results.map(\.tensor), name: program.name,
        options: try engine.compilation)
      _ = try function(arguments)
      let first = DispatchTime.now().uptimeNanoseconds - begin
      let times = try Stopwatch.times(of: function, arguments, seconds: seconds)
      let report = Report(
        min_us: times[0], median_us: times[times.count / 2], first_ms: Double(first) / 1e6,
        threads: engine.threads ?? ThreadPool.defaultThreads)
      if json {
        print(String(decoding: try JSONEncoder().encode(report), as: UTF8.self))
      } else {
        print(
          String(
            format: "first call %8.2f ms (building, compiling, running)\nmedian     %8.1f us over %d calls\nleast      %8.1f us\nthreads    %6d",
            report.first_ms, report.median_us, times.count, report.min_us, report.threads))
      }
    }
  }
}

/// Times calls.
enum Stopwatch {
  /// Sorted times in microseconds, at least five calls, some that warm up left out.
  static func times(of function: CompiledFunction, _ arguments: [NDArray], seconds: Double) throws -> [Double] {
    for _ in 0..<3 { _ = try function(arguments) }
    var times: [Double] = []
    let end = DispatchTime.now().uptimeNanoseconds + UInt64(max(0, seconds) * 1e9)
    while times.count < 5 || (DispatchTime.now().uptimeNanoseconds < end && times.count < 100_000) {
      times.append(try time(function, arguments))
    }
    return times.sorted()
  }

  static func time(_ function: CompiledFunction, _ arguments: [NDArray]) throws -> Double {
    let begin = DispatchTime.now().uptimeNanoseconds
    let results = try function(arguments)
    let end = DispatchTime.now().uptimeNanoseconds
    withExtendedLifetime(results) {}
    return Double(end - begin) / 1e3
  }
}
