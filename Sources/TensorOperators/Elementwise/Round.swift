import Foundation

extension ArrayAlgebra {
  package func roundedTo(decimals: Int, at place: SourcePlace) -> Self {
    Self.composedOne("round", [self], [Attribute("decimals", .integer(decimals))], at: place) { operands throws(TensorError) in
      let x = operands[0]
      if x.elementType.isInteger {
        if decimals >= 0 { return x.converted(to: x.elementType, at: .none) }
        return scaledAndRounded(x.converted(to: .f64, at: .none), decimals).converted(to: x.elementType, at: .none)
      }
      if x.elementType == .bool, decimals != 0 {
        throw TensorError(operation: "round", message: "bools can only be rounded to 0 decimals", hint: "cast to a float type")
      }
      return decimals == 0 ? rint(x) : x.onParts { scaledAndRounded($0, decimals) }
    }
  }
}

/// As NumPy rounds: multiplied (or divided) by a power of ten, rounded, and the reverse.
private func scaledAndRounded(_ x: Tensor, _ decimals: Int) -> Tensor {
  let power = pow(10, Double(Int(clamping: decimals.magnitude)))
  return decimals > 0 ? rint(x * power) / power : rint(x / power) * power
}

/// `x` rounded to decimals, ties to even; negative ones count to the left of the point. NumPy's `round`.
///
/// Integers stay integers. As in NumPy, what is rounded is the product `x * 10^decimals`, so the last digit may be off where
/// that product is itself rounded. Errors: bools to other than 0 decimals.
public func round<A: ArrayAlgebra>(
  _ x: A, decimals: Int = 0, file: StaticString = #fileID, line: Int = #line
) -> A {
  x.roundedTo(decimals: decimals, at: .at(file, line))
}

extension OperationDefinition {
  static let round = OperationDefinition(
    "round", aliases: ["around"], family: "elementwise",
    [Parameter("a", .tensor), Parameter("decimals", .integer, default: .integer(0))],
    summary: "The value rounded to decimals, ties to even.", numpy: "np.round(a, decimals=decimals)"
  ) { arguments throws(TensorError) in
    [try arguments.tensor("a").roundedTo(decimals: try arguments.integer("decimals"), at: arguments.place)]
  }.sampled("(x: f64[n]) -> round(x, 1) * x", "(x: f64[n]) -> round(x) * x")
}
