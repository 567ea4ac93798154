import Foundation
import TensorJIT
import TensorNumPyFiles

/// A program with inputs and what NumPy makes of them; `Expected/make_cases.py` holds the table.
struct ProgramCase: Decodable, Sendable {
  let program: String
  /// Keys of arrays.
  let inputs: [String]
  let outputs: [String]
  /// In units of the largest result's last place; 0: equal, NaN being NaN.
  let tolerance: Double

  static let all: [ProgramCase] = load([ProgramCase].self, "cases.json") ?? []

  private static let arrays: [String: NDArray] = {
    let path = Fixtures.folder.appending(path: "Expected/arrays.npz").path
    let entries = (try? NPZFile.read(path)) ?? []
    return Dictionary(uniqueKeysWithValues: entries.map { ($0.name, $0.array) })
  }()

  static func array(_ key: String) throws -> NDArray {
    guard let array = arrays[key] else { throw CallError(.arguments, "no recorded array \(key)") }
    return array
  }

  private static func load<T: Decodable>(_ type: T.Type, _ name: String) -> T? {
    (try? Data(contentsOf: Fixtures.folder.appending(path: "Expected/\(name)"))).flatMap {
      try? JSONDecoder().decode(type, from: $0)
    }
  }
}

/// Where the tests' data are.
enum Fixtures {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()

  /// Whether a variable of the environment switches something on.
  static func isOn(_ variable: String) -> Bool {
    ProcessInfo.processInfo.environment[variable].map { $0 != "" && $0 != "0" } ?? false
  }
}
