import TensorScalars

/// Views share the memory of the array they are taken from; a later write to either copies.
extension NDArray {
  func view(_ layout: Layout) -> NDArray { NDArray(storage: storage, layout: layout, elementType: elementType) }

  /// The part that basic indexing names: `try x.sliced(1, 2..., .slice(nil, nil, -1), .newAxis)`.
  ///
  /// Errors: an integer out of range, more indices than axes, a step of zero.
  public func sliced<each Entry: IndexEntryConvertible>(
    _ entries: repeat each Entry
  ) throws(ArrayError) -> NDArray {
    var list: [IndexEntry] = []
    repeat list.append((each entries).indexEntry)
    return view(try layout.sliced(list))
  }

  /// The same for a list of entries made at run time.
  public func sliced(entries: [IndexEntry]) throws(ArrayError) -> NDArray { view(try layout.sliced(entries)) }

  /// The part that basic indexing names. An index out of range is a programming error, as in Swift's arrays;
  /// `sliced` gives an error value.
  public subscript<each Entry: IndexEntryConvertible>(_ entries: repeat each Entry) -> NDArray {
    do {
      return try sliced(repeat each entries)
    } catch {
      preconditionFailure("\(error)")
    }
  }

  /// The axes in another order, or reversed.
  public func transposed(_ axes: [Int]? = nil) throws(ArrayError) -> NDArray { view(try layout.transposed(axes)) }

  /// The axes in reverse order.
  public var T: NDArray {
    view(
      Layout(
        shape: Shape(Array(shape.reversed())), strides: Strides(Array(strides.reversed())), offset: layout.offset))
  }

  /// The elements in row-major order under another shape, in which one extent may be -1; a view where possible.
  ///
  /// Errors: another number of elements; no memory for the copy.
  public func reshaped(_ shape: Shape) throws(ArrayError) -> NDArray {
    let target = try Layout.resolvedShape(shape, from: self.shape)
    if let layout = try layout.reshaped(to: target) { return view(layout) }
    return try copy().view(Layout(rowMajor: target))
  }

  /// The array repeated along new axes and axes of extent 1, without a copy.
  public func broadcast(to shape: Shape) throws(ArrayError) -> NDArray { view(try layout.broadcast(to: shape)) }

  /// New axes of extent 1 at these places of the result.
  public func expandedDims(_ axes: Int...) throws(ArrayError) -> NDArray { view(try layout.expandedDims(at: axes)) }

  /// Without these axes of extent 1, or without all of them.
  public func squeezed(_ axes: [Int]? = nil) throws(ArrayError) -> NDArray { view(try layout.squeezed(axes)) }
}
