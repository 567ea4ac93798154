import TensorOperators

/// Extents that are values of the graph: known when it runs only.
enum ValueExtents {
  static func extent(of scalar: Tensor, _ what: String, at place: SourcePlace) throws(PyTensorImportError) -> Dimension {
    do throws(TensorError) {
      return try Dimension.value(of: scalar, as: .extent, operation: what, at: place)
    } catch {
      throw .unknown("\(what): \(error.message)")
    }
  }
}
