import TensorArrays
import TensorScalars

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reading and writing of NumPy's `.npy` files: one array each.
///
/// Read are versions 1.0 to 3.0, both byte orders, both element orders (an array in Fortran's order gets
/// column-major strides), every element type. What is damaged or not supported is a `NumPyFileError`; memory is
/// taken only after the file proved long enough for it. Written are the bytes that NumPy itself writes.
public enum NPYFile {
  /// Reads the array of a file.
  public static func read(_ path: String) throws(NumPyFileError) -> NDArray {
    try read(try ByteSource(path: path))
  }

  /// Reads the array of a file that is in memory; `name` stands for the path in errors.
  public static func read(bytes: [UInt8], name: String = "bytes") throws(NumPyFileError) -> NDArray {
    try read(ByteSource(bytes: bytes, name: name))
  }

  /// The array of a file without reading it: its pages are mapped, and come in as they are touched.
  ///
  /// The mapping goes away with the last array that uses it. A write to the array copies it. Files of another
  /// byte order, misaligned ones, and bools (whose bytes must be checked) are read instead. While it is mapped
  /// the file must not be made shorter: the system ends a process that touches a page that is gone.
  public static func map(_ path: String) throws(NumPyFileError) -> NDArray {
    let source = try ByteSource(path: path)
    let (header, count) = try readHeader(source)
    guard header.isNative, count > 0, header.byteCount % header.elementType.byteCount == 0,
      let file = source.mapped()
    else { return try readElements(source, header) }
    let elements = UnsafeMutableRawBufferPointer(rebasing: file[header.byteCount..<(header.byteCount + count)])
    let mapping = Mapping(file)
    do {
      return try NDArray(
        noCopy: elements, shape: header.shape, strides: header.layout.strides, type: header.elementType
      ) { _ in mapping.release() }
    } catch {
      mapping.release()
      throw source.error(.array(error))
    }
  }

  /// Writes an array; a file that is there is replaced only when all is written.
  public static func write(_ array: NDArray, to path: String) throws(NumPyFileError) {
    let sink = try FileSink(path: path)
    try NPYEncoding(array, file: path).write { bytes throws(NumPyFileError) in try sink.append(bytes) }
    try sink.finish()
  }

  /// The bytes of the file that `write` would make.
  public static func encode(_ array: NDArray) throws(NumPyFileError) -> [UInt8] {
    var result: [UInt8] = []
    try NPYEncoding(array, file: "bytes").write { bytes throws(NumPyFileError) in result.append(contentsOf: bytes) }
    return result
  }

  private static func read(_ source: ByteSource) throws(NumPyFileError) -> NDArray {
    try readElements(source, try readHeader(source).header)
  }

  /// The header, and the bytes of the elements, which are known to be there.
  private static func readHeader(_ source: ByteSource) throws(NumPyFileError) -> (header: NPYHeader, count: Int) {
    var place = 0
    let header = try NPYHeader(file: source.name, entry: nil, available: source.byteCount) {
      count, what throws(NumPyFileError) in
      defer { place += count }
      return try source.bytes(at: place, count: count, what: what)
    }
    let count: Int
    do throws(ArrayError) { count = try header.dataByteCount() } catch { throw source.error(.array(error), at: 10) }
    guard count <= source.byteCount - header.byteCount else {
      throw source.error(
        .truncated(
          what: "a \(header.elementType.numpyName) array of shape \(header.shape)", expected: count,
          got: source.byteCount - header.byteCount), at: header.byteCount)
    }
    return (header, count)
  }

  private static func readElements(_ source: ByteSource, _ header: NPYHeader) throws(NumPyFileError) -> NDArray {
    let made: (array: NDArray, bytes: UnsafeMutableRawBufferPointer)
    do throws(ArrayError) { made = try header.makeArray() } catch { throw source.error(.array(error)) }
    try source.read(at: header.byteCount, into: made.bytes, what: "the elements")
    header.decode(made.bytes)
    return made.array
  }
}

/// A mapped file; its address as a number, which may cross threads.
private struct Mapping: Sendable {
  private let place: UInt
  private let byteCount: Int

  init(_ file: UnsafeMutableRawBufferPointer) {
    place = UInt(bitPattern: file.baseAddress)
    byteCount = file.count
  }

  func release() {
    if let start = UnsafeMutableRawPointer(bitPattern: place) { munmap(start, byteCount) }
  }
}

/// The bytes of an array as an `.npy` file.
struct NPYEncoding {
  let header: [UInt8]
  private let elements: NDArray
  let byteCount: Int

  init(_ array: NDArray, file: String) throws(NumPyFileError) {
    // As NumPy: column-major arrays keep their order, all others are written row-major.
    let isFortranOrder = !array.isContiguous && array.T.isContiguous
    let header = NPYHeader(elementType: array.elementType, isFortranOrder: isFortranOrder, shape: array.shape)
    self.header = header.encoded()
    do throws(ArrayError) {
      elements = try (isFortranOrder ? array.T : array).contiguous()
    } catch {
      throw NumPyFileError(file: file, problem: .array(error))
    }
    byteCount = self.header.count + array.count * array.elementType.byteCount
  }

  /// Passes header and elements on, in pieces.
  func write(_ body: (UnsafeRawBufferPointer) throws(NumPyFileError) -> Void) throws(NumPyFileError) {
    var failure: NumPyFileError?
    header.withUnsafeBytes { bytes in
      do throws(NumPyFileError) { try body(bytes) } catch { failure = error }
    }
    if let failure { throw failure }
    let bytes = UnsafeRawBufferPointer(
      start: elements.baseAddress, count: elements.count * elements.elementType.byteCount)
    defer { withExtendedLifetime(elements) {} }
    #if _endian(little)
      try body(bytes)
    #else
      #error("Elements are written as they stand in memory, which must be little-endian.")
    #endif
  }
}
