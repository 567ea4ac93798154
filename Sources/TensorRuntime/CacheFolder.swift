import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The folder in which a cache keeps its files, one for each entry.
final class CacheFolder: Sendable {
  /// A file of the cache.
  struct File {
    enum Kind { case entry, unfinished }
    var name: String
    var kind: Kind
    var size: Int
    /// When it was last used.
    var seconds: Int
    var nanoseconds: Int
  }

  static let suffix = ".object"
  static let unfinishedPrefix = "unfinished-"

  let path: String
  private let parent: String
  private let isChecked = Atomic<Bool>(false)

  init(parent: String, path: String) {
    (self.parent, self.path) = (parent, path)
  }

  /// Whether the folder is there and only its owner, who must be us, can write to it: its files become code.
  var isTrusted: Bool {
    if isChecked.load(ordering: .relaxed) { return true }
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid(),
      status.st_mode & (S_IWGRP | S_IWOTH) == 0
    else { return false }
    isChecked.store(true, ordering: .relaxed)
    return true
  }

  /// Makes the folder where it is missing; false if that cannot be done.
  func make() -> Bool {
    if access(path, F_OK) != 0, !path.isEmpty {
      var end = parent.startIndex
      while end != parent.endIndex {
        end = parent[parent.index(after: end)...].firstIndex(of: "/") ?? parent.endIndex
        mkdir(String(parent[..<end]), 0o755)
      }
      mkdir(path, 0o700)
    }
    return isTrusted && access(path, W_OK) == 0
  }

  /// The files that are there now; those of others are left out.
  func files() -> [File] {
    guard isTrusted, let listing = opendir(path) else { return [] }
    defer { closedir(listing) }
    let descriptor = dirfd(listing)
    var files: [File] = []
    while let item = readdir(listing) {
      let name = withUnsafePointer(to: &item.pointee.d_name) { bytes in
        bytes.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: bytes.pointee)) {
          String(cString: $0)
        }
      }
      let isUnfinished = name.hasPrefix(Self.unfinishedPrefix)
      var status = stat()
      guard isUnfinished || name.hasSuffix(Self.suffix), fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0
      else { continue }
      #if canImport(Darwin)
        let time = status.st_mtimespec
      #else
        let time = status.st_mtim
      #endif
      files.append(
        File(
          name: name, kind: isUnfinished ? .unfinished : .entry, size: Int(status.st_size), seconds: Int(time.tv_sec),
          nanoseconds: Int(time.tv_nsec)))
    }
    return files
  }
}
