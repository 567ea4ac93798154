import TensorOperators

/// Extents that are values of the graph: known when it runs only.
enum ValueExtents {
  static func extent(of scalar: Tensor, _ what: String, at place: SourcePlace) throws(PyTensorImportError) -> Dimension {
    throw .unknown("\(what) depends on the value of an input")
  }
}
