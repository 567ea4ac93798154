import Foundation
import TensorArrays
import TensorNumPyFiles
import TensorScalars
import Testing

@Suite struct NPYTests {
  @Test func readsWhatNumPyWrote() throws {
    var count = 0
    for expected in try Fixtures.expectations() where expected.entry == nil {
      let path = try Fixtures.path(expected.file)
      try expected.check(try NPYFile.read(path))
      try expected.check(try NPYFile.read(bytes: try Fixtures.bytes(expected.file)))
      try expected.check(try NPYFile.map(path))
      count += 1
    }
    #expect(count == 75)
  }

  @Test func writesTheBytesThatNumPyWrites() throws {
    for expected in try Fixtures.expectations() where expected.entry == nil {
      if expected.file.contains("big") || expected.file.hasPrefix("version") { continue }
      let bytes = try Fixtures.bytes(expected.file)
      let array = try NPYFile.read(bytes: bytes)
      #expect(try NPYFile.encode(array) == bytes, "\(expected.file)")
      let path = Fixtures.temporaryPath("out.npy")
      defer { try? FileManager.default.removeItem(atPath: path) }
      try NPYFile.write(array, to: path)
      #expect([UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) == bytes)
    }
  }

  @Test func writesViews() throws {
    let array = try NDArray.arange(24).reshaped([2, 3, 4])
    for view in [
      array[.all, .slice(nil, nil, -1), .slice(1, nil, 2)], try array.transposed([1, 2, 0]), array.T,
      try array[0, 0].broadcast(to: [3, 4]),
    ] {
      let back = try NPYFile.read(bytes: try NPYFile.encode(view))
      #expect(try back.isBitwiseEqual(to: view))
    }
  }

  @Test func aMappedArrayIsCopiedBeforeItIsWritten() throws {
    let path = Fixtures.temporaryPath("mapped.npy")
    defer { try? FileManager.default.removeItem(atPath: path) }
    let original = try NDArray.linspace(0, 1, count: 1000)
    try NPYFile.write(original, to: path)
    var mapped = try NPYFile.map(path)
    #expect(!mapped.storage.isWritable)
    mapped[3, as: Double.self] = 7
    #expect(mapped[3, as: Double.self] == 7)
    #expect(try NPYFile.read(path).isBitwiseEqual(to: original))
    // Replacing the file leaves arrays mapped from the old one alone.
    let old = try NPYFile.map(path)
    try NPYFile.write(try NDArray.zeros([2]), to: path)
    #expect(try old.isBitwiseEqual(to: original))
  }

  @Test func mappingsGoAway() throws {
    let path = Fixtures.temporaryPath("many.npy")
    defer { try? FileManager.default.removeItem(atPath: path) }
    try NPYFile.write(try NDArray.zeros([1 << 16]), to: path)
    var sum = 0.0
    for _ in 0..<70_000 { sum += try NPYFile.map(path)[5, as: Double.self] }
    #expect(sum == 0)
  }

  @Test(arguments: ["/nowhere/x.npy", "/", "/dev/null", "a\0b", ""])
  func pathsThatAreNoFile(path: String) {
    #expect(throws: NumPyFileError.self) { try NPYFile.read(path) }
    #expect(throws: NumPyFileError.self) { try NPYFile.map(path) }
    #expect(throws: NumPyFileError.self) { try NPZArchive(path) }
  }

  @Test func failedWritesLeaveNothing() throws {
    #expect(throws: NumPyFileError.self) { try NPYFile.write([1.0], to: "/nowhere/x.npy") }
    #expect(throws: NumPyFileError.self) { try NPYFile.write([1.0], to: "/") }
    let folder = Fixtures.temporaryPath("folder")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(throws: NumPyFileError.self) {
      try NPZFile.write([("x", [1.0]), ("x", [2.0])], to: folder + "/x.npz")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
  }

  @Test func errorsSayWhereAndWhat() throws {
    let error = #expect(throws: NumPyFileError.self) { try NPYFile.read(bytes: Fixtures.bytes("bad-descr0.npy")) }
    #expect(error?.description == "bytes, byte 10: elements of type longdouble are not supported")
    let cut = #expect(throws: NumPyFileError.self) {
      try NPYFile.read(bytes: Fixtures.bytes("bad-cut-data.npy"), name: "x.npy")
    }
    #expect(cut?.description.hasSuffix("truncated: a float64 array of shape (2,) needs 16 bytes, 15 are there") == true)
  }
}
