import TensorScalars

/// A part of an array literal: a number, or a list of parts of equal shape.
public indirect enum NDArrayLiteral: Sendable {
  case bool(Bool)
  case integer(Int)
  case float(Double)
  case list([NDArrayLiteral])

  /// The type of all numbers in it together: bool, i64 or f64, as in NumPy.
  var elementType: ElementType? {
    switch self {
    case .bool: .bool
    case .integer: .i64
    case .float: .f64
    case .list(let parts):
      parts.reduce(nil as ElementType?) { type, part in
        guard let type, let next = part.elementType else { return type ?? part.elementType }
        return ElementType.promoted(type, next)
      }
    }
  }

  /// The shape, if all rows agree in theirs.
  var shape: [Int]? {
    guard case .list(let parts) = self else { return [] }
    guard let first = parts.first else { return [0] }
    guard let rest = first.shape, parts.allSatisfy({ $0.shape == rest }) else { return nil }
    return [parts.count] + rest
  }

  public static var nan: NDArrayLiteral { .float(.nan) }
  public static var infinity: NDArrayLiteral { .float(.infinity) }

  func forEachNumber(_ body: (NDArrayLiteral) -> Void) {
    guard case .list(let parts) = self else { return body(self) }
    for part in parts { part.forEachNumber(body) }
  }
}

extension NDArrayLiteral: ExpressibleByArrayLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral
{
  public init(arrayLiteral elements: NDArrayLiteral...) { self = .list(elements) }
  public init(integerLiteral value: Int) { self = .integer(value) }
  public init(floatLiteral value: Double) { self = .float(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension NDArray: ExpressibleByArrayLiteral {
  /// `[1, 2]`, `[[0.5, 1], [2, 3]]`: i64 when all numbers are integers, bool when all are bools, else f64, as in
  /// NumPy; an empty list is f64. The rows of a list must agree in shape.
  ///
  /// A number alone is no array literal: next to an array it is weak, and takes the array's type.
  public init(arrayLiteral elements: NDArrayLiteral...) { self.init(.list(elements)) }

  /// The same in parentheses, also for a number alone: `NDArray([[1, 2], [3, 4]])`, `NDArray(2.5)`.
  public init(_ literal: NDArrayLiteral) {
    guard let shape = literal.shape else { preconditionFailure("The rows of an array literal must agree in shape.") }
    do {
      let type = literal.elementType ?? .f64
      switch type {
      case .bool, .i64:
        var numbers: [Int] = []
        literal.forEachNumber {
          switch $0 {
          case .bool(let value): numbers.append(value ? 1 : 0)
          case .integer(let value): numbers.append(value)
          case .float, .list: preconditionFailure("A literal of integers holds integers.")
          }
        }
        self = try NDArray(numbers, shape: Shape(shape)).astype(type)
      case .f64, .f32, .f16, .bf16, .i8, .i16, .i32, .u8, .u16, .u32, .u64, .c64, .c128:
        var numbers: [Double] = []
        literal.forEachNumber {
          switch $0 {
          case .bool(let value): numbers.append(value ? 1 : 0)
          case .integer(let value): numbers.append(Double(value))
          case .float(let value): numbers.append(value)
          case .list: preconditionFailure("A list in a literal is walked, not visited.")
          }
        }
        self = try NDArray(numbers, shape: Shape(shape)).astype(type)
      }
    } catch {
      preconditionFailure("The memory for a literal could not be had: \(error)")
    }
  }
}
