import Foundation
import TensorArrays
import TensorNumPyFiles
import TensorScalars
import Testing

@Suite struct NPZTests {
  @Test func readsWhatNumPyWrote() throws {
    let expected = try Fixtures.expectations().filter { $0.entry != nil }
    let files = Set(expected.map(\.file))
    #expect(files.count == 6)
    for file in files {
      let wanted = expected.filter { $0.file == file }
      let archive = try NPZArchive(try Fixtures.path(file))
      #expect(archive.names == wanted.compactMap(\.entry))
      for (item, (name, array)) in zip(wanted, try NPZFile.read(try Fixtures.path(file))) {
        #expect(item.entry == name)
        try item.check(array)
        try item.check(try archive.read(name))
      }
    }
    #expect(try NPZFile.read(try Fixtures.path("none.npz")).isEmpty)
  }

  @Test(arguments: ["stored.npz", "names.npz", "none.npz"])
  func writesTheBytesThatNumPyWrites(file: String) throws {
    let bytes = try Fixtures.bytes(file)
    let arrays = try NPZArchive(bytes: bytes).readAll()
    #expect(try NPZFile.encode(arrays) == bytes)
    let path = Fixtures.temporaryPath("out.npz")
    defer { try? FileManager.default.removeItem(atPath: path) }
    try NPZFile.write(arrays, to: path)
    #expect([UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) == bytes)
  }

  @Test(arguments: [NPZCompression.stored, .deflated(level: 1), .deflated(), .deflated(level: 9)])
  func readsWhatItWrote(compression: NPZCompression) throws {
    let arrays: [(name: String, array: NDArray)] = [
      ("x", try NDArray.arange(100_000).reshaped([100, 1000]).T), ("zeros", try NDArray.zeros([300_000])),
      ("empty", try NDArray.zeros([0, 5], type: .u16)), ("scalar", NDArray(scalar: Float(2.5))),
      ("flags", try NDArray.arange(77).astype(.bool)), ("naïve name/x", [1, 2, 3]),
    ]
    let back = try NPZArchive(bytes: try NPZFile.encode(arrays, compression: compression)).readAll()
    #expect(back.map(\.name) == arrays.map(\.name))
    for (a, b) in zip(arrays, back) { #expect(try a.array.isBitwiseEqual(to: b.array)) }
  }

  @Test(arguments: ["", "/x", "../x", "a/../b", "a\\b", "a\nb"])
  func refusesNamesThatItWouldNotRead(name: String) {
    #expect(throws: NumPyFileError.self) { try NPZFile.encode([(name, [1.0])]) }
  }

  @Test func aMissingNameListsThoseThatAreThere() throws {
    let archive = try NPZArchive(bytes: try NPZFile.encode([("x", [1.0]), ("y", [2.0])]))
    let error = #expect(throws: NumPyFileError.self) { try archive.read("z") }
    #expect(error?.problem == .noSuchEntry("z", available: ["x", "y"]))
  }

  /// Files for scripts/check_numpy_round_trip.py, which reads them with NumPy.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["ROUND_TRIP_FOLDER"] != nil))
  func writesFilesForNumPy() throws {
    let folder = try #require(ProcessInfo.processInfo.environment["ROUND_TRIP_FOLDER"])
    let all = try Fixtures.expectations()
    for expected in all where expected.entry == nil {
      try NPYFile.write(try NPYFile.read(try Fixtures.path(expected.file)), to: folder + "/" + expected.file)
    }
    for file in Set(all.filter { $0.entry != nil }.map(\.file)) {
      try NPZFile.write(
        try NPZFile.read(try Fixtures.path(file)), to: folder + "/" + file, compression: .deflated())
    }
  }
}
