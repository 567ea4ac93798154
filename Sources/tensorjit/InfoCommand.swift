import ArgumentParser
import Foundation
import TensorJIT
import TensorLLVMBackend
import TensorRuntime

/// Versions of the parts.
enum Versions {
  static let own = "0.1.0"
}

struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Prints versions, the CPU, threads and the cache.")

  func run() {
    let host = TargetDescription.host
    let features = host.features.split(separator: ",").filter { $0.hasPrefix("+") }.map { $0.dropFirst() }
    let shown = ["avx512f", "avx2", "fma", "f16c", "neon", "sve"].filter { features.contains(Substring($0)) }
    let cache = ObjectCache.standard
    let statistics = cache?.statistics()
    let rows: [(String, String)] = [
      ("tensorjit", Versions.own),
      ("LLVM", LLVMBackend.llvmVersion),
      ("target", "\(host.triple), \(host.cpu)"),
      ("vectors", "\(host.vectorBits) bits (\(shown.joined(separator: " ")))"),
      ("BLAS", OpenBLAS.shared.map { "OpenBLAS, \($0.core) core" } ?? "none found: products run as plain loops"),
      ("threads", "\(ThreadPool.defaultThreads) of \(ProcessInfo.processInfo.activeProcessorCount) cores"),
      (
        "cache",
        cache.map { "\($0.directory): \(statistics?.entries ?? 0) objects, \(megabytes(statistics?.bytes ?? 0)) of \(megabytes($0.byteLimit))" }
          ?? "off"
      ),
    ]
    for (name, value) in rows { print(name.padding(toLength: 12, withPad: " ", startingAt: 0) + value) }
  }
}

func megabytes(_ bytes: Int) -> String { String(format: "%.1f MB", Double(bytes) / 1e6) }

struct CacheCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cache", abstract: "Shows or clears the cache of compiled objects.",
    subcommands: [Show.self, Clear.self], defaultSubcommand: Show.self)

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Prints where the cache is and how full.")
    func run() {
      guard let cache = ObjectCache.standard else { return print("the cache is off (TENSORJIT_CACHE)") }
      let statistics = cache.statistics()
      print("\(cache.directory): \(statistics.entries) objects, \(megabytes(statistics.bytes)) of \(megabytes(cache.byteLimit))")
    }
  }

  struct Clear: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Removes every cached object.")
    func run() {
      guard let cache = ObjectCache.standard else { return print("the cache is off (TENSORJIT_CACHE)") }
      let removed = cache.clear()
      print("removed \(removed.entries) objects, \(megabytes(removed.bytes))")
    }
  }
}
