#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The file of one cached object: magic, length of the key, length of the object, digest of both, key, object. Numbers
/// are 64-bit in the byte order of the machine: objects do not travel between machines.
enum CacheEntry {
  enum Outcome {
    case found([UInt8])
    /// No file, or one for another key.
    case missing
    case damaged
  }

  static let headerSize = 40
  private static let magic: UInt64 = 0x31_30_4a_42_4f_54_4a_54  // "TJTOBJ01" on little-endian machines

  private static func header(key: UnsafeRawBufferPointer, object: UnsafeRawBufferPointer) -> [UInt64] {
    let digest = Digest(of: key, object)
    return [magic, UInt64(key.count), UInt64(object.count), digest.low, digest.high]
  }

  static func load(_ path: String, key: [UInt8]) -> Outcome {
    // A pipe in the place of a file must not hold us up.
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else { return .missing }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return .missing }

    var start = [UInt8](repeating: 0, count: headerSize + key.count)
    let startLength = start.withUnsafeMutableBytes { readFully(file, $0) }
    guard startLength >= headerSize else { return .damaged }
    let header = start.withUnsafeBytes { bytes in
      (0..<5).map { bytes.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self) }
    }
    let (known, hasOverflown) = header[1].addingReportingOverflow(UInt64(headerSize))
    let (size, hasOverflownAgain) = known.addingReportingOverflow(header[2])
    guard header[0] == magic, !hasOverflown, !hasOverflownAgain, size == UInt64(status.st_size) else { return .damaged }
    guard header[1] == UInt64(key.count), start[headerSize...].elementsEqual(key) else { return .missing }

    let length = Int(header[2])
    var object: [UInt8] = []
    if length > 0 {
      object = [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
        count = readFully(file, UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[..<length])))
      }
    }
    guard object.count == length else { return .damaged }
    let expected = key.withUnsafeBytes { key in object.withUnsafeBytes { CacheEntry.header(key: key, object: $0) } }
    guard header == expected else { return .damaged }
    futimens(file, nil)
    return .found(object)
  }

  /// Writes an entry beside its place and moves it there; false if that did not work out.
  static func save(_ object: UnsafeRawBufferPointer, key: [UInt8], in folder: String, name: String) -> Bool {
    let random = String(UInt64.random(in: 0 ... .max), radix: 16)
    let unfinished = folder + "/" + CacheFolder.unfinishedPrefix + random
    let file = open(unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { return false }
    let isWritten = key.withUnsafeBytes { key in
      header(key: key, object: object).withUnsafeBytes { writeFully(file, $0) } && writeFully(file, key)
        && writeFully(file, object)
    }
    if close(file) == 0, isWritten, rename(unfinished, folder + "/" + name) == 0 { return true }
    unlink(unfinished)
    return false
  }

  /// Reads until `buffer` is full or the file ends; how many bytes came.
  private static func readFully(_ file: CInt, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
    var done = 0
    while done < buffer.count, let base = buffer.baseAddress {
      let count = read(file, base + done, buffer.count - done)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { break }
      done += count
    }
    return done
  }

  private static func writeFully(_ file: CInt, _ buffer: UnsafeRawBufferPointer) -> Bool {
    var done = 0
    while done < buffer.count, let base = buffer.baseAddress {
      let count = write(file, base + done, buffer.count - done)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return false }
      done += count
    }
    return true
  }
}
