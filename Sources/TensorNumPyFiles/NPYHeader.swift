import TensorArrays
import TensorScalars

/// What stands before the elements of an `.npy` file.
struct NPYHeader: Hashable {
  var elementType: ElementType
  var isBigEndian = false
  var isFortranOrder = false
  var shape: Shape
  /// The bytes before the first element.
  var byteCount = 0

  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// More than any array needs (NumPy itself accepts 10,000), and a bound for hostile files.
  static let maximumLength = 1 << 16
  /// As many axes as NumPy allows.
  static let maximumRank = 64

  /// The bytes of the elements.
  func dataByteCount() throws(ArrayError) -> Int { try shape.checkedByteCount(of: elementType) }

  /// The layout of the elements in the order in which they stand in the file.
  var layout: Layout {
    isFortranOrder ? Layout(shape: shape, strides: shape.columnMajorStrides) : Layout(rowMajor: shape)
  }
}

extension NPYHeader {
  /// Reads a header through a function that gives the next so many bytes.
  ///
  /// - Parameter available: the bytes there are in all; a header cannot be longer.
  init(
    file: String, entry: String?, available: Int,
    next: (_ count: Int, _ what: String) throws(NumPyFileError) -> [UInt8]
  ) throws(NumPyFileError) {
    func error(_ problem: NumPyFileError.Problem, at offset: Int) -> NumPyFileError {
      NumPyFileError(file: file, entry: entry, offset: offset, problem: problem)
    }
    let start = try next(min(8, max(available, 1)), "the magic string and version")
    guard start.prefix(6).elementsEqual(NPYHeader.magic.prefix(start.count)), start.count >= 6 else {
      throw error(.badMagic, at: 0)
    }
    guard start.count == 8 else {
      throw error(.truncated(what: "the magic string and version", expected: 8, got: start.count), at: 0)
    }
    let (major, minor) = (Int(start[6]), Int(start[7]))
    guard (1...3).contains(major), minor == 0 else {
      throw error(.unsupportedVersion(major: major, minor: minor), at: 6)
    }
    let lengthBytes = try next(major == 1 ? 2 : 4, "the length of the header")
    let length = lengthBytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    let textStart = 8 + lengthBytes.count
    guard length <= NPYHeader.maximumLength else {
      throw error(.headerTooLong(byteCount: length, limit: NPYHeader.maximumLength), at: 8)
    }
    let text = try next(length, "the header")
    let literal: PythonLiteral
    do throws(PythonLiteralParser.Failure) {
      literal = try PythonLiteralParser.parse(text)
    } catch {
      throw NumPyFileError(
        file: file, entry: entry, offset: textStart + error.place,
        problem: .headerSyntax(expected: error.expected, got: error.got))
    }
    do throws(NumPyFileError.Problem) {
      self = try NPYHeader(literal)
    } catch {
      throw NumPyFileError(file: file, entry: entry, offset: textStart, problem: error)
    }
    byteCount = textStart + length
  }

  /// Takes the three fields from the dictionary; there must be these and no others.
  private init(_ literal: PythonLiteral) throws(NumPyFileError.Problem) {
    guard case .dictionary(let entries) = literal else {
      throw .headerSyntax(expected: "a dictionary", got: literal.summary)
    }
    var fields: [String: PythonLiteral] = [:]
    for entry in entries {
      guard case .string(let name) = entry.key, ["descr", "fortran_order", "shape"].contains(name),
        fields.updateValue(entry.value, forKey: name) == nil
      else {
        throw .headerSyntax(expected: "the keys descr, fortran_order and shape, once each", got: entry.key.summary)
      }
    }
    func field(_ name: String) throws(NumPyFileError.Problem) -> PythonLiteral {
      guard let value = fields[name] else { throw .headerField(name: name, expected: "a value", got: "nothing") }
      return value
    }
    let (type, isBigEndian) = try NPYHeader.elementType(try field("descr"))
    guard case .bool(let isFortranOrder) = try field("fortran_order") else {
      throw .headerField(name: "fortran_order", expected: "True or False", got: try field("fortran_order").summary)
    }
    self.init(
      elementType: type, isBigEndian: isBigEndian, isFortranOrder: isFortranOrder,
      shape: try NPYHeader.shape(try field("shape")))
  }

  private static func shape(_ literal: PythonLiteral) throws(NumPyFileError.Problem) -> Shape {
    guard case .tuple(let values) = literal else {
      throw .headerField(name: "shape", expected: "a tuple of integers", got: literal.summary)
    }
    guard values.count <= maximumRank else {
      throw .headerField(name: "shape", expected: "at most \(maximumRank) axes", got: "\(values.count)")
    }
    var extents: [Int] = []
    for value in values {
      guard case .integer(let extent) = value, extent >= 0 else {
        throw .headerField(name: "shape", expected: "integers from 0 on", got: value.summary)
      }
      extents.append(extent)
    }
    return Shape(extents)
  }

  /// The element type of a type string such as `<f8`, `|b1`, `>i4`.
  private static func elementType(
    _ literal: PythonLiteral
  ) throws(NumPyFileError.Problem) -> (type: ElementType, isBigEndian: Bool) {
    switch literal {
    case .list, .tuple, .dictionary: throw .unsupportedElementType("structured (\(literal.summary) of fields)")
    case .integer, .bool, .none: throw .headerField(name: "descr", expected: "a type string", got: literal.summary)
    case .string(let text):
      var code = Substring(text)
      let order = code.first.flatMap { "<>=|".contains($0) ? $0 : nil }
      if order != nil { code.removeFirst() }
      if let type = typeCodes.first(where: { $0.code == code })?.type {
        return (type, type.byteCount > 1 && order == ">")
      }
      throw .unsupportedElementType(foreignTypeName(code) ?? "'\(text.prefix(40))'")
    }
  }

  /// NumPy's type strings without the byte order; the first of a type is the one written.
  private static let typeCodes: [(code: String, type: ElementType)] = [
    ("b1", .bool), ("?", .bool), ("i1", .i8), ("b", .i8), ("u1", .u8), ("B", .u8), ("i2", .i16), ("h", .i16),
    ("u2", .u16), ("H", .u16), ("i4", .i32), ("i", .i32), ("u4", .u32), ("I", .u32), ("i8", .i64), ("q", .i64),
    ("l", .i64), ("u8", .u64), ("Q", .u64), ("L", .u64), ("f4", .f32), ("f", .f32), ("f8", .f64), ("d", .f64),
    ("f2", .f16), ("e", .f16), ("c8", .c64), ("F", .c64), ("c16", .c128), ("D", .c128),
    // What NumPy writes for arrays of ml_dtypes' bfloat16: it knows their width only.
    ("V2", .bf16),
  ]

  private static func foreignTypeName(_ code: Substring) -> String? {
    let exact = [
      "f12": "longdouble", "f16": "longdouble", "g": "longdouble", "c32": "clongdouble",
    ]
    if let name = exact[String(code)] { return name }
    let families: [Character: String] = [
      "O": "object", "S": "bytes", "a": "bytes", "U": "str", "V": "void", "M": "datetime64", "m": "timedelta64",
      "T": "StringDType",
    ]
    return code.first.flatMap { families[$0] }.map { "\($0) ('\(code.prefix(40))')" }
  }
}

extension NPYHeader {
  /// The header as NumPy writes it, byte for byte: padded to a multiple of 64, with room for a growing axis.
  func encoded() -> [UInt8] {
    let code = NPYHeader.typeCodes.first { $0.type == elementType }?.code ?? elementType.numpyName
    let order = elementType.byteCount > 1 ? (isBigEndian ? ">" : "<") : "|"
    var text =
      "{'descr': '\(order)\(code)', 'fortran_order': \(isFortranOrder ? "True" : "False"), 'shape': \(shape), }"
    if let growing = isFortranOrder ? shape.last : shape.first {
      text += String(repeating: " ", count: max(0, 21 - String(growing).utf8.count))
    }
    let version: UInt8 = text.utf8.count + 64 < 1 << 16 ? 1 : 2
    let fixed = NPYHeader.magic.count + 2 + (version == 1 ? 2 : 4)
    let padding = 64 - (fixed + text.utf8.count + 1) % 64
    let length = text.utf8.count + padding + 1
    var bytes = NPYHeader.magic + [version, 0]
    for shift in 0..<(version == 1 ? 2 : 4) { bytes.append(UInt8(truncatingIfNeeded: length >> (8 * shift))) }
    bytes += text.utf8
    bytes += Array(repeating: UInt8(ascii: " "), count: padding)
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }
}
