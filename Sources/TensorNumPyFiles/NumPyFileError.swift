import TensorArrays

/// What is wrong with an `.npy` or `.npz` file, or with writing one.
public struct NumPyFileError: Error, Hashable, Sendable {
  /// The path, or the name given for bytes in memory.
  public var file: String
  /// The entry of the archive in which the problem is.
  public var entry: String?
  /// The byte of the file (of the uncompressed entry, where one is named) at which it shows.
  public var offset: Int?
  public var problem: Problem

  public init(file: String, entry: String? = nil, offset: Int? = nil, problem: Problem) {
    self.file = file
    self.entry = entry
    self.offset = offset
    self.problem = problem
  }

  public enum Problem: Error, Hashable {
    /// The system's message.
    case cannotOpen(String)
    case notARegularFile
    case readFailed(String)
    case writeFailed(String)
    /// There are fewer bytes than what stands there needs.
    case truncated(what: String, expected: Int, got: Int)
    case badMagic
    case unsupportedVersion(major: Int, minor: Int)
    case headerTooLong(byteCount: Int, limit: Int)
    case headerSyntax(expected: String, got: String)
    case headerField(name: String, expected: String, got: String)
    /// NumPy's name of a type that has no element type here.
    case unsupportedElementType(String)
    case array(ArrayError)

    case notAZipArchive
    case damagedArchive(String)
    case unsupportedArchive(String)
    /// The name as it stands, with what is not text replaced.
    case invalidName(String)
    case duplicateName(String)
    case noSuchEntry(String, available: [String])
    case notAnArrayEntry
    /// More bytes are declared than so few compressed bytes can give.
    case impossibleSize(declared: Int, compressed: Int)
    case sizeMismatch(declared: Int, actual: Int)
    case badCompressedData(String)
    case checksumMismatch(declared: UInt32, actual: UInt32)
  }
}

extension NumPyFileError: CustomStringConvertible {
  public var description: String {
    var text = file
    if let entry { text += ", entry \(entry.debugDescription)" }
    if let offset { text += ", byte \(offset)" }
    return text + ": " + problem.description
  }
}

extension NumPyFileError.Problem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .cannotOpen(let message): "cannot open: \(message)"
    case .notARegularFile: "not a regular file"
    case .readFailed(let message): "reading failed: \(message)"
    case .writeFailed(let message): "writing failed: \(message)"
    case .truncated(let what, let expected, let got): "truncated: \(what) needs \(expected) bytes, \(got) are there"
    case .badMagic: "not an .npy file: it does not begin with \\x93NUMPY"
    case .unsupportedVersion(let major, let minor):
      "version \(major).\(minor) of the .npy format; expected 1.0, 2.0 or 3.0"
    case .headerTooLong(let byteCount, let limit): "a header of \(byteCount) bytes; at most \(limit) are accepted"
    case .headerSyntax(let expected, let got): "malformed header: expected \(expected), got \(got)"
    case .headerField(let name, let expected, let got): "header field '\(name)': expected \(expected), got \(got)"
    case .unsupportedElementType(let name): "elements of type \(name) are not supported"
    case .array(let error): error.description
    case .notAZipArchive: "not an .npz file: no end of a zip directory found"
    case .damagedArchive(let problem): "damaged archive: \(problem)"
    case .unsupportedArchive(let feature): "unsupported archive: \(feature)"
    case .invalidName(let name): "the name \(name.debugDescription) of an entry is not acceptable"
    case .duplicateName(let name): "two entries are named \(name.debugDescription)"
    case .noSuchEntry(let name, let available):
      "no array \(name.debugDescription); there are \(available.joined(separator: ", "))"
    case .notAnArrayEntry: "not an .npy entry"
    case .impossibleSize(let declared, let compressed):
      "\(declared) bytes are declared, more than \(compressed) compressed bytes can hold"
    case .sizeMismatch(let declared, let actual): "\(declared) bytes are declared, the array takes \(actual)"
    case .badCompressedData(let message): "bad compressed data: \(message)"
    case .checksumMismatch(let declared, let actual):
      "checksum mismatch: declared \(String(declared, radix: 16)), computed \(String(actual, radix: 16))"
    }
  }
}
