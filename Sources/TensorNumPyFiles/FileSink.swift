#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

import Synchronization

/// A file being written under a name of its own next to its place, which it takes when it is complete.
///
/// So a failure leaves the old file, and an array mapped from the old file stays valid while it is replaced.
/// A place that is no regular file (a pipe, a device) is written directly.
final class FileSink {
  private let path: String
  private let temporary: String?
  private let descriptor: Int32
  private(set) var byteCount = 0
  private var isFinished = false

  private static let serial = Atomic<Int>(0)

  init(path: String) throws(NumPyFileError) {
    guard !path.utf8.contains(0) else {
      throw NumPyFileError(file: path, problem: .cannotOpen("the path contains a NUL character"))
    }
    var target = path
    if let resolved = realpath(path, nil) {
      target = String(cString: resolved)
      free(resolved)
    }
    var status = stat()
    let exists = stat(target, &status) == 0
    if exists && status.st_mode & S_IFMT == S_IFDIR {
      throw NumPyFileError(file: path, problem: .cannotOpen("it is a directory"))
    }
    self.path = target
    if exists && status.st_mode & S_IFMT != S_IFREG {
      temporary = nil
      descriptor = open(target, O_WRONLY | O_CLOEXEC)
    } else {
      let serial = FileSink.serial.add(1, ordering: .relaxed).newValue
      let name = "\(target).\(getpid()).\(serial).partial"
      temporary = name
      descriptor = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    }
    guard descriptor >= 0 else {
      throw NumPyFileError(file: path, problem: .cannotOpen(systemMessage()))
    }
  }

  deinit {
    close(descriptor)
    if !isFinished, let temporary { unlink(temporary) }
  }

  func append(_ bytes: UnsafeRawBufferPointer) throws(NumPyFileError) {
    guard let start = bytes.baseAddress else { return }
    var done = 0
    while done < bytes.count {
      let put = write(descriptor, start + done, bytes.count - done)
      if put < 0 && errno == EINTR { continue }
      guard put >= 0 else { throw failure() }
      done += put
    }
    byteCount += bytes.count
  }

  /// Overwrites bytes that were written before.
  func patch(at offset: Int, _ bytes: [UInt8]) throws(NumPyFileError) {
    guard pwrite(descriptor, bytes, bytes.count, off_t(offset)) == bytes.count else { throw failure() }
  }

  /// Puts the complete file in its place.
  func finish() throws(NumPyFileError) {
    if let temporary, rename(temporary, path) != 0 { throw failure() }
    isFinished = true
  }

  /// Whether `patch` works.
  var isPatchable: Bool { temporary != nil }

  private func failure() -> NumPyFileError {
    NumPyFileError(file: path, offset: byteCount, problem: .writeFailed(systemMessage()))
  }
}
