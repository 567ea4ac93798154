import CTensorSupport

// Arithmetic on tensors, again beside the generic operators of `Algebra`: the type checker solves long formulas over
// concrete operators in milliseconds, over generic ones in seconds.
// Each notes the address it returns to and must not be inlined itself; what they share is inlined into them.
extension Tensor {
  @inline(__always) private static func at(_ function: ScalarFunction, _ a: Tensor, _ b: Tensor) -> Tensor {
    apply(function, [a, b], at: .address(tensor_return_address()))
  }

  /// The negative.
  @inline(never) public static prefix func - (a: Tensor) -> Tensor {
    apply(.negative, [a], at: .address(tensor_return_address()))
  }

  /// The sum.
  @inline(never) public static func + (a: Tensor, b: Tensor) -> Tensor { at(.add, a, b) }
  @inline(never) public static func + (a: Tensor, b: Double) -> Tensor { at(.add, a, weak(.float(b), like: a)) }
  @inline(never) public static func + (a: Double, b: Tensor) -> Tensor { at(.add, weak(.float(a), like: b), b) }
  @inline(never) public static func + (a: Tensor, b: Int) -> Tensor { at(.add, a, weak(.integer(b), like: a)) }
  @inline(never) public static func + (a: Int, b: Tensor) -> Tensor { at(.add, weak(.integer(a), like: b), b) }

  /// The difference.
  @inline(never) public static func - (a: Tensor, b: Tensor) -> Tensor { at(.subtract, a, b) }
  @inline(never) public static func - (a: Tensor, b: Double) -> Tensor { at(.subtract, a, weak(.float(b), like: a)) }
  @inline(never) public static func - (a: Double, b: Tensor) -> Tensor { at(.subtract, weak(.float(a), like: b), b) }
  @inline(never) public static func - (a: Tensor, b: Int) -> Tensor { at(.subtract, a, weak(.integer(b), like: a)) }
  @inline(never) public static func - (a: Int, b: Tensor) -> Tensor { at(.subtract, weak(.integer(a), like: b), b) }

  /// The product.
  @inline(never) public static func * (a: Tensor, b: Tensor) -> Tensor { at(.multiply, a, b) }
  @inline(never) public static func * (a: Tensor, b: Double) -> Tensor { at(.multiply, a, weak(.float(b), like: a)) }
  @inline(never) public static func * (a: Double, b: Tensor) -> Tensor { at(.multiply, weak(.float(a), like: b), b) }
  @inline(never) public static func * (a: Tensor, b: Int) -> Tensor { at(.multiply, a, weak(.integer(b), like: a)) }
  @inline(never) public static func * (a: Int, b: Tensor) -> Tensor { at(.multiply, weak(.integer(a), like: b), b) }

  /// The true quotient: integers give `f64`.
  @inline(never) public static func / (a: Tensor, b: Tensor) -> Tensor { at(.divide, a, b) }
  @inline(never) public static func / (a: Tensor, b: Double) -> Tensor { at(.divide, a, weak(.float(b), like: a)) }
  @inline(never) public static func / (a: Double, b: Tensor) -> Tensor { at(.divide, weak(.float(a), like: b), b) }
  @inline(never) public static func / (a: Tensor, b: Int) -> Tensor { at(.divide, a, weak(.integer(b), like: a)) }
  @inline(never) public static func / (a: Int, b: Tensor) -> Tensor { at(.divide, weak(.integer(a), like: b), b) }

  /// The power.
  @inline(never) public static func ** (a: Tensor, b: Tensor) -> Tensor { at(.power, a, b) }
  @inline(never) public static func ** (a: Tensor, b: Double) -> Tensor { at(.power, a, weak(.float(b), like: a)) }
  @inline(never) public static func ** (a: Double, b: Tensor) -> Tensor { at(.power, weak(.float(a), like: b), b) }
  @inline(never) public static func ** (a: Tensor, b: Int) -> Tensor {
    ScalarFunction.powerOperatorSquares(a.elementType, exponent: b)
      ? apply(.square, [a], at: .address(tensor_return_address())) : at(.power, a, weak(.integer(b), like: a))
  }
  @inline(never) public static func ** (a: Int, b: Tensor) -> Tensor { at(.power, weak(.integer(a), like: b), b) }
}
