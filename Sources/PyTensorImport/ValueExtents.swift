import TensorOperators

/// Extents that are values of the graph: known when it runs only.
enum ValueExtents {
  /// The value of an integer scalar, in the role that it has.
  ///
  /// - Parameter what: what it is in the graph, for errors.
  static func extent(
    of scalar: Tensor, _ what: String, as use: ExtentDefinition.Use, at place: SourcePlace
  ) throws(PyTensorImportError) -> Dimension {
    let integer = scalar.elementType.isInteger ? scalar : scalar.casted(to: .i64, at: place)
    do {
      return try Dimension.value(of: integer, as: use, operation: what, at: place)
    } catch {
      throw PyTensorImportError(error)
    }
  }
}
