extension WeakValue {
  /// The number that a scalar holds, without its type.
  package init(_ value: ScalarValue) {
    switch value.type.kind {
    case .bool: self = .bool(value.isTrue)
    case .signed: self = .integer(Int(value.integer))
    case .unsigned: self = Int(exactly: value.bits).map(WeakValue.integer) ?? .float(Double(value.bits))
    case .float: self = .float(value.asDouble)
    case .complex: self = .complex(value.real.asDouble, value.imaginary.asDouble)
    }
  }

  /// The nearest `Double`.
  var number: Double {
    switch self {
    case .bool(let flag): flag ? 1 : 0
    case .integer(let number): Double(number)
    case .float(let number), .complex(let number, _): number
    }
  }

  /// Whether both are the same number, whatever they are written as. The negative zero is a number of its own.
  package func isNumber(_ other: WeakValue) -> Bool {
    switch (self, other) {
    case (.integer(let a), .integer(let b)): a == b
    case (.integer(let a), .float(let b)), (.float(let b), .integer(let a)): Int(exactly: b) == a && !(a == 0 && b.sign == .minus)
    case (.float(let a), .float(let b)): a == b && a.sign == b.sign
    case (.bool(let a), .bool(let b)): a == b
    case (.complex(let a, let b), .complex(let c, let d)): a == c && b == d && a.sign == c.sign && b.sign == d.sign
    case (.bool, _), (_, .bool), (.complex, _), (_, .complex): false
    }
  }
}
