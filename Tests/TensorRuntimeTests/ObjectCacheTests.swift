import Foundation
import TensorRuntime
import Testing

@Suite final class ObjectCacheTests {
  private let directory: String
  private let cache: ObjectCache

  init() {
    directory = NSTemporaryDirectory() + "tensorjit-cache-" + UUID().uuidString
    cache = ObjectCache(directory: directory + "/made/when/needed")
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  private var folder: String { cache.directory + "/objects" }

  private func entryPaths() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { folder + "/" + $0 }
  }

  private static func bytes(_ count: Int, seed: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: ($0 &* 31 &+ seed) &* 2_654_435_761 >> 7) }
  }

  @Test(arguments: [0, 1, 7, 8, 9, 1000, 300_000], [0, 1, 15, 16, 4096])
  func whatIsStoredIsFound(objectSize: Int, keySize: Int) {
    let (key, object) = (Self.bytes(keySize, seed: 1), Self.bytes(objectSize, seed: 2))
    #expect(cache.lookup(key) == nil)
    cache.store(object, for: key)
    #expect(cache.lookup(key) == object)
    #expect(cache.lookup(key + [0]) == nil)
    let other = Self.bytes(objectSize + 3, seed: 5)
    cache.store(other, for: key)
    #expect(cache.lookup(key) == other)
    #expect(ObjectCache(directory: cache.directory).lookup(key) == other)
    #expect(cache.statistics().entries == 1)
  }

  @Test func statisticsAndClear() {
    #expect(cache.statistics() == .init(entries: 0, bytes: 0))
    for i in 0..<20 { cache.store(Self.bytes(1000, seed: i), for: Self.bytes(50, seed: i)) }
    let statistics = cache.statistics()
    #expect(statistics.entries == 20)
    #expect((21_000..<23_000).contains(statistics.bytes))
    #expect(cache.clear() == statistics)
    #expect(cache.statistics() == .init(entries: 0, bytes: 0))
    #expect(cache.lookup(Self.bytes(50, seed: 3)) == nil)
  }

  @Test func everyDamagedByteIsNoticed() throws {
    let (key, object) = (Self.bytes(33, seed: 1), Self.bytes(101, seed: 2))
    cache.store(object, for: key)
    let path = try #require(entryPaths().first)
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    for position in 0..<whole.count {
      for change in [UInt8(1), 0x80, 0xff] {
        var damaged = whole
        damaged[position] ^= change
        try damaged.write(to: URL(fileURLWithPath: path))
        #expect(cache.lookup(key) == nil, "byte \(position)")
      }
    }
    for length in 0..<whole.count {
      try whole.prefix(length).write(to: URL(fileURLWithPath: path))
      #expect(cache.lookup(key) == nil, "length \(length)")
    }
    try (whole + [0]).write(to: URL(fileURLWithPath: path))
    #expect(cache.lookup(key) == nil)
    // Damaged entries are removed, and compiling again puts a good one there.
    #expect(!FileManager.default.fileExists(atPath: path))
    cache.store(object, for: key)
    #expect(cache.lookup(key) == object)
  }

  @Test func wildLengthsAreNoticed() throws {
    let key = Self.bytes(33, seed: 1)
    cache.store(Self.bytes(101, seed: 2), for: key)
    let path = try #require(entryPaths().first)
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    for field in [8, 16] {
      for value in [UInt64.max, .max - 40, 1 << 63, 1 << 40] {
        var damaged = whole
        withUnsafeBytes(of: value) { damaged.replaceSubrange(field..<field + 8, with: $0) }
        try damaged.write(to: URL(fileURLWithPath: path))
        #expect(cache.lookup(key) == nil)
      }
    }
  }

  @Test func anotherKeyInTheSameFileIsAMiss() throws {
    let (first, second) = (Self.bytes(20, seed: 1), Self.bytes(20, seed: 2))
    cache.store([1, 2, 3], for: first)
    let firstPath = try #require(entryPaths().first)
    cache.store([4, 5, 6], for: second)
    let secondPath = try #require(entryPaths().first { $0 != firstPath })
    try FileManager.default.removeItem(atPath: secondPath)
    try FileManager.default.copyItem(atPath: firstPath, toPath: secondPath)
    #expect(cache.lookup(second) == nil)
    #expect(cache.lookup(first) == [1, 2, 3])
  }

  @Test func theLongestUnusedGoFirst() throws {
    let small = ObjectCache(directory: directory, byteLimit: 100_000)
    let keys = (0..<40).map { Self.bytes(10, seed: $0) }
    for key in keys {
      small.store(Self.bytes(4000, seed: 0), for: key)
      usleep(5000)
      _ = small.lookup(keys[0])
    }
    small.prune()
    #expect(small.statistics().bytes <= 100_000)
    #expect(small.lookup(keys[0]) != nil)
    #expect(small.lookup(keys[39]) != nil)
    #expect(small.lookup(keys[1]) == nil)
    small.store(Self.bytes(100_001, seed: 0), for: [9])
    #expect(small.lookup([9]) == nil)
  }

  @Test func storingMuchPrunes() {
    let small = ObjectCache(directory: directory, byteLimit: 64_000)
    for i in 0..<200 { small.store(Self.bytes(2000, seed: i), for: Self.bytes(10, seed: i)) }
    #expect(small.statistics().bytes <= 64_000 + 4100)
  }

  @Test func remainsOfBrokenOffWritesGo() throws {
    cache.store([1], for: [2])
    let (old, new) = (folder + "/unfinished-1", folder + "/unfinished-2")
    for path in [old, new] { try Data([1]).write(to: URL(fileURLWithPath: path)) }
    try FileManager.default.setAttributes([.modificationDate: Date() - 3600], ofItemAtPath: old)
    cache.prune()
    #expect(!FileManager.default.fileExists(atPath: old))
    #expect(FileManager.default.fileExists(atPath: new))
    #expect(cache.lookup([2]) == [1])
  }

  @Test func aDirectoryThatCannotBeMadeIsNoCache() throws {
    try Data().write(to: URL(fileURLWithPath: directory))
    let blocked = ObjectCache(directory: directory + "/below/a/file")
    blocked.store([1], for: [2])
    #expect(blocked.lookup([2]) == nil)
    #expect(blocked.statistics() == .init(entries: 0, bytes: 0))
    for path in ["/proc/tensorjit", "", "/dev/null"] {
      let blocked = ObjectCache(directory: path)
      blocked.store([1], for: [2])
      #expect(blocked.lookup([2]) == nil)
      blocked.clear()
    }
  }

  @Test func aFolderThatOthersCanWriteToIsNotTrusted() throws {
    cache.store([1], for: [2])
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder)
    let later = ObjectCache(directory: cache.directory)
    #expect(later.lookup([2]) == nil)
  }

  @Test func aFolderRemovedMeanwhileIsMadeAgain() throws {
    cache.store([1], for: [2])
    try FileManager.default.removeItem(atPath: directory)
    #expect(cache.lookup([2]) == nil)
    cache.store([1], for: [2])
    #expect(cache.lookup([2]) == [1])
  }

  @Test func manyThreadsAtOnce() async {
    let cache = cache
    await withTaskGroup(of: Int.self) { group in
      for thread in 0..<8 {
        group.addTask { (0..<100).count { !Self.storeAndCheck(cache, $0 % 10, thread) } }
      }
      for await wrong in group { #expect(wrong == 0) }
    }
    #expect(cache.statistics().entries == 10)
  }

  /// Whatever another one stored for the key meanwhile, it is whole.
  @Sendable static func storeAndCheck(_ cache: ObjectCache, _ key: Int, _ seed: Int) -> Bool {
    cache.store([UInt8](repeating: UInt8(seed), count: 5000 + seed * 1000), for: [UInt8(key)])
    guard let object = cache.lookup([UInt8(key)]), let value = object.first else { return false }
    return object.count == 5000 + Int(value) * 1000 && object.allSatisfy { $0 == value }
  }

  #if compiler(>=6.2)
    @Test func severalProcessesAtOnce() async {
      // The children know the directory by the number of their parent.
      let shared = ObjectCache(directory: Self.sharedDirectory(getpid()))
      defer { try? FileManager.default.removeItem(atPath: shared.directory) }
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<3 {
          group.addTask {
            await #expect(processExitsWith: .exitCode(7)) {
              let cache = ObjectCache(directory: ObjectCacheTests.sharedDirectory(getppid()))
              let seed = Int(getpid()) % 40
              let wrong = (0..<300).count { !ObjectCacheTests.storeAndCheck(cache, $0 % 10, seed) }
              exit(wrong == 0 ? 7 : 1)
            }
          }
        }
        group.addTask {
          for i in 0..<300 { #expect(Self.storeAndCheck(shared, i % 10, 41)) }
        }
      }
      #expect(shared.statistics().entries == 10)
    }

    static func sharedDirectory(_ process: pid_t) -> String { NSTemporaryDirectory() + "tensorjit-shared-\(process)" }
  #endif

  @Test(
    arguments: [
      (["TENSORJIT_CACHE": "/a", "XDG_CACHE_HOME": "/x", "HOME": "/h"], "/a"),
      (["TENSORJIT_CACHE": "off", "HOME": "/h"], nil),
      (["TENSORJIT_CACHE": "", "HOME": "/h"], nil),
      (["XDG_CACHE_HOME": "/x", "HOME": "/h"], "/x/tensorjit"),
      (["XDG_CACHE_HOME": "relative", "HOME": "/h"], "/h/.cache/tensorjit"),
      (["HOME": "/h"], "/h/.cache/tensorjit"),
      ([:], nil),
    ] as [([String: String], String?)])
  func theEnvironmentChoosesTheDirectory(environment: [String: String], directory: String?) {
    #expect(ObjectCache.standardDirectory { environment[$0] } == directory)
  }
}
