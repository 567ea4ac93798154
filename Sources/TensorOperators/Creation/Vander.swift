extension ArrayAlgebra {
  /// Powers as running products, as NumPy makes them.
  package func vandermonde(_ columns: Dimension?, isIncreasing: Bool, at place: SourcePlace) -> Self {
    Self.building("vander", [self], at: place) { () throws(TensorError) in
      guard inferredRank == 1 else {
        throw TensorError(operation: "vander", message: "x must be a one-dimensional array or sequence, got \(inferredType)")
      }
      let rows = inferredType.shape[0]
      let count = columns ?? rows
      if let count = count.constant, count < 0 { throw TensorError(operation: "vander", message: "negative dimensions are not allowed: \(count)") }
      let type = ElementType.promoted([inferredType.elementType, .i64]) ?? .f64
      let x = converted(to: type, at: place).expanded([1], at: place)
      // One column of ones, which is cut off again where there is none at all.
      let one = x.number(.integer(1)).converted(to: type, at: place).broadcast(to: [rows, 1], at: place)
      let factors: Dimension = (count - 1).nonnegativePart()
      let repeated = x.broadcast(to: [rows, factors], at: place)
      let powers = Cumulative.apply(.product, repeated, axis: 1, type: type, at: place)
      var result: Self = .concatenated([one, powers], axis: 1, type: nil, at: place)
      if count.constant.map({ $0 == 0 }) ?? true { result = result.slicedAlong(1, to: count, at: place) }
      return (isIncreasing ? result : result.flipped([1], at: place)).known([rows, count], at: place)
    }
  }
}

/// The matrix of powers of the elements of a vector: columns `x ** (n - 1), ..., x, 1`, or in increasing order.
///
/// `columns` is the number of elements unless given. i64 or f64 at least. Errors: no vector, a negative number of columns.
public func vander<A: ArrayAlgebra>(
  _ x: A, columns: Dimension? = nil, isIncreasing: Bool = false, file: StaticString = #fileID, line: Int = #line
) -> A {
  x.vandermonde(columns, isIncreasing: isIncreasing, at: .at(file, line))
}

extension OperationDefinition {
  static let vander = OperationDefinition(
    "vander", family: "creation",
    [
      Parameter("x", .tensor), Parameter("N", .shape, default: Argument.none),
      Parameter("increasing", .flag, default: .flag(false)),
    ], summary: "The matrix of powers of the elements of a vector.", numpy: "np.vander(x, N, increasing=increasing)"
  ) { arguments throws(TensorError) in
    [
      try arguments.tensor("x").vandermonde(
        try arguments.optionalExtent("N"), isIncreasing: try arguments.flag("increasing"), at: arguments.place)
    ]
  }.sampled("(x: f64[n]) -> vander(x, 4)", "(x: f64[3]) -> vander(x, increasing=true) ** 2")
}
