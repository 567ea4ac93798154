import CTensorSupport

// The operations as methods, for expressions that read from left to right: `x.sum(axis: 0).reshape([-1])`.
extension Tensor {
  // Properties take no `#line`: they note the address they return to and must not be inlined.

  /// The axes reversed; NumPy's `x.T`.
  public var T: Tensor {
    @inline(never) get { transposed(nil, at: .address(tensor_return_address())) }
  }

  /// The last two axes exchanged; NumPy's `x.mT`. Errors: fewer than two axes.
  public var mT: Tensor {
    @inline(never) get { matrixTransposed(at: .address(tensor_return_address())) }
  }

  /// The number of elements as a scalar of the graph.
  public var size: Tensor { .single(Extent(type.count), [], at: .none) }

  public func astype(_ type: ElementType, file: StaticString = #fileID, line: Int = #line) -> Tensor {
    converted(to: type, at: .at(file, line))
  }

  public func reshape(_ shape: [Dimension], file: StaticString = #fileID, line: Int = #line) -> Tensor {
    .single(Reshape(shape), [self], at: .at(file, line))
  }

  public func reshape(_ shape: Dimension..., file: StaticString = #fileID, line: Int = #line) -> Tensor {
    .single(Reshape(shape), [self], at: .at(file, line))
  }

  public func ravel(file: StaticString = #fileID, line: Int = #line) -> Tensor { raveled(at: .at(file, line)) }

  public func transpose(_ axes: [Int]? = nil, file: StaticString = #fileID, line: Int = #line) -> Tensor {
    transposed(axes, at: .at(file, line))
  }

  public func broadcast(to shape: [Dimension], file: StaticString = #fileID, line: Int = #line) -> Tensor {
    broadcast(to: shape, at: .at(file, line))
  }

  public func expandDims(axis: any AxisSelection, file: StaticString = #fileID, line: Int = #line) -> Tensor {
    expanded(axis.axes, at: .at(file, line))
  }

  public func squeeze(axis: (any AxisSelection)? = nil, file: StaticString = #fileID, line: Int = #line) -> Tensor {
    squeezed(axis?.axes, at: .at(file, line))
  }

  public func take(
    _ indices: Tensor, axis: Int? = nil, file: StaticString = #fileID, line: Int = #line
  ) -> Tensor {
    taking(indices, axis: axis, at: .at(file, line))
  }

  public func scatterAdd(
    at indices: Tensor, _ updates: Tensor, axis: Int = 0, file: StaticString = #fileID, line: Int = #line
  ) -> Tensor {
    scatterAdding(at: indices, updates, axis: axis, place: .at(file, line))
  }

  public func matmul(_ other: Tensor, file: StaticString = #fileID, line: Int = #line) -> Tensor {
    .single(MatMul(), [self, other], at: .at(file, line))
  }

  public func dot(_ other: Tensor, file: StaticString = #fileID, line: Int = #line) -> Tensor {
    dotted(other, at: .at(file, line))
  }
}

// Reductions.
extension Tensor {
  public func sum(
    axis: (any AxisSelection)? = nil, keepDims: Bool = false, type: ElementType? = nil,
    file: StaticString = #fileID, line: Int = #line
  ) -> Tensor {
    ReductionKind.sum.apply(self, axes: axis?.axes, keepsAxes: keepDims, type: type, at: .at(file, line))
  }

  public func prod(
    axis: (any AxisSelection)? = nil, keepDims: Bool = false, type: ElementType? = nil,
    file: StaticString = #fileID, line: Int = #line
  ) -> Tensor {
    ReductionKind.prod.apply(self, axes: axis?.axes, keepsAxes: keepDims, type: type, at: .at(file, line))
  }

  public func mean(
    axis: (any AxisSelection)? = nil, keepDims: Bool = false, type: ElementType? = nil,
    file: StaticString = #fileID, line: Int = #line
  ) -> Tensor {
    ReductionKind.mean.apply(self, axes: axis?.axes, keepsAxes: keepDims, type: type, at: .at(file, line))
  }

  public func min(
    axis: (any AxisSelection)? = nil, keepDims: Bool = false, file: StaticString = #fileID, line: Int = #line
  ) -> Tensor {
    ReductionKind.min.apply(self, axes: axis?.axes, keepsAxes: keepDims, at: .at(file, line))
  }

  public func max(
    axis: (any AxisSelection)? = nil, keepDims: Bool = false, file: StaticString = #fileID, line: Int = #line
  ) -> Tensor {
    ReductionKind.max.apply(self, axes: axis?.axes, keepsAxes: keepDims, at: .at(file, line))
  }

  public func any(
    axis: (any AxisSelection)? = nil, keepDims: Bool = false, file: StaticString = #fileID, line: Int = #line
  ) -> Tensor {
    ReductionKind.any.apply(self, axes: axis?.axes, keepsAxes: keepDims, at: .at(file, line))
  }

  public func all(
    axis: (any AxisSelection)? = nil, keepDims: Bool = false, file: StaticString = #fileID, line: Int = #line
  ) -> Tensor {
    ReductionKind.all.apply(self, axes: axis?.axes, keepsAxes: keepDims, at: .at(file, line))
  }

  public func argmin(
    axis: Int? = nil, keepDims: Bool = false, file: StaticString = #fileID, line: Int = #line
  ) -> Tensor {
    ReductionKind.argmin.apply(self, axes: axis.map { [$0] }, keepsAxes: keepDims, at: .at(file, line))
  }

  public func argmax(
    axis: Int? = nil, keepDims: Bool = false, file: StaticString = #fileID, line: Int = #line
  ) -> Tensor {
    ReductionKind.argmax.apply(self, axes: axis.map { [$0] }, keepsAxes: keepDims, at: .at(file, line))
  }

  public func variance(
    axis: (any AxisSelection)? = nil, ddof: Double = 0, keepDims: Bool = false, type: ElementType? = nil,
    file: StaticString = #fileID, line: Int = #line
  ) -> Tensor {
    Variance.apply(
      self, axes: axis?.axes, ddof: ddof, keepsAxes: keepDims, type: type, root: false, at: .at(file, line))
  }

  public func std(
    axis: (any AxisSelection)? = nil, ddof: Double = 0, keepDims: Bool = false, type: ElementType? = nil,
    file: StaticString = #fileID, line: Int = #line
  ) -> Tensor {
    Variance.apply(
      self, axes: axis?.axes, ddof: ddof, keepsAxes: keepDims, type: type, root: true, at: .at(file, line))
  }

  public func cumsum(
    axis: Int? = nil, type: ElementType? = nil, file: StaticString = #fileID, line: Int = #line
  ) -> Tensor {
    Cumulative.apply(.sum, self, axis: axis, type: type, at: .at(file, line))
  }

  public func cumprod(
    axis: Int? = nil, type: ElementType? = nil, file: StaticString = #fileID, line: Int = #line
  ) -> Tensor {
    Cumulative.apply(.product, self, axis: axis, type: type, at: .at(file, line))
  }
}
