#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Bytes that can be read at any place: a file, or memory.
final class ByteSource {
  private enum Contents {
    case file(descriptor: Int32)
    case memory([UInt8])
  }

  let name: String
  let byteCount: Int
  private let contents: Contents

  init(bytes: [UInt8], name: String) {
    self.name = name
    byteCount = bytes.count
    contents = .memory(bytes)
  }

  /// Opens a regular file; anything else (a directory, a pipe that would block) is an error.
  init(path: String) throws(NumPyFileError) {
    guard !path.utf8.contains(0) else {
      throw NumPyFileError(file: path, problem: .cannotOpen("the path contains a NUL character"))
    }
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw NumPyFileError(file: path, problem: .cannotOpen(systemMessage())) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw NumPyFileError(file: path, problem: .notARegularFile)
    }
    name = path
    byteCount = Int(status.st_size)
    contents = .file(descriptor: descriptor)
  }

  deinit {
    if case .file(let descriptor) = contents { close(descriptor) }
  }

  /// Fills `target` with the bytes from `offset` on, or throws if there are not so many.
  func read(
    at offset: Int, into target: UnsafeMutableRawBufferPointer, what: @autoclosure () -> String
  ) throws(NumPyFileError) {
    guard offset >= 0, offset <= byteCount, target.count <= byteCount - offset else {
      let available = max(0, byteCount - max(0, offset))
      throw error(.truncated(what: what(), expected: target.count, got: available), at: offset)
    }
    guard let start = target.baseAddress, target.count > 0 else { return }
    switch contents {
    case .memory(let bytes):
      bytes.withUnsafeBytes { all in
        target.copyMemory(from: UnsafeRawBufferPointer(rebasing: all[offset..<(offset + target.count)]))
      }
    case .file(let descriptor):
      var done = 0
      while done < target.count {
        let got = pread(descriptor, start + done, target.count - done, off_t(offset + done))
        if got < 0 && errno == EINTR { continue }
        if got < 0 { throw error(.readFailed(systemMessage()), at: offset + done) }
        // The file became shorter since it was opened.
        if got == 0 { throw error(.truncated(what: what(), expected: target.count, got: done), at: offset + done) }
        done += got
      }
    }
  }

  /// The bytes from `offset` on.
  func bytes(
    at offset: Int, count: Int, what: @autoclosure () -> String
  ) throws(NumPyFileError) -> [UInt8] {
    guard count >= 0, offset >= 0, offset <= byteCount, count <= byteCount - offset else {
      let available = max(0, byteCount - max(0, offset))
      throw error(.truncated(what: what(), expected: count, got: available), at: offset)
    }
    var result = [UInt8](repeating: 0, count: count)
    var failure: NumPyFileError?
    result.withUnsafeMutableBytes { target in
      do throws(NumPyFileError) { try read(at: offset, into: target, what: what()) } catch { failure = error }
    }
    if let failure { throw failure }
    return result
  }

  /// A read-only mapping of the whole file; `nil` for memory, and where the system refuses.
  func mapped() -> UnsafeMutableRawBufferPointer? {
    guard case .file(let descriptor) = contents, byteCount > 0 else { return nil }
    guard let start = mmap(nil, byteCount, PROT_READ, MAP_PRIVATE, descriptor, 0),
      start != UnsafeMutableRawPointer(bitPattern: -1)
    else { return nil }
    return UnsafeMutableRawBufferPointer(start: start, count: byteCount)
  }

  func error(_ problem: NumPyFileError.Problem, at offset: Int? = nil, entry: String? = nil) -> NumPyFileError {
    NumPyFileError(file: name, entry: entry, offset: offset, problem: problem)
  }
}

/// The system's words for the last error.
func systemMessage() -> String { strerror(errno).map { String(cString: $0) } ?? "error \(errno)" }
