import TensorGraph

/// The words that the grammar keeps for itself.
enum Vocabulary {
  static let keywords: [String] = ["func", "let", "return", "true", "false", "True", "False", "None"]

  /// The element types of the language; those that `ElementType` does not have yet parse, and are refused by name.
  static let elementTypes: [String] = [
    "bool", "i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64", "f16", "bf16", "f32", "f64", "c64", "c128",
  ]

  /// NumPy's spellings.
  static let elementTypeAliases: [String: String] = [
    "int8": "i8", "int16": "i16", "int32": "i32", "int64": "i64", "uint8": "u8", "uint16": "u16", "uint32": "u32",
    "uint64": "u64", "float16": "f16", "bfloat16": "bf16", "float32": "f32", "float64": "f64", "complex64": "c64",
    "complex128": "c128", "bool_": "bool",
  ]

  /// The text-format name of an element type spelled in either way.
  static func elementTypeName(_ word: String) -> String? { typeNames[word] }

  private static let typeNames: [String: String] =
    elementTypes.reduce(into: elementTypeAliases) { table, name in table[name] = name }

  static let constants: [String: Double] = ["pi": .pi, "e": 2.718281828459045, "inf": .infinity, "nan": .nan]

  static let attributes: [String] = ["T", "mT", "shape", "size", "ndim", "real", "imag", "at"]

  /// Whether a name may stand where the language wants a new name.
  static func isReserved(_ word: String) -> Bool { keywords.contains(word) || typeNames[word] != nil }
}
