import TensorScalars

extension NDArray {
  /// A complex array as the array of its parts: one more axis, of real and imaginary part. A view.
  package var parts: NDArray {
    precondition(elementType.isComplex, "\(elementType.name) has no parts")
    return NDArray(
      storage: storage,
      layout: Layout(
        shape: Shape(Array(shape) + [2]), strides: Strides(Array(strides).map { 2 * $0 } + [1]), offset: 2 * layout.offset),
      elementType: elementType.realType)
  }

  /// The real parts: a view of a complex array, a real one itself.
  public var real: NDArray { elementType.isComplex ? part(0) : self }

  /// The imaginary parts: a view of a complex array.
  ///
  /// Errors: an array that is not complex.
  public func imaginary() throws(ArrayError) -> NDArray {
    guard elementType.isComplex else {
      throw .elementTypeMismatch(expected: elementType.complexType, got: elementType)
    }
    return part(1)
  }

  private func part(_ index: Int) -> NDArray {
    NDArray(
      storage: storage,
      layout: Layout(shape: shape, strides: Strides(Array(strides).map { 2 * $0 }), offset: 2 * layout.offset + index),
      elementType: elementType.realType)
  }
}
