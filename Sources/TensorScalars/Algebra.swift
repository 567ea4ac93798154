import CTensorSupport

/// What can stand in an arithmetic expression: tensors, eager arrays, scalar expressions, rule patterns.
///
/// One vocabulary serves them all: the operators below and the functions beside each scalar function's record
/// are generic over this protocol.
public protocol Algebra {
  /// The function applied elementwise; NumPy's type rule of the function applies.
  static func apply(_ function: ScalarFunction, _ arguments: [Self], at place: SourcePlace) -> Self
  /// A number without a type of its own, ready to meet `other`.
  static func weak(_ value: WeakValue, like other: Self) -> Self
}

// Operators take no `#line`, so each notes the address it returns to; it must not be inlined.
extension Algebra {
  @inline(never) public static func + (a: Self, b: Self) -> Self { apply(.add, [a, b], at: .address(tensor_return_address())) }
  @inline(never) public static func + (a: Self, b: Double) -> Self { apply(.add, [a, weak(.float(b), like: a)], at: .address(tensor_return_address())) }
  @inline(never) public static func + (a: Double, b: Self) -> Self { apply(.add, [weak(.float(a), like: b), b], at: .address(tensor_return_address())) }
}
