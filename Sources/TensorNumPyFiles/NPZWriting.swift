import CZlib
import TensorArrays
import TensorScalars

/// How the entries of an archive are packed.
public enum NPZCompression: Hashable, Sendable {
  /// As they are, like `numpy.savez`.
  case stored
  /// Deflated, like `numpy.savez_compressed`; levels from 1 (fast) to 9 (small).
  case deflated(level: Int = 6)
}

/// Writing of NumPy's `.npz` files: several arrays by name.
public enum NPZFile {
  /// Writes arrays under their names, in this order; a file that is there is replaced only when all is written.
  ///
  /// Errors: a name that is empty, given twice, or a path that leads elsewhere; what the system says.
  public static func write(
    _ arrays: [(name: String, array: NDArray)], to path: String, compression: NPZCompression = .stored
  ) throws(NumPyFileError) {
    let file = try FileSink(path: path)
    guard file.isPatchable else { throw NumPyFileError(file: path, problem: .notARegularFile) }
    try ZipWriter(.file(file), name: path, compression).write(arrays)
    try file.finish()
  }

  /// The bytes of the file that `write` would make.
  public static func encode(
    _ arrays: [(name: String, array: NDArray)], compression: NPZCompression = .stored
  ) throws(NumPyFileError) -> [UInt8] {
    let writer = ZipWriter(.memory([]), name: "bytes", compression)
    try writer.write(arrays)
    guard case .memory(let bytes) = writer.target else { return [] }
    return bytes
  }

  /// Reads all arrays of a file; see `NPZArchive` to read them one by one.
  public static func read(_ path: String) throws(NumPyFileError) -> [(name: String, array: NDArray)] {
    try NPZArchive(path).readAll()
  }
}

/// Writes entries one after the other, then the directory.
private final class ZipWriter {
  enum Target {
    case file(FileSink)
    case memory([UInt8])
  }

  private struct Entry {
    var name: [UInt8]
    var method: ZipEntry.Method
    var checksum: UInt32 = 0
    var compressedCount = 0
    var uncompressedCount = 0
    var offset = 0
  }

  private(set) var target: Target
  private let name: String
  private let compression: NPZCompression
  private var written = 0
  private var entries: [Entry] = []

  /// 1980-01-01, as NumPy writes it, so that equal arrays give equal files.
  private static let date = 0x0021
  private static let version = 45
  private static let unixHost = 3
  /// The rights rw-------, in the upper half, as NumPy writes them.
  private static let attributes = 0o600 << 16

  init(_ target: Target, name: String, _ compression: NPZCompression) {
    self.target = target
    self.name = name
    self.compression = compression
  }

  func write(_ arrays: [(name: String, array: NDArray)]) throws(NumPyFileError) {
    var names: Set<String> = []
    for (name, array) in arrays {
      guard !name.isEmpty, name.utf8.count < 60_000, !name.hasPrefix("/"), !name.split(separator: "/").contains(".."),
        !name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7f || $0 == "\\" })
      else { throw NumPyFileError(file: self.name, problem: .invalidName(name)) }
      guard names.insert(name).inserted else { throw NumPyFileError(file: self.name, problem: .duplicateName(name)) }
      try write(array, name: name)
    }
    try writeDirectory()
  }

  private func append(_ bytes: UnsafeRawBufferPointer) throws(NumPyFileError) {
    switch target {
    case .file(let file): try file.append(bytes)
    case .memory(var contents):
      target = .memory([])
      contents.append(contentsOf: bytes)
      target = .memory(contents)
    }
    written += bytes.count
  }

  private func append(_ bytes: ArraySlice<UInt8>) throws(NumPyFileError) {
    var failure: NumPyFileError?
    bytes.withUnsafeBytes { buffer in
      do throws(NumPyFileError) { try append(buffer) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  private func patch(at offset: Int, _ bytes: [UInt8]) throws(NumPyFileError) {
    switch target {
    case .file(let file): try file.patch(at: offset, bytes)
    case .memory(var contents):
      target = .memory([])
      contents.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
      target = .memory(contents)
    }
  }

  /// A local header with room for sizes of 64 bits, the data, then checksum and sizes into the header.
  private func write(_ array: NDArray, name: String) throws(NumPyFileError) {
    let encoding = try NPYEncoding(array, file: self.name)
    let method: ZipEntry.Method = compression == .stored ? .stored : .deflated
    var entry = Entry(name: Array((name + ".npy").utf8), method: method, offset: written)
    try append(localHeader(entry)[...])
    let dataOffset = written
    var checksum: UInt = 0
    let deflater = try Deflater(compression, file: self.name)
    try encoding.write { bytes throws(NumPyFileError) in
      var rest = bytes[...]
      repeat {
        let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
        rest = rest.dropFirst(1 << 30)
        checksum = crc32(checksum, piece.bindMemory(to: UInt8.self).baseAddress, UInt32(piece.count))
        entry.uncompressedCount += piece.count
        if let deflater {
          try deflater.deflate(piece, Z_NO_FLUSH) { out throws(NumPyFileError) in try self.append(out) }
        } else {
          try append(piece)
        }
      } while !rest.isEmpty
    }
    if let deflater {
      try deflater.deflate(UnsafeRawBufferPointer(start: nil, count: 0), Z_FINISH) { out throws(NumPyFileError) in
        try self.append(out)
      }
    }
    entry.checksum = UInt32(truncatingIfNeeded: checksum)
    entry.compressedCount = written - dataOffset
    try patch(at: entry.offset, localHeader(entry))
    entries.append(entry)
  }

  private func flags(_ entry: Entry) -> Int { entry.name.contains { $0 >= 0x80 } ? ZipFormat.utf8Flag : 0 }

  /// What both headers have in common, up to the checksum.
  private func appendFields(of entry: Entry, to bytes: inout [UInt8]) {
    for field in [ZipWriter.version, flags(entry), entry.method.rawValue, 0, ZipWriter.date] {
      bytes.append(u16: field)
    }
    bytes.append(u32: Int(entry.checksum))
  }

  private func localHeader(_ entry: Entry) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(u32: ZipFormat.localHeader)
    appendFields(of: entry, to: &bytes)
    bytes.append(u32: ZipFormat.saturated32)
    bytes.append(u32: ZipFormat.saturated32)
    bytes.append(u16: entry.name.count)
    bytes.append(u16: 20)
    bytes += entry.name
    bytes.append(u16: ZipFormat.zip64ExtraID)
    bytes.append(u16: 16)
    bytes.append(u64: entry.uncompressedCount)
    bytes.append(u64: entry.compressedCount)
    return bytes
  }

  private func writeDirectory() throws(NumPyFileError) {
    let start = written
    for entry in entries { try append(centralHeader(entry)[...]) }
    let byteCount = written - start
    var end: [UInt8] = []
    let limit = ZipFormat.saturated32
    if start >= limit || byteCount >= limit || entries.count >= ZipFormat.saturated16 {
      end.append(u32: ZipFormat.end64)
      end.append(u64: ZipFormat.end64Count - 12)
      end.append(u16: ZipWriter.version)
      end.append(u16: ZipWriter.version)
      end.append(u32: 0)
      end.append(u32: 0)
      for number in [entries.count, entries.count, byteCount, start] { end.append(u64: number) }
      end.append(u32: ZipFormat.end64Locator)
      end.append(u32: 0)
      end.append(u64: written)
      end.append(u32: 1)
    }
    end.append(u32: ZipFormat.end)
    end.append(u32: 0)
    end.append(u16: min(entries.count, ZipFormat.saturated16))
    end.append(u16: min(entries.count, ZipFormat.saturated16))
    end.append(u32: min(byteCount, limit))
    end.append(u32: min(start, limit))
    end.append(u16: 0)
    try append(end[...])
  }

  private func centralHeader(_ entry: Entry) -> [UInt8] {
    let limit = ZipFormat.saturated32
    let large = [entry.uncompressedCount, entry.compressedCount, entry.offset].filter { $0 >= limit }
    var bytes: [UInt8] = []
    bytes.append(u32: ZipFormat.centralHeader)
    bytes.append(u16: ZipWriter.unixHost << 8 | ZipWriter.version)
    appendFields(of: entry, to: &bytes)
    bytes.append(u32: min(entry.compressedCount, limit))
    bytes.append(u32: min(entry.uncompressedCount, limit))
    for field in [entry.name.count, large.isEmpty ? 0 : 4 + 8 * large.count, 0, 0, 0] { bytes.append(u16: field) }
    bytes.append(u32: ZipWriter.attributes)
    bytes.append(u32: min(entry.offset, limit))
    bytes += entry.name
    if !large.isEmpty {
      bytes.append(u16: ZipFormat.zip64ExtraID)
      bytes.append(u16: 8 * large.count)
      for number in large { bytes.append(u64: number) }
    }
    return bytes
  }
}

/// A zlib stream that deflates without a header of its own.
private final class Deflater {
  /// On the heap, for zlib keeps the address.
  private let stream: UnsafeMutablePointer<z_stream>
  private let file: String
  private var output = [UInt8](repeating: 0, count: 1 << 16)

  /// `nil` for entries that are stored.
  init?(_ compression: NPZCompression, file: String) throws(NumPyFileError) {
    self.file = file
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    guard case .deflated(let level) = compression else { return nil }
    let status = deflateInit2_(
      stream, Int32(min(max(level, 1), 9)), Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else {
      throw NumPyFileError(file: file, problem: .writeFailed("zlib cannot start (\(status))"))
    }
  }

  deinit {
    // Refused without harm when the stream was never started.
    deflateEnd(stream)
    stream.deallocate()
  }

  func deflate(
    _ bytes: UnsafeRawBufferPointer, _ flush: Int32, _ emit: (ArraySlice<UInt8>) throws(NumPyFileError) -> Void
  ) throws(NumPyFileError) {
    stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.bindMemory(to: UInt8.self).baseAddress)
    stream.pointee.avail_in = UInt32(bytes.count)
    var produced: Int
    repeat {
      produced = output.withUnsafeMutableBufferPointer { buffer in
        stream.pointee.next_out = buffer.baseAddress
        stream.pointee.avail_out = UInt32(buffer.count)
        _ = CZlib.deflate(stream, flush)
        return buffer.count - Int(stream.pointee.avail_out)
      }
      try emit(output.prefix(produced))
    } while produced == output.count
  }
}
