/// The type of one element of a tensor.
///
/// The names are those of the text format. `f16` is IEEE 754 binary16, `bf16` the upper half of an `f32`; `c64` and `c128` are
/// pairs of `f32` and `f64`, real part first. Every switch over this enum is exhaustive, so that the compiler lists
/// the places to fill.
public enum ElementType: UInt8, CaseIterable, Hashable, Sendable {
  case bool, i8, i16, i32, i64, u8, u16, u32, u64, f16, bf16, f32, f64, c64, c128

  /// The kinds of number that promotion and lowering distinguish.
  public enum Kind: UInt8, Comparable, Sendable {
    case bool, unsigned, signed, float, complex

    @inlinable public static func < (a: Kind, b: Kind) -> Bool { a.rawValue < b.rawValue }
  }

  @inlinable public var kind: Kind {
    switch self {
    case .bool: .bool
    case .i8, .i16, .i32, .i64: .signed
    case .u8, .u16, .u32, .u64: .unsigned
    case .f16, .bf16, .f32, .f64: .float
    case .c64, .c128: .complex
    }
  }

  /// The width in bits as a number; a bool counts as one byte in memory and one bit here.
  @inlinable public var bitWidth: Int {
    switch self {
    case .bool: 1
    case .i8, .u8: 8
    case .i16, .u16, .f16, .bf16: 16
    case .i32, .u32, .f32: 32
    case .i64, .u64, .f64, .c64: 64
    case .c128: 128
    }
  }

  /// The bytes one element takes in memory.
  @inlinable public var byteCount: Int { max(1, bitWidth / 8) }

  /// Real floats.
  @inlinable public var isFloat: Bool { kind == .float }
  @inlinable public var isComplex: Bool { kind == .complex }
  /// Floats and complex numbers.
  @inlinable public var isInexact: Bool { kind >= .float }
  /// The floats of 16 bits, which arithmetic computes in f32 and rounds once.
  @inlinable public var isHalf: Bool { self == .f16 || self == .bf16 }
  @inlinable public var isSignedInteger: Bool { kind == .signed }
  @inlinable public var isUnsignedInteger: Bool { kind == .unsigned }
  /// Integers proper; bool is not one of them.
  @inlinable public var isInteger: Bool { kind == .signed || kind == .unsigned }
  /// Whether an integer is one of this integer type.
  public func holds(_ value: Int) -> Bool {
    self == .u64 ? value >= 0 : ScalarValue(integer: Int64(value), type: self).integer == Int64(value)
  }

  /// The type in which arithmetic on elements of this type is done: f32 for floats of 16 bits, else itself.
  @inlinable public var computed: ElementType { isHalf ? .f32 : self }

  /// The type of the parts of a complex number; else itself.
  @inlinable public var realType: ElementType {
    switch self {
    case .c64: .f32
    case .c128: .f64
    case .bool, .i8, .i16, .i32, .i64, .u8, .u16, .u32, .u64, .f16, .bf16, .f32, .f64: self
    }
  }

  /// The complex type to which numbers of this type are promoted.
  @inlinable public var complexType: ElementType {
    switch self {
    case .bool, .i8, .i16, .u8, .u16, .f16, .bf16, .f32, .c64: .c64
    case .i32, .i64, .u32, .u64, .f64, .c128: .c128
    }
  }

  /// All types but the complex ones.
  public static let reals: [ElementType] = allCases.filter { !$0.isComplex }
  public static let realNumbers: [ElementType] = reals.filter { $0 != .bool }
  /// All but bool.
  public static let numbers: [ElementType] = allCases.filter { $0 != .bool }
  public static let floats: [ElementType] = allCases.filter(\.isFloat)
  public static let integers: [ElementType] = allCases.filter { $0.isInteger }
  /// The types in which elements are combined: floats of 16 bits are combined in f32, complex numbers by their parts.
  public static let combined: [ElementType] = reals.filter { !$0.isHalf }

  /// The name in the text format: `f64`.
  public var name: String { String(describing: self) }

  /// NumPy's name: `float64`.
  public var numpyName: String {
    switch kind {
    case .bool: "bool"
    case .signed: "int\(bitWidth)"
    case .unsigned: "uint\(bitWidth)"
    case .float: self == .bf16 ? "bfloat16" : "float\(bitWidth)"
    case .complex: "complex\(bitWidth)"
    }
  }

  /// The type with this text-format or NumPy name, if there is one.
  public init?(name: String) {
    guard let match = ElementType.allCases.first(where: { $0.name == name || $0.numpyName == name }) else {
      return nil
    }
    self = match
  }
}

/// A Swift type whose values are the elements of a tensor.
public protocol TensorElement: Sendable, BitwiseCopyable, Equatable {
  static var elementType: ElementType { get }
}

extension Bool: TensorElement { public static var elementType: ElementType { .bool } }
extension Int8: TensorElement { public static var elementType: ElementType { .i8 } }
extension Int16: TensorElement { public static var elementType: ElementType { .i16 } }
extension Int32: TensorElement { public static var elementType: ElementType { .i32 } }
extension Int64: TensorElement { public static var elementType: ElementType { .i64 } }
extension Int: TensorElement { public static var elementType: ElementType { .i64 } }
extension UInt8: TensorElement { public static var elementType: ElementType { .u8 } }
extension UInt16: TensorElement { public static var elementType: ElementType { .u16 } }
extension UInt32: TensorElement { public static var elementType: ElementType { .u32 } }
extension UInt64: TensorElement { public static var elementType: ElementType { .u64 } }
extension UInt: TensorElement { public static var elementType: ElementType { .u64 } }
extension Float: TensorElement { public static var elementType: ElementType { .f32 } }
extension Double: TensorElement { public static var elementType: ElementType { .f64 } }
#if !(os(macOS) && arch(x86_64))
extension Float16: TensorElement { public static var elementType: ElementType { .f16 } }
#endif
