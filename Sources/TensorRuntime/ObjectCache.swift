import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Compiled objects on disk, found by what they were made from.
///
/// A key is all that the object depends on: the program, the compiler's version, the CPU, the pipeline, the version of
/// the entry's ABI. A hit compares all of the key, so keys that happen to share a file name are never mixed up, and
/// checks the sum over key and object, so a damaged entry is a miss. Entries appear whole (written beside, then renamed);
/// several processes may use a directory at once. Nothing here fails: a directory that cannot be used is an empty cache.
///
/// When the entries outgrow the limit, those that were not used for longest go.
public final class ObjectCache: Sendable {
  /// What the cache holds.
  public struct Statistics: Hashable, Sendable {
    public var entries: Int
    public var bytes: Int

    public init(entries: Int, bytes: Int) { (self.entries, self.bytes) = (entries, bytes) }
  }

  public static let defaultByteLimit = 512 << 20

  /// The cache that the environment asks for; nil if it turns caching off.
  public static let standard: ObjectCache? = standardDirectory { name in
    getenv(name).map { String(cString: $0) }
  }.map { ObjectCache(directory: $0) }

  /// Where the cache is by the environment's word: `TENSORJIT_CACHE` (`off` or empty for none), or else `tensorjit` in
  /// `XDG_CACHE_HOME` or in `~/.cache`.
  public static func standardDirectory(environment: (String) -> String?) -> String? {
    if let chosen = environment("TENSORJIT_CACHE") { return chosen.isEmpty || chosen == "off" ? nil : chosen }
    // A relative path is to be ignored by the XDG specification.
    if let caches = environment("XDG_CACHE_HOME"), caches.hasPrefix("/") { return caches + "/tensorjit" }
    if let home = environment("HOME"), home.hasPrefix("/") { return home + "/.cache/tensorjit" }
    return nil
  }

  /// The directory as it was given; entries lie in `objects` in it.
  public let directory: String
  public let byteLimit: Int

  private let folder: CacheFolder
  private let storedSincePruning = Atomic<Int>(0)

  public init(directory: String, byteLimit: Int = ObjectCache.defaultByteLimit) {
    (self.directory, self.byteLimit) = (directory, max(byteLimit, 0))
    folder = CacheFolder(parent: directory, path: directory.isEmpty ? "" : directory + "/objects")
  }

  /// The object stored for `key`, and marks it as used.
  public func lookup(_ key: [UInt8]) -> [UInt8]? {
    guard folder.isTrusted else { return nil }
    let path = folder.path + "/" + Self.name(key)
    switch CacheEntry.load(path, key: key) {
    case .found(let object): return object
    case .missing: return nil
    case .damaged:
      unlink(path)
      return nil
    }
  }

  /// Keeps `object` for `key`, in place of an earlier one.
  public func store(_ object: UnsafeRawBufferPointer, for key: [UInt8]) {
    let size = CacheEntry.headerSize + key.count + object.count
    guard size <= byteLimit, folder.make() else { return }
    guard CacheEntry.save(object, key: key, in: folder.path, name: Self.name(key)) else { return }

    // Now and then: after much was stored here, and by chance, for the sake of many processes that store little each.
    let stored = storedSincePruning.wrappingAdd(size, ordering: .relaxed).newValue
    if stored > byteLimit / 32 || UInt8.random(in: 0..<64) == 0 { prune() }
  }

  public func store(_ object: [UInt8], for key: [UInt8]) {
    object.withUnsafeBytes { store($0, for: key) }
  }

  /// How many entries there are, and their size together.
  public func statistics() -> Statistics {
    let files = folder.files().filter { $0.kind == .entry }
    return Statistics(entries: files.count, bytes: files.reduce(0) { $0 + $1.size })
  }

  /// Removes all entries.
  ///
  /// - Returns: what was removed.
  @discardableResult
  public func clear() -> Statistics {
    var removed = Statistics(entries: 0, bytes: 0)
    for file in folder.files() where unlink(folder.path + "/" + file.name) == 0 && file.kind == .entry {
      removed.entries += 1
      removed.bytes += file.size
    }
    return removed
  }

  /// If the entries are over the limit, removes those used longest ago until they fill three quarters of it. Removes
  /// what broken-off writes left.
  public func prune() {
    storedSincePruning.store(0, ordering: .relaxed)
    let files = folder.files()
    let now = Int(time(nil))
    for file in files where file.kind == .unfinished && now - file.seconds > 600 {
      unlink(folder.path + "/" + file.name)
    }
    let entries = files.filter { $0.kind == .entry }
    var bytes = entries.reduce(0) { $0 + $1.size }
    guard bytes > byteLimit else { return }
    let oldestFirst = entries.sorted { ($0.seconds, $0.nanoseconds, $0.name) < ($1.seconds, $1.nanoseconds, $1.name) }
    for file in oldestFirst where bytes > byteLimit / 4 * 3 {
      unlink(folder.path + "/" + file.name)
      bytes -= file.size
    }
  }

  private static func name(_ key: [UInt8]) -> String {
    key.withUnsafeBytes { Digest(of: $0) }.hexadecimal + CacheFolder.suffix
  }
}
