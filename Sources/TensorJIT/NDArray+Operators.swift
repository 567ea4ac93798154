import CTensorSupport
import TensorGraph

// Arithmetic on arrays, concrete for the same reason as on tensors: long formulas type-check quickly.
// Each notes the address it returns to and must not be inlined itself; what they share is inlined into them.
extension NDArray {
  @inline(__always) private static func at(_ function: ScalarFunction, _ a: NDArray, _ b: NDArray) -> NDArray {
    apply(function, [a, b], at: .address(tensor_return_address()))
  }

  /// The negative.
  @inline(never) public static prefix func - (a: NDArray) -> NDArray {
    apply(.negative, [a], at: .address(tensor_return_address()))
  }

  /// The sum.
  @inline(never) public static func + (a: NDArray, b: NDArray) -> NDArray { at(.add, a, b) }
  @inline(never) public static func + (a: NDArray, b: Double) -> NDArray { at(.add, a, weak(.float(b), like: a)) }
  @inline(never) public static func + (a: Double, b: NDArray) -> NDArray { at(.add, weak(.float(a), like: b), b) }
  @inline(never) public static func + (a: NDArray, b: Int) -> NDArray { at(.add, a, weak(.integer(b), like: a)) }
  @inline(never) public static func + (a: Int, b: NDArray) -> NDArray { at(.add, weak(.integer(a), like: b), b) }

  /// The difference.
  @inline(never) public static func - (a: NDArray, b: NDArray) -> NDArray { at(.subtract, a, b) }
  @inline(never) public static func - (a: NDArray, b: Double) -> NDArray { at(.subtract, a, weak(.float(b), like: a)) }
  @inline(never) public static func - (a: Double, b: NDArray) -> NDArray { at(.subtract, weak(.float(a), like: b), b) }
  @inline(never) public static func - (a: NDArray, b: Int) -> NDArray { at(.subtract, a, weak(.integer(b), like: a)) }
  @inline(never) public static func - (a: Int, b: NDArray) -> NDArray { at(.subtract, weak(.integer(a), like: b), b) }

  /// The product.
  @inline(never) public static func * (a: NDArray, b: NDArray) -> NDArray { at(.multiply, a, b) }
  @inline(never) public static func * (a: NDArray, b: Double) -> NDArray { at(.multiply, a, weak(.float(b), like: a)) }
  @inline(never) public static func * (a: Double, b: NDArray) -> NDArray { at(.multiply, weak(.float(a), like: b), b) }
  @inline(never) public static func * (a: NDArray, b: Int) -> NDArray { at(.multiply, a, weak(.integer(b), like: a)) }
  @inline(never) public static func * (a: Int, b: NDArray) -> NDArray { at(.multiply, weak(.integer(a), like: b), b) }

  /// The true quotient: integers give `f64`.
  @inline(never) public static func / (a: NDArray, b: NDArray) -> NDArray { at(.divide, a, b) }
  @inline(never) public static func / (a: NDArray, b: Double) -> NDArray { at(.divide, a, weak(.float(b), like: a)) }
  @inline(never) public static func / (a: Double, b: NDArray) -> NDArray { at(.divide, weak(.float(a), like: b), b) }
  @inline(never) public static func / (a: NDArray, b: Int) -> NDArray { at(.divide, a, weak(.integer(b), like: a)) }
  @inline(never) public static func / (a: Int, b: NDArray) -> NDArray { at(.divide, weak(.integer(a), like: b), b) }

  /// The power.
  @inline(never) public static func ** (a: NDArray, b: NDArray) -> NDArray { at(.power, a, b) }
  @inline(never) public static func ** (a: NDArray, b: Double) -> NDArray { at(.power, a, weak(.float(b), like: a)) }
  @inline(never) public static func ** (a: Double, b: NDArray) -> NDArray { at(.power, weak(.float(a), like: b), b) }
  @inline(never) public static func ** (a: NDArray, b: Int) -> NDArray {
    ScalarFunction.powerOperatorSquares(a.elementType, exponent: b)
      ? apply(.square, [a], at: .address(tensor_return_address())) : at(.power, a, weak(.integer(b), like: a))
  }
  @inline(never) public static func ** (a: Int, b: NDArray) -> NDArray { at(.power, weak(.integer(a), like: b), b) }
}
