/// The type of one element of a tensor.
///
/// The names are those of the text format. Half, brain-float and complex types are to join this enum; every
/// switch over it is exhaustive so that the compiler lists the places to fill.
public enum ElementType: UInt8, CaseIterable, Hashable, Sendable {
  case bool, i8, i16, i32, i64, u8, u16, u32, u64, f32, f64

  /// The kinds of number that promotion and lowering distinguish.
  public enum Kind: UInt8, Comparable, Sendable {
    case bool, unsigned, signed, float

    @inlinable public static func < (a: Kind, b: Kind) -> Bool { a.rawValue < b.rawValue }
  }

  @inlinable public var kind: Kind {
    switch self {
    case .bool: .bool
    case .i8, .i16, .i32, .i64: .signed
    case .u8, .u16, .u32, .u64: .unsigned
    case .f32, .f64: .float
    }
  }

  /// The width in bits as a number; a bool counts as one byte in memory and one bit here.
  @inlinable public var bitWidth: Int {
    switch self {
    case .bool: 1
    case .i8, .u8: 8
    case .i16, .u16: 16
    case .i32, .u32, .f32: 32
    case .i64, .u64, .f64: 64
    }
  }

  /// The bytes one element takes in memory.
  @inlinable public var byteCount: Int { max(1, bitWidth / 8) }

  @inlinable public var isFloat: Bool { kind == .float }
  @inlinable public var isSignedInteger: Bool { kind == .signed }
  @inlinable public var isUnsignedInteger: Bool { kind == .unsigned }
  /// Integers proper; bool is not one of them.
  @inlinable public var isInteger: Bool { kind == .signed || kind == .unsigned }

  /// The name in the text format: `f64`.
  public var name: String { String(describing: self) }

  /// NumPy's name: `float64`.
  public var numpyName: String {
    switch kind {
    case .bool: "bool"
    case .signed: "int\(bitWidth)"
    case .unsigned: "uint\(bitWidth)"
    case .float: "float\(bitWidth)"
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
