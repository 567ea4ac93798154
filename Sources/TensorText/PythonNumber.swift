import Foundation
import TensorScalars

/// A number known while the program is read, with Python's arithmetic.
enum PythonNumber: Hashable, Sendable {
  case flag(Bool)
  /// Wider than any element, so that `2**64 - 1` can be written; what is stored must fit 64 bits.
  case integer(Int128)
  case float(Double)
  case complex(Double, Double)

  /// What is wrong with an operation on numbers.
  struct Problem: Error {
    var message: String
    var hint: String?
  }

  /// The integer of an integer or a bool.
  var integer: Int128? {
    switch self {
    case .flag(let value): value ? 1 : 0
    case .integer(let value): value
    case .float, .complex: nil
    }
  }

  /// The value, of a complex number the real part.
  var float: Double {
    switch self {
    case .flag(let value): value ? 1 : 0
    case .integer(let value): Double(value)
    case .float(let value), .complex(let value, _): value
    }
  }

  var imaginary: Double {
    switch self {
    case .flag, .integer, .float: 0
    case .complex(_, let value): value
    }
  }

  var isComplex: Bool {
    switch self {
    case .flag, .integer, .float: false
    case .complex: true
    }
  }

  var isZero: Bool { float == 0 && imaginary == 0 }
}

extension PythonNumber: CustomStringConvertible {
  /// As Python prints it, but `true` and `false`.
  var description: String {
    switch self {
    case .flag(let value): value ? "true" : "false"
    case .integer(let value): "\(value)"
    case .float(let value): "\(value)"
    case .complex(let real, let imaginary): Complex128(real, imaginary).description
    }
  }
}

extension PythonNumber {
  static func apply(_ sign: UnaryOperator, _ x: PythonNumber) throws(Problem) -> PythonNumber {
    switch sign {
    case .positive: return x.integer.map { .integer($0) } ?? x
    case .negative:
      return try x.integer.map { value throws(Problem) in try checked(Int128(0).subtractingReportingOverflow(value)) }
        ?? (x.isComplex ? .complex(-x.float, -x.imaginary) : .float(-x.float))
    case .invert:
      guard let value = x.integer else { throw Problem(message: "~ is not defined for the \(x.isComplex ? "complex number" : "float") \(x)") }
      return .integer(~value)
    }
  }

  static func apply(_ sign: BinaryOperator, _ x: PythonNumber, _ y: PythonNumber) throws(Problem) -> PythonNumber {
    if x.isComplex || y.isComplex { return try onComplex(sign, x, y) }
    switch sign {
    case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual: return .flag(compare(sign, x, y))
    case .or, .exclusiveOr, .and, .leftShift, .rightShift: return try bitwise(sign, x, y)
    case .divide:
      guard !y.isZero else { throw Problem(message: "division by zero") }
      return .float(x.float / y.float)
    case .power: return try power(x, y)
    case .matmul: throw Problem(message: "@ is not defined for numbers", hint: "a product of numbers is written '*'")
    case .add, .subtract, .multiply, .floorDivide, .remainder:
      guard let a = x.integer, let b = y.integer else { return try arithmetic(sign, x.float, y.float) }
      return try arithmetic(sign, a, b)
    }
  }

  private static func onComplex(_ sign: BinaryOperator, _ x: PythonNumber, _ y: PythonNumber) throws(Problem) -> PythonNumber {
    let (a, b, c, d) = (x.float, x.imaginary, y.float, y.imaginary)
    switch sign {
    case .add: return .complex(a + c, b + d)
    case .subtract: return .complex(a - c, b - d)
    case .multiply: return .complex(a * c - b * d, a * d + b * c)
    case .equal: return .flag(a == c && b == d)
    case .notEqual: return .flag(a != c || b != d)
    case .divide:
      guard !y.isZero else { throw Problem(message: "division by zero") }
      // R. L. Smith, Algorithm 116: Complex division, Comm. ACM 5, 1962.
      if abs(c) >= abs(d) {
        let (ratio, scale) = (d / c, c + d * (d / c))
        return .complex((a + b * ratio) / scale, (b - a * ratio) / scale)
      }
      let (ratio, scale) = (c / d, c * (c / d) + d)
      return .complex((a * ratio + b) / scale, (b * ratio - a) / scale)
    case .power: return try complexPower(x, y)
    case .less, .lessEqual, .greater, .greaterEqual, .or, .exclusiveOr, .and, .leftShift, .rightShift, .floorDivide, .remainder,
      .matmul:
      throw Problem(message: "\(sign.rawValue) is not defined for complex numbers (\(x) and \(y))")
    }
  }

  /// Whole exponents of a real type by products, others by magnitude and angle.
  private static func complexPower(_ x: PythonNumber, _ y: PythonNumber) throws(Problem) -> PythonNumber {
    if y.isZero { return .complex(1, 0) }
    if x.isZero {
      guard y.float > 0, y.imaginary == 0 else { throw Problem(message: "zero to a negative or complex power") }
      return .complex(0, 0)
    }
    if y.imaginary == 0, let exponent = Int(exactly: y.float), abs(exponent) <= 100 {
      var power = PythonNumber.complex(1, 0)
      for _ in 0..<abs(exponent) { power = try onComplex(.multiply, power, x) }
      return exponent < 0 ? try onComplex(.divide, .complex(1, 0), power) : power
    }
    let (length, angle) = (hypot(x.float, x.imaginary), atan2(x.imaginary, x.float))
    let magnitude = pow(length, y.float) * exp(-y.imaginary * angle)
    let phase = angle * y.float + y.imaginary * log(length)
    return .complex(magnitude * cos(phase), magnitude * sin(phase))
  }

  private static func checked(_ result: (partialValue: Int128, overflow: Bool)) throws(Problem) -> PythonNumber {
    guard !result.overflow else { throw tooLarge }
    return .integer(result.partialValue)
  }

  private static let tooLarge = Problem(
    message: "the integer result does not fit 64 bits", hint: "make an operand a float, as 2.0")

  private static func arithmetic(_ sign: BinaryOperator, _ a: Int128, _ b: Int128) throws(Problem) -> PythonNumber {
    switch sign {
    case .add: return try checked(a.addingReportingOverflow(b))
    case .subtract: return try checked(a.subtractingReportingOverflow(b))
    case .multiply: return try checked(a.multipliedReportingOverflow(by: b))
    default:
      guard b != 0 else { throw Problem(message: "integer division by zero") }
      guard a != .min else { throw tooLarge }
      let (quotient, rest) = a.quotientAndRemainder(dividingBy: b)
      let isRoundedUp = rest != 0 && (rest < 0) != (b < 0)
      return .integer(sign == .remainder ? (isRoundedUp ? rest + b : rest) : (isRoundedUp ? quotient - 1 : quotient))
    }
  }

  private static func arithmetic(_ sign: BinaryOperator, _ a: Double, _ b: Double) throws(Problem) -> PythonNumber {
    switch sign {
    case .add: return .float(a + b)
    case .subtract: return .float(a - b)
    case .multiply: return .float(a * b)
    default:
      guard b != 0 else { throw Problem(message: "division by zero") }
      var rest = fmod(a, b)
      var quotient = (a - rest) / b
      if rest != 0, (b < 0) != (rest < 0) {
        rest += b
        quotient -= 1
      } else if rest == 0 {
        rest = copysign(0, b)
      }
      if sign == .remainder { return .float(rest) }
      guard quotient != 0 else { return .float(copysign(0, a / b)) }
      let floor = quotient.rounded(.down)
      return .float(quotient - floor > 0.5 ? floor + 1 : floor)
    }
  }

  private static func power(_ x: PythonNumber, _ y: PythonNumber) throws(Problem) -> PythonNumber {
    if let base = x.integer, let exponent = y.integer, exponent >= 0 {
      return .integer(try integerPower(base, exponent))
    }
    if x.isZero, y.float < 0 { throw Problem(message: "zero to a negative power") }
    if x.float < 0, x.float.isFinite, y.float.isFinite, y.float != y.float.rounded() {
      return try complexPower(x, y)
    }
    let result = pow(x.float, y.float)
    if result.isInfinite, x.float.isFinite, y.float.isFinite {
      throw Problem(message: "the power is too large for f64")
    }
    return .float(result)
  }

  private static func integerPower(_ base: Int128, _ exponent: Int128) throws(Problem) -> Int128 {
    if base == 0 || base == 1 { return exponent == 0 ? 1 : base }
    if base == -1 { return exponent % 2 == 0 ? 1 : -1 }
    guard exponent < 128 else { throw tooLarge }
    var result: Int128 = 1
    for _ in 0..<exponent {
      let (next, overflow) = result.multipliedReportingOverflow(by: base)
      if overflow { throw tooLarge }
      result = next
    }
    return result
  }

  private static func bitwise(
    _ sign: BinaryOperator, _ x: PythonNumber, _ y: PythonNumber
  ) throws(Problem) -> PythonNumber {
    guard let a = x.integer, let b = y.integer else {
      throw Problem(message: "\(sign.rawValue) is not defined for floats (\(x) and \(y))")
    }
    var result: Int128
    switch sign {
    case .or: result = a | b
    case .exclusiveOr: result = a ^ b
    case .and: result = a & b
    default:
      guard b >= 0 else { throw Problem(message: "a shift by the negative count \(b)") }
      if sign == .rightShift { return .integer(a >> min(b, 127)) }
      result = a << min(b, 127)
      guard a == 0 || (b < 127 && result >> b == a) else { throw tooLarge }
    }
    if case .flag = x, case .flag = y, sign != .leftShift { return .flag(result != 0) }
    return .integer(result)
  }

  private static func compare(_ sign: BinaryOperator, _ x: PythonNumber, _ y: PythonNumber) -> Bool {
    let order: Int?
    if let a = x.integer, let b = y.integer {
      order = a < b ? -1 : (a == b ? 0 : 1)
    } else {
      let (a, b) = (x.float, y.float)
      order = a.isNaN || b.isNaN ? nil : (a < b ? -1 : (a == b ? 0 : 1))
    }
    switch sign {
    case .equal: return order == 0
    case .notEqual: return order != 0
    case .less: return order == -1
    case .lessEqual: return order.map { $0 <= 0 } ?? false
    case .greater: return order == 1
    default: return order.map { $0 >= 0 } ?? false
    }
  }
}
