import Foundation
import TensorArrays
import TensorNumPyFiles
import TensorScalars
import Testing

@Suite struct HostileFileTests {
  @Test func everyHostileFileGivesItsError() throws {
    let lines = try Fixtures.lines("hostile.txt")
    #expect(lines.count > 140)
    for line in lines {
      let words = line.split(separator: " ").map(String.init)
      let isArchive = words[0].hasSuffix(".npz")
      let bytes = try Fixtures.bytes(words[0])
      do throws(NumPyFileError) {
        try Fixtures.read(bytes, isArchive: isArchive, name: words[0])
        Issue.record("\(words[0]) was read")
      } catch {
        #expect(Fixtures.caseName(error.problem) == words[1], "\(error)")
        #expect(error.file == words[0])
        #expect(error.description.utf8.count < 1000)
      }
      // The same through a file, and mapped.
      let path = try Fixtures.path(words[0])
      if isArchive {
        #expect(throws: NumPyFileError.self) { try NPZFile.read(path) }
      } else {
        #expect(throws: NumPyFileError.self) { try NPYFile.read(path) }
        #expect(throws: NumPyFileError.self) { try NPYFile.map(path) }
      }
    }
  }

  @Test func everyTruncationGivesAnError() throws {
    for name in ["float64.npy", "version2.npy", "stored.npz", "deflated.npz", "zip64.npz", "descriptor.npz"] {
      let bytes = try Fixtures.bytes(name)
      for count in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 400)) {
        #expect(throws: NumPyFileError.self) {
          try Fixtures.read(Array(bytes.prefix(count)), isArchive: name.hasSuffix("npz"), name: name)
        }
      }
    }
  }

  /// Damages good files at random; any answer but a crash, a hang or wild memory is right.
  ///
  /// `MUTATIONS` in the environment makes the run longer.
  @Test func mutatedFilesNeverCrash() throws {
    var random = SplitMix64(state: 2024)
    let count = Int(ProcessInfo.processInfo.environment["MUTATIONS"] ?? "") ?? 6000
    let names = [
      "float64.npy", "bool.npy", "int16-fortran.npy", "uint32-big.npy", "version2.npy", "stored.npz", "deflated.npz",
      "zip64.npz", "descriptor.npz", "names.npz", "empty-array.npz",
    ]
    let files = try names.map { try Fixtures.bytes($0) }
    var (accepted, refused) = (0, 0)
    for round in 0..<count {
      let which = round % files.count
      let bytes = mutated(files[which], &random)
      do throws(NumPyFileError) {
        try Fixtures.read(bytes, isArchive: names[which].hasSuffix("npz"), name: names[which])
        accepted += 1
      } catch {
        _ = error.description
        refused += 1
      }
    }
    #expect(accepted + refused == count)
    #expect(refused > count / 4)
    print("mutated files: \(accepted) read, \(refused) refused")
  }

  private func mutated(_ original: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
    var bytes = original
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      guard !bytes.isEmpty else { break }
      // Half of the damage goes where the structures are: the beginning and the end.
      let near = Int.random(in: 0..<min(bytes.count, 130), using: &random)
      let place = [near, bytes.count - 1 - near, Int.random(in: 0..<bytes.count, using: &random)].randomElement(
        using: &random)
      guard let place else { break }
      switch Int.random(in: 0..<7, using: &random) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
      case 2: bytes[place] = [0, 0xff, 0x7f, 0x80, 0x39, 0x28].randomElement(using: &random) ?? 0
      case 3: bytes.remove(at: place)
      case 4: bytes.insert(UInt8.random(in: 0x20...0x7e, using: &random), at: place)
      case 5:
        let end = min(bytes.count, place + 8)
        for k in place..<end { bytes[k] = [0xff, 0x00].randomElement(using: &random) ?? 0 }
      default:
        let from = Int.random(in: 0..<bytes.count, using: &random)
        let length = min(16, bytes.count - max(from, place))
        bytes.replaceSubrange(place..<(place + length), with: Array(bytes[from..<(from + length)]))
      }
    }
    return bytes
  }

  /// A generator with a fixed sequence, so that a failure can be repeated.
  struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var z = state
      z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
      return z ^ (z >> 31)
    }
  }

  @Test func aSmallFileTakesLittleMemory() throws {
    // 100 MB of zeros declared in a file that really has them compressed: read only as far as the array goes.
    let before = BufferPool.shared.statistics
    for name in ["bad-stream-bomb.npz", "bad-header-bomb.npz", "bad-declared-bomb.npz"] {
      #expect(throws: NumPyFileError.self) { try NPZFile.read(try Fixtures.path(name)) }
    }
    let after = BufferPool.shared.statistics
    #expect(after.bytesInUse + after.bytesCached - before.bytesInUse - before.bytesCached < 1 << 24)
  }
}
