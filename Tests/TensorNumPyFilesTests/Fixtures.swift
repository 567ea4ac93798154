import Foundation
import TensorArrays
import TensorNumPyFiles
import TensorScalars
import Testing

/// Files that NumPy made (see scripts/make_numpy_file_fixtures.py).
enum Fixtures {
  static func path(_ name: String) throws -> String {
    let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    return folder.appendingPathComponent(name).path
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: try path(name))))
  }

  static func lines(_ name: String) throws -> [String] {
    String(decoding: try bytes(name), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// What one array of a file must be.
  struct Expectation: Sendable {
    var file: String
    var entry: String?
    var type: ElementType
    var shape: Shape
    var bytes: [UInt8]

    init(_ line: String) throws {
      let words = line.split(separator: "\t").map(String.init)
      file = words[0]
      entry = words[1] == "-" ? nil : words[1]
      type = try #require(ElementType(name: words[2]))
      shape = Shape(words[3] == "-" ? [] : words[3].split(separator: ",").compactMap { Int($0) })
      let digits = words[4] == "-" ? [] : Array(words[4].utf8).map { UInt8($0 < 58 ? $0 - 48 : $0 - 87) }
      bytes = stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    func check(_ array: NDArray) throws {
      #expect(array.elementType == type)
      #expect(array.shape == shape)
      #expect(try array.withUnsafeBytes { Array($0) } == bytes, "\(file) \(entry ?? "")")
    }
  }

  static func expectations() throws -> [Expectation] { try lines("index.txt").map(Expectation.init) }

  /// The name of an error's case without what it carries.
  static func caseName(_ problem: NumPyFileError.Problem) -> String {
    let plain: [NumPyFileError.Problem: String] = [
      .badMagic: "badMagic", .notAZipArchive: "notAZipArchive", .notAnArrayEntry: "notAnArrayEntry",
      .notARegularFile: "notARegularFile",
    ]
    return plain[problem] ?? Mirror(reflecting: problem).children.first?.label ?? ""
  }

  static func read(_ bytes: [UInt8], isArchive: Bool, name: String) throws(NumPyFileError) {
    if isArchive {
      _ = try NPZArchive(bytes: bytes, name: name).readAll()
    } else {
      _ = try NPYFile.read(bytes: bytes, name: name)
    }
  }

  /// A path for a file of the test's own.
  static func temporaryPath(_ name: String) -> String {
    FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString)-\(name)").path
  }
}
