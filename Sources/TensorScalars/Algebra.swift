/// What can stand in an arithmetic expression: tensors, eager arrays, scalar expressions, rule patterns.
///
/// One vocabulary serves them all: the operators and the functions beside each scalar function's record are
/// generic over this protocol.
public protocol Algebra {
  /// The function applied elementwise; NumPy's type rule of the function applies.
  static func apply(_ function: ScalarFunction, _ arguments: [Self], at place: SourcePlace) -> Self
  /// A number without a type of its own, ready to meet `other`.
  static func weak(_ value: WeakValue, like other: Self) -> Self
}

/// The Swift numbers that stand for weak values in expressions: `maximum(x, 0)`, `x * 0.5`.
public protocol WeakNumber {
  var weakValue: WeakValue { get }
}

extension Int: WeakNumber { public var weakValue: WeakValue { .integer(self) } }
extension Double: WeakNumber { public var weakValue: WeakValue { .float(self) } }
extension Bool: WeakNumber { public var weakValue: WeakValue { .bool(self) } }
