import CZlib

/// The uncompressed bytes of one entry, in order.
///
/// Exactly as many bytes come out as are asked for; what an entry would give beyond is never made.
final class ZipEntryReader {
  private let source: ByteSource
  private let entry: ZipEntry
  /// On the heap, for zlib keeps the address.
  private let stream: UnsafeMutablePointer<z_stream>
  private var input: [UInt8] = []
  /// The bytes of `input` already used, and the next place of the file to read.
  private var inputUsed = 0
  private var nextOffset: Int
  private var checksum: UInt32 = 0
  private(set) var byteCount = 0
  private var hasEnded = false

  private static let chunk = 1 << 16

  init(_ source: ByteSource, _ entry: ZipEntry) throws(NumPyFileError) {
    self.source = source
    self.entry = entry
    nextOffset = entry.dataOffset
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    guard entry.method == .deflated else { return }
    let status = inflateInit2_(stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { throw error(.badCompressedData("zlib cannot start (\(status))")) }
  }

  deinit {
    // Refused without harm when the stream was never started.
    inflateEnd(stream)
    stream.deallocate()
  }

  func error(_ problem: NumPyFileError.Problem) -> NumPyFileError {
    source.error(problem, at: byteCount, entry: entry.name)
  }

  /// The next bytes of the entry, as many as `target` takes.
  func read(into target: UnsafeMutableRawBufferPointer, what: String) throws(NumPyFileError) {
    guard target.count <= entry.uncompressedCount - byteCount else {
      throw error(.truncated(what: what, expected: target.count, got: entry.uncompressedCount - byteCount))
    }
    var done = 0
    while done < target.count {
      // zlib counts in 32 bits.
      let end = min(target.count, done + (1 << 30))
      let piece = UnsafeMutableRawBufferPointer(rebasing: target[done..<end])
      let got: Int
      switch entry.method {
      case .stored:
        try source.read(at: nextOffset, into: piece, what: what)
        nextOffset += piece.count
        got = piece.count
      case .deflated: got = try inflate(into: piece)
      }
      if got == 0 { throw error(.truncated(what: what, expected: target.count, got: done)) }
      let start = piece.baseAddress?.assumingMemoryBound(to: UInt8.self)
      checksum = UInt32(truncatingIfNeeded: crc32(UInt(checksum), start, UInt32(got)))
      done += got
      byteCount += got
    }
  }

  func bytes(_ count: Int, what: String) throws(NumPyFileError) -> [UInt8] {
    guard count <= entry.uncompressedCount - byteCount else {
      throw error(.truncated(what: what, expected: count, got: entry.uncompressedCount - byteCount))
    }
    var result = [UInt8](repeating: 0, count: count)
    var failure: NumPyFileError?
    result.withUnsafeMutableBytes { target in
      do throws(NumPyFileError) { try read(into: target, what: what) } catch { failure = error }
    }
    if let failure { throw failure }
    return result
  }

  /// Checks that the entry ends here, as declared, and that its checksum is right.
  func finish() throws(NumPyFileError) {
    if entry.method == .deflated && !hasEnded {
      var extra: UInt8 = 0
      var failure: NumPyFileError?
      var got = 0
      withUnsafeMutableBytes(of: &extra) { target in
        do throws(NumPyFileError) { got = try inflate(into: target) } catch { failure = error }
      }
      if let failure { throw failure }
      guard got == 0 else {
        throw error(.sizeMismatch(declared: entry.uncompressedCount, actual: byteCount + 1))
      }
    }
    guard byteCount == entry.uncompressedCount else {
      throw error(.sizeMismatch(declared: entry.uncompressedCount, actual: byteCount))
    }
    guard checksum == entry.checksum else {
      throw error(.checksumMismatch(declared: entry.checksum, actual: checksum))
    }
  }

  /// Inflates until `target` is full or the stream ends; answers how many bytes came.
  private func inflate(into target: UnsafeMutableRawBufferPointer) throws(NumPyFileError) -> Int {
    guard !hasEnded else { return 0 }
    stream.pointee.next_out = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(target.count)
    while stream.pointee.avail_out > 0 {
      if inputUsed == input.count { try refill() }
      let before = stream.pointee.avail_out
      let (status, left) = input.withUnsafeMutableBufferPointer { buffer -> (Int32, Int) in
        stream.pointee.next_in = buffer.baseAddress.map { $0 + inputUsed }
        stream.pointee.avail_in = UInt32(buffer.count - inputUsed)
        let status = CZlib.inflate(stream, Z_NO_FLUSH)
        return (status, Int(stream.pointee.avail_in))
      }
      let used = input.count - left - inputUsed
      inputUsed = input.count - left
      switch status {
      case Z_STREAM_END:
        hasEnded = true
        return target.count - Int(stream.pointee.avail_out)
      case Z_OK: break
      case Z_BUF_ERROR:
        // No progress: either all input is used up, or the data are damaged.
        if used == 0 && before == stream.pointee.avail_out && nextOffset == dataEnd && inputUsed == input.count {
          throw error(.badCompressedData("the compressed data end too early"))
        }
      case Z_NEED_DICT: throw error(.badCompressedData("a preset dictionary is needed"))
      case Z_MEM_ERROR: throw error(.badCompressedData("no memory to inflate"))
      default:
        let message = stream.pointee.msg.map { String(cString: $0) }
        throw error(.badCompressedData(message ?? "zlib status \(status)"))
      }
    }
    return target.count
  }

  private var dataEnd: Int { entry.dataOffset + entry.compressedCount }

  private func refill() throws(NumPyFileError) {
    let count = min(ZipEntryReader.chunk, dataEnd - nextOffset)
    guard count > 0 else { throw error(.badCompressedData("the compressed data end too early")) }
    input = try source.bytes(at: nextOffset, count: count, what: "the compressed data")
    nextOffset += count
    inputUsed = 0
  }
}
