extension ElementType {
  /// NumPy 2's `promote_types`: the smallest type to which both cast safely.
  ///
  /// Signed with unsigned gives the next larger signed type (`u64` with any signed type gives `f64`); an
  /// integer of 8 or 16 bits with `f32` stays `f32`, a wider one gives `f64`.
  public static func promoted(_ a: ElementType, _ b: ElementType) -> ElementType {
    if a == b || b == .bool { return a }
    if a == .bool { return b }
    switch (a.kind, b.kind) {
    case (.complex, _), (_, .complex): return a.complexType == .c128 || b.complexType == .c128 ? .c128 : .c64
    case (.float, .float) where a.isHalf && b.isHalf: return .f32
    case (.float, .float), (.signed, .signed), (.unsigned, .unsigned):
      return a.bitWidth >= b.bitWidth ? a : b
    case (.float, _): return ElementType.holding(b, a)
    case (_, .float): return promoted(b, a)
    case (.signed, _):
      if a.bitWidth > b.bitWidth { return a }
      switch b.bitWidth {
      case 8: return .i16
      case 16: return .i32
      case 32: return .i64
      default: return .f64
      }
    case (_, _): return promoted(b, a)
    }
  }

  /// The float that holds an integer type beside a float type.
  private static func holding(_ integer: ElementType, _ float: ElementType) -> ElementType {
    if float.isHalf { return integer.bitWidth <= 8 ? float : integer.bitWidth == 16 ? .f32 : .f64 }
    return float == .f32 && integer.bitWidth > 16 ? .f64 : float
  }

  /// The common type of several: floats first, so that it does not depend on the order (`u16`, `i16` and `f32` give
  /// `f32`, while `u16` and `i16` alone give `i32`). Nil of none.
  public static func promoted(_ types: some Collection<ElementType>) -> ElementType? {
    if let first = types.first, types.allSatisfy({ $0 == first }) { return first }
    guard let first = types.first(where: \.isInexact) else {
      return types.first.map { types.dropFirst().reduce($0, promoted) }
    }
    let float = types.filter(\.isInexact).reduce(first, promoted)
    return types.map { promoted(float, $0) }.reduce(float, promoted)
  }

  /// NumPy's `can_cast(self, target, casting: "safe")`.
  public func canCastSafely(to target: ElementType) -> Bool { ElementType.promoted(self, target) == target }

  /// The type of a float function's result: itself for floats and complex numbers, else the float that NumPy chooses by width.
  public var floatResult: ElementType {
    switch self {
    case .f16, .bf16, .f32, .f64, .c64, .c128: self
    case .bool, .i8, .u8: .f16
    case .i16, .u16: .f32
    case .i32, .i64, .u32, .u64: .f64
    }
  }
}

/// A number without a type of its own, as Python's literals are in NumPy 2: it takes the type of what it meets.
public enum WeakValue: Hashable, Sendable {
  case bool(Bool)
  case integer(Int)
  case float(Double)
  case complex(Double, Double)

  /// The type a weak value has when it stands alone.
  public var defaultType: ElementType {
    switch self {
    case .bool: .bool
    case .integer: .i64
    case .float: .f64
    case .complex: .c128
    }
  }

  /// The type of the result when this value meets an operand of type `other`.
  public func resultType(with other: ElementType) -> ElementType {
    switch self {
    case .bool: other
    case .integer: other == .bool ? .i64 : other
    case .float: other.isInexact ? other : .f64
    case .complex: other.kind == .float && other != .f64 || other == .c64 ? .c64 : .c128
    }
  }
}
