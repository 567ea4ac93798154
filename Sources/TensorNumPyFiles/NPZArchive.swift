import TensorArrays
import TensorScalars

/// A NumPy `.npz` file opened for reading: arrays by name, in the order of the archive.
///
/// Opening reads the directory and checks it; each array is read when it is asked for. Stored and deflated
/// entries are read, zip64 included. Memory is taken for an array only when the compressed bytes that are there
/// could give it, and no more is ever inflated than the array takes.
public final class NPZArchive {
  private let source: ByteSource
  private let directory: ZipDirectory

  /// Opens a file.
  public convenience init(_ path: String) throws(NumPyFileError) {
    try self.init(source: try ByteSource(path: path))
  }

  /// Opens a file that is in memory; `name` stands for the path in errors.
  public convenience init(bytes: [UInt8], name: String = "bytes") throws(NumPyFileError) {
    try self.init(source: ByteSource(bytes: bytes, name: name))
  }

  private init(source: ByteSource) throws(NumPyFileError) {
    self.source = source
    directory = try ZipDirectory(source)
    var seen: Set<String> = []
    for entry in directory.entries where !seen.insert(NPZArchive.arrayName(entry)).inserted {
      throw source.error(.duplicateName(NPZArchive.arrayName(entry)))
    }
  }

  /// The names of the arrays, in the order of the archive.
  public var names: [String] { directory.entries.map(NPZArchive.arrayName) }

  /// Reads one array.
  public func read(_ name: String) throws(NumPyFileError) -> NDArray {
    guard let entry = directory.entries.first(where: { NPZArchive.arrayName($0) == name }) else {
      throw source.error(.noSuchEntry(name, available: names))
    }
    return try read(entry)
  }

  /// Reads all arrays, in the order of the archive.
  public func readAll() throws(NumPyFileError) -> [(name: String, array: NDArray)] {
    var result: [(name: String, array: NDArray)] = []
    for entry in directory.entries { result.append((NPZArchive.arrayName(entry), try read(entry))) }
    return result
  }

  private static func arrayName(_ entry: ZipEntry) -> String {
    entry.name.hasSuffix(".npy") ? String(entry.name.dropLast(4)) : entry.name
  }

  private func read(_ entry: ZipEntry) throws(NumPyFileError) -> NDArray {
    guard entry.name.hasSuffix(".npy") else { throw source.error(.notAnArrayEntry, entry: entry.name) }
    let reader = try ZipEntryReader(source, entry)
    let header = try NPYHeader(file: source.name, entry: entry.name, available: entry.uncompressedCount) {
      count, what throws(NumPyFileError) in try reader.bytes(count, what: what)
    }
    let made: (array: NDArray, bytes: UnsafeMutableRawBufferPointer)
    let total: (partialValue: Int, overflow: Bool)
    do throws(ArrayError) {
      total = try header.dataByteCount().addingReportingOverflow(header.byteCount)
    } catch {
      throw reader.error(.array(error))
    }
    guard !total.overflow, total.partialValue == entry.uncompressedCount else {
      throw reader.error(.sizeMismatch(declared: entry.uncompressedCount, actual: total.partialValue))
    }
    do throws(ArrayError) { made = try header.makeArray() } catch { throw reader.error(.array(error)) }
    try reader.read(into: made.bytes, what: "the elements")
    try reader.finish()
    header.decode(made.bytes)
    return made.array
  }
}
