extension SymbolicInteger {
  /// The value of an integer scalar as an extent.
  ///
  /// ```swift
  /// let n = Tensor("n", .i64)
  /// let ramp = arange(try Dimension.value(of: n))
  /// ```
  ///
  /// What constants, extents and sums, differences, products and quotients of them say is known in this form at once. Anything else
  /// is found when the graph is run: what depends on the extent is computed when the scalar is known. One scalar is one extent however
  /// often it is used. Errors: a tensor that is no integer scalar; when called, a negative value.
  public static func value(
    of scalar: Tensor, file: StaticString = #fileID, line: Int = #line
  ) throws(TensorError) -> SymbolicInteger {
    try value(of: scalar, as: .extent, operation: "extent", at: .at(file, line))
  }

  /// - Parameter operation: who asks, for errors.
  package static func value(
    of scalar: Tensor, as use: ExtentDefinition.Use, operation: String, at place: SourcePlace
  ) throws(TensorError) -> SymbolicInteger {
    if let error = scalar.error { throw error }
    guard scalar.rank == 0, scalar.elementType.isInteger else {
      throw TensorError(
        operation: operation, message: "an extent must be an integer scalar, got \(scalar.type)", places: [place],
        hint: scalar.rank == 0 ? "cast it with i64(...)" : nil)
    }
    if let known = try? scalar.staticInteger("extents", of: operation) {
      guard use != .extent || known.constant.map({ $0 >= 0 }) ?? true else {
        throw TensorError(operation: operation, message: "negative dimensions are not allowed: \(known)", places: [place])
      }
      return known
    }
    return ExtentDefinition.of(scalar, as: use, operation: operation, at: place).dimension
  }
}
